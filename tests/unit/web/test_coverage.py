"""Coverage on the office pages: where to go next, what came of it, a list compared, what a worker says of it."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.unit.web.test_acts import field
from tests.unit.web.village import HERE, THERE, uuid, worker
from vatra.access import queries as access
from vatra.care import queries as care
from vatra.people import ledger
from vatra.results import comparing

HOME, COMMUNE = f"/gospodarii/{uuid('popescu')}/recensamant/", f"/acoperire/{HERE}/"


@pytest.fixture
def ana(signed_in):
    return signed_in("ana")


def sent(client, path: str, **said: str):
    seal = field(client.get(path).content.decode(), "seal")
    form = {"seal": seal, "on": timezone.localdate().isoformat()}
    return client.post(path, form | said, follow=True)


def listed(client, **said: str):
    return sent(client, COMMUNE + "locuinte/", **({"village": str(HERE + 1)} | said))


def houses() -> dict[str, UUID]:
    return {one.address: one.uuid for one in ledger.dwellings_of(HERE)}


def test_dwellings_are_listed_by_number_or_line_by_line_and_wait_to_be_visited(ana):
    page = listed(ana, street="str. Morii", first="3", last="5", others="casa din spatele morii\n\nnr. 7\nnr. 7")
    assert "Locuințele sunt pe listă." in page.content.decode()
    assert list(houses()) == ["str. Morii 3", "str. Morii 4", "str. Morii 5", "casa din spatele morii", "nr. 7"]
    page = ana.get("/acoperire/").content.decode()
    assert "str. Morii 3" in page and "nu a fost nimeni acolo" in page


@pytest.mark.parametrize("wrong", [
    {}, {"first": "3"}, {"first": "9", "last": "3"}, {"first": "x", "last": "3"}, {"first": "1", "last": "501"},
    {"others": "—\n…"}, {"others": "nr. 1", "village": str(THERE + 1)},
])
def test_what_is_no_list_of_dwellings_is_said_and_nothing_is_listed(ana, wrong):
    assert listed(ana, **wrong).status_code == 422
    assert houses() == {}


def test_what_came_of_going_to_a_dwelling_stands_on_the_page(ana):
    listed(ana, others="nr. 7")
    path = f"{COMMUNE}locuinte/{houses()['nr. 7']}/"
    page = sent(ana, path, outcome="away", children="2", note="seara").content.decode()
    assert "nimeni acasă, la" in page and "2 copii" in page and "seara" in page
    assert "nr. 7" not in sent(ana, path, outcome="empty").content.decode()
    assert sent(ana, path, outcome="").status_code == 422


def test_what_came_of_going_to_a_household_is_kept_for_the_census(ana):
    assert sent(ana, HOME, outcome="refused").status_code == 200
    told = ledger.outcomes_of(HERE, since=timezone.localdate(), on=timezone.localdate())
    assert told[uuid("popescu")].outcome == "refused"


def test_a_round_is_begun_by_who_leads_cases(ana, signed_in):
    assert "Runda a început" in sent(ana, COMMUNE + "runda/", name="primăvara").content.decode()
    assert ledger.round_of(HERE, on=timezone.localdate()).name == "primăvara"
    assert signed_in("mihai").get(COMMUNE + "runda/").status_code == 403


def test_who_sees_only_numbers_sees_no_dwelling_and_no_small_number(ana, signed_in):
    listed(ana, others="nr. 7\nnr. 8")
    page = signed_in("primar").get("/acoperire/").content.decode()
    assert "nr. 7" not in page and "Bisericii" not in page and "nu se arată" in page
    assert signed_in("primar").get(COMMUNE).status_code == 403
    page = signed_in("dana").get("/acoperire/").content.decode()
    assert "Răcăciuni" in page and "Sascut" in page
    assert signed_in("dana").get(COMMUNE).status_code == 200
    assert signed_in("dana").get(f"{COMMUNE}locuinte/").status_code == 403


def test_another_communes_pages_do_not_exist(ana):
    for path in ("", "runda/", "locuinte/", f"locuinte/{uuid4()}/", "liste/"):
        assert ana.get(f"/acoperire/{THERE}/{path}").status_code == 404
        assert ana.get(f"/acoperire/1/{path}").status_code == 404


def given(client, *rows: str, kind: str = "school", header: str = "Nume,Prenume,Data nașterii"):
    page = client.get(COMMUNE + "liste/")
    file = SimpleUploadedFile("elevii clasei a IV-a.csv", "\n".join([header, *rows]).encode())
    return client.post(COMMUNE + "liste/", {
        "kind": kind, "file": file, "csrfmiddlewaretoken": field(page.content.decode(), "csrfmiddlewaretoken")})


def finished(client, *rows: str, **said: str):
    answer = given(client, *rows, **said)
    assert answer.status_code == 302, answer.content.decode()
    path = answer.headers["Location"]
    while "comparați" in (page := client.get(path).content.decode()) and "Continuă" in page:
        client.post(path)
    return path, client.get(path).content.decode()


def child(given_name: str):
    from vatra.people import queries as people

    members = people.members_of([uuid("popescu")], on=timezone.localdate())[uuid("popescu")]
    return next(one for one in members if one.given_name.startswith(given_name))


def said(client, path: str, page: str, say: str, place: int = 0, **more: str):
    form = {"seal": field(page, "seal"), "place": str(place), "say": say}
    return client.post(path + "rand/", form | more, follow=True)


def test_a_child_who_is_on_a_list_and_not_here_becomes_a_signal_by_one_button(ana):
    path, page = finished(ana, "Zăvoianu,Radu,09.10.2014")
    assert "1 copil este pe listă și nu aici" in page and "Zăvoianu Radu" in page
    page = said(ana, path, page, "signal").content.decode()
    assert "semnalare făcută" in page
    [signal] = [one for one in care.signals_waiting([HERE], access.roles_book()["social_worker"].sees)
                if "Zăvoianu" in one.about]
    assert (signal.source, signal.household) == ("school_list", None) and "rândul 2" in signal.about
    seal = re.search(r'name="seal" value="([^"]+)"', ana.get(f"/acoperire/{HERE}/runda/").content.decode()).group(1)
    assert ana.post(path + "rand/", {"seal": seal, "place": "0", "say": "signal"}).status_code == 404


def test_a_sister_is_looked_at_and_the_word_is_asked_once(ana):
    known = child("Andrei")
    row = f"{known.surname},Casandra,{known.born_on:%d.%m.%Y}"
    path, page = finished(ana, row)
    assert "1 copil de pe listă de verificat" in page and known.name in page
    page = said(ana, path, page, "other", person=str(known.uuid)).content.decode()
    assert "1 copil este pe listă și nu aici" in page
    _path, page = finished(ana, row, "Altul,Om,01.02.2014")
    assert "2 copii sunt pe listă și nu aici" in page
    [one] = comparing.rows_left(comparing.comparison(UUID(path.split("/")[-2])), "missing")
    assert ana.post(path + "rand/", {"seal": "x", "place": str(one.place), "say": "same"}).status_code == 404


def test_who_is_chosen_is_one_of_those_it_could_be(ana):
    known = child("Andrei")
    path, page = finished(ana, f"{known.surname},Casandra,{known.born_on:%d.%m.%Y}")
    for person in (str(uuid4()), str(uuid("rotaru")), "x", ""):
        assert said(ana, path, page, "same", person=person).status_code == 404
    assert said(ana, path, page, "same", place=99, person=str(known.uuid)).status_code == 404
    answer = said(ana, path, page, "same", person=str(known.uuid))
    assert "1 din 1 copil" in answer.content.decode()


def test_a_list_is_seen_by_who_sees_what_it_tells(ana, signed_in):
    path, _page = finished(ana, "Zăvoianu,Radu,09.10.2014")
    assert signed_in("mihai").get(path).status_code == 200
    assert signed_in("nina").get(path).status_code == 403
    assert signed_in("sorin").get(path).status_code == 404
    assert signed_in("primar").get(path).status_code == 403
    assert given(signed_in("nina"), "Zăvoianu,Radu,09.10.2014").status_code == 422
    assert "elevi ai unei școli" not in signed_in("nina").get(COMMUNE + "liste/").content.decode()


def test_what_is_no_list_is_refused_with_a_sentence(ana):
    answer = given(ana, "1,2", header="a,b")
    assert answer.status_code == 422 and "Nume" in answer.content.decode()
    assert ana.post(COMMUNE + "liste/", {"kind": "school"}).status_code == 422
    assert comparing.comparisons_of(HERE, ["school"]) == []


def test_mistakes_stand_with_row_and_column(ana):
    _path, page = finished(ana, "Popa,Ion,30.02.2015", "Zăvoianu,Radu,09.10.2014")
    assert "1 greșeală în listă" in page and "30.02.2015" in page and "Data nașterii" in page


def test_a_comparison_stops_when_the_page_is_left_and_goes_on_when_it_is_opened_again(ana, monkeypatch):
    monkeypatch.setattr(comparing, "PART", 1)
    path = given(ana, "Zăvoianu,Radu,09.10.2014", "Altul,Om,01.02.2014").headers["Location"]
    assert "Copii comparați: 0 din 2" in ana.get(path).content.decode()
    part = ana.post(path, headers={"hx-request": "true"}).content.decode()
    assert "Copii comparați: 1 din 2" in part and "<html" not in part
    assert ana.post(path, headers={"hx-request": "true"}).headers["HX-Refresh"] == "true"
    assert "2 copii sunt pe listă și nu aici" in ana.get(path).content.decode()


def test_a_comparison_is_thrown_away_and_its_rows_with_it(ana):
    path, _page = finished(ana, "Zăvoianu,Radu,09.10.2014")
    assert ana.post(path + "uitare/").status_code == 302
    assert ana.get(path).status_code == 404
    assert not comparing.ListedRow.objects.exists()


def test_nobody_of_a_list_stands_in_an_address_or_title(ana):
    path, page = finished(ana, "Zăvoianu,Radu,09.10.2014")
    assert "voianu" not in path and "voianu" not in re.search(r"<title>(.*?)</title>", page, re.DOTALL).group(1)
    assert worker("ana").username not in path
