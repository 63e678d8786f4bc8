"""The numbers of the method by which matters reach the council: parameters.csv, dated and cited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vatra.assessment.queries import rulebook_in_force
from vatra.base.days import add_months


@dataclass(frozen=True, slots=True)
class Measures:
    """How late is long overdue (days), how long a need waits (months), how many households hide one; the quorum."""

    overdue_days: int
    unmet_months: int
    village_households: int
    fewest: int  # households in which a matter is counted at all
    quorum_share: float


def measures_on(on: date) -> Measures:
    """The measures of the rulebook in force on a day."""
    numbers = rulebook_in_force(on=on).rulebook.parameters_on(on)

    def of(code: str) -> float:
        value = numbers[code]
        assert value is not None  # the rulebook's own check: they are valid from its first day
        return value

    return Measures(
        overdue_days=int(of("council_overdue_days")), unmet_months=int(of("council_unmet_months")),
        village_households=int(of("council_village_households")), fewest=int(of("suppress_below")),
        quorum_share=of("council_quorum_share"),
    )


@dataclass(frozen=True, slots=True)
class Rhythm:
    """By when the next meeting is to be held, after which row of deadlines.csv."""

    due_on: date
    rule: str
    label: dict[str, str]
    article: dict[str, str]
    source: str
    confirmed: bool


def meeting_due(rhythm: str, after: date, *, on: date) -> Rhythm:
    """By when a council of a rhythm (monthly | quarterly) meets after a day."""
    rule = f"council_{rhythm}"
    row = next(row for row in rulebook_in_force(on=on).rulebook.deadlines if row["code"] == rule)
    return Rhythm(
        due_on=add_months(after, int(float(row["amount"]))), rule=rule,
        label={"ro": row["label_ro"], "en": row["label_en"]},
        article={"ro": row["article"], "en": row["article_en"]},
        source=row["source"], confirmed=row["confirmed"] == "yes",
    )
