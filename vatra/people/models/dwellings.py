"""The record of the census: its rounds, the dwellings of a commune, what came of going there, children recognised."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vatra.base.models import Record


class CensusRound(Record):
    """A round of the census of a commune, from its day until the next one begins; the latest row of a day counts."""

    commune = models.IntegerField()
    name = models.CharField(max_length=80, blank=True)
    since = models.DateField()
    by = models.IntegerField()  # the worker's internal id, as in facts

    class Meta:
        indexes = [models.Index(fields=["commune", "since"], name="rounds_of_commune")]


class Dwelling(Record):
    """A house or flat that somebody can be visited in; whether anybody lives there is what the census asks."""

    commune = models.IntegerField()
    village = models.IntegerField(null=True)
    address = models.CharField(max_length=200)
    searched = models.CharField(max_length=200)  # the address in lower case, no diacritics
    listed_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["commune", "village", "searched"], name="dwellings_in_commune")]


class DwellingOutcome(Record):
    """What came of going to a dwelling of the list, or to a household's, on a day; the latest of a round counts.

    `children`: how many are said to live there, by the neighbours or a look over the fence; null when nobody said.
    """

    class Outcome(models.TextChoices):
        VISITED = "visited", _("visited")
        AWAY = "away", _("nobody at home")
        REFUSED = "refused", _("did not want to talk")
        MOVED = "moved", _("moved away")
        NOT_FOUND = "not_found", _("no such dwelling")
        EMPTY = "empty", _("nobody lives there")

    commune = models.IntegerField()
    dwelling = models.UUIDField(null=True)
    household = models.UUIDField(null=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    children = models.PositiveSmallIntegerField(null=True)
    note = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    at = models.DateTimeField()  # the author's clock: of two on one day the later counts
    by = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(dwelling=None, household__isnull=False) | Q(dwelling__isnull=False, household=None),
                name="an_outcome_is_of_a_dwelling_or_of_a_household",
            ),
        ]
        indexes = [models.Index(fields=["commune", "on"], name="outcomes_in_commune")]


class ListedChild(Record):
    """A child of somebody's list of whom a worker said that it is this person, or that it is not.

    `key` is made by whoever compared the list; from it alone nobody can tell who stood there.
    """

    commune = models.IntegerField()
    key = models.CharField(max_length=64)
    person = models.UUIDField()
    same = models.BooleanField()
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["commune", "key"], name="listed_children_by_key")]
