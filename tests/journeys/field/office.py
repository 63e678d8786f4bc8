"""What the office does to the tablets of a worker, or to all; run in the server's VATRA_HOME.

`lock`, `allow`, `wipe`, or `part`: the worker's roles end.
"""

from __future__ import annotations

import os
import sys


def main(what: str, username: str = "") -> None:
    """All devices that are tablets, or those of one worker."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "vatra.config.settings"
    import django

    django.setup()
    from django.apps import apps
    from django.utils import timezone

    from vatra.access import tablets

    of = {"worker__username": username} if username else {}
    if what == "part":
        apps.get_model("access.RoleHeld").objects.filter(**of).update(until=timezone.localdate())
        return
    does = {"lock": tablets.revoke_device, "wipe": tablets.wipe_tablet, "allow": tablets.allow_tablet}[what]
    for device in apps.get_model("access.Device").objects.filter(is_tablet=True, **of):
        does(device, by=None, at=timezone.now())


if __name__ == "__main__":
    main(*sys.argv[1:])
