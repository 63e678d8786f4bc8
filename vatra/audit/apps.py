"""How Django knows the room of audit."""

from django.apps import AppConfig


class AuditRoom(AppConfig):
    name = "vatra.audit"
    label = "audit"
