"""How Django knows the room of access."""

from django.apps import AppConfig


class AccessRoom(AppConfig):
    name = "vatra.access"
    label = "access"
