"""What was done: meetings, and services given or not."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from vatra.base.models import Record
from vatra.care.models.cases import PlannedService
from vatra.care.models.keys import to_household, to_person, to_worker


class Visit(Record):
    """A meeting with a household on a day, at home or elsewhere."""

    class Where(models.TextChoices):
        HOME = "home", _("at home")
        OFFICE = "office", _("at the office")
        SCHOOL = "school", _("at school")
        PHONE = "phone", _("by phone")
        JOINT = "joint", _("at home, several professions together")

    household = to_household()
    on = models.DateField()
    by = to_worker()
    kind = models.CharField(max_length=6, choices=Where.choices)
    purpose = models.CharField(max_length=8, blank=True)
    persons = models.JSONField(default=list)
    note = models.TextField(blank=True)
    note_for = models.CharField(max_length=10, default="profession")  # or "team"
    minutes = models.PositiveSmallIntegerField(null=True)
    monitoring = models.JSONField(null=True)  # the monitoring sheet: {services, changed, child, next_on}

    class Meta:
        indexes = [models.Index(fields=["by", "on"], name="visits_of_worker")]


class Delivery(Record):
    """A service given, not given, or refused on a day, by a worker, to someone."""

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        NOT_DONE = "not_done", _("not done")
        REFUSED = "refused", _("refused by the family")

    household = to_household()
    person = to_person()
    service = models.CharField(max_length=8)
    codes = models.JSONField(default=list)
    on = models.DateField()
    by = to_worker()
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    reason = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    report = models.JSONField(null=True)  # of W12: {told, told_at, in_writing, number, whom, measures}
    planned = models.ForeignKey(
        PlannedService, models.SET_NULL, to_field="uuid", null=True, related_name="deliveries"
    )
