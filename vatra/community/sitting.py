"""Apply the entries of who sits in a council: its founding, its members, the end of their terms."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from vatra.base.rows import insert_records, write_records
from vatra.community import standing
from vatra.community.models import Council, CouncilMember
from vatra.register.kinds import CannotApply, Sealed


def apply_found_council(run: Sequence[Sealed]) -> None:
    """Found a commune's council, or mend what was said of its founding."""
    for entry in run:
        said = entry.payload
        if said.decided_on > entry.on:
            raise CannotApply(_("The decision is dated after the day on which it was written down. Check the day."),
                              code="decided_ahead")
        council = Council.objects.filter(commune=entry.commune_id).first()
        council = council or Council(uuid=entry.uuid, commune_id=entry.commune_id)
        council.decision, council.decided_on, council.decided_by = said.decision, said.decided_on, said.decided_by
        council.rhythm = said.rhythm
        write_records([council], ["decision", "decided_on", "decided_by", "rhythm"])


def apply_appoint_member(run: Sequence[Sealed]) -> None:
    """A member takes a seat."""
    for entry in run:
        said = entry.payload
        council = standing.council_of(entry, said.council)
        insert_records([CouncilMember(
            uuid=entry.uuid, council_id=council.uuid, name=said.name, quality=said.quality, decision=said.decision,
            since=said.since, until=said.until, worker_id=standing.worker_id(said.worker),
        )])


def apply_end_membership(run: Sequence[Sealed]) -> None:
    """A member's term ends on the entry's day; what was said of its end before is mended."""
    for entry in run:
        member = CouncilMember.objects.filter(
            uuid=entry.payload.member, council__commune=entry.commune_id
        ).first()
        if member is None:
            raise standing.unknown("member", entry.payload.member)
        if entry.on < member.since:
            raise CannotApply(_("The term began on %(since)s; it cannot end before that day."),
                              code="ended_before_it_began", since=member.since.isoformat())
        member.until, member.ended_for = entry.on, entry.payload.reason
        write_records([member], ["until", "ended_for"])
