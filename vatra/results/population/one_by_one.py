"""The Python engine: every row as a household of one child, one carer and one pregnant woman, by `Program.assess`."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa

from vatra.method.program import LEVELS, Program, Result, level_of
from vatra.method.proposals import household_plan
from vatra.results.population.columns import Shape
from vatra.results.population.counts import Counts
from vatra.results.population.reading import Encoded

MEMBERS = ("child", "adult", "pregnant")


class OneByOne:
    """Assesses rows one after another."""

    def __init__(self, shape: Shape, program: Program, on: date, counts: Counts) -> None:
        self.shape = shape
        self.program = program
        self.on = on
        self.counts = counts

    def coded(self, table: pa.Table, columns: dict[str, Encoded]) -> pa.Table:
        """The same table of codes that the SQL engines give."""
        said = [
            (
                column,
                [
                    None if place is None else columns[column.name].said[place]
                    for place in columns[column.name].places.to_pylist()
                ],
            )
            for column in self.shape.columns
        ]
        made: dict[str, list[Any]] = {name: [] for name in (*self.counts.codes, *self.counts.services, "level")}
        for place in range(table.num_rows):
            who: dict[str, dict[str, Any]] = {"household": {}} | {kind: {"id": kind, "kind": kind} for kind in MEMBERS}
            for column, answers in said:
                if answers[place] is not None:
                    who[column.member][column.code] = answers[place]
            result = self.program.assess(who["household"], [who[kind] for kind in MEMBERS], on=self.on)
            self.append(result, made)
        arrays = {name: pa.array(values, pa.int32()) for name, values in made.items()}
        return pa.table({"id": table.column("id"), "household": table.column("household"), **arrays})

    def append(self, result: Result, made: dict[str, list[Any]]) -> None:
        """One row of codes: severities of the kinds described, services, the child's level."""
        subjects = [subject for subject in (result.household, *result.subjects) if subject.kind in self.shape.described]
        severities: list[int] = []
        for subject in subjects:
            for finding in subject.findings:
                made[finding.code].append(None if finding.state == "unknown" else finding.severity or 0)
                if finding.severity and subject.kind != "pregnant":
                    severities.append(finding.severity)
        plan = household_plan(
            self.program.rulebook.services, ((subject.id, subject.findings) for subject in subjects), self.on
        )
        proposed = {service.code for service in plan}
        for service in self.counts.services:
            made[service].append(int(service in proposed))
        made["level"].append(LEVELS.index(level_of(severities)))
