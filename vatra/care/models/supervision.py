"""Talks between a supervisor and whoever works on cases."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from vatra.base.models import Record
from vatra.care.models.keys import to_household, to_worker


class SupervisionHeld(Record):
    """A supervision session about one household, or about a worker's work in general (then `worker`)."""

    household = to_household(null=True)
    commune = models.ForeignKey("places.Commune", models.PROTECT, related_name="+")
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, null=True
    )
    on = models.DateField()
    by = to_worker()
    agreed = models.TextField()
    next_on = models.DateField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(household__isnull=False) | models.Q(worker__isnull=False),
                name="supervision_is_about_a_household_or_a_worker",
            ),
        ]
