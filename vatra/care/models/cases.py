"""The open file of a household, the plan agreed in it, and what the plan promises."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from vatra.base.models import Record
from vatra.care.models.keys import to_household, to_person, to_worker


class Case(Record):
    """The open file of a household, with one lead worker. Closed ones stay: they are its history."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    class Reason(models.TextChoices):
        OBJECTIVES_MET = "objectives_met", _("the objectives of the plan were met")
        TRANSFERRED = "transferred", _("transferred to another service or authority")
        MOVED = "moved", _("the household moved away")
        REFUSED = "refused", _("the family refused further help")
        DECEASED = "deceased", _("death")
        OF_AGE = "of_age", _("the child came of age")
        OTHER = "other", _("another reason")

    household = to_household()
    opened_on = models.DateField()
    registered_on = models.DateField()
    lead = to_worker()
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    closed_on = models.DateField(null=True)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    note = models.TextField(blank=True)
    results = models.TextField(blank=True)
    after = models.TextField(blank=True)
    team = models.JSONField(default=list)  # the uuids of its workers beside the lead
    reopens = models.ForeignKey("self", models.PROTECT, to_field="uuid", null=True, related_name="reopened_by")
    why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["household"], condition=models.Q(state="open"), name="one_open_case_per_household"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", closed_on=None, reason="")
                | models.Q(state="closed", closed_on__gte=models.F("opened_on")) & ~models.Q(reason=""),
                name="a_closed_case_has_a_day_and_a_reason",
            ),
        ]


class Plan(Record):
    """What was agreed with the family; a newer plan of the same case replaces it."""

    case = models.ForeignKey(Case, models.CASCADE, to_field="uuid", related_name="plans")
    household = to_household()
    agreed_on = models.DateField()
    by = to_worker()
    agreed_with = models.CharField(max_length=120)
    child_opinion = models.TextField(blank=True)
    child_not_heard = models.CharField(max_length=500, blank=True)
    objectives = models.JSONField(default=list)  # each {what, codes, by}
    order_number = models.CharField(max_length=40, blank=True)  # of the mayor's order
    order_signed_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(ended_on=None), name="one_current_plan_per_case"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("agreed_on")),
                name="a_plan_ends_after_it_was_agreed",
            ),
        ]


class PlannedService(Record):
    """A service of the package promised in a plan: to whom, for which findings, by when, by which role."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused by the family")
        REPLACED = "replaced", _("not done under this plan")

    plan = models.ForeignKey(Plan, models.CASCADE, to_field="uuid", related_name="services")
    household = to_household()
    person = to_person()
    service = models.CharField(max_length=8)
    codes = models.JSONField(default=list)
    due_on = models.DateField()
    responsible = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    done_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="planned", done_on=None)
                | ~models.Q(state="planned") & models.Q(done_on__isnull=False),
                name="a_planned_service_that_ended_has_a_day",
            ),
        ]
