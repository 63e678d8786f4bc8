"""The record of the council: its members, meetings, agenda, decisions, and what came of them. All derived."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vatra.base.models import Period, Record


def _worker(**options: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, **options)


class Council(Record):
    """The community consultative structure of a commune, and by what it was founded."""

    class By(models.TextChoices):
        LOCAL_COUNCIL = "local_council", _("decision of the local council")
        MAYOR = "mayor", _("order of the mayor")

    class Rhythm(models.TextChoices):
        MONTHLY = "monthly", _("every month")
        QUARTERLY = "quarterly", _("every quarter")

    commune = models.OneToOneField("places.Commune", on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=120)
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=13, choices=By.choices)
    rhythm = models.CharField(max_length=9, choices=Rhythm.choices)


class CouncilMember(Record, Period):
    """Who sits in a council, in which quality, by which decision."""

    class Quality(models.TextChoices):
        PRIEST = "priest", _("priest")
        TEACHER = "teacher", _("teacher")
        DOCTOR = "doctor", _("doctor")
        POLICE = "police", _("policeman or policewoman")
        COUNCILLOR = "councillor", _("local councillor")
        BUSINESS = "business", _("business person")
        TOWN_HALL = "town_hall", _("of the town hall")
        OTHER = "other", _("another quality")

    council = models.ForeignKey(Council, models.CASCADE, to_field="uuid", related_name="members")
    name = models.CharField(max_length=120)
    quality = models.CharField(max_length=10, choices=Quality.choices)
    decision = models.CharField(max_length=120)
    worker = _worker(null=True)
    ended_for = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="a_term_ends_after_it_began"
            ),
        ]


class Meeting(Record):
    """A meeting of the council: called, held or called off. `day` and `hour` are those it was called for."""

    class State(models.TextChoices):
        CALLED = "called", _("called")
        HELD = "held", _("held")
        CALLED_OFF = "called_off", _("called off")

    council = models.ForeignKey(Council, models.CASCADE, to_field="uuid", related_name="meetings")
    day = models.DateField()
    hour = models.CharField(max_length=5)
    place = models.CharField(max_length=120)
    called_by = _worker()
    state = models.CharField(max_length=10, choices=State.choices, default=State.CALLED)
    reason = models.CharField(max_length=1000, blank=True)
    held_on = models.DateField(null=True)
    others = models.CharField(max_length=200, blank=True)
    chair = models.ForeignKey(CouncilMember, models.SET_NULL, to_field="uuid", null=True, related_name="+")
    begun = models.CharField(max_length=5, blank=True)
    ended = models.CharField(max_length=5, blank=True)
    written_by = _worker(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="held", held_on__isnull=False) | ~Q(state="held") & Q(held_on=None),
                name="a_meeting_held_has_a_day",
            ),
        ]
        indexes = [models.Index(fields=["council", "day"], name="meetings_of_council")]


class Presence(Record):
    """A member was there."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, to_field="uuid", related_name="presences")
    member = models.ForeignKey(CouncilMember, models.CASCADE, to_field="uuid", related_name="+")


class AgendaItem(Record):
    """What a meeting speaks of. Of a case the members know `code` and what is written here, never whose it is."""

    class Sort(models.TextChoices):
        CASE = "case", _("a case")
        COMMUNITY = "community", _("for the whole community")
        OTHER = "other", _("another matter")

    meeting = models.ForeignKey(Meeting, models.CASCADE, to_field="uuid", related_name="items")
    position = models.PositiveSmallIntegerField()
    sort = models.CharField(max_length=9, choices=Sort.choices)
    code = models.CharField(max_length=8, blank=True)
    title = models.CharField(max_length=200)
    about = models.CharField(max_length=500, blank=True)
    need = models.CharField(max_length=1000, blank=True)
    why = models.CharField(max_length=500, blank=True)
    household = models.ForeignKey("people.Household", models.PROTECT, to_field="uuid", null=True, related_name="+")
    proposal = models.UUIDField(null=True)
    dropped_on = models.DateField(null=True)
    words = models.TextField(blank=True)  # what was said, for the minutes
    discussed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sort="case", household__isnull=False) & ~Q(code="") | ~Q(sort="case") & Q(household=None),
                name="a_case_on_the_agenda_has_a_code",
            ),
            models.CheckConstraint(
                condition=Q(dropped_on=None) | Q(discussed_on=None), name="an_item_dropped_was_not_spoken_of"
            ),
        ]


class PassedOver(Record):
    """A proposal that the secretary did not take for a meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, to_field="uuid", related_name="+")
    proposal = models.UUIDField()


class Decision(Record):
    """What was decided; with an owner and a day it is a task, open until it is done or closed with a reason."""

    class State(models.TextChoices):
        NO_TASK = "", _("no task")
        OPEN = "open", _("open")
        DONE = "done", _("done")
        NOT_DONE = "not_done", _("closed undone")

    meeting = models.ForeignKey(Meeting, models.CASCADE, to_field="uuid", related_name="decisions")
    item = models.ForeignKey(AgendaItem, models.CASCADE, to_field="uuid", null=True, related_name="decisions")
    decided_on = models.DateField()
    words = models.CharField(max_length=1000)
    member = models.ForeignKey(CouncilMember, models.SET_NULL, to_field="uuid", null=True, related_name="+")
    worker = _worker(null=True)
    institution = models.CharField(max_length=200, blank=True)
    first_due_on = models.DateField(null=True)  # as it was decided; `due_on` is its day now
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, blank=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="", due_on=None, closed_on=None)
                | Q(state="open", due_on__isnull=False, closed_on=None)
                | Q(state__in=["done", "not_done"], due_on__isnull=False, closed_on__isnull=False),
                name="a_task_has_a_day_and_ends_on_one",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="tasks_open", condition=Q(state="open")),
            models.Index(fields=["worker"], name="tasks_of_worker"),
        ]

    @property
    def owner(self) -> str:
        """Who is to do it, in words; empty when it is no task."""
        if self.member is not None:
            return f"{self.member.name} ({self.member.get_quality_display()})"
        return self.worker.full_name if self.worker is not None else self.institution


class TaskReport(Record):
    """What was told of a task on a day, at a meeting or between two."""

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        NOT_DONE = "not_done", _("closed undone")
        CARRIED_OVER = "carried_over", _("carried over")

    task = models.ForeignKey(Decision, models.CASCADE, to_field="uuid", related_name="reports")
    meeting = models.ForeignKey(Meeting, models.CASCADE, to_field="uuid", null=True, related_name="+")
    on = models.DateField()
    by = _worker()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    note = models.TextField(blank=True)
    due_on = models.DateField(null=True)
