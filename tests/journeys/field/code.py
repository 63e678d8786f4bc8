"""Print a one-time code with which a worker enrols a tablet; run as a module, in the server's VATRA_HOME."""

from __future__ import annotations

import os
import sys


def main(username: str) -> None:
    """The code, made by the worker for themselves."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "vatra.config.settings"
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from vatra.access.tablets import make_device_code

    worker = get_user_model().objects.get(username=username)
    print(make_device_code(worker, by=worker, at=timezone.now())[1])


if __name__ == "__main__":
    main(sys.argv[1])
