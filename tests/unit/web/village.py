"""Two communes, their workers and some households, made through the register's door; for pages and journeys."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid5

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from vatra.register.entries import Draft, Receipt, receive

ROOT = UUID("5a000000-0000-4000-8000-0000000000aa")
HERE, THERE, EMPTY = 24801, 25166, 25200
PASSWORD = "trei capre albe pe deal"
WORKERS = {  # username: (name, role, commune, county)
    "ana": ("Ana Munteanu", "social_worker", HERE, None),
    "nina": ("Nina Rusu", "community_nurse", HERE, None),
    "mihai": ("Mihai Lupu", "school_mediator", HERE, None),
    "sefa": ("Elena Șerban", "head", HERE, None),
    "primar": ("Petru Țăranu", "mayor", HERE, None),
    "sorin": ("Sorin Crețu", "social_worker", THERE, None),
    "dana": ("Dana Ursu", "supervisor_dgaspc", None, "BC"),
    "consiliu": ("Ioana Vasilescu", "county_council", None, "BC"),
    "admin": ("Iosif Sava", "administrator", None, "BC"),
    "fara": ("Vasile Fără", None, None, None),
}
FAMILIES = {"popescu": "Popescu", "rotaru": "Rotaru"}  # alike, with grave vulnerabilities in several domains
ANSWERS = {
    "Andrei": {"c_enrolled": False, "c_ever_enrolled": True, "c_phys": "suspected", "c_gp": False},
    "Ioana": {"c_enrolled": False, "c_chronic": "untreated", "c_gp": True, "c_birth_cert": True},
}


def uuid(name: str) -> UUID:
    """The same uuid for the same name."""
    return uuid5(ROOT, name)


def _model(name: str) -> Any:
    return apps.get_model(name)


def made_places() -> None:
    """One county, three communes of it with their census and villages."""
    county = _model("places.County").objects.create(code="BC", siruta=47, name="Bacău")
    for siruta, name, searched, lat, lon in (
        (HERE, "Răcăciuni", "racaciuni", 46.33, 26.98), (THERE, "Sascut", "sascut", 46.18, 27.07),
        (EMPTY, "Asău", "asau", 46.45, 26.40),
    ):
        commune = _model("places.Commune").objects.create(
            siruta=siruta, name=name, searched=searched, kind="commune", county=county, urban=False, lat=lat, lon=lon,
            population=7000,
        )
        _model("places.Village").objects.create(
            siruta=siruta + 1, name="Gâsteni" if siruta == HERE else name, searched="gasteni", commune=commune
        )
        for age in (0, 5, 10, 15):
            _model("places.CensusAgeGroup").objects.create(
                commune=commune, age_from=age, age_until=age + 5, persons=100
            )


@cache
def _hashed() -> str:
    return make_password(PASSWORD)


def made_workers() -> None:
    """A worker for each role the tests need; all with one password."""
    hashed = _hashed()
    for username, (name, role, commune, county) in WORKERS.items():
        worker = _model("access.Worker")(uuid=uuid(username), username=username, full_name=name, password=hashed)
        worker.save()
        if role:
            _model("access.RoleHeld").objects.create(
                uuid=uuid(f"role/{username}"), worker=worker, role=role, commune_id=commune, county_id=county,
                since=date(2020, 1, 1),
            )


def worker(username: str) -> Any:
    """A worker of the village."""
    return _model("access.Worker").objects.get(username=username)


def _sealed(kind: str, house: str, payload: dict[str, Any], on: date, commune: int = HERE) -> Draft:
    return Draft(
        uuid=uuid(f"{kind}/{house}/{on}"), kind=kind, version=1, commune=commune, household=uuid(house), person=None,
        payload=payload, on=on, at=timezone.make_aware(datetime.combine(on, time())),  # has come, at any hour
    )


def _member(house: str, given: str, surname: str, born: str, sex: str, relation: str) -> dict[str, Any]:
    return {"uuid": str(uuid(f"{house}/{given}")), "surname": surname, "given_name": given, "sex": sex, "born": born,
            "relation": relation, "is_head": relation == "head", "cnp": {"state": "none"}}


def _enrolled(house: str, members: list[dict[str, Any]], on: date, commune: int = HERE) -> Draft:
    said = {"village": commune + 1, "address": "Str. Bisericii 7", "members": members}
    return _sealed("enrol_household", house, said, on, commune)


def draft(kind: str, house: str, payload: dict[str, Any]) -> Draft:
    """An entry of today about a household of the first commune."""
    return _sealed(kind, house, payload, timezone.localdate())


def handed_in(drafts: list[Draft], username: str) -> list[Receipt]:
    """Through the door, all of them received."""
    receipts = receive(drafts, by=worker(username), at=timezone.now())
    assert {one.outcome for one in receipts} <= {"received", "duplicate"}, [one.reason for one in receipts]
    return receipts


def born(years: int, today: date) -> str:
    """A birthday so many years and some days before today."""
    return (today - timedelta(days=round(years * 365.25) + 20)).isoformat()


def made_village(today: date, *, more: int = 2) -> None:
    """Places, workers, households with and without vulnerabilities, one of another commune."""
    made_places()
    made_workers()
    enrolled, asked = today - timedelta(days=40), today - timedelta(days=10)
    handed_in([
        *(_enrolled(house, _family(house, surname, today), enrolled) for house, surname in FAMILIES.items()),
        _enrolled("taranu", [_member("taranu", "Ștefăniță", "Țăranu", born(52, today), "m", "head")], enrolled),
        *(_enrolled(f"gospodar{number}", [
            _member(f"gospodar{number}", "Ion", f"Gospodar{'abcdefghij'[number % 10]}",
                    born(50, today - timedelta(days=40 * (number % 10))), "m", "head")
        ], enrolled) for number in range(more)),
    ], "ana")
    handed_in([_enrolled("munteanu", [
        _member("munteanu", "Gheorghe", "Munteanu", born(61, today), "m", "head"),
        _member("munteanu", "Daria", "Munteanu", born(7, today), "f", "child"),
    ], enrolled, THERE)], "sorin")
    handed_in([
        *(_asked(house, asked, {"h_food_short": 2}, ANSWERS) for house in FAMILIES),
        _asked("taranu", asked, {"h_food_short": 0}, {}),
    ], "ana")


def _family(house: str, surname: str, today: date) -> list[dict[str, Any]]:
    return [
        _member(house, "Maria", surname, born(36, today), "f", "head"),
        _member(house, "Andrei", surname, born(9, today), "m", "child"),
        _member(house, "Ioana", surname, born(4, today), "f", "child"),
    ]


def _asked(house: str, on: date, household: dict[str, Any], members: dict[str, dict[str, Any]]) -> Draft:
    return _sealed("record_interview", house, {
        "questionnaire": "household", "household": household,
        "members": [{"person": str(uuid(f"{house}/{given}")), "facts": facts} for given, facts in members.items()],
    }, on)
