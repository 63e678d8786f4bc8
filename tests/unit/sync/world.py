"""Two communes, a team in the first, families; tablets that speak to the server as the field app does."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.apps import apps
from django.test import Client
from django.utils import timezone

from vatra.access import entries as access
from vatra.register.entries import Draft, Receipt, receive

ROOT = UUID("c0000000-0000-4000-8000-000000000000")
HERE, THERE = 21123, 21891
PASSWORD = "patru gaste dupa gard"


def model(name: str) -> Any:
    """A model by its label; tests may reach into any room."""
    return apps.get_model(name)


def uuid(name: str) -> UUID:
    """The same uuid for the same name."""
    return uuid5(ROOT, name)


def today() -> date:
    """The day of the server, which the doors read for themselves."""
    return timezone.localdate()


def ago(days: int) -> date:
    """A day before today."""
    return today() - timedelta(days=days)


def made_places() -> None:
    """Two communes of one county."""
    county, _ = model("places.County").objects.get_or_create(code="BC", defaults={"siruta": 47, "name": "Bacău"})
    for siruta, name in ((HERE, "Asău"), (THERE, "Berești")):
        model("places.Commune").objects.get_or_create(
            siruta=siruta, defaults={"name": name, "searched": name.lower(), "kind": "commune", "county": county,
                                     "urban": False})


def made_worker(username: str, role: str | None = "social_worker", commune: int | None = HERE, **held: Any) -> Any:
    """A worker with a password, who holds a role in a commune, or (None) in the county."""
    worker = access.enrol_worker(username, f"Lucrător {username}", password=PASSWORD, by=None, at=timezone.now())
    if role:
        model("access.RoleHeld").objects.create(
            uuid=uuid4(), worker=worker, role=role, commune_id=commune, county_id=None if commune else "BC",
            **({"since": date(2020, 1, 1)} | held),
        )
    return worker


def draft(kind: str, house: str, payload: dict[str, Any], *, on: date | None = None, commune: int = HERE,
          person: UUID | None = None, number: UUID | None = None) -> Draft:
    """An entry as its author sealed it."""
    day = on or today()
    return Draft(
        uuid=number or uuid4(), kind=kind, version=1, commune=commune, household=uuid(house), person=person,
        payload=payload, on=day, at=timezone.make_aware(datetime.combine(day, time(7))),
    )


def family(house: str, *, commune: int = HERE, on: date | None = None, cnp: dict[str, str] | None = None) -> Draft:
    """A mother of about forty and a child of nine."""
    def member(name: str, born: date, **rest: Any) -> dict[str, Any]:
        return {"uuid": str(uuid(f"{house}/{name}")), "surname": f"Fam{house}", "given_name": name.capitalize(),
                "sex": "f", "born": born.isoformat(), **rest}

    return draft("enrol_household", house, {"address": f"Strada {house} 4", "members": [
        member("ana", date(1986, 3, 4), relation="head", is_head=True, cnp=cnp or {"state": "none"}),
        member("ioana", ago(9 * 365 + 100), relation="child", is_head=False),
    ]}, on=on or ago(40), commune=commune)


def interview(house: str, facts: dict[str, Any], child: dict[str, Any], *, on: date | None = None) -> Draft:
    """Answers about the household and about the child."""
    return draft("record_interview", house, {
        "questionnaire": "household", "questionnaire_version": "1", "household": facts,
        "members": [{"person": str(uuid(f"{house}/ioana")), "facts": child}],
    }, on=on or ago(10))


def handed_in(by: Any, *drafts: Draft) -> list[Receipt]:
    """Through the register's door, now."""
    return receive(drafts, by=by, at=timezone.now())


def sent(one: Draft) -> dict[str, Any]:
    """An entry as it goes over the wire."""
    return {
        "uuid": str(one.uuid), "kind": one.kind, "version": one.version, "commune": one.commune,
        "household": str(one.household) if one.household else None, "person": str(one.person) if one.person else None,
        "payload": one.payload, "on": one.on.isoformat(), "at": one.at.isoformat(), "rulebook": one.rulebook,
    }


@dataclass
class Tablet:
    """What a tablet knows: its token, its cursor, the households it holds."""

    worker: Any
    token: str = ""
    told: dict[str, Any] | None = None
    cursor: str = ""

    def __post_init__(self) -> None:
        self.client = Client(raise_request_exception=False)
        self.held: dict[str, dict[str, Any]] = {}
        if not self.token:
            _, code = access.make_device_code(self.worker, by=None, at=timezone.now())
            answer = self.post("enrol", {"code": code, "name": "tableta"})
            assert answer.status_code == 200, answer.content
            self.told = answer.json()
            self.token = self.told["token"]

    @property
    def device(self) -> Any:
        """Its row."""
        return model("access.Device").objects.get(uuid=self.told["device"])

    def post(self, path: str, body: Any, **headers: str) -> Any:
        """A call with a body."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.post(f"/api/sync/{path}", raw, content_type="application/json",
                                headers=self._signed(headers))

    def get(self, path: str, **asked: Any) -> Any:
        """A call without one."""
        return self.client.get(f"/api/sync/{path}", asked, headers=self._signed({}))

    def push(self, *drafts: Draft, pending: int = 0, epoch: str | None = None) -> Any:
        """Entries sent, packed."""
        body = {"epoch": epoch or self.told["epoch"], "entries": [sent(one) for one in drafts], "pending": pending}
        return self.post("push", gzip.compress(json.dumps(body, default=str).encode()), **{"Content-Encoding": "gzip"})

    def page(self, **asked: Any) -> dict[str, Any]:
        """One page from its cursor."""
        answer = self.get("pull", since=self.cursor, **asked)
        assert answer.status_code == 200, answer.content
        assert answer.headers["Content-Encoding"] == "gzip"
        return json.loads(gzip.decompress(answer.content))

    def sync(self, **asked: Any) -> list[dict[str, Any]]:
        """Pages until there are no more, taken over as the field app does."""
        pages: list[dict[str, Any]] = []
        while True:
            page = self.page(**asked)
            pages.append(page)
            if page["reset"]:
                self.held = {}
            self.held |= {one["uuid"]: one for one in page["households"]}
            for one in page["gone"]:
                self.held.pop(one["uuid"], None)
            self.cursor = page["cursor"]
            if not page["more"]:
                return pages
            assert len(pages) < 100, "it never ends"

    def _signed(self, headers: dict[str, str]) -> dict[str, str]:
        return ({"Authorization": f"Bearer {self.token}"} if self.token else {}) | headers
