from django.apps import AppConfig


class PeopleRoom(AppConfig):
    name = "vatra.people"
    label = "people"
