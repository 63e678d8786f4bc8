"""Who can help, near and with room: the loaded facts, and what people of the place said over them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.unit.care.village import COMMUNE, day, draft, made_commune, send
from vatra.care import queries
from vatra.register.entries import Draft

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
CENTRE, KITCHEN, FAR = "centru-de-zi", "cantina", "camin"


@pytest.fixture
def head(db: None) -> Any:
    """The commune on the map, with three providers of the facts; its social worker is its head here."""
    worker = made_commune()
    model = apps.get_model
    model("access.RoleHeld").objects.update(role="head")
    model("places.Commune").objects.update(lat=46.45, lon=26.40)
    commune = model("places.Commune").objects.get()
    model("places.Village").objects.create(siruta=COMMUNE + 1, name="Ciobănuș", searched="ciobanus", commune=commune,
                                           lat=46.40, lon=26.50)
    for code, service, lat, lon, capacity in (
        (CENTRE, "8891CZ-C-II", 46.41, 26.50, 30), (FAR, "8891CZ-C-II", 46.60, 26.9, 20),
        (KITCHEN, "8899CPDH-I", 46.45, 26.41, None),
    ):
        model("places.Institution").objects.create(
            code=code, kind="provider", name=f"Servicii {code}", lat=lat, lon=lon, commune=commune,
            service_code=service, capacity=capacity,
        )
    return worker


def word(on: int, provider: str = "", name: str = "", **said: Any) -> Draft:
    return replace(draft("describe_provider", "nobody", on, {"provider": provider, "told_by": "șefa centrului", **said},
                         name=name or provider), household=None)


def near(**asked: Any) -> list[tuple[str, float | None]]:
    village = asked.pop("village", None)
    nearby = queries.Nearby(COMMUNE, village=village, on=day(9))
    found = nearby.near(**asked, most=20)
    assert nearby.count(**asked) == len(found)
    assert [nearby.near(**asked, start=start, most=1) for start in range(len(found))] == [[one] for one in found]
    return [(one.code, one.km) for one in found]


def test_the_nearest_to_the_village_comes_first_and_by_the_nomenclature_it_answers_a_service(head):
    assert [code for code, _km in near()] == [KITCHEN, CENTRE, FAR]
    assert near(village=COMMUNE + 1, service="W18")[0] == (CENTRE, 1.1)
    assert [code for code, _km in near(service="W18")] == [CENTRE, FAR]
    assert near(service="W16") == []
    assert [code for code, _km in near(text="cantină")] == [KITCHEN]


def test_the_database_gives_no_more_of_the_county_than_is_shown(head):
    with CaptureQueriesContext(connection) as asked:
        assert len(queries.Nearby(COMMUNE, on=day(9)).near(start=1, most=1)) == 1
    whole = [each["sql"] for each in asked if 'FROM "places_institution"' in each["sql"] and '"name"' in each["sql"]]
    assert whole
    assert all("LIMIT 2" in sql or '"code" IN' in sql for sql in whole)


def test_how_many_give_each_service_is_what_the_lists_show(head):
    send(head, word(3, KITCHEN, closed=True), word(3, CENTRE, services=["W10"]))
    nearby = queries.Nearby(COMMUNE, on=day(9))
    given = nearby.by_service()
    assert given["W18"] == 2
    assert given == {code: nearby.count(service=code) for code in given}


def test_what_people_say_stands_over_the_facts_and_outlives_their_loading(head):
    send(head, word(3, CENTRE, room=0, phone="0234 555 111", services=["W10"]))
    one = queries.provider(CENTRE, on=day(9))
    assert (one.room, one.capacity, one.phone, one.told_by, one.room_on, one.by) == (
        0, 30, "0234 555 111", "șefa centrului", day(3), "Ana Munteanu")
    assert "W10" in one.services and "W18" in one.services
    assert [code for code, _km in near(service="W18", with_room=True)] == [FAR]
    apps.get_model("places.Institution").objects.filter(code=CENTRE).update(capacity=40, name="Centrul Nou")
    one = queries.provider(CENTRE, on=day(9))
    assert (one.name, one.capacity, one.room) == ("Centrul Nou", 40, 0)


def test_the_later_day_counts_whichever_word_comes_later(head):
    send(head, word(5, CENTRE, room=3, name="late"), word(2, CENTRE, room=9, name="early"))
    assert queries.provider(CENTRE, on=day(9)).room == 3


def test_a_provider_that_the_facts_do_not_know_is_there_by_its_word_and_a_closed_one_is_not_offered(head):
    new = word(2, new={"kind": "clinic", "name": "Cabinetul Dr. Ionescu", "village": COMMUNE + 1}, phone="0234")
    send(head, new, word(3, KITCHEN, closed=True))
    code = f"local-{new.uuid}"
    assert [one for one, _km in near(service="N01")] == [code]
    assert queries.names_of([code, CENTRE]) == {code: "Cabinetul Dr. Ionescu", CENTRE: "Servicii centru-de-zi"}
    assert KITCHEN not in [one for one, _km in near()]
    assert queries.provider(KITCHEN, on=day(9)).closed
    send(head, word(4, code, phone="0235"))
    assert queries.provider(code, on=day(9)).phone == "0235"


@pytest.mark.parametrize(("said", "reason"), [
    ({"provider": "nimeni"}, "unknown_provider"),
    ({"new": {"kind": "clinic", "name": "Cabinet", "village": 1}}, "unknown_village"),
    ({"provider": CENTRE, "services": ["Z99"]}, "unknown_service"),
    ({"provider": CENTRE, "new": {"kind": "clinic", "name": "Cabinet", "village": 1}}, "unreadable"),
    ({"provider": CENTRE, "phone": "<script>"}, "unreadable"),
    ({"provider": CENTRE, "room": -1}, "unreadable"),
])
def test_a_word_that_cannot_stand_is_set_aside(head, said, reason):
    [receipt] = send(head, word(2, **said))
    assert (receipt.outcome, receipt.reason_code) == ("to_settle", reason)


def test_who_holds_no_role_for_it_says_nothing_of_providers(head):
    apps.get_model("access.RoleHeld").objects.update(role="social_worker")
    [receipt] = send(head, word(2, CENTRE, room=1))
    assert receipt.reason_code == "not_permitted"
