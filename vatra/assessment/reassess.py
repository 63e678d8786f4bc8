"""Evaluations to be made again: for a new rulebook, or because time has passed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from vatra.assessment.queries import out_of_date
from vatra.assessment.rulebooks import rulebook_in_force
from vatra.base.ids import derived_uuid
from vatra.register.entries import Draft

REASONS = {"rulebook": "another rulebook is in force", "age": "more than 30 days have passed"}


def reassessments(*, on: date, at: datetime, communes: Collection[int] | None = None) -> list[Draft]:
    """One `reassess_household` for each household that is out of date as of a day.

    The uuids follow from household, day and rulebook: sent twice, they are the same entries.
    """
    program = rulebook_in_force(on=on)
    return [
        Draft(
            uuid=derived_uuid("reassess", household, on, program.version), kind="reassess_household", version=1,
            commune=commune, household=household, person=None, payload={"reason": REASONS[why]}, on=on, at=at,
            rulebook=program.version,
        )
        for household, commune, why in out_of_date(on=on, rulebook=program, communes=communes)
    ]
