"""Answers checked by the rulebook and written in one way, and facts put together as the method takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vatra.assessment.facts import SPECIAL, Stored, Value, known
from vatra.method import BadInput, Program, Result
from vatra.people.queries import Member
from vatra.register.kinds import CannotApply

OF_HOUSEHOLD = frozenset({"household"})
OF_MEMBERS = frozenset({"child", "adult", "pregnant", "member"})
OF_AGE = 18
COUNTED = frozenset({"h_members", "h_children", "h_adults"})
_OF_PEOPLE = frozenset({"birth_date", "sex", "age_y", "age_m", "age_d"})  # the room of people says these
_CHILDREN = frozenset({"child", "foster", "sibling"})


class UnknownAnswer(CannotApply):
    """An answer that the rulebook cannot take; `path` is its field."""

    code = "unknown_answer"


def written(program: Program, path: str, answers: Mapping[str, Any], subjects: frozenset[str]) -> dict[str, Value]:
    """The answers of one subject in canonical form, without those not asked.

    Raises UnknownAnswer with the path of a fact that the rulebook does not know, or of a value that
    is not among its choices or bounds.
    """
    given = {code: value for code, value in answers.items() if value is not None}
    if not _OF_PEOPLE.isdisjoint(given):
        raise UnknownAnswer(
            _("“%(path)s” is no answer of an interview: birth and sex are corrected with the person."),
            path=f"{path}.{min(_OF_PEOPLE & given.keys())}",
        )
    checked = {code: None if isinstance(value, str) and value in SPECIAL else value for code, value in given.items()}
    try:
        values, _given = program.answers.facts(path, checked, subjects, ())
    except BadInput as wrong:
        raise UnknownAnswer(
            _("The rulebook cannot take “%(path)s”. Look at what was asked, and send it again."),
            path=wrong.path, detail=wrong.reason_en,
        ) from None
    return {code: _canonical(value, values.get(code)) for code, value in given.items()}


def _canonical(given: Any, checked: Any) -> Value:
    """One way to write each value: true/false, whole numbers without a point, sorted lists."""
    if isinstance(given, list):
        return sorted(set(given))
    if isinstance(checked, float):
        return int(checked) if checked.is_integer() else checked
    value: Value = given if checked is None else checked
    return value


def kind_of(member: Member, facts: Mapping[str, Stored], *, on: date) -> str:
    """Whether the rules look at a member as a child or an adult; by relation when the age is not known."""
    ages = member.ages(on)
    if ages is not None:
        return "child" if ages[0] < OF_AGE else "adult"
    return "child" if member.relation in _CHILDREN or any(code.startswith("c_") for code in facts) else "adult"


def assessed(
    program: Program, household: UUID, members: Sequence[Member], facts: Mapping[UUID, Mapping[str, Stored]],
    *, on: date, changed_on: date,
) -> Result:
    """What the rulebook says of a household as of a day, from its current facts.

    `changed_on` is the last day on which somebody came or went: a number of members that was told
    before is counted anew. A stored fact that this rulebook does not know any more is left out: to it,
    it was never asked.
    """
    rows = [_row(program, member, facts.get(member.uuid, {}), on=on) for member in members]
    house = {"id": str(household), **_counts(program, rows), **_told(facts.get(household, {}), changed_on)}
    try:
        return program.assess(house, rows, on=on, services=False)
    except BadInput:
        readable = [_readable(program, row) for row in rows]
        return program.assess(_readable(program, house), readable, on=on, services=False)


def _counts(program: Program, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """How many live here, as people know it, for the rulebook's facts of those names."""
    children = sum(row["kind"] == "child" for row in rows)
    counts = {"h_members": len(rows), "h_children": children, "h_adults": len(rows) - children}
    return {code: count for code, count in counts.items() if count and code in program.answers.subject}


def _told(facts: Mapping[str, Stored], changed_on: date) -> dict[str, Value]:
    """The household's facts, without numbers of members that are older than the last change among them."""
    last = changed_on.isoformat()
    return {code: value for code, value in known(facts).items() if code not in COUNTED or facts[code][1] >= last}


def _row(program: Program, member: Member, facts: Mapping[str, Stored], *, on: date) -> dict[str, Any]:
    kind = kind_of(member, facts, on=on)
    row: dict[str, Any] = {"id": str(member.uuid), "kind": kind}
    if kind == "adult":  # what was said of the child is the past of the adult
        subject = program.answers.subject
        row |= {code: value for code, value in known(facts).items() if subject.get(code) != "child"}
    else:
        row |= known(facts)
    if member.sex:
        row["sex"] = member.sex
    birth_date, ages = member.birth_date, member.ages(on)
    if birth_date is not None and birth_date <= on:
        row["birth_date"] = birth_date
    elif ages is not None and ages[0] == ages[1]:
        row["age_y"] = ages[0]
    return row


def _readable(program: Program, row: dict[str, Any]) -> dict[str, Any]:
    """A row without what the program cannot take."""
    subjects = OF_MEMBERS if "kind" in row else OF_HOUSEHOLD
    kept = {}
    for code, value in row.items():
        if code not in ("id", "kind"):
            try:
                program.answers.facts("", {code: value}, subjects, ())
            except BadInput:
                continue
        kept[code] = value
    return kept
