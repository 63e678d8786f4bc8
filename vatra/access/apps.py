from django.apps import AppConfig


class AccessRoom(AppConfig):
    name = "vatra.access"
    label = "access"
