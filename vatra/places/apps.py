from django.apps import AppConfig


class PlacesRoom(AppConfig):
    name = "vatra.places"
    label = "places"
