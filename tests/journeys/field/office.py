"""What the office does to every tablet: `lock` or `wipe`; run in the server's VATRA_HOME."""

from __future__ import annotations

import os
import sys


def main(what: str) -> None:
    """All devices that are tablets."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "vatra.config.settings"
    import django

    django.setup()
    from django.apps import apps
    from django.utils import timezone

    from vatra.access import tablets

    does = {"lock": tablets.revoke_device, "wipe": tablets.wipe_tablet, "allow": tablets.allow_tablet}[what]
    for device in apps.get_model("access.Device").objects.filter(is_tablet=True):
        does(device, by=None, at=timezone.now())


if __name__ == "__main__":
    main(sys.argv[1])
