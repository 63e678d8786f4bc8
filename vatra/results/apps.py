from django.apps import AppConfig


class ResultsRoom(AppConfig):
    name = "vatra.results"
    label = "results"
