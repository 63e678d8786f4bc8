"""What a soak stands on: tables, a commune, a worker; `python -m tests.faults.soak` prints the token of a device."""

from __future__ import annotations

import os


def main() -> None:
    """In the database of the environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vatra.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from tests.unit.register.conftest import made_communes, made_worker
    from vatra.access.entries import enrol_device

    call_command("migrate", verbosity=0)
    made_communes()
    print(enrol_device(made_worker("maria", "social_worker", 20001), "soak", at=timezone.now())[1])


if __name__ == "__main__":
    main()
