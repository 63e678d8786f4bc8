"""The rounds of a study counted, and its results worked out: commune by commune, outcome by outcome, each kept.

So that both can be stopped and go on where they were. A round becomes cells when every commune of it is counted: what
may be told of one depends on the others. Results follow from cells, which stay, so they are worked out once.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256

from django.db import transaction

from vatra.method.indicators import Indicator
from vatra.method.rulebook import Rulebook
from vatra.releases.models import OpenCell, Study, StudyCell, StudyCounted, StudyFound
from vatra.releases.open_data import protected
from vatra.releases.studies import Plan, frozen, last_day, outcomes_of, plan_in_force
from vatra.releases.study_results import Outcome, from_json, outcome_of
from vatra.results.evidence import Gathering
from vatra.results.indicators import Cell, Counting, Measured, measured
from vatra.results.periods import Month
from vatra.results.population.engines import DuckdbEngine

Numbers = dict[tuple[str, int], Measured]  # of one commune, by outcome and month
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Rounds:
    """What is counted: the rounds of a plan that are over and were not counted yet, by the frozen rulebook."""

    plan: Plan
    book: Rulebook
    due: tuple[int, ...]

    @cached_property
    def counting(self) -> Counting:
        """The counting of these months."""
        return Counting(self.book, tuple(Month(month // 100, month % 100, last_day(month)) for month in self.due))

    @cached_property
    def wanted(self) -> dict[str, Indicator]:
        """The outcomes by code."""
        possible = outcomes_of(self.book)
        return {code: possible[code] for code in self.plan.outcomes}


def counted_rounds(study: Study) -> list[int]:
    """The months that stand as cells."""
    return sorted(set(study.cells.values_list("month", flat=True)))


def rounds_due(study: Study, *, on: date) -> tuple[int, ...]:
    """The rounds that are over and not counted yet."""
    counted = counted_rounds(study)
    return tuple(month for month in plan_in_force(study).rounds if month not in counted and last_day(month) < on)


def left_to_do(study: Study, *, on: date) -> tuple[int, int]:
    """How many communes are counted and results worked out of those that can be now, and of how many."""
    plan, due = plan_in_force(study), rounds_due(study, on=on)
    done = StudyCounted.objects.filter(study=study, rounds=list(due), commune__in=plan.communes).count() if due else 0
    worked_out = 0 if due else sum(one is not None for one in found_so_far(study).values())
    results = len(plan.outcomes) if due or counted_rounds(study) else 0
    return done + worked_out, (len(plan.communes) if due else 0) + results


def go_on(
    study: Study, *, on: date, enough: Callable[[], bool] = lambda: False,
    progress: Progress = lambda done, of: None,
) -> bool:
    """Count what is over and work out what follows until nothing is left, or it is enough. Whether nothing is left.

    Raises CannotStudy when the frozen rulebook is not here any more.
    """
    done, of = left_to_do(study, on=on)

    def one_more() -> bool:
        nonlocal done
        done += 1
        progress(done, of)
        return enough()

    progress(done, of)
    due = rounds_due(study, on=on)
    if due and not _count(study, Rounds(plan_in_force(study), frozen(study), due), one_more):
        return False
    return _work_out(study, one_more)


def _count(study: Study, rounds: Rounds, stop: Callable[[], bool]) -> bool:
    """Each commune that is left; when none is, the cells of all of them. Whether it came to its end."""
    due = list(rounds.due)
    kept = set(StudyCounted.objects.filter(study=study, rounds=due).values_list("commune_id", flat=True))
    with closing(DuckdbEngine()) as engine:
        for commune in rounds.plan.communes:
            if commune in kept:
                continue
            numbers = [[code, month, one.value, one.numerator, one.denominator]
                       for (code, month), one in sorted(_numbers(rounds, engine, commune).items())]
            StudyCounted.objects.update_or_create(study=study, commune_id=commune,
                                                  defaults={"rounds": due, "numbers": numbers})
            if stop():
                return False
    _keep_cells(study, rounds)
    return True


def _numbers(rounds: Rounds, engine: DuckdbEngine, commune: int) -> Numbers:
    """The numbers of one commune, by the frozen definitions."""
    rounds.counting.load(engine, Gathering(rounds.book, rounds.counting.facts).commune(commune))
    cells: dict[tuple[str, int], list[Cell]] = defaultdict(list)
    for cell in rounds.counting.count(engine, only=list(rounds.wanted.values())):
        cells[cell.indicator, cell.month].append(cell)
    return {(code, month): measured(rounds.wanted[code], several) for (code, month), several in cells.items()}


def _keep_cells(study: Study, rounds: Rounds) -> None:
    """The cells of all communes as they may be told; what was kept of single ones goes."""
    with transaction.atomic():
        Study.objects.select_for_update().get(pk=study.pk)
        parts = StudyCounted.objects.filter(study=study)
        if set(rounds.due) & set(counted_rounds(study)):
            parts.delete()  # somebody else was faster
            return
        numbers: dict[tuple[str, int], dict[int, Measured]] = defaultdict(dict)
        for part in parts.filter(commune__in=rounds.plan.communes):
            for code, month, value, above, below in part.numbers:
                numbers[code, month][part.commune_id] = Measured(value, above, below)
        for (indicator, month), communes in sorted(numbers.items()):
            told = _as_published(indicator, month, communes)
            StudyCell.objects.bulk_create((
                StudyCell(study=study, indicator=indicator, month=month, commune_id=commune, withheld=one is None,
                          **({} if one is None else {"value": one.value, "numerator": one.numerator,
                                                     "denominator": one.denominator}))
                for commune, one in told.items()
            ), batch_size=2_000)
        parts.delete()


def _as_published(indicator: str, month: int, numbers: dict[int, Measured]) -> dict[int, Measured | None]:
    """The numbers as they may be told; as they stand in the open data where they stand there."""
    told = protected(numbers)
    if month % 100 == 12:
        for cell in OpenCell.objects.filter(indicator=indicator, year=month // 100, commune__in=list(numbers)):
            told[cell.commune_id] = None if cell.withheld else Measured(
                cell.value, cell.numerator or 0.0, cell.denominator)
    return told


def _work_out(study: Study, stop: Callable[[], bool]) -> bool:
    """Each result that is left. Whether none is."""
    if not counted_rounds(study):
        return True
    left = [code for code, one in found_so_far(study).items() if one is None]
    for place, code in enumerate(left, start=1):
        _worked_out(study, code)
        if stop() and place < len(left):
            return False
    return True


def cells_of(study: Study) -> list[StudyCell]:
    """All cells, in order."""
    return list(study.cells.select_related("commune").order_by("indicator", "month", "commune_id"))


def outcomes(study: Study) -> list[Outcome]:
    """Every outcome of a study, as far as its rounds were counted; those not worked out yet are."""
    return [one if one is not None else _worked_out(study, code) for code, one in found_so_far(study).items()]


def found_so_far(study: Study) -> dict[str, Outcome | None]:
    """Each outcome in the order of the plan; None of what is not worked out yet."""
    plan, of = plan_in_force(study), _of(study)
    kept = dict(StudyFound.objects.filter(study=study, of=of).values_list("indicator", "found"))
    whole = len(kept) == len(plan.outcomes) and not any(one["refused"] for one in kept.values())
    cells = [] if whole else cells_of(study)
    found: dict[str, Outcome | None] = {}
    for code in plan.outcomes:
        said = kept.get(code)
        found[code] = from_json(said) if said else None
        if said["refused"] if said else not any(cell.indicator == code for cell in cells):
            found[code] = outcome_of(code, plan, cells)  # quick, and its sentence is in the reader's language
    return found


def _worked_out(study: Study, code: str) -> Outcome:
    one = outcome_of(code, plan_in_force(study), cells_of(study))
    StudyFound.objects.update_or_create(study=study, indicator=code, of=_of(study), defaults={"found": one.as_json()})
    return one


def _of(study: Study) -> str:
    """The digest of what results rest on: the plan, and which rounds are counted."""
    said = json.dumps([plan_in_force(study).model_dump(mode="json"), counted_rounds(study)], sort_keys=True)
    return sha256(said.encode()).hexdigest()


def missing_by_arm(study: Study, code: str, months: Collection[int]) -> dict[tuple[bool, int], tuple[int, int]]:
    """Of one outcome: by arm and round, communes without a number that may be told, and communes in the plan."""
    plan = plan_in_force(study)
    rows = study.cells.filter(indicator=code, withheld=False, value__isnull=False).values_list("commune_id", "month")
    told = set(rows)
    return {
        (arm, month): (sum((commune, month) not in told for commune in communes), len(communes))
        for arm, communes in ((True, plan.treated), (False, plan.comparison)) for month in months
    }
