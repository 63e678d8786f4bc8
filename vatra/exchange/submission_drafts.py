"""From a submission to entries: the household with its members, and the interview with its answers.

The uuids are derived from the tool's own id of the submission, so that bringing it in again, from
whichever format, is the same entry and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vatra.base.ids import derived_uuid
from vatra.exchange.answers import answers_of, day_of
from vatra.exchange.form import Form
from vatra.exchange.submissions import MOST_MEMBERS, Block, Submission, SubmissionRefused
from vatra.people.policies import check_member, cleaned_cnp
from vatra.places.queries import commune_exists, villages_found
from vatra.register.entries import Draft
from vatra.register.kinds import CannotApply

_RELATIONS = {"head", "partner", "child", "parent", "grandparent", "sibling", "foster", "other"}
_FORMULA = ("=", "+", "@", "\t")
_DOUBT_ABOUT = {"cnp": "cnp", "birth": "birth_date", "too_old": "birth_date", "no_name": "surname",
                "name_too_long": "surname"}
NOON = time(12)


@dataclass(slots=True)
class Prepared:
    """The entries of one submission, and what of it has no place in the register."""

    submission: Submission
    drafts: list[Draft]
    left_out: list[str] = field(default_factory=list)
    cnps: list[tuple[str, str]] = field(default_factory=list)  # number, column


def prepared(submission: Submission, form: Form, *, commune: int | None) -> Prepared:
    """The entries of a submission. Raises SubmissionRefused naming row and column."""
    block = submission.household
    if not submission.instance:
        raise SubmissionRefused(
            _("The submission has no id (instanceID, _uuid or KEY): export it with its metadata."), code="no_instance"
        ).at(block.row)
    if len(submission.members) > MOST_MEMBERS:
        raise SubmissionRefused(_("A household cannot have so many members."), code="too_many_members").at(block.row)
    on, started_at, ended_at = _days(block)
    at = ended_at or started_at or datetime.combine(on, NOON, UTC)
    where = _commune(block, commune)
    known = _uuid(block, "household_uuid")
    household = known or derived_uuid(submission.instance, "household")
    persons = [
        _uuid(member, "person_uuid") or derived_uuid(submission.instance, "person", number)
        for number, member in enumerate(submission.members)
    ]
    enrol = None if known else _enrolment(submission, persons, on, where)
    interview = {
        "questionnaire": form.name, "questionnaire_version": form.version, "round": block.text("round"),
        "started_at": started_at.isoformat() if started_at else None,
        "ended_at": ended_at.isoformat() if ended_at and (not started_at or ended_at >= started_at) else None,
        "household": answers_of(block, form, of_household=True),
        "members": [
            {"person": str(person), "facts": answers_of(member, form, of_household=False)}
            for person, member in zip(persons, submission.members, strict=True)
        ],
    }
    kinds = [("enrol_household", enrol), ("record_interview", interview)]
    drafts = [
        Draft(derived_uuid(submission.instance, kind), kind, 1, where, household, None, payload, on, at)
        for kind, payload in kinds if payload is not None
    ]
    return Prepared(submission, drafts, _left_out(submission, form), _numbers(submission))


def _left_out(submission: Submission, form: Form) -> list[str]:
    """Free texts that the register has no place for."""
    blocks = [submission.household, *submission.members]
    return [name for block in blocks for name in block.cells if name in form.texts]


def _numbers(submission: Submission) -> list[tuple[str, str]]:
    """The numbers stated as CNP, which nobody else may bear."""
    stated = [block for block in submission.members if block.text("cnp_state") in ("", "present")]
    return [(cleaned_cnp(block.text("cnp")), block.column("cnp")) for block in stated if block.text("cnp")]


def _days(block: Block) -> tuple[date, datetime | None, datetime | None]:
    """The day of the interview, and the moments it began and ended."""
    started_at, ended_at = _moment(block, "start"), _moment(block, "end")
    if block.text("interview_on"):
        return day_of(block, "interview_on"), started_at, ended_at
    if started_at is None:
        raise SubmissionRefused(
            _("The submission does not say on which day the interview was."), code="no_day"
        ).at(block.row, "interview_on")
    return started_at.date(), started_at, ended_at


def _moment(block: Block, name: str) -> datetime | None:
    text = block.text(name)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise SubmissionRefused(
            _("This is no moment: moments are written like 2026-03-02T10:15:00+02:00."), code="not_a_moment"
        ).at(block.row, block.column(name)) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _uuid(block: Block, name: str) -> UUID | None:
    text = block.text(name)
    try:
        return UUID(text) if text else None
    except ValueError:
        raise SubmissionRefused(
            _("This is no id of a household or a person."), code="not_an_id"
        ).at(block.row, block.column(name)) from None


def _commune(block: Block, given: int | None) -> int:
    text = block.text("commune")
    if text:
        if text.isascii() and text.isdigit() and len(text) < 8 and commune_exists(int(text)):
            return int(text)
        raise SubmissionRefused(
            _("There is no commune with this SIRUTA code."), code="unknown_commune"
        ).at(block.row, block.column("commune"))
    if given is None:
        raise SubmissionRefused(
            _("The submission does not name its commune: give it with --commune."), code="no_commune"
        ).at(block.row, "commune")
    return given


def _enrolment(submission: Submission, persons: list[UUID], on: date, commune: int) -> dict[str, Any]:
    """The payload of `enrol_household`, every member checked as the room people will."""
    block = submission.household
    members = [_member(member, person, on) for member, person in zip(submission.members, persons, strict=True)]
    heads = [member for member in members if member["relation"] == "head"]
    if len(heads) != 1:
        raise SubmissionRefused(
            _("A household has one head: the form names %(heads)s."), code="head_missing" if not heads else "two_heads",
            heads=len(heads),
        ).at(block.row, "relation")
    village, address = _written(block, "village"), _written(block, "address")
    found = [one for one in villages_found(village, communes=[commune]) if village] if village else []
    siruta = found[0].siruta if len(found) == 1 else next(
        (one.siruta for one in found if one.name.casefold() == village.casefold()), None)
    if village and siruta is None:
        address = f"{village}, {address}" if address else village
    return {"village": siruta, "address": address, "members": members}


def _written(block: Block, name: str) -> str:
    """A text somebody wrote; a formula is none."""
    text = block.text(name)
    if text.startswith(_FORMULA):
        raise SubmissionRefused(
            _("This is a formula of a spreadsheet, not an answer."), code="formula"
        ).at(block.row, block.column(name))
    return text


def _member(block: Block, person: UUID, on: date) -> dict[str, Any]:
    sex, relation = block.text("sex"), block.text("relation") or "other"
    for name, value, allowed in (("sex", sex, {"f", "m", ""}), ("relation", relation, _RELATIONS)):
        if value not in allowed:
            raise SubmissionRefused(
                _("This answer is not one of the choices."), code="not_a_choice"
            ).at(block.row, block.column(name))
    cnp = block.text("cnp")
    stated: dict[str, Any] = {
        "uuid": str(person), "surname": _written(block, "surname"), "given_name": _written(block, "given_name"),
        "sex": sex, "born": _born(block), "relation": relation, "is_head": relation == "head",
        "ethnicity": _written(block, "ethnicity")[:60],
        "cnp": {"state": block.text("cnp_state") or ("present" if cnp else "none"), "value": cnp},
    }
    try:
        check_member(stated, on=on)
    except CannotApply as doubt:
        name = next((name for code, name in _DOUBT_ABOUT.items() if doubt.code.startswith(code)), "surname")
        raise SubmissionRefused(doubt.template, code=doubt.code, **doubt.params).at(
            block.row, block.column(name)) from None
    except ValueError:
        raise SubmissionRefused(_("This member cannot be understood."), code="not_a_member").at(
            block.row, block.column("cnp_state")) from None
    return stated


def _born(block: Block) -> str | None:
    """The birth as a payload says it: a day, a year, or nothing."""
    known = block.text("birth_known")
    if known == "unknown":
        return None
    if block.text("birth_date") and known in ("", "day"):
        return block.text("birth_date")[:10] if "T" in block.text("birth_date") else block.text("birth_date")
    return block.text("birth_year") or None
