"""Sending on, and what came of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from vatra.base.models import Record
from vatra.care.models.keys import to_household, to_person, to_worker


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

    household = to_household()
    person = to_person()
    service = models.CharField(max_length=8)
    codes = models.JSONField(default=list)
    institution = models.CharField(max_length=60, blank=True)
    sent_on = models.DateField()
    by = to_worker()
    note = models.TextField(blank=True)
    acknowledged_on = models.DateField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    outcome_on = models.DateField(null=True)
