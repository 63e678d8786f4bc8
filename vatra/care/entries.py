"""The kinds of entry that care owns, and what is derived from them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vatra.care import acts, casework, messages, payloads, payloads_of_teamwork, signals, supervision, week
from vatra.care.follow import bring_up_to_date
from vatra.register.kinds import Follower, Kind, declare, declare_derived, follow

ROOM = "care"
DERIVED = [
    "care.Case", "care.Plan", "care.PlannedService", "care.Visit", "care.Delivery", "care.Referral", "care.Deadline",
    "care.Signal", "care.SupervisionHeld", "care.Message", "care.MessageRead", "care.PlannedVisit",
]

KINDS = (
    Kind("open_case", 1, payloads.OpenCase, casework.apply_open_case, "case", _("open a case"), ROOM),
    Kind("agree_plan", 1, payloads.AgreePlan, casework.apply_agree_plan, "plan", _("agree a plan of services"), ROOM),
    Kind("close_case", 1, payloads.CloseCase, casework.apply_close_case, "case", _("close the case"), ROOM),
    Kind("record_visit", 1, payloads.RecordVisit, acts.apply_record_visit, "visit", _("record a visit"), ROOM,
         shapes_household=False),
    Kind("record_delivery", 1, payloads.RecordDelivery, acts.apply_record_delivery, "deliver",
         _("record a service given"), ROOM, shapes_household=False),
    Kind("send_referral", 1, payloads.SendReferral, acts.apply_send_referral, "refer", _("send a referral"), ROOM,
         shapes_household=False),
    Kind("record_referral_outcome", 1, payloads.RecordReferralOutcome, acts.apply_record_referral_outcome, "refer",
         _("record what came of a referral"), ROOM, shapes_household=False),
    Kind("record_signal", 1, payloads.RecordSignal, signals.apply_record_signal, "visit", _("record a signal"), ROOM,
         shapes_household=False, shown=signals.shown),
    Kind("triage_signal", 1, payloads.TriageSignal, signals.apply_triage_signal, "case", _("triage a signal"), ROOM,
         shapes_household=False, shown=signals.shown),
    Kind("hold_supervision", 1, payloads.HoldSupervision, supervision.apply_hold_supervision, "supervise",
         _("hold a supervision session"), ROOM, shapes_household=False, shown=supervision.shown),
    Kind("write_message", 1, payloads_of_teamwork.WriteMessage, messages.apply_write_message, "visit",
         _("write to the team"), ROOM, shapes_household=False, shown=messages.shown),
    Kind("read_messages", 1, payloads_of_teamwork.ReadMessages, messages.apply_read_messages, "visit",
         _("say that messages were read"), ROOM, shapes_household=False, shown=messages.marks_shown),
    Kind("plan_visit", 1, payloads_of_teamwork.PlanVisit, week.apply_plan_visit, "visit", _("plan a visit"), ROOM,
         shapes_household=False, shown=week.shown),
    Kind("cancel_planned_visit", 1, payloads_of_teamwork.CancelPlannedVisit, week.apply_cancel_planned_visit, "visit",
         _("cancel a planned visit"), ROOM, shapes_household=False, shown=week.shown),
)

declare(*KINDS)
declare_derived(ROOM, DERIVED)
follow(Follower(ROOM, 30, bring_up_to_date, can_wait=True))
