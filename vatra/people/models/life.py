"""The record of life events, of what they say of a child, and of families handed from one commune to another."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from vatra.base.models import Record


class LifeEvent(Record):
    """One life event in force, or undone: what it changed, so that it can be taken back. Its uuid is the entry's.

    `changes`: [["m" membership | "h" household, uuid, before, after], ...], before or after null when there was none.
    """

    kind = models.CharField(max_length=60)
    household = models.UUIDField(db_index=True)
    other = models.UUIDField(null=True, db_index=True)
    person = models.UUIDField(null=True)
    on = models.DateField()
    by = models.IntegerField()  # the worker's internal id, as in facts
    changes = models.JSONField(default=list)
    undone_on = models.DateField(null=True)


class Circumstance(Record):
    """What a life event says of a person from a day on: where a parent is, who cares, which measure holds."""

    class Aspect(models.TextChoices):
        MOTHER = "mother", _("where the mother is")
        FATHER = "father", _("where the father is")
        NOTIFIED = "notified", _("whether the departure was notified")
        CARER = "carer", _("whether an adult cares for the child at home")
        MEASURE = "measure", _("which measure of protection holds")
        ENDED = "ended", _("the day on which a measure ended")
        UNION = "union", _("whether the person lives as married")

    entry = models.UUIDField(db_index=True)
    person = models.UUIDField()
    aspect = models.CharField(max_length=8, choices=Aspect.choices)
    value = models.CharField(max_length=20)
    on = models.DateField()
    by = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["person", "on"], name="circumstances_of_person")]
        constraints = [
            models.UniqueConstraint(fields=["entry", "person", "aspect"], name="an_entry_says_an_aspect_once"),
        ]


class HandOver(Record):
    """A household that goes to live in another commune, until that commune takes it or says that it has not come."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        TAKEN = "taken", _("taken over")
        NOT_COME = "not_come", _("has not come")
        UNDONE = "undone", _("was not so")

    household = models.UUIDField(db_index=True)
    of_commune = models.IntegerField()
    to_commune = models.IntegerField()
    on = models.DateField()
    by = models.IntegerField()
    note = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    answered_on = models.DateField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["household"], condition=models.Q(state="open"), name="one_open_hand_over"),
            models.CheckConstraint(
                condition=models.Q(state="open", answered_on=None) | ~models.Q(state="open")
                & models.Q(answered_on__isnull=False), name="an_answered_hand_over_has_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=["to_commune", "state"], name="hand_overs_to"),
            models.Index(fields=["of_commune", "state"], name="hand_overs_of"),
        ]


class AskedFor(Record):
    """A family found by a commune that another one must know: that one is asked to hand it over."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        HANDED = "handed", _("handed over")
        UNKNOWN = "unknown", _("not known there")

    by_commune = models.IntegerField()
    of_commune = models.IntegerField()
    surname = models.CharField(max_length=100)
    given_name = models.CharField(max_length=100, blank=True)
    born = models.CharField(max_length=10, blank=True)
    note = models.TextField(blank=True)
    on = models.DateField()
    by = models.IntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    answer = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["of_commune", "state"], name="asked_for_of"),
            models.Index(fields=["by_commune", "state"], name="asked_for_by"),
        ]
