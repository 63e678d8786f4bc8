"""Signals as their reader may know them: on the list of what nobody has triaged yet, and of one household."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from vatra.base.prepared import Prepared, counted
from vatra.care.models import Signal
from vatra.care.notes import Authors
from vatra.care.signals import signs_shown

TO_VISIT = timedelta(hours=72)  # HG 612/2025: from the sheet or the report


@dataclass(frozen=True, slots=True)
class SignSeen:
    """A domain of the observation sheet: `seen` yes, no or not_seen; `words` empty when not for this reader."""

    domain: str
    seen: str
    words: str


@dataclass(frozen=True, slots=True)
class SignalSeen:
    """A signal. `told_by`, `words` and `note` are empty unless the reader may know all that their author may.

    `household` is None while nobody has said which it is; `triaged_on` while nobody has decided; `visit_by` is the
    moment until which the home is to be visited.
    """

    uuid: UUID
    commune: int
    household: UUID | None
    source: str
    about: str
    noticed_on: date
    noticed_at: datetime
    visit_by: datetime
    by: str
    profession: tuple[str, ...]
    told_by: str
    words: str
    started_at: datetime | None
    ended_at: datetime | None
    signs: tuple[SignSeen, ...]
    triaged_on: date | None
    triaged_by: str
    decision: str
    note: str


def signal(uuid: UUID, domains: Collection[str]) -> SignalSeen | None:
    """One signal, for a reader who may see its commune."""
    return next(_seen(_named(Signal.objects.filter(uuid=uuid)), domains), None)


def signals_waiting(
    communes: Collection[int], domains: Collection[str], *, start: int = 0, most: int = 200
) -> list[SignalSeen]:
    """What nobody has triaged yet in these communes, the oldest first: `most` from the `start`."""
    if start:
        return list(_seen(_oldest_first(communes, communes)[start : start + most], domains))
    return list(_seen(_first(most)(communes, communes) if communes else (), domains))


def _oldest_first(lives: Collection[int], told: Collection[int]) -> QuerySet[Signal]:
    return _named(_waiting(lives, told).order_by("noticed_at", "uuid"))


@cache
def _first(most: int) -> Prepared:
    return Prepared(lambda lives, told: _oldest_first(lives, told)[:most])


def number_of_signals_waiting(communes: Collection[int]) -> int:
    """How many `signals_waiting` would list without a limit."""
    return int(_NUMBER(communes, communes)[0][0]) if communes else 0


_NUMBER = Prepared(lambda lives, told: counted(_waiting(lives, told)))


def signals_waiting_in(communes: Collection[int]) -> dict[int, int]:
    """How many wait in each of these communes where any does. One query."""
    place = Coalesce("household__commune", "commune")
    there = list(communes)
    rows = _waiting(there, there).annotate(place=place).values_list("place").annotate(n=Count("id")).order_by()
    return dict(rows)


def signals_of(household: UUID, domains: Collection[str]) -> list[SignalSeen]:
    """The signals about a household, the oldest first."""
    return list(_seen(_OF_HOUSEHOLD(household), domains))


_OF_HOUSEHOLD = Prepared(
    lambda household: _named(Signal.objects.filter(household__uuid=household).order_by("noticed_at", "uuid"))
)


def _waiting(lives: Collection[int], told: Collection[int]) -> QuerySet[Signal]:
    """Those of a household that lives in some communes now; of families nobody knows, told in some communes."""
    there = Q(household=None, commune__in=told) | Q(household__commune__in=lives)
    return Signal.objects.filter(there, triaged_on=None)


def _named(asked: QuerySet[Signal]) -> QuerySet[Signal]:
    return asked.select_related("by", "triaged_by", "household")


def _seen(rows: Iterable[Signal], domains: Collection[str]) -> Iterator[SignalSeen]:
    if "general" not in domains:
        return
    signals = list(rows)
    authors = Authors({row.by_id for row in signals} | {row.triaged_by_id for row in signals if row.triaged_by_id})
    for row in signals:
        yield _as_seen(row, authors, domains)


def _as_seen(row: Any, authors: Authors, domains: Collection[str]) -> SignalSeen:
    told = authors.share(row.by_id, row.noticed_on, "", domains)
    noted = row.triaged_on is not None and authors.share(row.triaged_by_id, row.triaged_on, "", domains)
    return SignalSeen(
        uuid=row.uuid, commune=row.household.commune_id if row.household else row.commune_id,
        household=row.household_id, source=row.source, about=row.about, noticed_on=row.noticed_on,
        noticed_at=row.noticed_at, visit_by=row.noticed_at + TO_VISIT, by=row.by.full_name,
        profession=authors.roles(row.by_id, row.noticed_on), told_by=row.told_by if told else "",
        words=row.words if told else "", started_at=row.started_at, ended_at=row.ended_at,
        signs=tuple(SignSeen(*one) for one in signs_shown(row.signs, domains)), triaged_on=row.triaged_on,
        triaged_by=row.triaged_by.full_name if row.triaged_by else "", decision=row.decision,
        note=row.note if noted else "",
    )
