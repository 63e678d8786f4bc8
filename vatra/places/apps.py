"""How Django knows the room of places."""

from django.apps import AppConfig


class PlacesRoom(AppConfig):
    name = "vatra.places"
    label = "places"
