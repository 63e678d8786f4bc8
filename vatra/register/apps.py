"""Where Django learns of this room."""

from django.apps import AppConfig


class RegisterRoom(AppConfig):
    name = "vatra.register"
    label = "register"

    def ready(self) -> None:
        """Make the register's own kinds known."""
        from vatra.register import entries  # noqa: F401
