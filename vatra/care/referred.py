"""Referrals as their reader may know them: listed with their clocks, and one with its whole history."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import F

from vatra.base.prepared import Prepared
from vatra.care.directory import names_of
from vatra.care.models import Deadline, Referral, ReferralStep
from vatra.care.moves import OPEN, UNMET
from vatra.care.notes import Authors
from vatra.care.package import Package, package_on

MOST = 1_000
FEW_COMMUNES = 4  # of more the database reads no more than it gives, state by state
OF_LIST = ("uuid", "service", "codes", "household__pk", "sent_on", "acknowledged_on", "answered_on", "outcome_on", "pk")
NEWS = timedelta(days=7)  # so long the answer of a partner stands on the first screen
ACKNOWLEDGED = ("referral_acknowledged", "referral_acknowledged_emergency")
ANSWERED = ("referral_answered",)
PARTS = ("mine", "draft", "silent", "open", "closed", "unmet")


@dataclass(frozen=True, slots=True)
class ReferralSeen:
    """A referral. `codes` are those its reader may know; `note` is empty for who shares not its author's profession.

    `late_on`: since when its provider's word is overdue, None while it is not; `supervised`: the day on which it went
    to the supervisors, too.
    """

    uuid: UUID
    household: UUID
    commune: int
    person: UUID | None
    service: str
    what: str
    codes: tuple[str, ...]
    institution: str
    provider: str
    state: str
    outcome: str
    by: str
    by_id: int
    drafted_on: date | None
    sent_on: date | None
    acknowledged_on: date | None
    appointment_on: date | None
    outcome_on: date | None
    note: str
    basis: str
    shared_until: date | None
    agreed_with: str
    names: str
    phone: str
    consent_withdrawn_on: date | None
    acknowledge_by: date | None = None
    answer_by: date | None = None

    def is_late(self, on: date) -> bool:
        """Whether the provider's word is overdue on a day."""
        return any(day is not None and day < on for day in (self.acknowledge_by, self.answer_by))

    def is_supervisors(self, on: date) -> bool:
        """Whether the ten working days are over: its supervisor is told."""
        return self.answer_by is not None and self.answer_by < on


@dataclass(frozen=True, slots=True)
class ReferralStepSeen:
    """One thing that happened to a referral; `note` as in ReferralSeen, a partner's words for all who see it."""

    what: str
    on: date
    by: str
    partner: bool
    told_by: str
    who: str
    reason: str
    note: str
    appointment_on: date | None
    appointment_at: str
    place: str


@dataclass(frozen=True, slots=True)
class Answered:
    """News for the first screen: which referral, who answered what."""

    referral: ReferralSeen
    step: ReferralStepSeen


def referrals_in(
    communes: Collection[int], domains: Collection[str], *, on: date, roles: Collection[str] = (), part: str = "open",
    by: int | None = None,
) -> list[tuple[UUID, bool]]:
    """The referrals of some communes that a reader may know, those that wait longest first: which, and whether the
    provider's word is overdue. `part` is one of PARTS.

    `by`: only those that this worker (internal id) wrote. At most a thousand are looked at.
    """
    package, late = package_on(on), _overdue(communes, on)
    return [
        (uuid, (acknowledged_on is None and (home, sent_on, "acknowledge") in late)
         or (answered_on is None and (home, sent_on, "answer") in late))
        for uuid, service, codes, home, sent_on, acknowledged_on, answered_on, _outcome_on, _pk
        in _asked(communes, part, by) if package.may_know_act(service, codes, domains, roles)
    ]


def referrals_seen(
    uuids: Collection[UUID], domains: Collection[str], *, on: date, roles: Collection[str] = ()
) -> dict[UUID, ReferralSeen]:
    """Those of some referrals that a reader may know, who may see their households."""
    return {one.uuid: one for one in _seen(_NAMED(uuids), package_on(on), domains, roles)}


_NAMED = Prepared(lambda uuids: Referral.objects.filter(uuid__in=uuids).select_related("by", "household"))


