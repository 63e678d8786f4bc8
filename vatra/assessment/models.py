"""The record of the assessment room: interviews, current facts, assessments, findings, judgements, needs.

A *subject* is a household (`person` is null) or one person. Foreign keys go by uuid.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vatra.base.models import Period, Record


def _household(**options: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey("people.Household", to_field="uuid", on_delete=models.PROTECT, related_name="+", **options)


def _person(**options: Any) -> models.ForeignKey[Any, Any]:
    options = {"null": True} | options
    return models.ForeignKey("people.Person", to_field="uuid", on_delete=models.PROTECT, related_name="+", **options)


def _commune() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey("places.Commune", on_delete=models.PROTECT, related_name="+", db_index=False)


def _worker() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)


class Level(models.TextChoices):
    """The composite level of a child or household (domain catalogue, conventions), mildest first."""

    NONE = "none", _("no vulnerability")
    LOW = "low", _("low")
    MEDIUM = "medium", _("medium")
    HIGH = "high", _("high")
    IMMEDIATE = "immediate", _("immediate")


class Interview(Record):
    """One interview of a household; its uuid is the entry's. Start and end are asked for by HG 691/2015."""

    household = _household(db_index=False)
    commune = _commune()
    on = models.DateField()
    by = _worker()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    questionnaire = models.CharField(max_length=60)
    questionnaire_version = models.CharField(max_length=40)
    round = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(started_at__isnull=True) | Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="interview_ends_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(fields=["household", "on"], name="interview_of_household"),
            models.Index(fields=["commune", "on"], name="interview_in_commune"),
        ]


class SubjectFacts(Record):
    """The current facts of one subject.

    `facts` = {code: [value, seen_on, worker id]} or, when workers contradict each other on one day,
    {code: [value, seen_on, worker id, [[other value, worker id], ...]]}. The special answers
    "?dk" and "?refused" are kept as such. `contradicted` says whether any fact has a fourth part.
    """

    household = _household(null=True)  # of facts about the household; those about a person go with the person
    person = _person()
    facts = models.JSONField(default=dict)
    contradicted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(household__isnull=True) ^ Q(person__isnull=True), name="facts_are_about_one_subject"
            ),
        ]
        indexes = [
            models.Index(fields=["household", "person"], name="facts_contradicted", condition=Q(contradicted=True)),
        ]


class Assessment(Record):
    """What the rulebook says of one subject as of its latest day, and what the workers' judgements leave of it.

    `rules_level` is the method's word; `level` and `max_severity` leave out rejected findings and
    count added ones. `unknown` = {vulnerability: [facts to ask]}.
    """

    class Subject(models.TextChoices):
        HOUSEHOLD = "household", _("household")
        CHILD = "child", _("child")
        ADULT = "adult", _("adult")

    household = _household()
    person = _person(db_index=False)
    commune = _commune()
    subject = models.CharField(max_length=10, choices=Subject.choices)
    on = models.DateField()
    rulebook = models.CharField(max_length=80)
    level = models.CharField(max_length=10, choices=Level.choices)
    rules_level = models.CharField(max_length=10, choices=Level.choices)
    max_severity = models.PositiveSmallIntegerField(default=0)
    unknown = models.JSONField(default=dict)
    here = models.BooleanField(default=True)  # False once the whole household has left

    class Meta:
        indexes = [
            models.Index(
                fields=["commune", "subject", "level"], name="assessment_levels", condition=Q(here=True)
            ),
            models.Index(fields=["on"], name="assessment_on", condition=Q(subject="household")),
        ]


class Finding(Record, Period):
    """One vulnerability of one subject while it is present; absent and unknown make no row.

    `severity` is the current one, `worst_severity` the highest of this interval, `course` its whole
    history as [[day, severity], ...]. `stale` = the last evaluation could not tell. `judged_reasons`
    are the reasons the worker saw when judging.
    """

    class Judged(models.TextChoices):
        AGREED = "agreed", _("agreed")
        REJECTED = "rejected", _("rejected")
        ADDED = "added", _("added by a worker")

    household = _household()
    person = _person(db_index=False)
    commune = _commune()
    code = models.CharField(max_length=10)
    domain = models.CharField(max_length=20)
    severity = models.PositiveSmallIntegerField()
    worst_severity = models.PositiveSmallIntegerField()
    course = models.JSONField(default=list)
    reasons = models.JSONField(default=dict)
    stale = models.BooleanField(default=False)
    rulebook = models.CharField(max_length=80)
    judged = models.CharField(max_length=10, choices=Judged.choices, blank=True)
    judged_on = models.DateField(null=True)
    judged_reasons = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(severity__range=(1, 4)), name="finding_severity_1_to_4"),
            models.CheckConstraint(condition=Q(worst_severity__gte=F("severity")), name="finding_worst_is_worst"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="finding_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["household", "code"], condition=Q(person__isnull=True, until__isnull=True),
                name="one_open_finding_of_a_household",
            ),
            models.UniqueConstraint(
                fields=["person", "code"], condition=Q(person__isnull=False, until__isnull=True),
                name="one_open_finding_of_a_person",
            ),
        ]
        indexes = [
            models.Index(fields=["commune", "code"], name="finding_open", condition=Q(until__isnull=True)),
            models.Index(fields=["commune", "severity"], name="finding_open_by_severity",
                         condition=Q(until__isnull=True)),
            models.Index(fields=["person", "code"], name="finding_of_person"),
        ]


class Judgement(Record):
    """A worker's word on a finding; its uuid is the entry's. All are kept: workers may disagree."""

    class Verdict(models.TextChoices):
        AGREED = "agreed", _("agreed")
        REJECTED = "rejected", _("rejected")
        ADDED = "added", _("added by a worker")
        MET = "met", _("need met")
        WITHDRAWN = "withdrawn", _("need withdrawn")

    finding = models.ForeignKey(Finding, to_field="uuid", on_delete=models.PROTECT, related_name="judgements")
    household = _household()
    person = _person(db_index=False)
    code = models.CharField(max_length=10)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.TextField(blank=True)
    on = models.DateField()
    by = _worker()


class Need(Record):
    """What a worker agrees must be met. Ends met (the finding is gone, or a worker says so) or withdrawn."""

    household = _household()
    person = _person(db_index=False)
    commune = _commune()
    code = models.CharField(max_length=10)
    domain = models.CharField(max_length=20)
    agreed_on = models.DateField()
    by = _worker()
    reason = models.TextField(blank=True)
    met_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(met_on__isnull=True) | Q(withdrawn_on__isnull=True), name="need_ends_one_way"
            ),
            models.UniqueConstraint(
                fields=["household", "code"],
                condition=Q(person__isnull=True, met_on__isnull=True, withdrawn_on__isnull=True),
                name="one_open_need_of_a_household",
            ),
            models.UniqueConstraint(
                fields=["person", "code"],
                condition=Q(person__isnull=False, met_on__isnull=True, withdrawn_on__isnull=True),
                name="one_open_need_of_a_person",
            ),
        ]
        indexes = [models.Index(fields=["person", "code"], name="need_of_person")]


class BeforeMerge(Record):
    """What stood of the households and persons of a merge (uuid of its entry) before it, to be put back."""

    rows = models.JSONField(encoder=DjangoJSONEncoder)
