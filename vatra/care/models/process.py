"""The steps of the case-management process, and in which state a household is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from vatra.base.models import Record
from vatra.care.models.keys import to_household, to_worker


class Step(Record):
    """An act that moves a case on: the initial assessment, a decision, the team, an approval, a review, a closing.

    `kind` is the kind of its entry, `word` what of it the table of the process asks for, `said` the rest as the entry
    said it. `about`: the case, plan or closing it speaks of.
    """

    class Kind(models.TextChoices):
        INITIAL_ASSESSMENT = "record_initial_assessment", _("initial assessment")
        NO_CASE = "decide_no_case", _("no case")
        TEAM = "name_team", _("team named")
        APPROVAL = "approve_plan", _("plan approved")
        REVIEW = "review_case", _("case reviewed")
        CLOSING = "ask_to_close", _("closing asked for")
        AGREEMENT = "agree_to_close", _("closing agreed or not")

    household = to_household()
    kind = models.CharField(max_length=30, choices=Kind.choices)
    word = models.CharField(max_length=20, blank=True)
    on = models.DateField()
    by = to_worker()
    about = models.UUIDField(null=True)
    said = models.JSONField(default=dict)


class Departure(Record):
    """A parent who leaves to work abroad: when the team heard of it and the parent told SPAS; the court's day.

    `delegated_on`: from when the court delegated parental authority.
    """

    household = to_household()
    parent = models.ForeignKey("people.Person", to_field="uuid", on_delete=models.PROTECT, related_name="+")
    leaves_on = models.DateField()
    heard_on = models.DateField()
    notified_on = models.DateField(null=True)
    back_on = models.DateField(null=True)
    delegated_on = models.DateField(null=True)
    country = models.CharField(max_length=120, blank=True)
    carer = models.ForeignKey("people.Person", to_field="uuid", on_delete=models.PROTECT, related_name="+", null=True)
    carer_words = models.CharField(max_length=120, blank=True)
    by = to_worker()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["household", "parent", "leaves_on"], name="a_parent_leaves_once_on_a_day"),
        ]


class SchoolAsked(Record):
    """The list of children with parents abroad, asked of a school in a year, and its answer."""

    commune = models.ForeignKey("places.Commune", models.PROTECT, related_name="+")
    school = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    asked_on = models.DateField(null=True)
    asked_by = models.ForeignKey("access.Worker", models.PROTECT, related_name="+", db_index=False, null=True)
    answered_on = models.DateField(null=True)
    children = models.PositiveSmallIntegerField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "school", "year"], name="a_school_is_asked_once_a_year"),
        ]


class Stage(Record):
    """The state of a household since a day; those after it are the calendar's, should nothing happen before.

    Derived by `care.follow`: one row for the state after the last act, and one for each turn of the calendar.
    """

    household = to_household()
    state = models.CharField(max_length=20)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "since"], name="households_by_state")]
