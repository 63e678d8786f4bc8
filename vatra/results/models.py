"""What was counted, and when it was known; and the working papers of comparing a list, which go away.

Not derived from entries alone: a tally also says on which day it was counted so, which no replay can tell again. It is
numbers only, nobody's name or key; the rows of a list name children whom the register does not know.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Tally(models.Model):
    """A numerator and denominator of one indicator for a month of a commune, as known since a day, until a day.

    `code`: the vulnerability, service or profession it is split by, else empty. `value`: of a median, the value counted
    here (ten-thousandths), else 0. Only what changed makes a new row, so "as known on 1 June" stays answerable.
    """

    id = models.BigAutoField(primary_key=True)
    indicator = models.CharField(max_length=40)
    code = models.CharField(max_length=40, blank=True)
    value = models.BigIntegerField(default=0)
    commune = models.ForeignKey("places.Commune", models.PROTECT, related_name="+", db_index=False)
    month = models.PositiveIntegerField()  # YYYYMM
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField(null=True)
    known_since = models.DateField()
    known_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(known_until=None) | Q(known_until__gt=F("known_since")), name="tally_is_known_a_day_or_more"
            ),
            models.UniqueConstraint(
                fields=["indicator", "code", "value", "commune", "month"], condition=Q(known_until=None),
                name="one_current_tally",
            ),
        ]
        indexes = [
            models.Index(fields=["indicator", "code", "month"], name="tally_now", condition=Q(known_until=None)),
            models.Index(fields=["commune", "known_until"], name="tally_of_commune"),
        ]


class Tallied(models.Model):
    """Up to which entry, by which rulebook and as of which day a commune was last counted."""

    commune = models.OneToOneField("places.Commune", models.PROTECT, primary_key=True, related_name="+")
    digest = models.CharField(max_length=64)
    rulebook = models.CharField(max_length=80)
    on = models.DateField()
    summed = models.BooleanField(default=False)  # whether this counting is in the sums of its county


class CountySum(models.Model):
    """The tallies of all counted communes of a county together, as known now; made anew from them after each counting.

    `whole`: one indicator over all its parts and values, with how many communes it was counted in and how many of
    their counts could point at someone. Else one part of it (`code`), or one value of a median, as in `Tally`.
    """

    id = models.BigAutoField(primary_key=True)
    county = models.ForeignKey("places.County", models.PROTECT, related_name="+", db_index=False)
    indicator = models.CharField(max_length=40)
    whole = models.BooleanField()
    code = models.CharField(max_length=40, blank=True)
    value = models.BigIntegerField(default=0)
    month = models.PositiveIntegerField()  # YYYYMM
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField(null=True)
    communes = models.PositiveIntegerField(default=0)
    pointing = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["county", "indicator", "whole", "month", "code", "value"], name="one_sum_of_a_county"
            ),
        ]


class EverCount(models.Model):
    """Whoever was ever found or served in one commune, as `Ever` has it: kept until somebody speaks there or `until`.

    `said`: the last words of its stream then, and the rulebook. `living`, `young`: the households and children there.
    The others are arrays of eight bytes a person (half a uuid; `children`: with the day of the first finding), so that
    who lived in two communes counts once in both together. Nobody reads them but the next counting.
    """

    commune = models.OneToOneField("places.Commune", models.PROTECT, primary_key=True, related_name="+")
    said = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField(null=True)
    living = models.PositiveIntegerField()
    young = models.PositiveIntegerField()
    households = models.PositiveIntegerField()
    vulnerable_households = models.PositiveIntegerField()
    children = models.BinaryField()
    roma = models.BinaryField()
    women = models.BinaryField()
    served = models.BinaryField()


class Measures(models.Model):
    """What the whole register counted as of a day, by the names of published.csv: known until a later counting."""

    on = models.DateField(primary_key=True)
    numbers = models.JSONField()


class DwellingCount(models.Model):
    """The ledger of one commune in one count, as of a day; `said`: the last words of its stream then."""

    commune = models.OneToOneField("places.Commune", models.PROTECT, primary_key=True, related_name="+")
    said = models.CharField(max_length=100)
    on = models.DateField()
    by_outcome = models.JSONField()


class Comparison(models.Model):
    """A list of somebody's compared with a commune: how far it has come, and what is left to be looked at.

    A working paper, not derived from entries: it goes away with its rows. `mark` tells the same file given again.
    `children`: rows that name a child; `compared`: how many of them have been; `certain`: how many are known here.
    """

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(unique=True)
    commune = models.ForeignKey("places.Commune", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    mark = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    begun_on = models.DateField()
    children = models.PositiveIntegerField()
    compared = models.PositiveIntegerField(default=0)
    certain = models.PositiveIntegerField(default=0)
    finished = models.BooleanField(default=False)
    mistakes = models.JSONField(default=list)  # [row, column, sentence, whether the rest was compared]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commune", "kind", "mark"], name="one_comparison_of_a_list")]


class ListedRow(models.Model):
    """A child of the list, until the comparison has shown that it is known here for certain.

    `cnp`, `sex` and `mother` are emptied as soon as the list has been compared. `possible`: [person, bits, whether the
    given name agrees], the likeliest first; of a child next door the one person. `signal`: the entry by which a worker
    made a signal of it.
    """

    class Group(models.TextChoices):
        WAITING = "waiting"
        LOOK = "look"
        MISSING = "missing"
        NEXT_DOOR = "next_door"

    id = models.BigAutoField(primary_key=True)
    comparison = models.ForeignKey(Comparison, models.CASCADE, related_name="rows")
    place = models.PositiveIntegerField()
    row = models.PositiveIntegerField()
    key = models.CharField(max_length=64)
    surname = models.CharField(max_length=100)
    given_name = models.CharField(max_length=100, blank=True)
    born = models.CharField(max_length=10, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    cnp = models.CharField(max_length=20, blank=True)
    mother = models.CharField(max_length=120, blank=True)
    village = models.CharField(max_length=120, blank=True)
    where = models.CharField(max_length=120, blank=True)
    group = models.CharField(max_length=9, choices=Group.choices, default=Group.WAITING)
    possible = models.JSONField(default=list)
    signal = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comparison", "place"], name="one_row_at_a_place")]


class UnlistedChild(models.Model):
    """A child of the commune, of an age that the list holds, whom the list does not name."""

    id = models.BigAutoField(primary_key=True)
    comparison = models.ForeignKey(Comparison, models.CASCADE, related_name="unlisted")
    person = models.UUIDField()
    household = models.UUIDField()
