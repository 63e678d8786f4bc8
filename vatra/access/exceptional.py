"""Exceptional access: for some hours a worker sees a domain of one household that the role held does not show.

Part of what `entries` and `queries` offer: only written here, each act in the audit in the same transaction. It is
no entry of the register: it speaks of a worker. It widens what the office's page of that household shows, and nothing
else: no list, no act, no tablet, no export asks here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vatra.access import policies
from vatra.access.book import CASE_DOMAINS, roles_book
from vatra.access.models import ExceptionalAccess, RoleHeld, Worker
from vatra.access.queries import roles_of
from vatra.audit import entries as audit
from vatra.base.prepared import Prepared
from vatra.base.refusal import Refusal

LONGEST = timedelta(hours=72)  # whatever a rulebook says
MOST_A_DAY = 10
SHORTEST_REASON, LONGEST_REASON = 20, 2_000
SUPERVISE = "supervise"


class CannotOpen(Refusal):
    """An exceptional access that cannot be opened, ended or looked at; says why."""

    code = "cannot_open_exceptionally"


@dataclass(frozen=True, slots=True)
class Opening:
    """One exceptional access as pages and notices tell of it."""

    uuid: UUID
    worker: Worker
    role: str
    household: UUID
    commune: int
    domain: str
    reason: str
    since: datetime
    until: datetime
    ended_at: datetime | None
    looked_by: str
    agreed: bool | None
    words: str


def domains_to_open(worker: Worker, commune: int, *, on: date) -> list[str]:
    """The domains that a worker may open exceptionally in a commune, in alphabetical order.

    Whoever holds a role of the commune itself that sees cases may open each domain of cases that no role shows.
    """
    if _resting_on(worker, commune, on=on) is None:
        return []
    return sorted(CASE_DOMAINS - policies.domains_seen(worker, commune, on=on))


def open_exceptionally(
    worker: Worker, household: UUID, domain: str, reason: str, *, commune: int, lasts: timedelta, at: datetime
) -> Opening:
    """Open a domain of a household that lives in the commune. The caller has just seen the worker's password.

    Raises NotPermitted, or CannotOpen for a missing reason, what is open already, or too many within a day.
    """
    on = timezone.localtime(at).date()
    held = _resting_on(worker, commune, on=on)
    if held is None or domain not in domains_to_open(worker, commune, on=on):
        raise policies.NotPermitted(_("Your roles in this commune do not allow this."))
    said = " ".join(reason.split())
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON or "\x00" in said:
        raise CannotOpen(
            _("Say in a sentence why you must see it now (at least %(least)s letters)."), code="reason_missing",
            least=SHORTEST_REASON,
        )
    if domain in opened_domains(worker, household, commune, at=at):
        raise CannotOpen(_("It is open for you already."), code="already_open")
    if _of(worker).filter(since__gt=at - timedelta(days=1)).count() >= MOST_A_DAY:
        raise CannotOpen(
            _("You have opened %(most)s within a day. Speak with your supervisor before you open more."),
            code="too_many", most=MOST_A_DAY,
        )
    with transaction.atomic():
        made = ExceptionalAccess.objects.create(
            uuid=uuid4(), worker=worker, held=held, household=household, commune_id=commune, domain=domain,
            reason=said, since=at, until=at + min(lasts, LONGEST),
        )
        _noted("open_exceptionally", made, worker, at)
    return _told(made)


def opened_domains(worker: Worker, household: UUID, commune: int, *, at: datetime) -> frozenset[str]:
    """The domains that stand open for a worker at a moment, of a household that lives in the commune."""
    return frozenset(one.domain for one in openings_standing(worker, household, commune, at=at))


def openings_standing(worker: Worker, household: UUID, commune: int, *, at: datetime) -> list[Opening]:
    """What stands open for a worker of one household: not over, not ended, and the role it rests on still held."""
    holds = {held.pk for held in roles_of(worker, on=timezone.localtime(at).date())}
    return [_told(one) for one in _OF_HOUSEHOLD(worker.pk, household, commune)
            if one.held_id in holds and one.since <= at < one.until]


_OF_HOUSEHOLD = Prepared(
    lambda worker, household, commune: _of(worker).filter(household=household, commune=commune, ended_at__isnull=True)
    .order_by("since", "id")
)


def end_opening(opening: UUID, *, by: Worker, at: datetime) -> None:
    """End one's own, or as a supervisor somebody else's; ended again nothing changes."""
    one = _reachable(opening, by, at)
    if one is None:
        raise CannotOpen(_("There is no such exceptional access."), code="no_such_opening")
    with transaction.atomic():
        if ExceptionalAccess.objects.filter(pk=one.pk, ended_at__isnull=True, until__gt=at).update(ended_at=at):
            _noted("end_opening", one, by, at)


def look_at_opening(opening: UUID, *, agreed: bool, words: str, by: Worker, at: datetime) -> None:
    """A supervisor has looked: agreed, or not (then with words, and it ends at once)."""
    one = ExceptionalAccess.objects.select_related("worker", "held").filter(uuid=opening).first()
    if one is None or not may_look_at(by, one.worker, one.commune_id, on=timezone.localtime(at).date()):
        raise CannotOpen(_("There is no such exceptional access."), code="no_such_opening")
    said = words.strip()[:LONGEST_REASON].replace("\x00", "")
    if not agreed and len(said) < 3:
        raise CannotOpen(_("Say in a few words why you do not agree."), code="words_missing")
    with transaction.atomic():
        looked = ExceptionalAccess.objects.filter(pk=one.pk, looked_at__isnull=True).update(
            looked_at=at, looked_by=by, agreed=agreed, words=said
        )
        if not looked:
            raise CannotOpen(_("Somebody has looked at it meanwhile."), code="already_looked_at")
        if not agreed:
            ExceptionalAccess.objects.filter(pk=one.pk, ended_at__isnull=True, until__gt=at).update(ended_at=at)
        _noted("agree_to_opening" if agreed else "disagree_with_opening", one, by, at)


def may_look_at(by: Worker, worker: Worker, commune: int, *, on: date) -> bool:
    """Whether one worker supervises another in a commune: nobody oneself."""
    return by.pk != worker.pk and policies.can_act(by, SUPERVISE, commune, on=on)


def openings_to_look_at(by: Worker, communes: Collection[int], *, on: date, most: int = 200) -> list[Opening]:
    """What nobody has looked at yet in the communes that a worker supervises, the oldest first; not one's own."""
    acts = policies.Acts(by)
    supervised = [commune for commune in communes if acts.can(SUPERVISE, commune, on=on)]
    if not supervised:
        return []
    rows = ExceptionalAccess.objects.filter(commune__in=supervised, looked_at__isnull=True).exclude(worker=by)
    return [_told(one) for one in _named(rows).order_by("since", "id")[:most]]


