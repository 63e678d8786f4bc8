from django.apps import AppConfig


class RegisterRoom(AppConfig):
    name = "vatra.register"
    label = "register"
