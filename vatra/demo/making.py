"""The stories of one local authority, drawn so that its numbers come out as wanted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from vatra.base.days import add_months
from vatra.demo.acts import Act
from vatra.demo.answers import Having
from vatra.demo.county import Share
from vatra.demo.families import CHILDREN, Families, Family, drawn
from vatra.demo.stories import Story, Storyteller, tell_other, tell_vulnerable
from vatra.demo.troubles import (
    BASES,
    BOTH_ABROAD,
    DELEGATED,
    MORE,
    NO_DELEGATION,
    OF_WOMEN,
    ONE_ABROAD,
    WITH_A_BABY,
    Trouble,
)

YEARS = 3
READY_DAYS = 45  # before the first interview: the team is trained, the tablets come
FIRST_CUT_MONTHS = 14  # when the earlier published count was taken, after the start
ROMA_ELSEWHERE = 0.02  # declared by households in which nothing was found: it is no vulnerability
DECLARED = 0.4
SCHOOL = ("c_abs_h", "c_abs_share", "c_repeat", "c_failing", "c_overage")
LESSONS = ("contradiction", "closed too early", "")  # in turn, one in each local authority


@dataclass(frozen=True, slots=True)
class Days:
    """The three years of the demo: from `first` to `last`; `cut` is the earlier count's day."""

    first: date
    cut: date
    last: date


def days_until(last: date) -> Days:
    """The three years that end on a day."""
    first = add_months(last, -12 * YEARS)
    return Days(first, add_months(first, FIRST_CUT_MONTHS), last)


def stories(share: Share, families: Families, teller: Storyteller, days: Days) -> Iterator[list[Act]]:
    """The acts of every household of a local authority, household by household."""
    rng = teller.rng
    plans = _vulnerable(share, families, rng, days)
    women = set(rng.sample(range(len(plans)), min(share.women, len(plans))))
    lesson = LESSONS[share.place.siruta % len(LESSONS)]
    for place, (family, noticed_on) in enumerate(plans):
        story = Story(teller, family, _troubles(family, rng, noticed_on, expecting=place in women))
        if lesson and _suits(lesson, story):
            story.lesson, lesson = lesson, ""
        yield tell_vulnerable(story, _surveyed_on(family, noticed_on, rng, days), noticed_on)
    span = (days.last - days.first).days - READY_DAYS - 14
    for _ in range(share.households - len(plans)):
        surveyed_on = days.first + timedelta(days=READY_DAYS + int(span * rng.random() ** 0.7))
        family = families.other(surveyed_on)
        family.ethnicity = "roma" if rng.random() < ROMA_ELSEWHERE else _declared(rng)
        yield tell_other(Story(teller, family, []), surveyed_on)


def _suits(lesson: str, story: Story) -> bool:
    """Whether a household's story can show this: it has a case, or there is a nurse to say otherwise."""
    if lesson == "closed too early":
        return story.severity() >= 3
    hungry = any("h_food_short" in one.trouble.wrong for one in story.troubles)
    return "community_nurse" in story.teller.team and not hungry


def _surveyed_on(family: Family, noticed_on: date, rng: Random, days: Days) -> date:
    """Most are noticed at the census; some of the later ones were asked a year before, and all was well."""
    earlier = max(days.first + timedelta(days=READY_DAYS), noticed_on - timedelta(days=rng.randint(300, 360)))
    everyone_born = all(one.born_on <= earlier for one in family.members)
    return earlier if noticed_on > days.cut and everyone_born and rng.random() < 0.25 else noticed_on


def _vulnerable(share: Share, families: Families, rng: Random, days: Days) -> list[tuple[Family, date]]:
    """The vulnerable households with the day on which they are noticed; the earlier count comes out by its day."""
    counts = child_counts(share.vulnerable, share.children, rng)
    early = _adding_up(counts, share.first_cut)
    roma = _adding_up(counts, share.roma, among=early)
    plans = []
    for place, count in enumerate(counts):
        since, until = (days.first + timedelta(days=READY_DAYS), days.cut) if place in early else (days.cut, days.last)
        span = (until - since).days - (2 if place in early else 25)
        noticed_on = since + timedelta(days=1 + int(span * rng.random()))
        family = families.vulnerable(count, noticed_on)
        family.ethnicity = "roma" if place in roma else _declared(rng)
        plans.append((family, noticed_on))
    return plans


