"""Keys to the rooms below: households and persons by their uuid, so that applying entries needs no look-ups."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


def to_household(**options: Any) -> models.ForeignKey[Any, Any]:
    """Whose it is, by the uuid that entries name."""
    return models.ForeignKey("people.Household", to_field="uuid", on_delete=models.PROTECT, related_name="+", **options)


def to_person(**options: Any) -> models.ForeignKey[Any, Any]:
    """Of whom it is, by the uuid that entries name; null: of the whole household."""
    options = {"null": True} | options
    return models.ForeignKey("people.Person", to_field="uuid", on_delete=models.PROTECT, related_name="+", **options)


def to_worker() -> models.ForeignKey[Any, Any]:
    """Who did it."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
