"""How Django knows the room of notices."""

from django.apps import AppConfig


class NoticesRoom(AppConfig):
    name = "vatra.notices"
    label = "notices"
