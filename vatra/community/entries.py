"""The kinds of entry that the council owns, and what is derived from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vatra.community import agenda, deciding, meeting, payloads, sitting
from vatra.community.policies import ATTEND, CALL, KEEP
from vatra.community.shown import shown
from vatra.register.kinds import Kind, Payload, Sealed, declare, declare_derived

ROOM = "community"
DERIVED = [
    "community.Council", "community.CouncilMember", "community.Meeting", "community.Presence", "community.AgendaItem",
    "community.PassedOver", "community.Decision", "community.TaskReport",
]


def _kind(
    name: str, payload: type[Payload], apply: Callable[[Sequence[Sealed]], None], act: str, label: Promise
) -> Kind:
    return Kind(name, 1, payload, apply, act, label, ROOM, shown=shown)


KINDS = (
    _kind("found_council", payloads.FoundCouncil, sitting.apply_found_council, KEEP, _("found the council")),
    _kind("appoint_member", payloads.AppointMember, sitting.apply_appoint_member, KEEP,
          _("appoint a member of the council")),
    _kind("end_membership", payloads.EndMembership, sitting.apply_end_membership, KEEP,
          _("end the term of a member of the council")),
    _kind("call_meeting", payloads.CallMeeting, meeting.apply_call_meeting, CALL, _("call a meeting of the council")),
    _kind("call_off_meeting", payloads.CallOffMeeting, meeting.apply_call_off_meeting, CALL,
          _("call off a meeting of the council")),
    _kind("put_on_agenda", payloads.PutOnAgenda, agenda.apply_put_on_agenda, KEEP, _("put an item on the agenda")),
    _kind("drop_from_agenda", payloads.DropFromAgenda, agenda.apply_drop_from_agenda, KEEP,
          _("drop an item from the agenda")),
    _kind("order_agenda", payloads.OrderAgenda, agenda.apply_order_agenda, KEEP, _("put the agenda in order")),
    _kind("pass_over", payloads.PassOver, agenda.apply_pass_over, KEEP, _("pass over what was proposed")),
    _kind("hold_meeting", payloads.HoldMeeting, meeting.apply_hold_meeting, KEEP, _("hold a meeting of the council")),
    _kind("record_discussion", payloads.RecordDiscussion, agenda.apply_record_discussion, KEEP,
          _("write down what was said")),
    _kind("decide", payloads.Decide, deciding.apply_decide, KEEP, _("write down what the council decided")),
    _kind("report_task", payloads.ReportTask, deciding.apply_report_task, KEEP,
          _("report what came of a task of the council")),
    _kind("report_own_task", payloads.ReportTask, deciding.apply_report_own_task, ATTEND,
          _("report what came of an own task from the council")),
)

declare(*KINDS)
declare_derived(ROOM, DERIVED)
