"""The results room, as Django loads it."""

from django.apps import AppConfig


class ResultsRoom(AppConfig):
    """Counts, comparisons, whole populations, one child's story; of tables only what was counted and when."""

    name = "vatra.results"
    label = "results"