def child_counts(households: int, children: int, rng: Random) -> list[int]:
    """How many children each of some households has: drawn, then brought to the sum one by one."""
    counts = [int(str(drawn(CHILDREN, rng))) for _ in range(households)]
    while (gap := children - sum(counts)) and households:
        place = rng.randrange(households)
        if gap > 0 and counts[place] < 7:
            counts[place] += 1
        elif gap < 0 and counts[place] > 1:
            counts[place] -= 1
    return counts


def _adding_up(counts: list[int], wanted: int, among: set[int] | None = None) -> set[int]:
    """Places whose counts add up to what is wanted, taken in order; the last ones are chosen to fit."""
    taken: set[int] = set()
    for place, count in enumerate(counts):
        if (among is None or place in among) and count <= wanted:
            taken.add(place)
            wanted -= count
    return taken


def _declared(rng: Random) -> str:
    return "romanian" if rng.random() < DECLARED else ""


def _troubles(family: Family, rng: Random, on: date, *, expecting: bool) -> list[Having]:
    """What is wrong in a vulnerable household on the day it is noticed: one thing that reaches all, and more."""
    base = rng.choices(BASES, [each.chance for each in BASES])[0]
    if base.code == "LO03" and any(one.months(on) < 12 for one in family.children(on)):
        base = WITH_A_BABY
    having = [_having(base, family, rng, on)]
    if family.kind == "grandparents" and rng.random() < BOTH_ABROAD.chance:
        absent = [BOTH_ABROAD, NO_DELEGATION] if rng.random() < NO_DELEGATION.chance else [BOTH_ABROAD, DELEGATED]
        having += [Having(trouble, child.uuid) for child in family.children(on) for trouble in absent]
    if family.kind == "single_parent" and rng.random() < ONE_ABROAD.chance:
        having += [Having(ONE_ABROAD, child.uuid) for child in family.children(on)]
    taken = {answer for each in having for answer in _answers(each)}
    for one in _more(family, rng, on):
        answers = _answers(one)
        if taken.isdisjoint(answers):
            taken |= answers
            having.append(one)
    mother = next((m for m in family.members if m.sex == "f" and m.role == "parent" and m.months(on) < 45 * 12), None)
    mother = mother or next((m for m in family.members if m.sex == "f" and m.months(on) >= 216), None)
    if expecting and mother:
        trouble = rng.choices(OF_WOMEN, [each.chance for each in OF_WOMEN])[0]
        week = int(trouble.wrong.get("g_week", 22))
        born_on = None if trouble.code == "SM05" else on + timedelta(days=7 * (40 - week))
        having.append(Having(trouble, mother.uuid, until=born_on))
    return having


def _answers(one: Having) -> set[tuple[UUID | None, str]]:
    """The answers that a trouble needs for itself; who goes to no school misses no hours there."""
    at_school = SCHOOL if "c_enrolled" in one.trouble.wrong else ()
    return {(one.person, code) for code in (*one.trouble.wrong, *at_school)}


def _more(family: Family, rng: Random, on: date) -> Iterator[Having]:
    parents = [one for one in family.members if one.role in ("parent", "carer")]
    for trouble in MORE:
        if trouble.of == "household":
            subjects: list[object] = [None]
        elif trouble.of == "adult":
            subjects = [one.uuid for one in parents]
        else:
            subjects = [one.uuid for one in family.children(on) if trouble.ages[0] <= one.months(on) < trouble.ages[1]]
        for subject in subjects:
            if rng.random() < trouble.chance:
                yield Having(trouble, subject)  # type: ignore[arg-type]


def _having(trouble: Trouble, family: Family, rng: Random, on: date) -> Having:
    if trouble.of == "household":
        return Having(trouble, None)
    parents = [one for one in family.adults(on) if one.role in ("parent", "carer")]
    return Having(trouble, rng.choice(parents).uuid)
