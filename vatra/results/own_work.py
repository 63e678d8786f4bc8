"""One worker's own work in numbers, for the worker: cases led, deadlines kept, time in the field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vatra.access.queries import Worker
from vatra.base.days import add_months
from vatra.care import queries as care

MONTHS = 3
IN_THE_FIELD = ("home", "school", "joint")  # as the indicator field_share counts it


@dataclass(frozen=True, slots=True)
class OwnWork:
    """The last three months. `due`: deadlines of the households led that fell due, `kept` of them in time; minutes."""

    cases: int
    due: int
    kept: int
    visits: int
    minutes: int
    field_minutes: int


def own_work(worker: Worker, *, on: date) -> OwnWork:
    """What a worker leads and did. Nobody else's numbers are in it, so that nothing is withheld."""
    since = add_months(on, -MONTHS)
    led = care.households_led_by(worker)
    due, kept = care.deadlines_kept(led, since=since, on=on)
    visits = [(minutes or 0, where) for visited, minutes, where in care.visits_made_by(worker, since=since)
              if visited <= on]
    return OwnWork(
        cases=len(led), due=due, kept=kept,
        visits=len(visits), minutes=sum(minutes for minutes, _where in visits),
        field_minutes=sum(minutes for minutes, where in visits if where in IN_THE_FIELD),
    )
