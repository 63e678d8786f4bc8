"""A family written down twice: offered on “De clarificat”, merged by a worker's word, taken apart again."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from tests.unit.web import village
from vatra.people import queries as people

pytestmark = pytest.mark.django_db
TWICE = "popescu-again"


def seals(page: str) -> list[str]:
    return re.findall(r'name="seal" value="([^"]+)"', page)


@pytest.fixture
def twice(signed_in):
    """The Popescu family enrolled once more, today, without the youngest and with a grandmother."""
    today = timezone.localdate()
    village.handed_in([village._enrolled(TWICE, [
        village._member(TWICE, "Maria", "Popescu", village.born(36, today), "f", "head"),
        village._member(TWICE, "Andrei", "Popescu", village.born(9, today), "m", "child"),
        village._member(TWICE, "Floarea", "Popescu", village.born(66, today), "f", "parent"),
    ], today)], "nina")
    return signed_in


PAIR = f"/gospodarii/{village.uuid('popescu')}/seamana/{village.uuid(TWICE)}/"
APART = f"/gospodarii/{village.uuid(TWICE)}/desparte/"


def is_field(given: str) -> str:
    return f"is_{village.uuid(f'{TWICE}/{given}')}"


def merged(client, **more: str):
    page = client.get(PAIR).content.decode()
    said = {"seal": seals(page)[0], "which": "merge", "reason": "Mama a arătat buletinul.",
            **{is_field(given): str(village.uuid(f"popescu/{given}")) for given in ("Maria", "Andrei")}, **more}
    return client.post(PAIR, said, follow=True), said


def test_a_family_that_looks_alike_is_offered_with_both_sides(twice):
    page = twice("ana").get("/de-clarificat/").content.decode()
    assert "O familie scrisă poate de două ori" in page and PAIR in page
    assert "2 persoane seamănă." in page and "Nicio înregistrare nu așteaptă." in page
    assert "de Ana Munteanu" in page and "de Nina Rusu" in page


def test_it_is_not_offered_to_who_may_not_register_people_there(twice):
    for username in ("sorin", "dana"):
        client = twice(username)
        assert "seamana" not in client.get("/de-clarificat/").content.decode()
        assert client.get(PAIR).status_code == (404 if username == "sorin" else 403)
        assert client.get(APART).status_code == (404 if username == "sorin" else 403)


def test_the_page_says_what_will_move_and_pairs_the_members(twice):
    page = twice("ana").get(PAIR).content.decode()
    assert "2 persoane sunt în ambele fișe" in page
    assert "1 persoană vine să locuiască în prima gospodărie." in page
    assert "Despre a doua gospodărie nu s-a mai înregistrat nimic." in page
    for given in ("Maria", "Andrei"):
        assert f'<option value="{village.uuid(f"popescu/{given}")}" selected>' in page
    assert page.count('<option value="" selected>') == 1


def test_what_was_recorded_about_the_second_is_counted(twice):
    exchanged = f"/gospodarii/{village.uuid(TWICE)}/seamana/{village.uuid('popescu')}/"
    assert "împreună cu prima gospodărie: 1 interviu." in twice("ana").get(exchanged).content.decode()


def test_merged_they_are_one_and_both_pages_say_so(twice):
    ana = twice("ana")
    answer, said = merged(ana)
    page = answer.content.decode()
    assert "Cele două fișe sunt acum o singură familie." in page and APART in page
    members = people.members_of([village.uuid("popescu")], on=timezone.localdate())[village.uuid("popescu")]
    assert sorted(one.given_name for one in members) == ["Andrei", "Floarea", "Ioana", "Maria"]
    gone = ana.get(f"/gospodarii/{village.uuid(TWICE)}/").content.decode()
    assert "scrisă de două ori. Unită cu cealaltă fișă pe" in gone and "Desparte-le din nou" in gone
    assert "/vizita/" not in gone
    assert PAIR not in ana.get("/de-clarificat/").content.decode()
    assert ana.post(PAIR, said, follow=True).status_code == 200


def test_taken_apart_they_are_two_again(twice):
    ana = twice("ana")
    merged(ana)
    seal = seals(ana.get(APART).content.decode())[0]
    assert ana.post(APART, {"seal": seal, "reason": ""}).status_code == 422
    page = ana.post(APART, {"seal": seal, "reason": "Sunt verișoare."}, follow=True).content.decode()
    assert "Sunt din nou două gospodării." in page and "Unită" not in page
    today = timezone.localdate()
    assert [len(members) for members in people.members_of(
        [village.uuid("popescu"), village.uuid(TWICE)], on=today).values()] == [3, 3]
    assert "nu este unită cu alta" in ana.get(APART, follow=True).content.decode()


def test_nobody_is_two_persons_and_a_reason_is_asked_for(twice):
    ana = twice("ana")
    answer, _said = merged(ana, reason="", **{is_field("Andrei"): str(village.uuid("popescu/Maria"))})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Două persoane nu pot fi amândouă una și aceeași" in page and "Spuneți de unde știți." in page
    assert people.merges_of([village.uuid("popescu")]) == []


def test_said_to_be_two_families_they_are_not_offered_again(twice):
    ana = twice("ana")
    seal = seals(ana.get(PAIR).content.decode())[1]
    assert ana.post(PAIR, {"seal": seal, "which": "apart", "apart-reason": ""}).status_code == 422
    page = ana.post(PAIR, {"seal": seal, "which": "apart", "apart-reason": "Altă mamă."}, follow=True).content.decode()
    assert "S-a păstrat că sunt două familii" in page
    assert PAIR not in page


def test_a_household_is_not_alike_to_itself(twice):
    home = village.uuid("popescu")
    assert twice("ana").get(f"/gospodarii/{home}/seamana/{home}/").status_code == 404
