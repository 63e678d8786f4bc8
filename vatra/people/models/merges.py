"""Which records a worker said are one, and which look alike and are two."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vatra.base.models import Record


class Merge(Record):
    """Two households or two persons that a worker said are one; in force until it is undone.

    The rows of the gone one stay its own: whoever asks about the kept one reads both (`people.same`).
    """

    class Subject(models.TextChoices):
        HOUSEHOLD = "household", _("household")
        PERSON = "person", _("person")

    entry = models.UUIDField(db_index=True)
    subject = models.CharField(max_length=9, choices=Subject.choices)
    kept = models.UUIDField(db_index=True)
    gone = models.UUIDField()
    household = models.UUIDField(db_index=True)  # of the kept
    other = models.UUIDField(null=True, db_index=True)  # of the gone
    on = models.DateField()
    moved = models.JSONField(default=list)  # memberships as they were before, with those that came late
    undone_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_on__isnull=True), name="one_merge_per_gone"),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_is_of_two"),
        ]
        indexes = [models.Index(fields=["gone"], name="merge_gone")]


class NotTheSame(Record):
    """Two households that look alike and are two, as a worker said; the smaller uuid first."""

    one = models.UUIDField(db_index=True)
    other = models.UUIDField()
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="not_the_same_once")]
