"""Which question says what, beside the rulebook's facts: the one place that knows the names of our questionnaires.

An XLSForm says with `save_to` which answer is which field of a household or a person. What ODK has no column for
(the day, the round, who asks, a year of birth) goes by the name of the question.
"""

from __future__ import annotations

from typing import Literal

Missing = Literal["dk", "refused", "not_asked"]

WHY_MISSING = "_why"  # `h_rooms_why` asks why `h_rooms` has no answer
MISSING_CODES: tuple[Missing, ...] = ("dk", "refused", "not_asked")

BY_NAME: dict[str, tuple[str, str]] = {
    "interview_on": ("interview", "on"),
    "start": ("interview", "started_at"),
    "end": ("interview", "ended_at"),
    "round": ("interview", "round"),
    "worker_role": ("interview", "role"),
    "commune": ("households", "commune"),
    "village": ("households", "village"),
    "address": ("households", "address"),
    "household_uuid": ("households", "uuid"),
    "person_uuid": ("persons", "uuid"),
    "surname": ("persons", "surname"),
    "given_name": ("persons", "given_name"),
    "relation": ("persons", "relation"),
    "sex": ("persons", "sex"),
    "birth_known": ("persons", "birth_known"),
    "birth_date": ("persons", "birth_date"),
    "birth_year": ("persons", "birth_year"),
    "child_or_adult": ("persons", "child_or_adult"),
    "cnp": ("persons", "cnp"),
    "cnp_state": ("persons", "cnp_state"),
    "ethnicity": ("persons", "ethnicity"),
}
ENTITIES = ("households", "persons")

# Names of the form, or of what tools add to it, that are no facts.
ABOUT_MEMBER = frozenset(name for name, (of, field) in BY_NAME.items() if of == "persons" and name != "child_or_adult")
ABOUT_HOUSEHOLD = frozenset(BY_NAME) - ABOUT_MEMBER - {"worker_role", "child_or_adult"}


def saved(name: str, save_to: str) -> tuple[str, str] | None:
    """Of what an answer is which field: as the form says it (`persons#sex`), else by the question's name."""
    entity, mark, field = save_to.partition("#")
    if mark and entity in ENTITIES and field:
        return entity, field
    return BY_NAME.get(name)
