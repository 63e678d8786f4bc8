"""What was counted, and when it was known: numbers only, nobody's name or key.

Not derived from entries alone: a tally also says on which day it was counted so, which no replay can tell again.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Tally(models.Model):
    """A numerator and denominator of one indicator for a month of a commune, as known since a day, until a day.

    `code`: the vulnerability or service it is split by, else empty. `value`: of a median, the value counted here
    (ten-thousandths), else 0. Only what changed makes a new row, so "as known on 1 June" stays answerable.
    """

    id = models.BigAutoField(primary_key=True)
    indicator = models.CharField(max_length=40)
    code = models.CharField(max_length=10, blank=True)
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
