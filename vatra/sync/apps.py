"""Where Django learns of this room."""

from django.apps import AppConfig


class SyncRoom(AppConfig):
    name = "vatra.sync"
    label = "sync"
