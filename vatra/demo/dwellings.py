"""The census as a newcomer meets it: a round begun, every village's dwellings listed, some nobody has been to yet; and
a school's list in which a few children stand whom nobody here knows.

Told after the stories and by a chance of their own. No household begins or ends by them, so that the figures that were
published stay true.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Any

from vatra.base.days import age_on
from vatra.base.ids import derived_uuid
from vatra.demo.acts import Act
from vatra.demo.names import names
from vatra.people.described import children_known
from vatra.people.payloads_of_dwellings import MOST_AT_ONCE
from vatra.register.verify import heads
from vatra.results import comparing

SINCE = timedelta(days=300)
OTHERS = 0.07  # dwellings in which no household of the register lives
OUTCOMES = (("empty", 50), ("away", 16), ("refused", 6), ("not_found", 4), ("", 24))  # what came of going there
PUPILS = (6, 14)  # years
UNKNOWN = 7  # children of the school's list whom the register does not know
STILL_LISTED = 0.2  # of the families that moved away: their children still stand on the list
NEXT_DOOR = 5  # pupils who live in the community that was told before this one
LEFT_OUT = 0.06  # of the pupils: at no school of the commune, or nowhere
Story = list[Act]


def census(told: Sequence[Story], *, seed: str, last: date, villages: Iterable[int]) -> Story:
    """One story: the round, the lists of dwellings, what came of those where nobody of the register lives."""
    rng, since = Random(f"{seed}/census"), last - SINCE
    begun = Act(derived_uuid(f"{seed}/round"), "begin_round", None, since)
    begun.payload = {"name": f"Recensământul din {since.year}"}
    story = [begun]
    at: dict[int, list[str]] = {village: [] for village in villages}
    for first in (acts[0] for acts in told if acts and acts[0].kind == "enrol_household"):
        at.setdefault(first.payload.get("village") or 0, []).append(first.payload["address"])
    for village, addresses in at.items():
        others = [f"nr. {900 + number}" for number in range(max(1, round(OTHERS * len(addresses))))]
        listed = _listed(village or None, [*dict.fromkeys(addresses), *others], f"{seed}/{village}", since)
        story += listed
        houses = {one["address"]: one["uuid"] for act in listed for one in act.payload["dwellings"]}
        story += _went(rng, [houses[address] for address in others], since, last)
    return story


def _listed(village: int | None, addresses: Sequence[str], seed: str, on: date) -> Story:
    acts = []
    for start in range(0, len(addresses), MOST_AT_ONCE):
        act = Act(derived_uuid(f"{seed}/dwellings", start), "list_dwellings", None, on)
        act.payload = {"village": village, "dwellings": [
            {"uuid": str(derived_uuid(f"{seed}/dwelling", address)), "address": address}
            for address in addresses[start : start + MOST_AT_ONCE] if address]}
        acts.append(act)
    return acts


def _went(rng: Random, houses: Iterable[str], since: date, last: date) -> Iterator[Act]:
    for house in houses:
        [outcome] = rng.choices([one for one, _weight in OUTCOMES], [weight for _one, weight in OUTCOMES])
        if outcome:
            on = since + timedelta(days=rng.randrange((last - since).days))
            act = Act(derived_uuid(house, "outcome"), "record_outcome", None, on)
            seen = outcome in ("away", "refused") and rng.random() < 0.6
            act.payload = {"dwelling": house, "outcome": outcome, "children": rng.randint(1, 3) if seen else None,
                           "note": "seara, după ora 18" if outcome == "away" and rng.random() < 0.5 else ""}
            yield act


def compare_school(
    told: Sequence[Story], *, commune: int, seed: str, last: date, by: Any, villages: dict[int, str]
) -> None:
    """The list of the commune's school is compared, and waits for a worker to look through."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["Nume", "Prenume", "CNP", "Data nașterii", "Mama", "Sat", "Școala"])
    writer.writerows(_pupils(told, Random(f"{seed}/school"), last, villages))
    writer.writerows(_from_next_door(commune, last))
    found = comparing.begin(file.getvalue().encode(), kind="school", commune=commune, by=by, on=last)
    while not comparing.go_on(found, on=last):
        pass


def _pupils(told: Sequence[Story], rng: Random, last: date, villages: dict[int, str]) -> Iterator[list[str]]:
    known = [acts[0].payload for acts in told if acts and acts[0].kind == "enrol_household"
             and (rng.random() < STILL_LISTED or not any(act.kind == "move_out" for act in acts))]
    for home in known:
        mother = next((one for one in home["members"] if one["sex"] == "f" and one["relation"] != "child"), None)
        for child in home["members"]:
            born = date.fromisoformat(child["born"]) if len(child.get("born") or "") == 10 else None
            if child["relation"] == "child" and born and _is_pupil(born, last) and rng.random() >= LEFT_OUT:
                yield _row(child, born, mother, villages.get(home["village"] or 0, ""), rng)
    for _child in range(UNKNOWN):
        sex = rng.choice("fm")
        born = last - timedelta(days=rng.randint(6 * 366, 14 * 365))
        yield [names().surname(rng), names().given(rng, sex, young=True), "", born.strftime("%d.%m.%Y"),
               names().given(rng, "f", young=False), rng.choice([*villages.values(), ""]), "Școala Gimnazială nr. 1"]


def _from_next_door(commune: int, last: date) -> Iterator[list[str]]:
    """Children whose parents found this school the better one; nobody while the demo is of one community."""
    others = sorted(head.commune for head in heads() if head.commune != commune)
    pupils = (child for other in others[:1] for child in children_known(other, on=last)
              if child.here and child.born.day and _is_pupil(child.born.day, last))
    for child in islice(pupils, NEXT_DOOR):
        yield [child.surname, child.given_name, child.cnp, child.born.shown, "", "", "Școala Gimnazială nr. 1"]


def _is_pupil(born: date, on: date) -> bool:
    return born <= on and PUPILS[0] <= age_on(born, on=on).years <= PUPILS[1]


def _row(child: dict[str, Any], born: date, mother: dict[str, Any] | None, village: str, rng: Random) -> list[str]:
    """As a secretary types it: capitals, a given name too few, day and month exchanged, the number often missing."""
    surname, given = child["surname"].upper(), child["given_name"]
    if " " in given and rng.random() < 0.3:
        given = given.split()[0]
    if rng.random() < 0.04:
        surname = surname[:-1]
    if born.day <= 12 and rng.random() < 0.04:
        born = born.replace(month=born.day, day=born.month)
    cnp = (child.get("cnp") or {}).get("value", "") if rng.random() < 0.3 else ""
    return [surname, given, cnp, born.strftime("%d.%m.%Y"),
            f"{mother['surname']} {mother['given_name']}" if mother else "", village, "Școala Gimnazială nr. 1"]
