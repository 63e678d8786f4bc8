"""Life events on the pages: what follows is said before; what was recorded stands there and can be undone."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.utils import timezone

from tests.unit.web.test_acts import field
from tests.unit.web.village import HERE, THERE, uuid
from vatra.people import handed
from vatra.people import queries as people
from vatra.register import queries as register

HOME = f"/gospodarii/{uuid('popescu')}/"
EVENT = f"{HOME}eveniment/"
PAGES = ["despartire/", "unire/", "casatorie/", "parinte-plecat/", "parinte-intors/", "plasament/", "intoarcere/",
         "predare/"]


@pytest.fixture
def ana(signed_in):
    return signed_in("ana")


def today() -> str:
    return timezone.localdate().isoformat()


def members(house: UUID) -> dict[str, UUID]:
    found = people.members_of([house], on=timezone.localdate())[house]
    return {one.given_name: one.uuid for one in found}


def sent(client, path: str, **said: object):
    return client.post(path, {"seal": field(client.get(path).content.decode(), "seal"), "on": today(), **said},
                       follow=True)


def waiting() -> int:
    return register.number_to_settle([HERE, THERE])


def head(house: UUID) -> UUID:
    return next(one.uuid for one in people.members_of([house], on=timezone.localdate())[house] if one.is_head)


def test_every_event_is_offered_and_each_page_says_what_will_follow(ana):
    assert ana.get(EVENT).status_code == 200
    for page in PAGES:
        answer = ana.get(EVENT + page)
        assert answer.status_code == 200, page
        if page != "unire/":
            assert "Ce va urma" in answer.content.decode(), page


def test_a_household_becomes_two(ana):
    home = uuid("popescu")
    here = members(home)
    goes = next(uuid for uuid in here.values() if uuid != head(home))
    answer = sent(ana, EVENT + "despartire/", goes=[str(goes)], head=str(goes), address="Str. Nouă 2")
    assert answer.status_code == 200 and not waiting()
    new = people.household_of(goes, on=timezone.localdate())
    assert new.uuid != home and new.address == "Str. Nouă 2"


def test_a_head_who_does_not_go_is_refused_with_a_sentence(ana):
    home = uuid("popescu")
    one, *_others = (uuid for uuid in members(home).values() if uuid != head(home))
    answer = sent(ana, EVENT + "despartire/", goes=[str(one)], head=str(head(home)))
    assert answer.status_code == 422


def test_a_mother_leaves_is_shown_and_it_is_taken_back(ana):
    home = uuid("popescu")
    child = members(home)["Andrei"]
    sent(ana, EVENT + "parinte-plecat/", parent="father", children=[str(child)], to="abroad", notified="no")
    assert not waiting()
    assert [one.aspect for one in people.said_of([child])[child]] == ["father", "notified"]
    shown = ana.get(HOME).content.decode()
    assert "Un părinte a plecat" in shown
    [event] = people.life_events_of(home)
    sent(ana, f"{EVENT}{event.entry}/nu-a-fost/", reason="era alt copil")
    assert not waiting() and not people.said_of([child])


def test_two_households_become_one(ana):
    home, other = uuid("popescu"), uuid("rotaru")
    found = ana.post(EVENT + "unire/", {"who": "Rotaru"})
    assert str(other) in found.content.decode()
    sent(ana, f"{EVENT}unire/{other}/", head=str(head(home)), carry="on")
    assert waiting() <= 1
    assert people.household(other).left_to == "household"


def test_who_may_not_know_of_the_family_is_not_offered_where_a_parent_is(signed_in):
    mihai = signed_in("mihai")
    assert "parinte-plecat" not in mihai.get(EVENT).content.decode()
    assert mihai.get(EVENT + "parinte-plecat/").status_code == 403


def test_another_communes_household_is_not_there(signed_in):
    sorin = signed_in("sorin")
    for page in ["", *PAGES]:
        assert sorin.get(EVENT + page).status_code == 404, page


def handed_over(ana) -> UUID:
    sent(ana, EVENT + "predare/", commune=THERE, note="Au plecat la bunici")
    [one] = handed.coming([THERE])
    return one.uuid


def test_a_household_is_handed_over_seen_in_little_and_taken(ana, signed_in):
    over, sorin = handed_over(ana), signed_in("sorin")
    shown = sorin.get("/predari/").content.decode()
    assert "Au plecat la bunici" in shown and "Andrei" not in shown
    assert sorin.get(HOME).status_code == 404
    answer = sent(sorin, f"/predari/{over}/preia/", lead=str(uuid("sorin")), address="Str. Lungă 5")
    assert answer.status_code == 200 and not waiting()
    assert people.household(uuid("popescu")).commune_id == THERE
    assert ana.get(HOME).status_code == 404


def test_a_household_that_has_not_come_stays_and_its_team_is_told(ana, signed_in):
    over, sorin = handed_over(ana), signed_in("sorin")
    sent(sorin, f"/predari/{over}/nu-a-venit/", reason="nu i-a văzut nimeni")
    assert not waiting()
    assert "nu i-a văzut nimeni" in ana.get("/predari/").content.decode()
    assert sorin.get(f"/predari/{over}/preia/").status_code == 404


def test_a_family_found_elsewhere_is_asked_for_and_the_request_answered(ana, signed_in):
    sorin = signed_in("sorin")
    sent(sorin, "/predari/cere/", commune=HERE, surname="Popescu", given_name="Ion")
    assert "Popescu" in ana.get("/predari/").content.decode()
    [asked] = handed.asked_of([HERE])
    sent(ana, EVENT + "predare/", commune=THERE, asked=str(asked.uuid))
    assert not handed.asked_of([HERE]) and handed.coming([THERE])


def test_a_request_for_nobody_known_is_answered_so(ana, signed_in):
    sent(signed_in("sorin"), "/predari/cere/", commune=HERE, surname="Nimeni")
    [asked] = handed.asked_of([HERE])
    sent(ana, f"/predari/cereri/{asked.uuid}/", reason="nu este în catagrafie")
    assert handed.asked_by([THERE])[0].state == "unknown"
