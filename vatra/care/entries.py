"""The kinds of entry that care owns, and what is derived from them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vatra.care import (
    abroad,
    acts,
    carrying,
    casework,
    contradicting,
    directory,
    endings,
    messages,
    payloads,
    payloads_of_teamwork,
    referrals,
    signals,
    steps,
    supervision,
    week,
)
from vatra.care import payloads_of_referrals as of_referrals
from vatra.care import payloads_of_the_process as said
from vatra.care.follow import bring_up_to_date
from vatra.register.kinds import Follower, Kind, declare, declare_derived, follow

ROOM = "care"
DERIVED = [
    "care.Case", "care.Plan", "care.PlannedService", "care.Visit", "care.Delivery", "care.Referral",
    "care.ReferralStep", "care.ProviderWord", "care.Deadline", "care.Signal", "care.BothStand", "care.Step",
    "care.Departure", "care.SchoolAsked", "care.Stage", "care.SupervisionHeld", "care.Message", "care.MessageRead",
    "care.PlannedVisit",
]

KINDS = (
    Kind("open_case", 1, payloads.OpenCase, casework.apply_open_case, "case", _("open a case"), ROOM),
    Kind("agree_plan", 1, payloads.AgreePlan, casework.apply_agree_plan, "plan", _("agree a plan of services"), ROOM,
         brings=casework.planned_in),
    Kind("close_case", 1, payloads.CloseCase, endings.apply_close_case, "case", _("close the case"), ROOM),
    Kind("record_visit", 1, payloads.RecordVisit, acts.apply_record_visit, "visit", _("record a visit"), ROOM,
         shapes_household=False),
    Kind("record_delivery", 1, payloads.RecordDelivery, acts.apply_record_delivery, "deliver",
         _("record a service given"), ROOM, shapes_household=False),
    Kind("draft_referral", 1, of_referrals.DraftReferral, referrals.apply_draft_referral, "refer",
         _("write a referral"), ROOM, shapes_household=False),
    Kind("send_referral", 1, of_referrals.SendReferral, referrals.apply_send_referral, "refer", _("send a referral"),
         ROOM, shapes_household=False, brings=referrals.draft_sent),
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
    Kind("record_initial_assessment", 1, said.RecordInitialAssessment, steps.apply_record_initial_assessment, "case",
         _("record the initial assessment"), ROOM, shapes_household=False),
    Kind("decide_no_case", 1, said.DecideNoCase, steps.apply_decide_no_case, "case", _("decide that no case is opened"),
         ROOM),
    Kind("name_team", 1, said.NameTeam, steps.apply_name_team, "case", _("name the team of a case"), ROOM),
    Kind("approve_plan", 1, said.ApprovePlan, steps.apply_approve_plan, "case", _("note the approval of a plan"), ROOM),
    Kind("review_case", 1, said.ReviewCase, steps.apply_review_case, "case", _("review a case"), ROOM),
    Kind("ask_to_close", 1, said.AskToClose, endings.apply_ask_to_close, "case", _("ask to close a case"), ROOM),
    # Who gives the second word must have been able to know all that a lead worker knows.
    Kind("agree_to_close", 1, said.AgreeToClose, endings.apply_agree_to_close, "supervise",
         _("agree to the closing of a case"), ROOM, domain=lambda _payload, _on: "violence"),
    Kind("announce_departure", 1, said.AnnounceDeparture, abroad.apply_announce_departure, "visit",
         _("announce that a parent leaves"), ROOM),
    Kind("ask_school", 1, said.AskSchool, abroad.apply_ask_school, "case", _("ask a school for its list"), ROOM,
         shapes_household=False),
    Kind("record_school_list", 1, said.RecordSchoolList, abroad.apply_record_school_list, "case",
         _("record a school's list"), ROOM, shapes_household=False),
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
