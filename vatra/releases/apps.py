"""How Django knows the room of releases."""

from django.apps import AppConfig


class ReleasesRoom(AppConfig):
    name = "vatra.releases"
    label = "releases"
