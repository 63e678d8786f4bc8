"""The room as Django knows it."""

from django.apps import AppConfig


class PeopleRoom(AppConfig):
    name = "vatra.people"
    label = "people"

    def ready(self) -> None:
        """Declare the kinds of entry this room owns."""
        from vatra.people import entries  # noqa: F401
