"""The results room, as Django loads it."""

from django.apps import AppConfig


class ResultsRoom(AppConfig):
    """Counts, comparisons, whole populations, one child's story; no tables of its own."""

    name = "vatra.results"
    label = "results"
