"""Years of casework make no page ask the database more often, and no list longer than a page."""

from __future__ import annotations

import gc
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.unit.web import council_village, village
from tests.unit.web.village import HERE, uuid
from vatra.care import queries as care
from vatra.community import queries as community
from vatra.config.asgi import WARM, BodyFirst

pytestmark = pytest.mark.django_db
HOUSE = "popescu"
HOME = f"/gospodarii/{uuid(HOUSE)}/"
PAGES = {
    "ana": ("/azi/", HOME, "/gospodarii/", "/saptamana/", "/trimiteri/", "/trimiteri/?show=closed", "/semnalari/",
            "/consiliu/", "/consiliu/hotarari/", "/furnizori/", f"{HOME}trimitere/", "/nevoi-neacoperite/",
            "/de-clarificat/"),
    "sefa": ("/azi/", "/supervizare/", f"/supervizare/{HERE}/"),
    "dana": ("/azi/", HOME, "/supervizare/", "/trimiteri/"),
}


@pytest.fixture
def with_council(the_village):
    council_village.made_council()
    village.handed_in([village._sealed("open_case", HOUSE, {}, timezone.localdate() - timedelta(days=9))], "ana")


def told(kind: str, number: int, payload: dict[str, Any], on: date) -> Any:
    return replace(village._sealed(kind, HOUSE, payload, on), uuid=uuid(f"{kind}/{number}"))


def casework(numbers: range) -> None:
    """Of each number a visit made and one planned, a service, a message, a referral that waits and one that is over."""
    on = timezone.localdate() - timedelta(days=5)
    for number in numbers:
        sent = [told("send_referral", number * 2 + turn, {"service": "W14"}, on) for turn in (0, 1)]
        signal = told("record_signal", number, {"source": "report", "about": "Se aude plâns.",
                                                "noticed_at": f"{on}T08:00:00+02:00"}, on)
        village.handed_in([
            told("record_visit", number, {"kind": "home", "purpose": "W20"}, on),
            told("record_delivery", number, {"service": "W01", "outcome": "done"}, on),
            told("plan_visit", number, {"day": str(timezone.localdate())}, on), *sent,
            told("record_referral_outcome", number, {"referral": str(sent[1].uuid), "outcome": "no_provider"}, on),
            signal, told("triage_signal", number, {"signal": str(signal.uuid), "decision": "visit"}, on),
        ], "ana")
        village.handed_in([told("write_message", number, {"text": "A fost bine."}, on)], "nina")


def meetings(numbers: range) -> None:
    """Of each number a meeting held, at which something was discussed and decided."""
    first = timezone.localdate() - timedelta(days=18)
    for number in numbers:
        day, name = first + timedelta(days=number % 15), f"meeting/{number}"
        meeting, item = {"meeting": str(uuid(name))}, {"item": str(uuid(f"item/{number}"))}
        council = council_village.said
        village.handed_in([
            council_village.called(name, day),
            council("put_on_agenda", f"item/{number}", {**meeting, "sort": "community", "title": "Drumul",
                                                        "need": "Se repară."}, on=day),
            council("hold_meeting", f"held/{number}", {
                **meeting, "present": [str(uuid(f"member/{user}")) for user in council_village.MEMBERS],
                "begun": "17:00", "ended": "18:00", "chair": str(uuid("member/preot"))}, on=day),
            council("record_discussion", f"talk/{number}", {**meeting, **item, "words": "S-a vorbit."}, on=day),
            council("decide", f"decided/{number}", {**meeting, **item, "words": f"Hotărârea {number}.",
                                                    "institution": "Primăria", "due_on": str(day)}, on=day),
        ], "ana")


def questions(client: Client, path: str) -> int:
    """How many questions a page asks, once it is warm."""
    assert client.get(path).status_code == 200, path
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)


@pytest.mark.postgres  # their statements are made once and kept: both databases must take them
def test_no_page_asks_more_often_when_there_is_more_casework(with_council, signed_in) -> None:
    casework(range(2))
    meetings(range(2))
    clients = {username: signed_in(username) for username in PAGES}
    few = {(who, path): questions(clients[who], path) for who, paths in PAGES.items() for path in paths}
    casework(range(2, 9))
    meetings(range(2, 9))
    many = {(who, path): questions(clients[who], path) for who, path in few}
    assert many == few


