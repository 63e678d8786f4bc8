"""What a team tells each other and plans together about a household."""

from __future__ import annotations

from django.db import models

from vatra.base.models import Record
from vatra.care.models.keys import to_household, to_worker


class Message(Record):
    """A message to the team of a household; `note_for` says who of it may read it, as of a visit's note."""

    household = to_household()
    on = models.DateField()
    at = models.DateTimeField()
    by = to_worker()
    text = models.TextField()
    note_for = models.CharField(max_length=10, default="team")  # or "profession"

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="messages_by_moment"),
            models.Index(fields=["household", "at"], name="messages_of_household"),
            models.Index(fields=["household", "on"], name="messages_lately"),
        ]


class MessageRead(Record):
    """That a worker has read a message, once."""

    message = models.ForeignKey(Message, models.CASCADE, to_field="uuid", related_name="reads")
    by = to_worker()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "by"], name="a_message_is_read_once_by_a_worker")]


class PlannedVisit(Record):
    """A visit that a worker means to make on a day, alone or with others (`companions`: uuids of workers)."""

    household = to_household()
    day = models.DateField()
    planned_on = models.DateField()
    by = to_worker()
    companions = models.JSONField(default=list)
    purpose = models.CharField(max_length=8, blank=True)
    note = models.CharField(max_length=300, blank=True)
    cancelled_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["day"], name="visits_planned_by_day", condition=models.Q(cancelled_on=None)),
        ]
