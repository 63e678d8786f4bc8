"""The record of notices: what was told to whom, by which channel, and how each worker wants to be told.

Nothing here is of the register: it speaks of workers, and is forgotten after 90 days.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from vatra.base.models import Record


class Preference(Record):
    """How a worker wants to be told outside the pages; without a row, not at all."""

    worker = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    by_email = models.BooleanField(default=False)
    email = models.EmailField(blank=True)
    by_sms = models.BooleanField(default=False)
    phone = models.CharField(max_length=20, blank=True)


class Notice(Record):
    """Something to tell a worker. `about` keeps it single: a digest of what it is about, not to be read back."""

    class Kind(models.TextChoices):
        DIGEST = "digest"
        OPENING = "opening"
        EMERGENCY = "emergency"
        UNANSWERED = "unanswered"

    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    about = models.UUIDField()
    at = models.DateTimeField()
    day = models.DateField()
    counts = models.JSONField(default=dict)  # of a digest: {what: how many}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["worker", "about"], name="a_worker_is_told_once_of_one_thing"),
        ]
        indexes = [models.Index(fields=["worker", "at"], name="notices_of_worker")]


class Sending(models.Model):
    """A notice on its way by a channel. Claimed before it is sent, so that it is never sent twice."""

    class State(models.TextChoices):
        CLAIMED = "claimed"  # being sent; stays so when the machine died in between: then nobody knows
        SENT = "sent"
        FAILED = "failed"

    id = models.BigAutoField(primary_key=True)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="sendings")
    channel = models.CharField(max_length=8)
    state = models.CharField(max_length=8, choices=State.choices)
    tries = models.PositiveSmallIntegerField(default=1)
    tried_at = models.DateTimeField()
    failure = models.CharField(max_length=40, blank=True)  # a code, never what a server answered

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="a_notice_goes_out_once_by_a_channel"),
        ]
