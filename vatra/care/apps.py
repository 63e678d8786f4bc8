from django.apps import AppConfig


class CareRoom(AppConfig):
    name = "vatra.care"
    label = "care"
