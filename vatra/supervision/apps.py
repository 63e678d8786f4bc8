"""The supervision room as a Django application."""

from django.apps import AppConfig


class SupervisionRoom(AppConfig):
    name = "vatra.supervision"
    label = "supervision"

    def ready(self) -> None:
        """Declare the room's kinds of entry."""
        from vatra.supervision import entries  # noqa: F401  declares on import
