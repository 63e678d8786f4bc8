from importlib.util import find_spec

from django.apps import AppConfig


class CareRoom(AppConfig):
    name = "vatra.care"
    label = "care"

    def ready(self) -> None:
        """Declare this room's kinds of entry."""
        if find_spec("vatra.assessment.queries"):  # the room below is being built at the same time
            from vatra.care import entries  # noqa: F401
