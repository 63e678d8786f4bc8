"""Small multiples: one number of many communes over the same months, every drawing on the same scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vatra.web.present.courses import Course, Step, spark_of


@dataclass(frozen=True, slots=True)
class Multiple:
    """One commune: its name, its last value in words, its line; None where no two months may be told."""

    name: str
    shown: str
    course: Course | None


def multiples_of(communes: Sequence[tuple[str, Sequence[Step]]]) -> list[Multiple]:
    """One drawing for each commune, the largest value of all of them being the height of each."""
    most = max((step.value or 0 for _name, steps in communes for step in steps), default=0)
    return [Multiple(name, steps[-1].shown if steps else "", spark_of(steps, most=most)) for name, steps in communes]
