"""Print what the register holds from tablets: each entry's kind, uuid, state, commune and note; run in VATRA_HOME."""

from __future__ import annotations

import json
import os


def main() -> None:
    """One JSON list, in the order in which the register took them."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "vatra.config.settings"
    import django

    django.setup()
    from django.apps import apps

    entries = apps.get_model("register.Entry").objects.filter(device__isnull=False).order_by("pk")
    print(json.dumps([
        {"kind": one.kind, "uuid": str(one.uuid), "state": one.state, "commune": one.stream_id,
         "household": one.household and str(one.household), "reason_code": one.reason_code, "number": one.number,
         "rulebook": one.rulebook,
         "payload": json.loads(one.payload or "{}")} for one in entries
    ]))


if __name__ == "__main__":
    main()
