"""A commune, a social worker, and short ways to say what happens there. All through the register's door."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.apps import apps

from vatra.register.entries import Draft, Receipt, receive

ROOT = UUID("5a000000-0000-4000-8000-000000000000")
COMMUNE = 21123
DAY = date(2026, 2, 2)
GRAVE: dict[str, Any] = {"c_phys": "suspected"}  # VI01, severity 3 for a child of 6 or more
MODERATE: dict[str, Any] = {"c_gp": False}  # SA01, severity 2
WELL: dict[str, Any] = {"c_phys": "none", "c_gp": True}


def uuid(name: str) -> UUID:
    """The same uuid for the same name."""
    return uuid5(ROOT, name)


def day(number: int) -> date:
    """A day counted from the start."""
    return DAY + timedelta(days=number)


def made_commune() -> Any:
    """The commune and its social worker."""
    county = apps.get_model("places.County").objects.create(code="BC", siruta=47, name="Bacău")
    apps.get_model("places.Commune").objects.create(
        siruta=COMMUNE, name="Asău", searched="asau", kind="commune", county=county, urban=False
    )
    worker = apps.get_model("access.Worker")(uuid=uuid("worker"), username="ana", full_name="Ana Munteanu")
    worker.set_unusable_password()
    worker.save()
    apps.get_model("access.RoleHeld").objects.create(
        uuid=uuid("role"), worker=worker, role="social_worker", commune_id=COMMUNE, since=date(2020, 1, 1)
    )
    return worker


def made_head() -> Any:
    """The head of the service, the second of two who close a case."""
    return colleague("sefa", "head")


def colleague(name: str, role: str, **where: Any) -> Any:
    """Another worker with a role in the commune, or where it is said."""
    worker = apps.get_model("access.Worker")(uuid=uuid(name), username=name, full_name=name.capitalize())
    worker.set_unusable_password()
    worker.save()
    apps.get_model("access.RoleHeld").objects.create(
        uuid=uuid(f"role/{name}"), worker=worker, role=role, since=date(2020, 1, 1),
        **(where or {"commune_id": COMMUNE}),
    )
    return worker


def draft(
    kind: str, house: str, on: int, payload: dict[str, Any], *, person: str | None = None, name: str = ""
) -> Draft:
    """An entry about a household of the village."""
    return Draft(
        uuid=uuid(f"{kind}/{house}/{on}/{name}"), kind=kind, version=1, commune=COMMUNE, household=uuid(house),
        person=uuid(person) if person else None, payload=payload, on=day(on),
        at=datetime.combine(day(on), time(9), UTC),
    )


def enrolled(house: str, on: int = 0) -> Draft:
    """A mother and a child of eight."""
    def member(name: str, born: str, sex: str, relation: str) -> dict[str, Any]:
        return {"uuid": str(uuid(f"{house}/{name}")), "surname": "Rusu", "given_name": name.capitalize(), "sex": sex,
                "born": born, "relation": relation, "is_head": relation == "head"}

    return draft("enrol_household", house, on, {
        "address": "nr. 7",
        "members": [member("mama", "1990-05-05", "f", "head"), member("copil", "2018-01-10", "m", "child")],
    })


def asked(house: str, on: int, facts: dict[str, Any], name: str = "") -> Draft:
    """An interview in which the child's answers are these."""
    return draft("record_interview", house, on, {
        "questionnaire": "household", "household": {},
        "members": [{"person": str(uuid(f"{house}/copil")), "facts": facts}],
    }, name=name)


def plan(house: str, on: int, *services: tuple[str, int], name: str = "", **more: Any) -> Draft:
    """A plan of services, each with the day on which it is due."""
    return draft("agree_plan", house, on, {
        "agreed_with": "mama", **more,
        "services": [
            {"service": code, "codes": ["VI01"], "due_on": day(due).isoformat(), "responsible": "social_worker"}
            for code, due in services
        ],
    }, name=name)


def delivered(house: str, on: int, service: str, outcome: str = "done", **more: Any) -> Draft:
    """A service given, or not."""
    return draft("record_delivery", house, on, {"service": service, "outcome": outcome, **more}, name=service + outcome)


def visited(house: str, on: int, kind: str = "home") -> Draft:
    """A visit."""
    return draft("record_visit", house, on, {"kind": kind}, name=kind)


def send(worker: Any, *drafts: Draft, batch: int = 500) -> list[Receipt]:
    """Send drafts in batches; the receipts of all."""
    receipts: list[Receipt] = []
    for start in range(0, len(drafts), batch):
        part = drafts[start:start + batch]
        receipts += receive(part, by=worker, at=max(one.at for one in part) + timedelta(hours=1))
    return receipts
