"""The register's record: streams, entries, refused copies, questions to settle."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Stream(models.Model):
    """One commune's numbered chain of entries; its row is locked late, so numbers follow commits."""

    commune = models.OneToOneField("places.Commune", on_delete=models.PROTECT, primary_key=True)
    last_number = models.BigIntegerField(default=0)
    last_digest = models.CharField(max_length=64, default="")


class Entry(models.Model):
    """One act of a worker, kept as sent. Only a redaction ordered by law ever changes a row."""

    class State(models.TextChoices):
        APPLIED = "applied", _("applied")
        TO_SETTLE = "to_settle", _("to settle")
        SET_ASIDE = "set_aside", _("set aside")

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(unique=True)
    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="entries")
    number = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    household = models.UUIDField(null=True)
    person = models.UUIDField(null=True)
    on = models.DateField()
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey("access.Device", null=True, on_delete=models.PROTECT, related_name="+")
    rulebook = models.CharField(max_length=80)
    payload = models.TextField(null=True)  # canonical JSON; null once redacted
    salt = models.CharField(max_length=32, null=True)
    payload_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sent_to = models.IntegerField(null=True)  # the commune it was sent to, where the household no longer lived
    held = models.CharField(max_length=40, blank=True)  # why the door itself did not let it through; sealed
    state = models.CharField(max_length=10, choices=State.choices, default=State.APPLIED)
    reason_code = models.CharField(max_length=40, blank=True)
    reason = models.JSONField(null=True)
    redacted_at = models.DateTimeField(null=True)
    awaits = models.UUIDField(null=True)  # what it speaks of and had not come when it was last tried

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "number"], name="one_entry_per_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="entry_numbers_start_at_one"),
            models.CheckConstraint(
                condition=models.Q(payload__isnull=False, salt__isnull=False, redacted_at__isnull=True)
                | models.Q(payload__isnull=True, salt__isnull=True, redacted_at__isnull=False),
                name="entry_is_whole_or_redacted",
            ),
        ]
        indexes = [
            models.Index(fields=["household", "id"], name="entry_household"),
            models.Index(fields=["person"], name="entry_person", condition=models.Q(person__isnull=False)),
            models.Index(fields=["awaits"], name="entry_awaits", condition=models.Q(awaits__isnull=False)),
            models.Index(fields=["stream", "id"], name="entry_to_settle", condition=models.Q(state="to_settle")),
            models.Index(fields=["device", "id"], name="entry_questioned",
                         condition=models.Q(device__isnull=False, reason_code__gt="")),
        ]


class RefusedCopy(models.Model):
    """The same uuid sent again with other content: refused, and kept for a human."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="refused_copies")
    content = models.TextField()  # canonical JSON of the whole draft; emptied when the entry is redacted
    content_digest = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "content_digest"], name="one_refused_copy_per_content"),
        ]


class Unplaced(models.Model):
    """A draft for a commune that nobody knows: no stream can hold it, so it is kept here for a human."""

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField()
    content = models.TextField()  # canonical JSON of the whole draft
    content_digest = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey("access.Device", null=True, on_delete=models.PROTECT, related_name="+")


class Echo(models.Model):
    """A household changed by an entry that does not stand as its own in this commune's stream.

    Somebody left it by joining another household, or it went to live in another commune. Whoever follows the
    commune must look at it again. Ids follow commits, as numbers do.
    """

    id = models.BigAutoField(primary_key=True)
    household = models.UUIDField(db_index=True)
    commune = models.ForeignKey("places.Commune", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["commune", "id"], name="echoes_in_commune")]


class Epoch(models.Model):
    """One life of the database: a restored backup begins another. `rebuilt`: how often all was derived anew."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    uuid = models.UUIDField()
    rebuilt = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_epoch_at_a_time")]
