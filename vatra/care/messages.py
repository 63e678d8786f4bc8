"""Messages within the team of a household: written, read, still to be read.

No message leaves the register: notices only count them. Who may read one is decided as for the note of a visit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vatra.base.ids import derived_uuid
from vatra.base.prepared import Prepared
from vatra.base.rows import insert_records
from vatra.care.models import Message, MessageRead
from vatra.care.notes import Authors
from vatra.care.standing import check_households_held, home
from vatra.care.team import is_of_team, teams_named
from vatra.people import queries as people
from vatra.register.kinds import NotYetHere, Sealed

MOST = 30  # the latest of a household that its page shows
WAITS = timedelta(days=90)  # an unread message older than this is not counted any more


@dataclass(frozen=True, slots=True)
class MessageSeen:
    """A message that its reader may read; `read_by` are the names of those who said so."""

    uuid: UUID
    household: UUID
    at: datetime
    by: str
    profession: tuple[str, ...]
    text: str
    note_for: str
    read_by: tuple[str, ...]
    own: bool
    unread: bool


def apply_write_message(run: Sequence[Sealed]) -> None:
    """Keep the messages."""
    check_households_held(run)
    insert_records([
        Message(uuid=entry.uuid, household_id=home(entry), on=entry.on, at=entry.at, by_id=entry.by_id,
                text=entry.payload.text, note_for=entry.payload.note_for)
        for entry in run
    ])


def apply_read_messages(run: Sequence[Sealed]) -> None:
    """Note who has read which messages; the first time counts."""
    check_households_held(run)
    asked = {uuid for entry in run for uuid in entry.payload.messages}
    whose = dict(Message.objects.filter(uuid__in=asked).values_list("uuid", "household__uuid"))
    same = people.same_as({home(entry) for entry in run})
    for entry in run:
        homes = same.get(home(entry), {home(entry)})
        lacking = next((uuid for uuid in entry.payload.messages if whose.get(uuid) not in homes), None)
        if lacking is not None:
            raise NotYetHere(
                _("A message named here is not in the register yet. The entry is kept and is applied when it comes."),
                code="unknown_message", awaits=lacking,
            )
    fresh: dict[UUID, MessageRead] = {}
    for entry in run:
        for uuid in entry.payload.messages:
            mark = derived_uuid("read", uuid, entry.by_id)
            fresh.setdefault(mark, MessageRead(uuid=mark, message_id=uuid, by_id=entry.by_id, at=entry.at))
    held = set(MessageRead.objects.filter(uuid__in=fresh).values_list("uuid", flat=True))
    insert_records([one for mark, one in fresh.items() if mark not in held])


def messages_of(household: UUID, domains: Collection[str], *, reader: Any) -> list[MessageSeen]:
    """The latest messages about a household that a reader of these domains may read, the newest first."""
    rows = _LATEST(people.same_as([household]).get(household, {household}))
    authors = Authors({row.by_id for row in rows})
    reads: dict[UUID, list[MessageRead]] = {row.uuid: [] for row in rows}
    for read in _READS(reads.keys()) if rows else ():
        reads[read.message_id].append(read)
    return [_message(row, reads[row.uuid], authors, reader) for row in rows
            if row.by_id == reader.pk or authors.share(row.by_id, row.on, row.note_for, domains)]


_LATEST = Prepared(
    lambda homes: Message.objects.filter(household__uuid__in=homes).select_related("by", "household")
    .order_by("-at", "-id")[:MOST]
)
_READS = Prepared(lambda messages: MessageRead.objects.filter(message__uuid__in=messages).select_related("by"))
_UNREAD = Prepared(
    lambda communes, since, reader: Message.objects.filter(household__commune__in=communes, on__gt=since)
    .exclude(by=reader).exclude(reads__by=reader).order_by("at", "id")
    .values_list("household__uuid", "household__commune", "by", "on", "note_for")
)


def unread_messages(domains_in: Mapping[int, Collection[str]], *, reader: Any, at: datetime) -> list[UUID]:
    """The household of each message that a reader has still to read, the oldest first; `domains_in` gives the domains
    seen in each commune of the team.

    Where a team was named for the case, only it is waited for: its colleagues may read, and are told of nothing.
    """
    if not domains_in:
        return []
    told = _UNREAD(list(domains_in), (at - WAITS).date(), reader.pk)
    authors = Authors({by for _home, _commune, by, _on, _note_for in told})
    found = [household for household, commune, by, on, note_for in told
             if authors.share(by, on, note_for, domains_in[commune])]
    teams = teams_named(set(found))
    return [household for household in found if is_of_team(reader.uuid, household, teams)]


def _message(row: Any, read_by: list[MessageRead], authors: Authors, reader: Any) -> MessageSeen:
    reads = sorted(read_by, key=lambda read: (read.at, read.pk))
    own = row.by_id == reader.pk
    return MessageSeen(
        row.uuid, row.household.uuid, row.at, row.by.full_name, authors.roles(row.by_id, row.on), row.text,
        row.note_for, tuple(read.by.full_name for read in reads), own,
        not own and all(read.by_id != reader.pk for read in reads),
    )


def shown(payload: dict[str, Any], domains: frozenset[str]) -> dict[str, Any] | None:
    """A message as a stream may give it away: its text only when it is for the whole team."""
    if "general" not in domains:
        return None
    return payload if payload.get("note_for", "team") == "team" else {**payload, "text": ""}


def marks_shown(payload: dict[str, Any], domains: frozenset[str]) -> dict[str, Any] | None:
    """Which messages were read."""
    return payload if "general" in domains else None
