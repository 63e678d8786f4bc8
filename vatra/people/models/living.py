"""The record of households, persons and memberships, all derived from entries; and the words of names."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vatra.base.models import Period, Record


class LeftTo(models.TextChoices):
    """Where a person or a household went; empty while they are here."""

    COMMUNE = "commune", _("another commune")
    ABROAD = "abroad", _("abroad")
    HOUSEHOLD = "household", _("another household")
    DIED = "died", _("died")
    UNKNOWN = "unknown", _("not known")
    MERGED = "merged", _("written down twice, merged")
    AWAY = "away", _("elsewhere in the country")
    PLACED = "placed", _("placed, by a measure of protection")


class Household(Record):
    """People who live and run a budget together."""

    commune = models.ForeignKey("places.Commune", on_delete=models.PROTECT, related_name="+", db_index=False)
    village = models.ForeignKey(
        "places.Village", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    address = models.CharField(max_length=200, blank=True)
    searched = models.CharField(max_length=200, blank=True)  # the address in lower case, no diacritics
    enrolled_on = models.DateField()
    ended_on = models.DateField(null=True)  # the first day it was no longer here
    left_to = models.CharField(max_length=10, choices=LeftTo.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("enrolled_on")),
                name="household_does_not_end_before_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, left_to="") | (Q(ended_on__isnull=False) & ~Q(left_to="")),
                name="household_that_ended_went_somewhere",
            ),
        ]
        indexes = [models.Index(fields=["commune", "village", "searched"], name="households_in_commune")]


class Person(Record):
    """Anyone we hold a record of."""

    class Sex(models.TextChoices):
        FEMALE = "f", _("female")
        MALE = "m", _("male")

    class Precision(models.TextChoices):
        DAY = "day", _("to the day")
        MONTH = "month", _("to the month")
        YEAR = "year", _("to the year")
        UNKNOWN = "unknown", _("not known")

    class CnpState(models.TextChoices):
        PRESENT = "present", _("has a CNP")
        NONE = "none", _("has no CNP")
        REFUSED = "refused", _("did not want to give it")
        NON_STANDARD = "non_standard", _("has a number that is not a usual CNP")

    surname = models.CharField(max_length=100, blank=True)
    given_name = models.CharField(max_length=100, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    born_on = models.DateField(null=True)  # the earliest day it can have been
    born_precision = models.CharField(max_length=7, choices=Precision.choices, default=Precision.UNKNOWN)
    cnp = models.CharField(max_length=20, blank=True)
    cnp_state = models.CharField(max_length=12, choices=CnpState.choices, default=CnpState.NONE)
    ethnicity = models.CharField(max_length=60, blank=True)  # self-declared; statistics only, never a rule
    died_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sex__in=["f", "m", ""]), name="person_sex_known_or_empty"),
            models.CheckConstraint(
                condition=Q(born_on__isnull=True, born_precision="unknown")
                | Q(born_on__isnull=False, born_precision__in=["day", "month", "year"]),
                name="person_birth_has_its_precision",
            ),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True) | Q(born_on__isnull=True) | Q(died_on__gte=F("born_on")),
                name="person_does_not_die_before_birth",
            ),
            models.CheckConstraint(
                condition=(Q(cnp_state__in=["present", "non_standard"]) & ~Q(cnp=""))
                | Q(cnp_state__in=["none", "refused"], cnp=""),
                name="person_cnp_agrees_with_its_state",
            ),
            models.CheckConstraint(condition=~Q(surname="", given_name=""), name="person_has_a_name"),
        ]
        indexes = [
            models.Index(fields=["cnp"], name="person_cnp", condition=~Q(cnp="")),
            models.Index(fields=["died_on"], name="persons_who_died", condition=Q(died_on__isnull=False)),
            models.Index(fields=["born_on"], name="persons_by_birth", condition=Q(died_on__isnull=True)),
        ]


class Membership(Record, Period):
    """A person in a household, from a day on, until a day (exclusive)."""

    class Relation(models.TextChoices):
        HEAD = "head", _("head of the household")
        PARTNER = "partner", _("partner")
        CHILD = "child", _("child of the head")
        PARENT = "parent", _("parent")
        GRANDPARENT = "grandparent", _("grandparent")
        SIBLING = "sibling", _("sibling")
        FOSTER = "foster", _("child in foster care")
        OTHER = "other", _("other member")

    person = models.ForeignKey(
        Person, to_field="uuid", on_delete=models.PROTECT, related_name="memberships", db_index=False
    )
    household = models.ForeignKey(
        Household, to_field="uuid", on_delete=models.PROTECT, related_name="memberships", db_index=False
    )
    relation = models.CharField(max_length=12, choices=Relation.choices)
    is_head = models.BooleanField(default=False)
    left_to = models.CharField(max_length=10, choices=LeftTo.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(until__isnull=True), name="one_current_household_per_person"
            ),
            models.UniqueConstraint(
                fields=["household"], condition=Q(until__isnull=True, is_head=True), name="one_current_head"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="membership_lasts_a_day_or_more"
            ),
        ]
        indexes = [
            models.Index(fields=["household", "since"], name="members_of_household"),
            models.Index(fields=["household"], name="members_who_died", condition=Q(left_to="died")),
            models.Index(fields=["person", "since"], name="households_of_person"),
        ]


class PersonWord(Record):
    """One word of a person's name, as it is searched, in the commune where the person was last.

    An index, not a record: written row by row beside the person, so the database need not check its keys.
    """

    person = models.ForeignKey(
        Person, to_field="uuid", on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    word = models.CharField(max_length=40)
    commune = models.ForeignKey(
        "places.Commune", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["word", "commune", "person"], name="persons_by_word"),
            models.Index(fields=["person", "word"], name="words_of_person"),
        ]