def openings_since(at: datetime) -> list[Opening]:
    """What was opened since a moment and nobody has looked at yet, the oldest first."""
    rows = ExceptionalAccess.objects.filter(since__gte=at, looked_at__isnull=True)
    return [_told(one) for one in _named(rows).order_by("since", "id")]


def openings_looked_at(by: Worker, communes: Collection[int], *, on: date, most: int = 20) -> list[Opening]:
    """The latest that a supervisor has looked at in the communes that a worker supervises, and one's own."""
    acts = policies.Acts(by)
    supervised = [commune for commune in communes if acts.can(SUPERVISE, commune, on=on)]
    rows = ExceptionalAccess.objects.filter(Q(commune__in=supervised) | Q(worker=by), looked_at__isnull=False)
    return [_told(one) for one in _named(rows).order_by("-looked_at", "-id")[:most]]


def opening(uuid: UUID) -> Opening | None:
    """One exceptional access by its uuid."""
    one = _named(ExceptionalAccess.objects.filter(uuid=uuid)).first()
    return _told(one) if one else None


def _resting_on(worker: Worker, commune: int, *, on: date) -> RoleHeld | None:
    """The role of the commune itself, one that sees cases, that such an access may rest on."""
    book = roles_book()
    return next((held for held in roles_of(worker, on=on) if held.commune_id == commune
                 and held.role in book and book[held.role].level == "commune" and book[held.role].sees_cases), None)


def _reachable(uuid: UUID, by: Worker, at: datetime) -> ExceptionalAccess | None:
    one = ExceptionalAccess.objects.select_related("worker").filter(uuid=uuid).first()
    if one is None:
        return None
    own = one.worker_id == by.pk
    return one if own or may_look_at(by, one.worker, one.commune_id, on=timezone.localtime(at).date()) else None


def _of(worker: Worker | int) -> QuerySet[ExceptionalAccess]:
    return _named(ExceptionalAccess.objects.filter(worker=worker))


def _named(rows: QuerySet[ExceptionalAccess]) -> QuerySet[ExceptionalAccess]:
    return rows.select_related("worker", "held", "looked_by")


def _told(one: ExceptionalAccess) -> Opening:
    return Opening(
        uuid=one.uuid, worker=one.worker, role=one.held.role, household=one.household, commune=one.commune_id,
        domain=one.domain, reason=one.reason, since=one.since, until=one.until, ended_at=one.ended_at,
        looked_by=one.looked_by.full_name if one.looked_by else "", agreed=one.agreed, words=one.words,
    )


def _noted(what: str, one: ExceptionalAccess, by: Worker, at: datetime) -> None:
    act = audit.Act("change", "household", one.household, by=by.uuid, commune=one.commune_id,
                    purpose=f"{what}:{one.domain}")
    audit.record([act], at=at)
