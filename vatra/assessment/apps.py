"""The assessment room, as Django loads it."""

from django.apps import AppConfig


class AssessmentRoom(AppConfig):
    """Interviews, facts, findings, judgements, needs."""

    name = "vatra.assessment"
    label = "assessment"

    def ready(self) -> None:
        """Declare the kinds of this room."""
        from vatra.assessment import entries  # noqa: F401
