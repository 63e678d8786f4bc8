"""A page of what a tablet lacks: everything at first, then what changed, and what is gone from its scope."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vatra.audit.entries import Act, record
from vatra.audit.queries import acts_of
from vatra.people import carried as people
from vatra.register.changes import changed_since, heads_of, last_echo, still_stand
from vatra.sync.beside import Beside, Now, beside_for
from vatra.sync.cursor import Cursor, read, written
from vatra.sync.documents import documents
from vatra.sync.pieces import Piece, packed
from vatra.sync.verdicts import Verdicts, verdicts_for
from vatra.sync.views import Scope, scope_of
from vatra.sync.walks import Walk, walks_for
from vatra.sync.whole import page_of_everything
from vatra.wire.answers import CannotAnswer

MOST_AT_ONCE = 500
WHOLE_SYNCS, WITHIN = 60, timedelta(hours=1)  # of one tablet: more is a fault, or somebody in a hurry
WHOLE = "sync_whole"


@dataclass(frozen=True, slots=True)
class Page:
    """What is sent: documents packed, who is gone and why, and where to go on."""

    documents: Piece
    gone: list[dict[str, str]]
    cursor: str
    more: bool
    reset: bool
    total: int | None  # households in all, while everything is being sent
    epoch: UUID
    scope: Scope
    beside: Beside | None = None  # on the last page
    walks: tuple[Walk, ...] | None = None  # likewise
    verdicts: Verdicts | None = None  # likewise


def page_for(
    device: Any, since: str, limit: int, *, on: date, at: datetime, beside: str = "",
    walks: frozenset[str] = frozenset(),
) -> Page:
    """The next page for a tablet after a cursor; everything from the beginning when the cursor no longer fits.

    `beside`: the digest of what the tablet knows beside households; `walks`: those of the walks it knows. Every
    household on the page is written down in the audit as read by this worker with this device.
    """
    scope = scope_of(device.worker, on=on)
    # The heads are noted before any household is read: what changes meanwhile is found afterwards.
    now = Now(heads_of(scope.communes), last_echo())
    cursor, begun = _fitting(read(since), scope, now)
    if begun:
        _check_not_too_often(device, at)
    whole = cursor.after is not None
    page, sent = _whole(cursor, scope, limit, on) if whole else _changes(cursor, scope, limit, on, now)
    told = None if page.more else beside_for(device.worker, scope, now, on=on)
    named = told.named if told is not None and told.digest != beside else {}
    ways = None if page.more else tuple(walks_for(device.worker, scope, on=on))
    heard_of = {home: walk.commune for walk in ways or () if walk.digest not in walks for home in walk.heard_of}
    _write_down(device, {**named, **heard_of, **sent}, begun, at)
    verdicts = None if page.more else verdicts_for(device)
    return replace(page, reset=begun, beside=told, walks=ways, verdicts=verdicts)


def _fitting(cursor: Cursor | None, scope: Scope, now: Now) -> tuple[Cursor, bool]:
    """The cursor if it fits the worker's scope, the rulebook and this life of the database, else a new one."""
    fits = cursor and (cursor.scope, cursor.epoch, set(cursor.read)) == (scope.key, scope.epoch, set(scope.views))
    if cursor and fits and still_stand(cursor.read, now.heads) and cursor.echo <= now.echo:
        return cursor, False
    return Cursor(scope.key, scope.epoch, now.heads, now.echo, after=0), True


def _whole(cursor: Cursor, scope: Scope, limit: int, on: date) -> tuple[Page, Mapping[UUID, int]]:
    assert cursor.after is not None
    whole = page_of_everything(scope, cursor.after, limit, on=on)
    # The end of everything is the beginning of what changed since: there may be some of that at once.
    more = whole.last is not None or not _is_at_head(cursor)
    return Page(
        whole.piece, [], written(replace(cursor, after=whole.last)), more=more, reset=False,
        total=people.number_here(scope.communes), epoch=cursor.epoch, scope=scope,
    ), whole.communes


def _is_at_head(cursor: Cursor) -> bool:
    return dict(cursor.read) == heads_of(cursor.read.keys()) and cursor.echo == last_echo()


def _changes(cursor: Cursor, scope: Scope, limit: int, on: date, now: Now) -> tuple[Page, Mapping[UUID, int]]:
    changed = changed_since(cursor.read, cursor.echo, heads=now.heads, last_echo=now.echo, most=limit)
    places = people.whereabouts(changed.households) if changed.households else {}
    here = {uuid: places[uuid][0] for uuid in changed.households
            if uuid in places and places[uuid][1] and places[uuid][0] in scope.views}
    made = _documents(here, scope, on)
    gone = [
        {"uuid": str(uuid), "why": _why(places[uuid], scope)}
        for uuid in changed.households if uuid in places and uuid not in made
    ]
    after = replace(cursor, read=changed.read, echo=changed.echo)
    return Page(
        packed(b",".join(made.values())), gone, written(after), more=changed.more, reset=False, total=None,
        epoch=cursor.epoch, scope=scope,
    ), {uuid: here[uuid] for uuid in made}


def _why(place: tuple[int, bool, str], scope: Scope) -> str:
    commune, _here, left_to = place
    if commune not in scope.views:
        return "out_of_scope"
    return "merged" if left_to == "merged" else "ended"


def _documents(communes: dict[UUID, int], scope: Scope, on: date) -> dict[UUID, bytes]:
    views = {uuid: scope.views[commune] for uuid, commune in communes.items()}
    made = documents(views, generation=scope.generation, on=on) if views else {}
    return {uuid: made[uuid] for uuid in communes if uuid in made}


def _check_not_too_often(device: Any, at: datetime) -> None:
    """Everything again and again is no sync."""
    done = acts_of(device.worker.uuid, since=at - WITHIN, until=at, device=device.uuid, limit=5_000)
    if sum(act.purpose == WHOLE for act in done) >= WHOLE_SYNCS:
        raise CannotAnswer(
            429, "too_often", _("This tablet has asked for everything too often. It can go on in an hour."),
        ).with_headers(Retry_After=str(int(WITHIN.total_seconds())))


def _write_down(device: Any, sent: Mapping[UUID, int], begun: bool, at: datetime) -> None:
    by, tablet = device.worker.uuid, device.uuid
    acts = [Act("read", "tablet", tablet, by=by, device=tablet, purpose=WHOLE if begun else "sync")]
    acts += _reads(sent, by, tablet)
    record(acts, at=at)


def _reads(sent: Mapping[UUID, int], by: UUID, tablet: UUID) -> Collection[Act]:
    return [
        Act("read", "household", subject=household, by=by, commune=commune, purpose="sync", device=tablet)
        for household, commune in sent.items()
    ]
