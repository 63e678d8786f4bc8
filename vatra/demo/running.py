"""Bring the demo county into an empty register, through the door that everybody uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import chain
from random import Random
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from vatra.access.entries import partner_account
from vatra.base.refusal import Refusal
from vatra.care.queries import package_on
from vatra.demo import workers
from vatra.demo.acts import HERE, Act
from vatra.demo.councils import council
from vatra.demo.county import Place, Share, of_communities, shares
from vatra.demo.dwellings import census, compare_school
from vatra.demo.families import Families
from vatra.demo.haste import in_haste
from vatra.demo.life import life_events
from vatra.demo.making import Days, days_until, stories
from vatra.demo.named_teams import named_teams
from vatra.demo.order import batches
from vatra.demo.process import lists_of_schools, with_steps
from vatra.demo.referrals import DOCTOR, doctor_of, referrals
from vatra.demo.signals import signals
from vatra.demo.stories import Storyteller
from vatra.demo.supervision import oversee
from vatra.demo.teamwork import together
from vatra.places import queries as places
from vatra.register.entries import receive

PARTNER = "partner"
LONG_BEFORE = 90  # days for which the practice's account has been there


class NotEmpty(Refusal):
    """The register holds something that the demo did not put there."""

    code = "not_empty"


@dataclass(slots=True)
class Made:
    """What came of it: entries by kind, and by reason those that could not be applied."""

    days: Days
    entries: Counter[str] = field(default_factory=Counter)
    not_applied: Counter[str] = field(default_factory=Counter)

    def hand_in(self, batch: Sequence[Act], worker: Any, *, commune: int, rulebook: str) -> None:
        """Through the register's door an hour after the latest of them, and counted."""
        at = max(act.at for act in batch) + timedelta(hours=1)
        receipts = receive([act.draft(commune, rulebook) for act in batch], by=worker, at=at)
        for act, receipt in zip(batch, receipts, strict=True):
            self.entries[act.kind] += 1
            if receipt.outcome not in ("received", "duplicate"):
                self.not_applied[f"{act.kind}: {receipt.reason_code or receipt.outcome}"] += 1


def check_can_fill() -> None:
    """Raise NotEmpty when there is any entry or worker: the demo never mixes with anything real."""
    entries = apps.get_model("register", "Entry").objects
    others = entries.exclude(by__username__startswith=workers.PREFIX).filter(by__answers_for="")
    if others.exists():
        raise NotEmpty(_("This register holds entries that are not the demo's. The demo fills only an empty one."))
    if entries.exists():
        raise NotEmpty(_("The demo county is already here."), code="already_here")


def logins_of_each_role() -> list[workers.Login]:
    """One login for every role that somebody of the demo holds, those of a commune first."""
    return workers.one_of_each_role()


def county_shares(communities: int | None) -> list[Share]:
    """The local authorities to fill, from the places as loaded; `communities` None: all 45."""
    found = [Place(c.siruta, c.name, c.population or 0, c.urban) for c in places.communes_of_county(workers.COUNTY)]
    return of_communities(shares(found), communities)


def fill(
    taken: Sequence[Share], *, seed: int, on: date, password: str,
    told: Callable[[int, int], None] = lambda done, of: None, begun: bool = False,
) -> Made:
    """Make these local authorities; `told(done, of)` is called as households are brought in.

    Raises NotEmpty when the register is not empty; when the same demo was `begun` there, it goes on with it.
    """
    if not begun:
        check_can_fill()
    days = days_until(on)
    if not workers.engaged():
        with transaction.atomic():
            workers.engage(taken, seed=seed, since=days.first - timedelta(days=60), password=password)
    made, teams = Made(days), workers.teams(taken)
    whole, done = sum(share.households for share in taken), 0
    with in_haste():
        for share in taken:
            if begun and _is_whole(share, taken):
                done += share.households
                continue
            for part in _fill_one(share, teams[share.place.siruta], seed, made, neighbour=_neighbour(share, taken)):
                told(done + part, whole)
            done += share.households
    told(whole, whole)
    return made


