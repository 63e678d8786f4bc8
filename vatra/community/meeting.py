"""Apply the entries of meetings: called, moved, called off, held."""

from __future__ import annotations

from collections.abc import Sequence

from vatra.base.ids import derived_uuid
from vatra.base.rows import insert_records, write_records
from vatra.community import policies, standing
from vatra.community.models import Meeting, Presence
from vatra.register.kinds import Sealed


def apply_call_meeting(run: Sequence[Sealed]) -> None:
    """A meeting is called, or one already called is moved."""
    for entry in run:
        said = entry.payload
        council = standing.council_of(entry, said.council)
        if said.meeting is None:
            meeting = Meeting(uuid=entry.uuid, council_id=council.uuid)
        else:
            meeting = standing.meeting_of(entry, said.meeting)
            policies.check_can_move(meeting.state)
        meeting.day, meeting.hour, meeting.place, meeting.called_by_id = said.day, said.hour, said.place, entry.by_id
        meeting.state, meeting.reason = Meeting.State.CALLED, ""
        write_records([meeting], ["day", "hour", "place", "called_by", "state", "reason"])


def apply_call_off_meeting(run: Sequence[Sealed]) -> None:
    """A meeting will not be held."""
    for entry in run:
        meeting = standing.meeting_of(entry, entry.payload.meeting)
        policies.check_can_move(meeting.state)
        meeting.state, meeting.reason = Meeting.State.CALLED_OFF, entry.payload.reason
        write_records([meeting], ["state", "reason"])


def apply_hold_meeting(run: Sequence[Sealed]) -> None:
    """A meeting was held on the entry's day; the latest word on who was present stands."""
    for entry in run:
        said = entry.payload
        meeting = standing.meeting_of(entry, said.meeting)
        policies.check_can_hold(meeting.state)
        present = standing.members_of(meeting.council_id, {*said.present, *([said.chair] if said.chair else [])},
                                      entry.on)
        meeting.state, meeting.held_on, meeting.reason = Meeting.State.HELD, entry.on, ""
        meeting.others, meeting.begun, meeting.ended = said.others, said.begun or "", said.ended or ""
        meeting.chair_id, meeting.written_by_id = said.chair, entry.by_id
        write_records([meeting], [
            "state", "held_on", "reason", "others", "begun", "ended", "chair", "written_by",
        ])
        Presence.objects.filter(meeting__uuid=meeting.uuid).delete()
        insert_records([
            Presence(uuid=derived_uuid(meeting.uuid, "present", one.uuid), meeting_id=meeting.uuid, member_id=one.uuid)
            for one in present
        ])
