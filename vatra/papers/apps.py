"""The papers room, as Django loads it."""

from django.apps import AppConfig


class PapersRoom(AppConfig):
    """Papers and how they are printed; no tables of its own."""

    name = "vatra.papers"
    label = "papers"