def _is_whole(share: Share, taken: Sequence[Share]) -> bool:
    """Whether a local authority was brought in to its end: then the next one was begun."""
    after = taken[taken.index(share) + 1 :]
    entries = apps.get_model("register", "Entry").objects
    return bool(after) and entries.filter(stream_id=after[0].place.siruta).exists()


def _neighbour(share: Share, taken: Sequence[Share]) -> int:
    """The commune that families move to and come from: the next one that is filled, else another of the county."""
    after = taken[(taken.index(share) + 1) % len(taken)].place.siruta
    others = (one.siruta for one in places.communes_of_county(workers.COUNTY))
    return after if after != share.place.siruta else next(one for one in others if one != share.place.siruta)


def _fill_one(
    share: Share, team: dict[str, list[Any]], seed: int, made: Made, *, neighbour: int
) -> Iterator[int]:
    """Bring in one local authority; yields how many of its households (in parts of its acts) are in."""
    rng = Random(f"{seed}/{share.place.siruta}")
    here = share.place.siruta
    teller = Storyteller(rng, made.days.first, made.days.last, package_on, _providers(here), frozenset(team))
    families = Families(f"demo/{seed}/{here}", rng, _villages(here))
    told = list(stories(share, families, teller, made.days))
    with_steps(told, seed=f"{seed}/{here}", last=made.days.last)
    told += signals(told, seed=f"{seed}/{here}", last=made.days.last, team=teller.team)
    seat = next(iter(team.get("council_member", ())), None)
    met = council(told, seed=f"demo/{seed}/{here}", last=made.days.last, member=seat)
    by = "head" if "head" in team else "social_worker"
    told += referrals(told, seed=f"{seed}/{here}", last=made.days.last, villages=_villages(here), by=by)
    team = team | {PARTNER: [_doctor(here, seed, made.days.last)]}
    told += life_events(told, seed=f"{seed}/{here}", last=made.days.last, neighbour=neighbour)
    told.append(lists_of_schools(here, seed=f"{seed}/{here}", last=made.days.last))
    told.append(census(told, seed=f"{seed}/{here}", last=made.days.last, villages=dict(_villages(here))))
    told += together(told, seed=f"{seed}/{here}", last=made.days.last, team=team)
    told += named_teams(told, seed=f"{seed}/{here}", last=made.days.last, team=team)
    acts, sent = sum(map(len, told)) + len(met), 0
    version = package_on(made.days.last).version
    whose = workers.worker_of(team)
    for worker, batch in chain(batches(told, whose), batches([met], whose)):
        made.hand_in(batch, worker, commune=here, rulebook=version)
        sent += len(batch)
        yield share.households * sent // max(acts, 1)
    compare_school(told, commune=here, seed=f"{seed}/{here}", last=made.days.last, by=team["social_worker"][0],
                   villages={one.siruta: one.name for one in places.villages_of(here)})
    oversee(here, team, seed=f"{seed}/{here}", on=made.days.last,
            hand_in=partial(made.hand_in, commune=here, rulebook=version))


def _doctor(commune: int, seed: int, last: date) -> Any:
    """The account by which the practice of a place answers."""
    at = datetime.combine(last - timedelta(days=LONG_BEFORE), time(8), tzinfo=HERE)
    return partner_account(doctor_of(f"{seed}/{commune}"), DOCTOR, commune=commune, on=at.date(), at=at)


def _villages(commune: int) -> list[tuple[int, int]]:
    """The villages with a weight: more people live at the seat."""
    return [(village.siruta, 3 if village.seat else 1) for village in places.villages_of(commune)]


def _providers(commune: int) -> Sequence[str]:
    """Licensed providers, the nearest first."""
    near = places.institutions_near(commune, "provider")
    return [one.institution.code for one in near[:12]]
