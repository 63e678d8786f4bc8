"""The room as Django knows it."""

from django.apps import AppConfig


class CareRoom(AppConfig):
    name = "vatra.care"
    label = "care"

    def ready(self) -> None:
        """Declare this room's kinds of entry."""
        from vatra.care import entries  # noqa: F401
