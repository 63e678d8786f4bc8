"""Acts about families and persons written down twice: merged, told apart again, or said to be two."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.simulator.people import Home, Someone, drawn_uuid

Act = dict[str, Any]
WHY = {"reason": "aceeași familie, văzută la fața locului"}


@dataclass
class Twice:
    """What the story knows of records that are alike: twins written down on purpose, and merges tried so far."""

    twins: list[tuple[Home, Home]] = field(default_factory=list)
    merges: list[tuple[str, Home, str]] = field(default_factory=list)  # entry, household it was about, what went

    def act(self, rng: Random, home: Home, homes: list[Home]) -> Act:
        """A merge, its undoing, or a word that two are two; mostly of records that are alike, and some of any."""
        known = [pair for pair in self.twins if any(one.uuid == home.uuid for one in (*pair, *homes))]
        one, other = rng.choice(known) if known and rng.random() < 0.7 else (home, rng.choice(homes))
        what = rng.choice(["households", "households", "households", "persons", "undo", "undo", "two"])
        if what == "undo" and self.merges:
            return self._undone(rng)
        if what == "two":
            return {"kind": "not_the_same", **_of(one), "payload": {"other": other.uuid}}
        if what == "persons":
            return self._persons(rng, one, other)
        return self._households(rng, one, other)

    def _households(self, rng: Random, kept: Home, gone: Home) -> Act:
        uuid = drawn_uuid(rng)
        self.merges.append((uuid, kept, gone.uuid))
        pairs = [{"kept": mine.uuid, "gone": theirs.uuid}
                 for mine, theirs in zip(kept.persons, gone.persons, strict=False) if rng.random() < 0.8]
        return {"kind": "merge_households", "uuid": uuid, **_of(kept),
                "payload": {"gone": gone.uuid, "members": pairs, **WHY}}

    def _persons(self, rng: Random, here: Home, there: Home) -> Act:
        if not here.persons or not there.persons:
            return self._households(rng, here, there)
        kept, gone = rng.choice(here.persons), rng.choice(there.persons)
        uuid = drawn_uuid(rng)
        self.merges.append((uuid, here, gone.uuid))
        return {"kind": "merge_persons", "uuid": uuid, **_of(here),
                "payload": {"kept": kept.uuid, "gone": gone.uuid, **WHY}}

    def _undone(self, rng: Random) -> Act:
        entry, home, gone = rng.choice(self.merges)
        return {"kind": "unmerge", **_of(home), "payload": {"entry": entry, "gone": gone, "reason": "sunt două"}}


def twin(rng: Random, home: Home, commune: int) -> Home:
    """The same family as another worker would write it down: other uuids, the same people."""
    again = [Someone(**{**one.__dict__, "uuid": drawn_uuid(rng)}) for one in home.persons]
    return Home(drawn_uuid(rng), commune, home.address, again)


def _of(home: Home) -> Act:
    return {"commune": home.commune, "household": home.uuid}
