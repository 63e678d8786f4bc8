"""The land of one run: communes of its own, a team in each, families known before the story begins."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from tests.simulator.people import Home, answers, drawn_uuid, family
from vatra.access import entries as access
from vatra.register.entries import Draft, receive

PASSWORD, PIN = "patru gaste dupa gard", "739251"
FIELD_ROLES = (
    "social_worker", "social_worker", "community_nurse", "school_counsellor", "school_mediator", "health_mediator",
    "social_technician", "head",
)
SINCE = date(2020, 1, 1)
FIRST_COMMUNE, MOST_SEEDS = 200_000, 300_000


def model(name: str) -> Any:
    """A model by its label; tests may reach into any room."""
    return apps.get_model(name)


@dataclass
class Held:
    """A tablet as the story knows it: whose it is, and all that was ever sealed on it."""

    name: str
    worker: Any
    role: str
    commune: int
    homes: list[Home] = field(default_factory=list)
    sealed: dict[str, dict[str, Any]] = field(default_factory=dict)
    device: str = ""
    fate: str = "new"  # then: enrolled, locked, wiped, lost
    locked_once: bool = False
    protocol: int | None = None  # of its app, when that is not the app of today
    had: set[str] = field(default_factory=set)  # once wiped: what the register had of it then

    @property
    def works(self) -> bool:
        """Whether its worker can go on with it."""
        return self.fate == "enrolled"

    @property
    def is_kept(self) -> bool:
        """Whether what is on it is still on it."""
        return self.fate in ("enrolled", "locked")


class Land:
    """Communes, workers and families of a seed; the numbers of communes say whose they are."""

    def __init__(self, seed: int) -> None:
        rng = Random(f"{seed}/land")
        self.seed, self.today = seed, timezone.localdate()
        self.communes = [FIRST_COMMUNE + seed % MOST_SEEDS * 2 + place for place in range(2)]
        self.homes: list[Home] = []
        self.tablets: list[Held] = []
        self._make_places()
        self.clerk = [self._worker(f"s{seed}c{place}", "social_worker", commune)
                      for place, commune in enumerate(self.communes)]
        for place, commune in enumerate(self.communes):
            self._make_families(rng, commune, self.clerk[place])
        both = rng.random() < 0.5
        for place in range(rng.randrange(2, 5)):
            commune = rng.choice(self.communes) if both else self.communes[0]
            role = rng.choice(FIELD_ROLES)
            worker = self._worker(f"s{seed}w{place}", role, commune)
            self.tablets.append(Held(f"{seed}/{place}", worker, role, commune))

    def code_for(self, worker: Any) -> str:
        """A fresh one-time code, as the office shows it. Tries of other runs are another address's."""
        model("access.SignInAttempt").objects.all().delete()
        return access.make_device_code(worker, by=None, at=timezone.now())[1]

    def _make_places(self) -> None:
        county, _ = model("places.County").objects.get_or_create(code="BC", defaults={"siruta": 47, "name": "Bacău"})
        model("places.Commune").objects.bulk_create([
            model("places.Commune")(siruta=siruta, name=f"Comuna {siruta}", searched=f"comuna {siruta}",
                                    kind="commune", county=county, urban=False)
            for siruta in self.communes
        ], ignore_conflicts=True)

    def _worker(self, username: str, role: str, commune: int) -> Any:
        worker = model("access.Worker").objects.create(
            uuid=uuid4(), username=username, full_name=f"Lucrător {username}", password=_hashed()
        )
        give_role(worker, role, commune, since=SINCE)
        return worker

    def _make_families(self, rng: Random, commune: int, clerk: Any) -> None:
        drafts = []
        for _ in range(rng.randrange(2, 5)):
            home = family(rng, self.seed, commune, self.today)
            self.homes.append(home)
            drafts.append(self._draft(rng, home, "enrol_household", home.enrolment(), days=40))
            members = [{"person": one.uuid, "facts": answers(rng, "adult" if one.is_adult(self.today) else "child", 8)}
                       for one in home.persons]
            drafts.append(self._draft(rng, home, "record_interview", {
                "questionnaire": "household", "questionnaire_version": "1", "members": members,
                "household": answers(rng, "household", 8)}, days=30))
        outcomes = {one.outcome for one in receive(drafts, by=clerk, at=timezone.now())}
        assert outcomes == {"received"}, outcomes

    def _draft(self, rng: Random, home: Home, kind: str, payload: dict[str, Any], *, days: int) -> Draft:
        return Draft(
            uuid=UUID(drawn_uuid(rng)), kind=kind, version=1, commune=home.commune, household=UUID(home.uuid),
            person=None, payload=payload, on=self.today - timedelta(days=days),
            at=timezone.now() - timedelta(days=days),
        )


def give_role(worker: Any, role: str, commune: int, *, since: date) -> None:
    """A role held in a commune, from a day on."""
    model("access.RoleHeld").objects.create(uuid=uuid4(), worker=worker, role=role, commune_id=commune, since=since)


def seed_of(commune: int) -> int:
    """The seed whose land a commune is of."""
    return (commune - FIRST_COMMUNE) // 2


@cache
def _hashed() -> str:
    """One password for all: its hash is dear."""
    return make_password(PASSWORD)
