"""The team of a case: who is waited for, and with whom one goes; while nobody was named, all the commune's roles."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

import pytest
from django.apps import apps

from tests.unit.care.village import COMMUNE, colleague, day, draft, enrolled, made_commune, send, uuid
from vatra.access.book import roles_book
from vatra.care import queries
from vatra.care.team import team_for, teams_named

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
NOW = datetime.combine(day(9), time(12), UTC)
TEAM = ("nina", "mia")


@pytest.fixture
def worker(db: None) -> Any:
    return made_commune()


@pytest.fixture
def everybody(worker: Any) -> dict[str, Any]:
    roles = {"nina": "community_nurse", "mia": "school_mediator", "dora": "health_mediator", "sefa": "head"}
    return {"ana": worker} | {name: colleague(name, role) for name, role in roles.items()}


def opened(ana: Any, *more: Any) -> None:
    receipts = send(ana, enrolled("a"), draft("open_case", "a", 0, {}), *more)
    assert {one.outcome for one in receipts} == {"received"}, receipts


def named(everybody: dict[str, Any], members: tuple[str, ...], lead: str = "ana", on: int = 1) -> Any:
    return draft("name_team", "a", on, {"lead": str(everybody[lead].uuid),
                                        "members": [str(everybody[name].uuid) for name in members]}, name=str(members))


def unread(reader: Any, role: str) -> bool:
    return bool(queries.unread_messages({COMMUNE: roles_book()[role].sees}, reader=reader, at=NOW))


ROLES = {"ana": "social_worker", "nina": "community_nurse", "mia": "school_mediator", "dora": "health_mediator",
         "sefa": "head"}
WAITED = [  # members named, lead, author -> who is waited for
    ((), "ana", "ana", {"nina", "mia", "dora", "sefa"}),
    ((), "ana", "nina", {"ana", "mia", "dora", "sefa"}),
    (TEAM, "ana", "ana", {"nina", "mia"}),
    (TEAM, "ana", "nina", {"ana", "mia"}),
    (TEAM, "nina", "ana", {"nina", "mia"}),
    (TEAM, "ana", "dora", {"ana", "nina", "mia"}),
    (("nina",), "ana", "ana", {"nina"}),
    (("ana",), "ana", "ana", set()),
]


@pytest.mark.parametrize(("members", "lead", "author", "waited"), WAITED)
def test_a_message_waits_for_the_team_that_was_named_else_for_everybody(everybody, members, lead, author, waited):
    opened(everybody["ana"], *([named(everybody, members, lead)] if members else []))
    send(everybody[author], draft("write_message", "a", 2, {"text": "Câinele este legat."}))
    assert {name for name, one in everybody.items() if unread(one, ROLES[name])} == waited
    reads = {name for name, one in everybody.items()
             if queries.messages_of(uuid("a"), roles_book()[ROLES[name]].sees, reader=one)}
    assert reads == set(everybody), "the team says who is waited for, need-to-know says who may read"


def team(on: int = 2) -> list[str]:
    return [one.worker.username for one in team_for(uuid("a"), COMMUNE, on=day(on))]


def test_the_team_is_all_who_hold_a_role_in_the_commune_until_it_is_named(everybody):
    opened(everybody["ana"])
    assert set(team()) == set(everybody)
    send(everybody["ana"], named(everybody, TEAM))
    assert set(team()) == {"ana", *TEAM}
    send(everybody["ana"], named(everybody, ("dora",), on=2))
    assert set(team()) == {"ana", "dora"}


def test_who_no_longer_works_in_the_commune_is_of_its_team_no_more(everybody):
    opened(everybody["ana"], named(everybody, TEAM))
    held = apps.get_model("access.RoleHeld").objects
    held.filter(worker=everybody["mia"]).update(until=day(2))
    assert set(team()) == {"ana", "nina"}
    held.filter(worker__username__in=["ana", "nina"]).update(until=day(2))
    assert set(team()) == {"dora", "sefa"}, "of a team that is gone the others take over"


def test_a_closed_case_has_no_team(everybody):
    opened(everybody["ana"], named(everybody, TEAM), draft("close_case", "a", 2, {"reason": "refused"}))
    assert teams_named([uuid("a")]) == {} and set(team(3)) == set(everybody)


def test_households_merged_into_one_have_its_team(everybody):
    opened(everybody["ana"], enrolled("b"), named(everybody, TEAM))
    pairs = [{"kept": str(uuid(f"a/{name}")), "gone": str(uuid(f"b/{name}"))} for name in ("mama", "copil")]
    [receipt] = send(everybody["ana"], draft("merge_households", "a", 2, {
        "gone": str(uuid("b")), "members": pairs, "reason": "aceeași familie"}))
    assert receipt.outcome == "received", receipt
    named_for = teams_named([uuid("a"), uuid("b")])
    assert named_for[uuid("a")] == named_for[uuid("b")] == {everybody[name].uuid for name in ("ana", *TEAM)}
    assert teams_named([]) == {}
