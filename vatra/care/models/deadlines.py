"""By when the law or the plan asks for something."""

from __future__ import annotations

from django.db import models

from vatra.base.models import Record
from vatra.care.models.keys import to_household, to_person


class Deadline(Record):
    """A day by which the law or the plan asks for something, with the clock that drives it.

    Derived by `care.follow` as a pure function of the household's findings and care; never written
    by an entry. `due_on` is the law's own day: it is not moved over weekends or holidays. `rule` is
    a code of deadlines.csv, or of a service when the plan asks for it. `causes` is a list of
    {code, domain, severity, person?}; `domains` their need-to-know as bits (`care.domains`).
    `lapsed_on`: what asked for it ended (finding gone, case closed) before it was met.
    """

    household = to_household()
    commune = models.ForeignKey("places.Commune", models.PROTECT, related_name="+", db_index=False)
    person = to_person()
    rule = models.CharField(max_length=40)
    cause = models.CharField(max_length=40)
    causes = models.JSONField(default=list)
    domains = models.PositiveIntegerField()
    starts_on = models.DateField()
    due_on = models.DateField()
    met_on = models.DateField(null=True)
    lapsed_on = models.DateField(null=True)
    urgency = models.PositiveSmallIntegerField()
    article = models.CharField(max_length=200, blank=True)
    confirmed = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("starts_on")), name="a_deadline_is_due_after_it_starts"
            ),
            models.CheckConstraint(
                condition=models.Q(met_on=None) | models.Q(lapsed_on=None), name="a_deadline_is_met_or_lapses"
            ),
        ]
        indexes = [
            models.Index(
                fields=["commune", "met_on", "lapsed_on", "due_on", "domains"], name="deadline_open_in_commune"
            ),
            models.Index(
                fields=["-urgency", "due_on"], name="deadline_open_by_urgency",
                condition=models.Q(met_on=None, lapsed_on=None),
            ),
        ]