def _asked(communes: Collection[int], part: str, by: int | None) -> list[tuple[Any, ...]]:
    """The referrals of a part as columns OF_LIST, in the order of the list; at most MOST."""
    name, words = _IN[part]
    asked = Referral.objects.filter(by_id=by) if by is not None else Referral.objects.all()
    latest = part in ("closed", "unmet")
    if len(communes) <= FEW_COMMUNES:
        parts = [asked.filter(**{f"{name}__in": words}, household__commune__in=list(communes))]
    else:  # “commune + 0” keeps SQLite from sorting a county for a thousand rows
        there = asked.annotate(place=F("household__commune_id") + 0).filter(place__in=list(communes))
        parts = [there.filter(**{name: word}) for word in words]
    order = "-outcome_on" if latest else "sent_on"
    rows = [row for each in parts for row in each.order_by(order, "id").values_list(*OF_LIST)[:MOST]]
    return sorted(rows, key=_latest_first if latest else _longest_first)[:MOST]


def _longest_first(row: tuple[Any, ...]) -> tuple[date, int]:
    return row[4] or date.min, row[-1]


def _latest_first(row: tuple[Any, ...]) -> tuple[int, int]:
    return -(row[-2] or date.min).toordinal(), row[-1]


_IN = {
    "mine": ("state", (*OPEN, "draft")), "draft": ("state", ("draft",)), "silent": ("state", ("sent",)),
    "open": ("state", OPEN), "closed": ("state", ("closed", "withdrawn")), "unmet": ("outcome", tuple(sorted(UNMET))),
}


def referral(
    uuid: UUID, domains: Collection[str], *, on: date, roles: Collection[str] = ()
) -> ReferralSeen | None:
    """One referral, for a reader who may see its household; None when the reader may not know it."""
    return referrals_seen([uuid], domains, on=on, roles=roles).get(uuid)


def referrals_of_household(
    household: Collection[UUID], domains: Collection[str], *, on: date, roles: Collection[str] = ()
) -> list[ReferralSeen]:
    """The referrals of some households that a reader may know, the newest last."""
    return _seen(_OF_HOUSEHOLDS(household), package_on(on), domains, roles)


_OF_HOUSEHOLDS = Prepared(
    lambda homes: Referral.objects.filter(household__in=homes).select_related("by", "household").order_by("id")
)


def steps_of_referral(uuid: UUID, domains: Collection[str]) -> list[ReferralStepSeen]:
    """What happened to a referral, in order."""
    rows = ReferralStep.objects.select_related("by").filter(referral__uuid=uuid).order_by("on", "id")
    return _steps(list(rows), domains)


def partners_answers(
    communes: Collection[int], domains: Collection[str], *, on: date, roles: Collection[str] = (), limit: int = 20
) -> list[Answered]:
    """What partners answered in the last days, the newest first."""
    rows = _answers(limit)(on - NEWS, on, communes) if communes else []
    if not rows:
        return []
    seen = referrals_seen({step.referral_id for step in rows}, domains, on=on, roles=roles)
    told = zip(rows, _steps(rows, domains), strict=True)
    return [Answered(seen[row.referral_id], step) for row, step in told if row.referral_id in seen]


@cache
def _answers(limit: int) -> Prepared:
    # “commune + 0” keeps SQLite from beginning with every household of the communes
    there = ReferralStep.objects.alias(seen_in=F("referral__household__commune_id") + 0).select_related("by")
    return Prepared(lambda after, until, communes: there.filter(
        partner=True, on__gt=after, on__lte=until, seen_in__in=communes).order_by("-on", "-id")[:limit])


def referrals_late(
    communes: Collection[int], domains: Collection[str], *, on: date, roles: Collection[str] = (),
    supervised: bool = False, limit: int = 10,
) -> list[ReferralSeen]:
    """Those whose provider's word is overdue, the longest first; of `supervised` only after ten working days."""
    rules = ANSWERED if supervised else (*ACKNOWLEDGED, *ANSWERED)
    starts = set(_overdue_first(3 * limit)(communes, rules, on)) if communes else set()
    if not starts:
        return []
    asked = _OPEN_SENT({household for household, _day in starts}, {day for _household, day in starts})
    seen = _seen(asked, package_on(on), domains, roles)
    return [one for one in seen if (one.is_supervisors(on) if supervised else one.is_late(on))][:limit]


@cache
def _overdue_first(most: int) -> Prepared:
    return Prepared(lambda communes, rules, on: Deadline.objects.filter(
        met_on=None, lapsed_on=None, commune__in=communes, rule__in=rules, due_on__lt=on
    ).order_by("due_on", "id").values_list("household__uuid", "starts_on")[:most])


