"""The record of care: cases, plans, planned services, visits, deliveries, referrals, deadlines.

Every table here is derived from the register. Households and persons are pointed at by their uuid
(`to_field`), which is what an entry says, so that applying a run of entries needs no look-ups.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from vatra.base.models import Record


def _household(**options: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey("people.Household", to_field="uuid", on_delete=models.PROTECT, related_name="+", **options)


def _person(**options: Any) -> models.ForeignKey[Any, Any]:
    options = {"null": True} | options
    return models.ForeignKey("people.Person", to_field="uuid", on_delete=models.PROTECT, related_name="+", **options)


def _worker() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)


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

    household = _household()
    opened_on = models.DateField()
    registered_on = models.DateField()
    lead = _worker()
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    closed_on = models.DateField(null=True)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    note = models.TextField(blank=True)

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
    household = _household()
    agreed_on = models.DateField()
    by = _worker()
    agreed_with = models.CharField(max_length=120)
    child_opinion = models.TextField(blank=True)
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
    household = _household()
    person = _person()
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


class Visit(Record):
    """A meeting with a household on a day, at home or elsewhere."""

    class Where(models.TextChoices):
        HOME = "home", _("at home")
        OFFICE = "office", _("at the office")
        SCHOOL = "school", _("at school")
        PHONE = "phone", _("by phone")
        JOINT = "joint", _("at home, several professions together")

    household = _household()
    on = models.DateField()
    by = _worker()
    kind = models.CharField(max_length=6, choices=Where.choices)
    purpose = models.CharField(max_length=8, blank=True)
    persons = models.JSONField(default=list)
    note = models.TextField(blank=True)
    note_for = models.CharField(max_length=10, default="profession")  # or "team"
    minutes = models.PositiveSmallIntegerField(null=True)


class Delivery(Record):
    """A service given, not given, or refused on a day, by a worker, to someone."""

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        NOT_DONE = "not_done", _("not done")
        REFUSED = "refused", _("refused by the family")

    household = _household()
    person = _person()
    service = models.CharField(max_length=8)
    codes = models.JSONField(default=list)
    on = models.DateField()
    by = _worker()
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    reason = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    planned = models.ForeignKey(
        PlannedService, models.SET_NULL, to_field="uuid", null=True, related_name="deliveries"
    )


class Referral(Record):
    """Sending someone on to a specialised service, and what came of it."""

    class Outcome(models.TextChoices):
        WAITING = "", _("no answer yet")
        ACKNOWLEDGED = "acknowledged", _("acknowledged")
        HELPED = "helped", _("helped")
        PARTLY = "partly", _("helped in part")
        REFUSED = "refused", _("refused by the family")
        NO_PROVIDER = "no_provider", _("no provider")
        WAITING_LIST = "waiting_list", _("on a waiting list")

    household = _household()
    person = _person()
    service = models.CharField(max_length=8)
    codes = models.JSONField(default=list)
    institution = models.CharField(max_length=60, blank=True)
    sent_on = models.DateField()
    by = _worker()
    note = models.TextField(blank=True)
    acknowledged_on = models.DateField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    outcome_on = models.DateField(null=True)


class Signal(Record):
    """What somebody noticed or was told of a family, in the register or not; and what was decided about it.

    `signs`: of an observation sheet a list of [domain, seen, words]. `about`: which family it is, as far as it was
    known. `triaged_on` is null while nobody has decided.
    """

    class Source(models.TextChoices):
        OBSERVATION = "observation", _("observation sheet")
        SCHOOL_LIST = "school_list", _("list of the school")
        HEALTH = "health", _("doctor or nurse")
        REPORT = "report", _("report of somebody")
        HOTLINE_119 = "hotline_119", _("call to 119")
        POLICE = "police", _("police")
        REFERRAL_IN = "referral_in", _("another service or authority")
        SELF = "self", _("the family or the child")
        OTHER = "other", _("another source")

    class Decision(models.TextChoices):
        VISIT = "visit", _("visit within 72 hours")
        EMERGENCY = "emergency", _("emergency: safety first")
        INFORMATION = "information", _("information and counselling")
        TRANSFERRED = "transferred", _("passed on to another authority")

    household = _household(null=True)
    commune = models.ForeignKey("places.Commune", models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=12, choices=Source.choices)
    noticed_on = models.DateField()
    noticed_at = models.DateTimeField()
    by = _worker()
    told_by = models.CharField(max_length=120, blank=True)
    persons = models.JSONField(default=list)
    words = models.TextField(blank=True)
    about = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    signs = models.JSONField(default=list)
    triaged_on = models.DateField(null=True)
    triaged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, null=True
    )
    decision = models.CharField(max_length=12, choices=Decision.choices, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(triaged_on=None, triaged_by=None, decision="")
                | models.Q(triaged_on__isnull=False, triaged_by__isnull=False) & ~models.Q(decision=""),
                name="a_triaged_signal_has_a_day_and_a_decision",
            ),
        ]
        indexes = [
            models.Index(
                fields=["commune", "noticed_at"], name="signals_not_triaged", condition=models.Q(triaged_on=None)
            ),
        ]


class Deadline(Record):
    """A day by which the law or the plan asks for something, with the clock that drives it.

    Derived by `care.follow` as a pure function of the household's findings and care; never written
    by an entry. `due_on` is the law's own day: it is not moved over weekends or holidays. `rule` is
    a code of deadlines.csv, or of a service when the plan asks for it. `causes` is a list of
    {code, domain, severity, person?}; `domains` their need-to-know as bits (`care.domains`).
    `lapsed_on`: what asked for it ended (finding gone, case closed) before it was met.
    """

    household = _household()
    commune = models.ForeignKey("places.Commune", models.PROTECT, related_name="+", db_index=False)
    person = _person()
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
