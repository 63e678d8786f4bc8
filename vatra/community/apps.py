"""The room as Django knows it."""

from django.apps import AppConfig


class CommunityRoom(AppConfig):
    name = "vatra.community"
    label = "community"

    def ready(self) -> None:
        """Declare this room's kinds of entry."""
        from vatra.community import entries  # noqa: F401
