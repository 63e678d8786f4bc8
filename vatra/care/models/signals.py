"""What somebody noticed or was told, until it is triaged."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from vatra.base.models import Record
from vatra.care.models.keys import to_household, to_worker


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

    household = to_household(null=True)
    commune = models.ForeignKey("places.Commune", models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=12, choices=Source.choices)
    noticed_on = models.DateField()
    noticed_at = models.DateTimeField()
    by = to_worker()
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