def test_what_is_seen_on_a_page_is_written_down_at_once(with_council, signed_in) -> None:
    casework(range(3))
    client = signed_in("ana")
    client.get("/azi/")
    looks = apps.get_model("audit.AuditRow").objects
    before = looks.latest("id").pk
    with CaptureQueriesContext(connection) as asked:
        client.get("/azi/")
    assert len([each for each in asked if 'INSERT INTO "audit_auditrow"' in each["sql"]]) == 1
    assert {"worklist", "messages"} <= set(looks.filter(pk__gt=before).values_list("purpose", flat=True))


def test_signals_have_pages_the_oldest_first(the_village, signed_in) -> None:
    on = timezone.localdate() - timedelta(days=5)
    village.handed_in([
        told("record_signal", number, {"source": "report", "about": f"Semnul {number:02}.",
                                       "noticed_at": f"{on}T08:{number:02}:00+02:00"}, on) for number in range(23)
    ], "ana")
    client = signed_in("ana")
    first, second = (client.get(f"/semnalari/?page={page}").content.decode() for page in (1, 2))
    assert [number for number in range(23) if f"Semnul {number:02}." in first] == list(range(20))
    assert [number for number in range(23) if f"Semnul {number:02}." in second] == [20, 21, 22]
    assert "?page=2" in first


def test_a_need_that_nobody_meets_is_counted_as_soon_as_it_is_told(the_village, signed_in) -> None:
    client, page = signed_in("ana"), "/nevoi-neacoperite/"
    assert "1 nevoie" not in client.get(page).content.decode()
    casework(range(1))
    assert "1 nevoie" in client.get(page).content.decode()


def test_a_supervisor_of_a_county_asks_no_more_often_for_each_of_its_communes(the_village, signed_in) -> None:
    client = signed_in("dana")
    with CaptureQueriesContext(connection) as asked:
        client.get("/supervizare/")
    of_one_commune = [each["sql"] for each in asked if '"places_commune"."siruta" = ' in each["sql"]]
    assert len(of_one_commune) <= 1


def test_what_is_not_on_the_first_page_of_the_council_stands_among_all_decisions(with_council, signed_in) -> None:
    meetings(range(33))
    client = signed_in("ana")
    page = client.get("/consiliu/").content.decode()
    assert page.count("Hotărârea") == 20
    assert "Mai sunt 13 sarcini deschise" in page
    lists = [client.get(f"/consiliu/hotarari/?page={number}").content.decode() for number in (1, 2)]
    assert [one.count("Hotărârea") for one in lists] == [30, 3]
    assert all(sum(f"Hotărârea {number}." in one for one in lists) == 1 for number in range(33))
    assert len(community.meetings_of(HERE, most=4)) == 5  # the four latest held, and the one to come
    assert community.meetings_of(HERE, most=99) == community.meetings_of(HERE)


def test_a_long_history_is_shown_to_its_beginning_when_asked_for(with_council, signed_in) -> None:
    casework(range(9))
    client, happened = signed_in("ana"), '<span class="day">'
    page, whole = (client.get(f"{HOME}{query}").content.decode() for query in ("", "?history=all"))
    assert "?history=all#timeline" in page
    assert "?history=all#timeline" not in whole
    days = care.timeline(uuid(HOUSE), frozenset(village_domains()), on=timezone.localdate())
    older = sum(len(day.happened) for day in days) - 40
    assert older > 0
    assert whole.count(happened) - page.count(happened) == older


def test_what_lives_after_the_first_answers_is_not_searched_again() -> None:
    app, before = BodyFirst(lambda environ, start: [start("200 OK", []) or b""], threads=1), gc.get_freeze_count()
    try:
        kept = []
        for _ in range(WARM):
            app._answer({})
            kept.append(gc.get_freeze_count() > before)
    finally:
        gc.unfreeze()
    assert kept == [False] * (WARM - 1) + [True]


def village_domains() -> set[str]:
    from vatra.access.book import roles_book

    return set(roles_book()["social_worker"].sees)
