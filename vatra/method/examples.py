"""The cases of a rulebook: situations in plain words with the finding expected."""

from __future__ import annotations

import json
from collections.abc import Iterator

from vatra.method.format import CASES
from vatra.method.mistakes import BadInput, Mistake
from vatra.method.program import Program, SubjectResult
from vatra.method.rulebook import Example, Place, Row
from vatra.method.sheets import Reader, day_of


def read_examples(reader: Reader, codes: list[str]) -> Iterator[Example]:
    """The cases in `cases/CODE.csv` of these vulnerabilities; unreadable ones are noted as mistakes."""
    for code in codes:
        for at, row in reader.sheet(f"cases/{code}.csv", CASES).rows:
            on = day_of(row["on"])
            facts = facts_of(reader, at, row["facts"])
            if on is None or facts is None:
                continue
            household, members = facts
            complete(members, row)
            severity = int(row["expect_severity"]) if row["expect_severity"].isdigit() else None
            yield Example(row["id"], on, household, members, row["expect_code"], row["expect_state"], severity, at, row)


def facts_of(reader: Reader, at: Place, text: str) -> tuple[dict[str, object], list[dict[str, object]]] | None:
    """The household and the members of a case, or None with a mistake noted."""
    try:
        facts = json.loads(text)
        household, members = facts.get("household", {}), facts.get("members", [])
    except (ValueError, AttributeError, RecursionError):
        reader.fault(at, "facts", "nu este JSON corect", "is not proper JSON")
        return None
    if not isinstance(household, dict) or not isinstance(members, list):
        reader.fault(at, "facts", "trebuie household {…} și members […]", "household {…} and members […] are needed")
        return None
    return household, members


def complete(members: list[dict[str, object]], row: Row) -> None:
    """Gives members of a case the ids, the kind and the birth date that its row leaves to be understood."""
    for number, member in enumerate(members, start=1):
        if isinstance(member, dict):
            member.setdefault("id", f"m{number}")
            member.setdefault("kind", row["subject_kind"])
    concerned = [member for member in members if isinstance(member, dict) and member["kind"] == row["subject_kind"]]
    if row["birth_date"] and concerned:
        concerned[0].setdefault("birth_date", row["birth_date"])


def failed_examples(program: Program) -> list[Mistake]:
    """Every case whose finding is not the one expected, as a mistake at its row."""
    return [mistake for example in program.rulebook.examples for mistake in failures(program, example)]


def failures(program: Program, example: Example) -> Iterator[Mistake]:
    """What is wrong with one case, if anything."""
    try:
        found = outcomes(program, example)
    except BadInput as error:
        yield fault(example.at, "facts", error.sentence("ro"), error.sentence("en"))
        return
    expected = (example.state, example.severity if example.state == "present" else None)
    if any(state == expected[0] and expected[1] in (None, severity) for state, severity in found):
        return
    got = ", ".join(f"{state}{f' {severity}' if severity else ''}" for state, severity in found) or "—"
    wanted = f"{expected[0]}{f' {expected[1]}' if expected[1] else ''}"
    yield fault(
        example.at,
        "expect_state",
        f"se așteaptă {wanted}, regula dă {got}",
        f"{wanted} is expected, the rule gives {got}",
    )


def outcomes(program: Program, example: Example) -> list[tuple[str, int | None]]:
    """What the rules find in those whom a case may speak of: (state, severity). Raises `BadInput`."""
    result = program.assess(example.household, example.members, on=example.on)
    return [
        (finding.state, finding.severity)
        for subject in concerned(result.subjects, result.household, example.row)
        for finding in subject.findings
        if finding.code == example.code
    ]


def concerned(subjects: tuple[SubjectResult, ...], household: SubjectResult, row: Row) -> list[SubjectResult]:
    """The subjects a case may speak of: the first member of its kind, or everybody when it says none."""
    kind = row.get("subject_kind", "")
    same = [subject for subject in subjects if subject.kind == kind]
    return same or [household, *subjects]


def fault(at: Place, column: str, reason_ro: str, reason_en: str) -> Mistake:
    """A mistake at a place."""
    return Mistake(at.file, at.row, column, reason_ro, reason_en)
