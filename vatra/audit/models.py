"""The audit's record: strands, and the rows chained along them. Nothing here is ever updated."""

from __future__ import annotations

from django.db import models


class Strand(models.Model):
    """A chain of rows written by one thread on one day; opening it ties the ends of the others."""

    number = models.BigIntegerField(primary_key=True)
    uuid = models.UUIDField(unique=True)
    opened_at = models.DateTimeField()
    ties = models.JSONField()  # [[strand number, last row's number, its digest], ...]
    previous = models.CharField(max_length=64)  # the digest of the strand before
    digest = models.CharField(max_length=64)


class AuditRow(models.Model):
    """One act: who, when, what, about whom, in which commune and to what purpose."""

    class Act(models.TextChoices):
        READ = "read"
        CHANGE = "change"
        SEARCH = "search"
        EXPORT = "export"
        SIGN_IN = "sign_in"
        SIGN_OUT = "sign_out"
        REFUSED = "refused"

    id = models.BigAutoField(primary_key=True)
    strand = models.ForeignKey(Strand, on_delete=models.PROTECT, related_name="rows")
    number = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)  # the worker; null: nobody known
    device = models.UUIDField(null=True)
    act = models.CharField(max_length=10, choices=Act.choices)
    about = models.CharField(max_length=40)  # the kind of subject: "household", "person", "device"
    subject = models.UUIDField(null=True)
    commune = models.PositiveIntegerField(null=True)  # SIRUTA
    purpose = models.CharField(max_length=60, blank=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["strand", "number"], name="one_row_per_number_of_a_strand")]
        indexes = [
            models.Index(fields=["subject", "at"], name="audit_of_subject", condition=models.Q(subject__isnull=False)),
            models.Index(fields=["by", "at"], name="audit_of_worker"),
        ]
