"""Entries told the short way: each goes through the register's door, alone or in one batch."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.unit.people.village import AGAS, communes
from vatra.access.models import RoleHeld, Worker
from vatra.register.entries import Draft, Receipt, receive

ON = date(2026, 3, 2)
WEEK = timedelta(days=7)


def a_worker(username: str, role: str, commune: int = AGAS) -> Worker:
    """A worker who holds a role in a commune."""
    worker = Worker(uuid=uuid4(), username=username, full_name=f"Lucrător {username}")
    worker.set_unusable_password()
    worker.save()
    RoleHeld.objects.create(uuid=uuid4(), worker=worker, role=role, commune_id=commune, since=date(2015, 1, 1))
    return worker


def a_draft(kind: str, payload: dict[str, Any], *, household: UUID, person: UUID | None = None, on: date = ON,
            uuid: UUID | None = None) -> Draft:
    """An entry as its author sealed it."""
    return Draft(uuid or uuid4(), kind, 1, AGAS, household, person, payload, on, datetime.combine(on, time(10), UTC))


def enrolment(household: UUID, *members: dict[str, Any], on: date = ON, uuid: UUID | None = None) -> Draft:
    """A household with these members; the first is the head."""
    heads = {"relation": "head", "is_head": True}
    rows = [member | (heads if place == 0 else {}) for place, member in enumerate(members)]
    return a_draft("enrol_household", {"address": "", "members": rows}, household=household, on=on, uuid=uuid)


def one(
    given_name: str, born: str | None, *, uuid: UUID | None = None, sex: str = "f", relation: str = "child"
) -> dict[str, Any]:
    """A member as an entry states one."""
    return {"uuid": str(uuid or uuid4()), "surname": "Pop", "given_name": given_name, "sex": sex, "born": born,
            "relation": relation}


def interview(household: UUID, facts: dict[str, Any] | None = None, *, on: date = ON, uuid: UUID | None = None,
              members: dict[UUID, dict[str, Any]] | None = None) -> Draft:
    """An interview: answers about the household and about members."""
    said = [{"person": str(person), "facts": given} for person, given in (members or {}).items()]
    payload = {"questionnaire": "household", "questionnaire_version": "1", "household": facts or {}, "members": said,
               "started_at": f"{on}T09:00:00Z", "ended_at": f"{on}T09:40:00Z"}
    return a_draft("record_interview", payload, household=household, on=on, uuid=uuid)


class Story:
    """One family - mother, a child of eight and one of two - in a commune with two workers."""

    def __init__(self) -> None:
        communes()
        self.maria = a_worker("maria", "social_worker")
        self.ioana = a_worker("ioana", "social_worker")
        self.mediator = a_worker("sanda", "health_mediator")
        self.home, self.mother, self.child, self.toddler = uuid4(), uuid4(), uuid4(), uuid4()
        self.happens(enrolment(
            self.home, one("Elena", "1990-05-01", uuid=self.mother), one("Ana", "2017-06-01", uuid=self.child),
            one("Ion", "2024-01-01", uuid=self.toddler, sex="m"),
        ))

    def sends(self, *drafts: Draft, by: Worker | None = None) -> list[Receipt]:
        """What the register answers to a batch."""
        latest = max(draft.on for draft in drafts)
        return receive(drafts, by=by or self.maria, at=datetime.combine(latest, time(18), UTC))

    def happens(self, *drafts: Draft, by: Worker | None = None) -> None:
        """A batch that must be applied."""
        receipts = self.sends(*drafts, by=by)
        assert [receipt.outcome for receipt in receipts] == ["received"] * len(drafts), [r.reason for r in receipts]

    def refused(self, draft: Draft, by: Worker | None = None) -> str:
        """Why an entry was not applied."""
        [receipt] = self.sends(draft, by=by)
        assert receipt.outcome == "to_settle", receipt
        return receipt.reason_code or ""

    def asks(self, facts: dict[str, Any] | None = None, *, on: date = ON, by: Worker | None = None,
             members: dict[UUID, dict[str, Any]] | None = None) -> None:
        """An interview of the family."""
        self.happens(interview(self.home, facts, on=on, members=members), by=by)

    def says(self, kind: str, code: str, *, person: UUID | None = None, on: date = ON, by: Worker | None = None,
             **payload: Any) -> None:
        """A judgement about the family or one of its members."""
        self.happens(self.word(kind, code, person=person, on=on, **payload), by=by)

    def word(self, kind: str, code: str, *, person: UUID | None = None, on: date = ON, **payload: Any) -> Draft:
        """A judgement, not yet sent."""
        return a_draft(kind, {"code": code, **payload}, household=self.home, person=person, on=on)
