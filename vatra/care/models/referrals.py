"""Sending on, and what came of it; the links by which partners answer; what was said of providers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from vatra.base.models import Record
from vatra.care.models.keys import to_household, to_person, to_worker


class Referral(Record):
    """Sending someone on to a specialised service, and what came of it.

    `drafted_on` null: it was sent at once. `sent_on` null: it was not sent yet, or, when it is closed, nobody could
    be found to send it to. `answered_on`: when it was first known what would come of it. `basis` to `phone`: by what
    right and what the provider is told (empty in referrals from before that was asked).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("not sent yet")
        SENT = "sent", _("sent")
        ACKNOWLEDGED = "acknowledged", _("received by the provider")
        WAITING = "waiting", _("on a waiting list")
        APPOINTMENT = "appointment", _("appointment made")
        STARTED = "started", _("service begun")
        CLOSED = "closed", _("closed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Outcome(models.TextChoices):
        WAITING = "", _("no answer yet")
        HELPED = "helped", _("helped")
        PARTLY = "partly", _("helped in part")
        REFUSED = "refused", _("refused by the family")
        NO_PROVIDER = "no_provider", _("no provider")
        WAITING_LIST = "waiting_list", _("on a waiting list")
        TURNED_AWAY = "turned_away", _("turned away by the provider")
        DID_NOT_COME = "did_not_come", _("did not come")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Basis(models.TextChoices):
        LEGAL_DUTY = "legal_duty", _("duty of the law")
        CONSENT = "consent", _("consent of the family")
        VITAL_INTEREST = "vital_interest", _("a life in danger")

    household = to_household()
    person = to_person()
    service = models.CharField(max_length=8)
    codes = models.JSONField(default=list)
    institution = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.SENT)
    drafted_on = models.DateField(null=True)
    sent_on = models.DateField(null=True)
    by = to_worker()
    note = models.TextField(blank=True)
    basis = models.CharField(max_length=14, choices=Basis.choices, blank=True)
    shared_until = models.DateField(null=True)
    agreed_with = models.CharField(max_length=120, blank=True)
    names = models.CharField(max_length=8, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    consent_withdrawn_on = models.DateField(null=True)
    acknowledged_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    appointment_on = models.DateField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    outcome_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="draft", drafted_on__isnull=False, sent_on=None)
                | models.Q(state__in=["closed", "withdrawn"])
                | ~models.Q(state="draft") & models.Q(sent_on__isnull=False),
                name="a_referral_under_way_was_sent",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "sent_on"], name="referrals_by_state"),
            models.Index(fields=["state", "-outcome_on"], name="referrals_over"),
            models.Index(fields=["outcome", "-outcome_on"], name="referrals_by_outcome"),
        ]


class ReferralStep(Record):
    """One thing that happened to a referral: `what` is a word of `care.moves`, `by` who wrote it down.

    `partner`: the provider itself said so, by its link; `by` is then its account. `who`: the name typed there, or who
    of the family withdrew. `reason`: no_place or not_ours.
    """

    referral = models.ForeignKey(Referral, models.CASCADE, to_field="uuid", related_name="steps")
    what = models.CharField(max_length=17)
    on = models.DateField()
    by = to_worker()
    partner = models.BooleanField(default=False)
    told_by = models.CharField(max_length=8, blank=True)
    who = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=8, blank=True)
    note = models.TextField(blank=True)
    appointment_on = models.DateField(null=True)
    appointment_at = models.CharField(max_length=5, blank=True)
    place = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["on"], name="steps_of_partners", condition=models.Q(partner=True))]


class PartnerLink(Record):
    """What a letter carries so that its partner can answer: only digests are kept. Not derived from entries.

    `referral` is a uuid and no key: referrals are derived and may be made again. `ended_at`: a newer link took its
    place, or the last answer burned it.
    """

    referral = models.UUIDField(db_index=True)
    institution = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    by = to_worker()
    token_digest = models.CharField(max_length=64, unique=True)
    handle = models.CharField(max_length=4, db_index=True)  # the letters of the short code that find it
    code_digest = models.CharField(max_length=64)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)  # first


class ProviderWord(Record):
    """What was last said of a provider of the facts, or of one that they do not know (`name` and `kind` are then set).

    `said_on` and `by`: of the last word; `room_on`: of the day on which the places left and the capacity were said.
    """

    code = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=16, blank=True)
    name = models.CharField(max_length=200, blank=True)
    commune = models.ForeignKey("places.Commune", models.PROTECT, related_name="+", null=True)
    village = models.PositiveIntegerField(null=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=120, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    area = models.CharField(max_length=120, blank=True)
    capacity = models.PositiveIntegerField(null=True)
    room = models.PositiveIntegerField(null=True)
    room_on = models.DateField(null=True)
    services = models.JSONField(default=list)
    closed = models.BooleanField(default=False)
    told_by = models.CharField(max_length=120)
    said_on = models.DateField()
    by = to_worker()
