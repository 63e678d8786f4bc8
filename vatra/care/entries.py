"""The kinds of entry that care owns, and what is derived from them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vatra.care import acts, carrying, casework, contradicting, directory, payloads, referrals, signals
from vatra.care import payloads_of_referrals as of_referrals
from vatra.care.follow import bring_up_to_date
from vatra.register.kinds import Follower, Kind, declare, declare_derived, follow

ROOM = "care"
DERIVED = [
    "care.Case", "care.Plan", "care.PlannedService", "care.Visit", "care.Delivery", "care.Referral",
    "care.ReferralStep", "care.ProviderWord", "care.Deadline", "care.Signal", "care.BothStand",
]

KINDS = (
    Kind("open_case", 1, payloads.OpenCase, casework.apply_open_case, "case", _("open a case"), ROOM),
    Kind("agree_plan", 1, payloads.AgreePlan, casework.apply_agree_plan, "plan", _("agree a plan of services"), ROOM),
    Kind("close_case", 1, payloads.CloseCase, casework.apply_close_case, "case", _("close the case"), ROOM),
    Kind("record_visit", 1, payloads.RecordVisit, acts.apply_record_visit, "visit", _("record a visit"), ROOM,
         shapes_household=False),
    Kind("record_delivery", 1, payloads.RecordDelivery, acts.apply_record_delivery, "deliver",
         _("record a service given"), ROOM, shapes_household=False),
    Kind("draft_referral", 1, of_referrals.DraftReferral, referrals.apply_draft_referral, "refer",
         _("write a referral"), ROOM, shapes_household=False),
    Kind("send_referral", 1, of_referrals.SendReferral, referrals.apply_send_referral, "refer", _("send a referral"),
         ROOM, shapes_household=False),
    Kind("record_referral_outcome", 1, of_referrals.RecordReferralOutcome, referrals.apply_record_referral_outcome,
         "refer", _("record what came of a referral"), ROOM, shapes_household=False),
    Kind("answer_referral", 1, of_referrals.AnswerReferral, referrals.apply_answer_referral, "answer",
         _("answer a referral"), ROOM, shapes_household=False),
    Kind("withdraw_consent", 1, of_referrals.WithdrawConsent, referrals.apply_withdraw_consent, "refer",
         _("withdraw the consent to a referral"), ROOM, shapes_household=False),
    Kind("record_unmet_need", 1, of_referrals.RecordUnmetNeed, referrals.apply_record_unmet_need, "refer",
         _("record a need that nobody meets"), ROOM, shapes_household=False),
    Kind("describe_provider", 1, of_referrals.DescribeProvider, directory.apply_describe_provider, "directory",
         _("describe a provider"), ROOM, shapes_household=False),
    Kind("record_signal", 1, payloads.RecordSignal, signals.apply_record_signal, "visit", _("record a signal"), ROOM,
         shapes_household=False, shown=signals.shown),
    Kind("triage_signal", 1, payloads.TriageSignal, signals.apply_triage_signal, "case", _("triage a signal"), ROOM,
         shapes_household=False, shown=signals.shown),
    Kind("carry_case", 1, carrying.CarryCase, carrying.apply_carry_case, "case",
         _("carry the case with those who go"), ROOM, other_households=carrying.household_left),
    Kind("take_over_case", 1, carrying.TakeOverCase, carrying.apply_take_over_case, "case",
         _("take over a case from another commune"), ROOM),
    Kind("let_both_stand", 1, contradicting.LetBothStand, contradicting.apply_let_both_stand, "settle",
         _("say that both stand"), ROOM),
)

declare(*KINDS)
declare_derived(ROOM, DERIVED)
follow(Follower(ROOM, 30, bring_up_to_date, can_wait=True))
