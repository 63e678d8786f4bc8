"""What looks like a contradiction and was looked at: both stand."""

from __future__ import annotations

from django.db import models

from vatra.base.models import Record
from vatra.care.models.keys import to_household


class BothStand(Record):
    """Two things that seemed to contradict each other and, by a worker's word, do not; the smaller uuid first."""

    household = to_household()
    one = models.UUIDField()
    other = models.UUIDField()
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="both_stand_once")]
