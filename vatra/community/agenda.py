"""Apply the entries of a meeting's agenda: items put on it, dropped, put in order, passed over; what was said."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Max

from vatra.base.ids import derived_uuid
from vatra.base.rows import insert_records, write_records
from vatra.community import policies, standing
from vatra.community.models import AgendaItem, PassedOver
from vatra.community.naming import check_tells_nobody
from vatra.register.kinds import Sealed

LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ"  # none that are taken for another, no vowels
LENGTH = 4


def case_code(item: UUID) -> str:
    """The key by which a case is spoken of at one meeting: from the item's own uuid, never from the household's."""
    number = int.from_bytes(hashlib.sha256(item.bytes).digest()[:8])
    letters = []
    for _place in range(LENGTH):
        number, rest = divmod(number, len(LETTERS))
        letters.append(LETTERS[rest])
    return "".join(letters)


def apply_put_on_agenda(run: Sequence[Sealed]) -> None:
    """Items, each after those that stand there."""
    for entry in run:
        said = entry.payload
        meeting = standing.meeting_of(entry, said.meeting)
        policies.check_can_speak(meeting.state)
        if said.household is not None:
            standing.check_household_here(entry, said.household)
            check_tells_nobody(said.household, " ".join((said.title, said.about, said.need, said.why)), on=entry.on)
        last = AgendaItem.objects.filter(meeting__uuid=meeting.uuid).aggregate(last=Max("position"))["last"]
        insert_records([AgendaItem(
            uuid=entry.uuid, meeting_id=meeting.uuid, position=(last or 0) + 1, sort=said.sort,
            code=case_code(entry.uuid) if said.household else "", title=said.title, about=said.about, need=said.need,
            why=said.why, household_id=said.household, proposal=said.proposal,
        )])


def apply_drop_from_agenda(run: Sequence[Sealed]) -> None:
    """An item is taken off; never one of which something was said or decided."""
    for entry in run:
        item = standing.item_of(entry, entry.payload.item)
        policies.check_can_drop(spoken_of=item.discussed_on is not None or item.decisions.exists())
        item.dropped_on = entry.on
        write_records([item], ["dropped_on"])


def apply_order_agenda(run: Sequence[Sealed]) -> None:
    """The items named come first, in that order; the others follow as they stood."""
    for entry in run:
        meeting = standing.meeting_of(entry, entry.payload.meeting)
        wanted = {uuid: place for place, uuid in enumerate(entry.payload.items)}
        items = list(AgendaItem.objects.filter(meeting__uuid=meeting.uuid))
        items.sort(key=lambda item: (wanted.get(item.uuid, len(wanted)), item.position))
        for position, item in enumerate(items, start=1):
            item.position = position
        write_records(items, ["position"])


def apply_pass_over(run: Sequence[Sealed]) -> None:
    """A proposal is not taken for a meeting; said twice it is said once."""
    for entry in run:
        meeting = standing.meeting_of(entry, entry.payload.meeting)
        uuid = derived_uuid(meeting.uuid, "passed over", entry.payload.proposal)
        write_records([PassedOver(uuid=uuid, meeting_id=meeting.uuid, proposal=entry.payload.proposal)], ["proposal"])


def apply_record_discussion(run: Sequence[Sealed]) -> None:
    """What was said about an item; the latest word stands."""
    for entry in run:
        item = standing.item_of(entry, entry.payload.item)
        if item.meeting_id != entry.payload.meeting:
            raise standing.unknown("item", item.uuid)
        policies.check_was_held(item.meeting.state)
        standing.check_words(entry, item, entry.payload.words)
        item.words, item.discussed_on = entry.payload.words, entry.on
        write_records([item], ["words", "discussed_on"])
