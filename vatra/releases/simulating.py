"""Two rulebooks side by side over the register, from the command line: kept commune by commune in a file of numbers.

Stopped half-way, it goes on where it was: the file is named by what is compared and as of which day. A commune of
which something was kept in the register meanwhile is counted again, and so is one counted by an older way of counting.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from vatra.assessment.compared import communes_assessed, households_compared
from vatra.method import Program
from vatra.people import queries as people
from vatra.register.verify import Head
from vatra.register.verify import heads as register_heads
from vatra.releases.counting import way_of_counting
from vatra.releases.moved import Moved, count

Progress = Callable[[int, int], None]


@dataclass
class Simulated:
    """What the second rulebook moves, by commune, and what that was counted over.

    `entries`: of these communes, together. `kept`: communes that an earlier run had counted; `older`: those that one
    had counted by an older way of counting, counted again.
    """

    moved: dict[int, Moved] = field(default_factory=dict)
    entries: int = 0
    kept: int = 0
    older: int = 0


def moved_in(commune: int, before: Program, after: Program, *, on: date) -> Moved:
    """What another rulebook moves in one commune."""
    several = list(households_compared([commune], before, after, on=on))
    persons = [member.uuid for one in several for member in one.members]
    ethnicities = {uuid: person.ethnicity for uuid, person in people.persons(persons).items()}
    return count(several, before, after, ethnicities)


def simulate(
    before: Program, after: Program, *, on: date, communes: Collection[int] | None = None, again: bool = False,
    progress: Progress = lambda done, of: None,
) -> Simulated:
    """What the second rulebook moves; `again`: without what an earlier run has kept."""
    kept = _file(before, after, on)
    if again:
        kept.unlink(missing_ok=True)
    heads = {head.commune: head for head in register_heads()}
    done, older = _read(kept, heads)
    wanted = [commune for commune in communes_assessed() if communes is None or commune in communes]
    left = [commune for commune in wanted if commune not in done]
    kept.parent.mkdir(parents=True, exist_ok=True)
    with kept.open("a", encoding="utf-8") as file:
        for place, commune in enumerate(left, start=len(wanted) - len(left)):
            progress(place, len(wanted))
            done[commune] = moved_in(commune, before, after, on=on)
            file.write(json.dumps([commune, heads[commune].digest, done[commune].as_json() | {"examples": {}},
                                   way_of_counting()]) + "\n")
            file.flush()
    progress(len(wanted), len(wanted))
    return Simulated(
        {commune: done[commune] for commune in wanted}, entries=sum(heads[commune].number for commune in wanted),
        kept=len(wanted) - len(left), older=len(older.intersection(left)),
    )


def _file(before: Program, after: Program, on: date) -> Path:
    of = sha256(f"{before.content_hash}/{after.content_hash}/{on}".encode()).hexdigest()[:32]
    return Path(settings.HOME) / "trials" / f"{of}.jsonl"


def _read(kept: Path, heads: Mapping[int, Head]) -> tuple[dict[int, Moved], set[int]]:
    """What was kept and still holds, and the communes that were counted by an older way of counting.

    A last line that was cut off in the middle is counted again.
    """
    done: dict[int, Moved] = {}
    older: set[int] = set()
    for line in kept.read_text("utf-8").splitlines() if kept.exists() else ():
        try:
            commune, digest, counts, *way = json.loads(line)
        except ValueError:
            continue
        if way != [way_of_counting()]:
            older.add(commune)
        elif commune in heads and heads[commune].digest == digest:
            done[commune] = Moved.from_json(counts)
    return done, older