_OPEN_SENT = Prepared(lambda homes, days: Referral.objects.filter(
    household__in=homes, sent_on__in=days, state__in=OPEN
).select_related("by", "household").order_by("sent_on", "id"))


def phone_of(worker: int) -> str:
    """Where a worker (internal id) last said that institutions can call."""
    said = Referral.objects.filter(by=worker).exclude(phone="").order_by("-sent_on", "-id")
    return said.values_list("phone", flat=True).first() or ""


def _steps(steps: Collection[ReferralStep], domains: Collection[str]) -> list[ReferralStepSeen]:
    authors = Authors({step.by_id for step in steps})
    return [
        ReferralStepSeen(
            what=step.what, on=step.on, by=step.by.full_name, partner=step.partner, told_by=step.told_by, who=step.who,
            reason=step.reason, appointment_on=step.appointment_on, appointment_at=step.appointment_at,
            place=step.place,
            note=step.note if step.partner or authors.share(step.by_id, step.on, "", domains) else "",
        )
        for step in steps
    ]


def _seen(
    rows: Sequence[Referral], package: Package, domains: Collection[str], roles: Collection[str],
) -> list[ReferralSeen]:
    known = [one for one in rows[:MOST]
             if package.may_know_act(one.service, one.codes, domains, roles)]
    names = names_of({one.institution for one in known})
    authors, waits = Authors({one.by_id for one in known}), _waits(known)
    return [
        ReferralSeen(
            uuid=one.uuid, household=one.household_id, commune=one.household.commune_id, person=one.person_id,
            service=one.service, what=package.label(one.service), codes=tuple(package.shown(one.codes, domains)),
            institution=one.institution, provider=names.get(one.institution, ""), state=one.state,
            outcome=one.outcome, by=one.by.full_name, by_id=one.by_id, drafted_on=one.drafted_on, sent_on=one.sent_on,
            acknowledged_on=one.acknowledged_on, appointment_on=one.appointment_on, outcome_on=one.outcome_on,
            note=one.note if authors.share(one.by_id, _begun(one), "", domains) else "",
            basis=one.basis, shared_until=one.shared_until, agreed_with=one.agreed_with, names=one.names,
            phone=one.phone, consent_withdrawn_on=one.consent_withdrawn_on,
            acknowledge_by=waits.get((one.uuid, "acknowledge")), answer_by=waits.get((one.uuid, "answer")),
        )
        for one in known
    ]


def _begun(one: Referral) -> date:
    day = one.sent_on or one.drafted_on or one.outcome_on
    assert day is not None
    return day


def _overdue(communes: Collection[int], on: date) -> set[tuple[int, date, str]]:
    """For which referrals the law's clocks have run out in some communes: the household (internal id), the day on
    which they were sent, and what they wait for.
    """
    rows = Deadline.objects.filter(
        met_on=None, lapsed_on=None, commune__in=list(communes), rule__in=(*ACKNOWLEDGED, *ANSWERED), due_on__lt=on
    ).values_list("household__pk", "starts_on", "rule")
    return {(home, day, "acknowledge" if rule in ACKNOWLEDGED else "answer") for home, day, rule in rows}


_CLOCKS = Prepared(lambda homes: Deadline.objects.filter(
    household__in=homes, rule__in=[*ACKNOWLEDGED, *ANSWERED], met_on=None, lapsed_on=None
).values_list("household__uuid", "starts_on", "rule", "due_on"))


def _waits(referrals: Collection[Referral]) -> dict[tuple[UUID, str], date]:
    """By when the law's clocks want a referral acknowledged and answered, while they run."""
    by_start: dict[tuple[UUID, date], list[Referral]] = {}
    for one in referrals:
        if one.state in OPEN and one.sent_on is not None:
            by_start.setdefault((one.household_id, one.sent_on), []).append(one)
    if not by_start:
        return {}
    found: dict[tuple[UUID, str], date] = {}
    for household, starts_on, rule, due_on in _CLOCKS({household for household, _day in by_start}):
        what = "acknowledge" if rule in ACKNOWLEDGED else "answer"
        for one in by_start.get((household, starts_on), ()):
            done = one.acknowledged_on if what == "acknowledge" else one.answered_on
            if done is None:
                found[one.uuid, what] = min(due_on, found.get((one.uuid, what), due_on))
    return found
