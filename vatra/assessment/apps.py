from django.apps import AppConfig


class AssessmentRoom(AppConfig):
    name = "vatra.assessment"
    label = "assessment"
