"""What workers send, day after day: the demo county's stories, in the order of days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from vatra.care.queries import package_on
from vatra.demo.acts import Act
from vatra.demo.families import Families
from vatra.demo.making import days_until, stories
from vatra.demo.running import county_shares
from vatra.demo.stories import Storyteller
from vatra.places import queries as places
from vatra.register.entries import Draft

LAST_DAY = date(2026, 3, 31)
ROLES = frozenset({"social_worker"})


def drafts_of_communes(number: int, seed: int = 1) -> Iterator[tuple[int, list[Draft]]]:
    """For each of some communes, everything sent in three years, in the order of days, household by household."""
    version = package_on(LAST_DAY).version
    for share in county_shares(number):
        here = share.place.siruta
        rng = Random(f"{seed}/{here}")
        days = days_until(LAST_DAY)
        villages = [(village.siruta, 1) for village in places.villages_of(here)]
        teller = Storyteller(rng, days.first, days.last, package_on, (), ROLES)
        families = Families(f"bench/{seed}/{here}", rng, villages)
        acts = [act for story in stories(share, families, teller, days) for act in _in_order(story)]
        acts.sort(key=lambda act: act.on)  # stable: what one household sends on a day stays together
        yield here, [act.draft(here, version) for act in acts]


def _in_order(story: list[Act]) -> list[Act]:
    """No act on an earlier day than the one it builds on."""
    latest = date.min
    for act in story:
        latest = max(latest, act.on)
        act.on = latest
    return story


def after(batch: list[Draft]) -> datetime:
    """A moment at which a batch can have come in."""
    return max(draft.at for draft in batch) + timedelta(hours=1)
