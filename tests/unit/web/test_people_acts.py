"""Who comes and goes, written down on the pages: enrolled, joined, born, died, moved; the same person only once."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest
from django.utils import timezone

from tests.unit.web.test_acts import field
from tests.unit.web.village import HERE, uuid
from vatra.people import queries as people
from vatra.register import queries as register

HOME = f"/gospodarii/{uuid('popescu')}/"
NEW = "/gospodarii/noua/"
CNP = "1850312040017"


@pytest.fixture
def ana(signed_in):
    return signed_in("ana")


def today() -> str:
    return timezone.localdate().isoformat()


def seal_of(client, path: str) -> str:
    return field(client.get(path).content.decode(), "seal")


def person(prefix: str, surname: str, given: str, **more: str) -> dict[str, str]:
    said = {"surname": surname, "given_name": given, "sex": "f", "born": "1990", "no_cnp": "none"} | more
    return {f"{prefix}-{name}": value for name, value in said.items()}


def members(house: str = "popescu") -> dict[str, object]:
    found = people.members_of([uuid(house)], on=timezone.localdate())[uuid(house)]
    return {one.given_name: one for one in found}


def enrolled(client, *, people_: int = 1, **said: str):
    return client.post(NEW, {"seal": seal_of(client, NEW), "on": today(), "commune": HERE, "village": HERE + 1,
                             "address": "Str. Nouă 1", "people": people_, "keep": "1", **said}, follow=True)


def test_a_household_is_enrolled_with_everybody_who_lives_in_it(ana):
    answer = enrolled(ana, people_=3, **person("p0", "Zaharia", "Ruxandra"),
                      **person("p1", "Zaharia", "Toma", born="12.03.2015", relation="child", sex="m"),
                      **person("p2", "", "", born="", relation="child", sex=""))
    assert "Gospodăria este înregistrată." in answer.content.decode()
    [(path, _status)] = answer.redirect_chain
    home = people.household(UUID(path.split("/")[2]))
    found = people.members_of([home.uuid], on=timezone.localdate())[home.uuid]
    assert [(one.name, one.is_head, str(one.born_on)) for one in found] == [
        ("Zaharia Ruxandra", True, "1990-01-01"), ("Zaharia Toma", False, "2015-03-12")]
    assert (home.commune_id, home.village_id, home.address) == (HERE, HERE + 1, "Str. Nouă 1")


def test_one_more_member_is_a_press_away_and_nothing_typed_is_lost(ana):
    seal = seal_of(ana, NEW)
    said = {"seal": seal, "on": today(), "people": "1", "more": "1", **person("p0", "Zaharia", "Ruxandra")}
    answer = ana.post(NEW, said)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="Zaharia"' in page
    assert 'name="p1-surname"' in page
    assert field(page, "seal") == unescape(seal)


def test_who_may_be_in_the_register_already_is_shown_before_anything_is_kept(ana):
    said = person("p0", "Popescu", "Maria", born=str(members()["Maria"].born_on))
    answer = enrolled(ana, **said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Poate fi deja în registru" in page
    assert HOME in page
    assert not answer.redirect_chain
    again = {"seal": field(page, "seal"), "on": today(), "people": "1", "looked": "1", **said}
    kept = ana.post(NEW, again, follow=True)
    assert "Gospodăria este înregistrată." in kept.content.decode()


def test_nobody_of_another_commune_is_shown_as_a_likely_duplicate(ana):
    answer = enrolled(ana, **person("p0", "Munteanu", "Gheorghe", born=str(members("munteanu")["Gheorghe"].born_on)))
    assert "Gospodăria este înregistrată." in answer.content.decode()


def test_a_form_of_enrolment_sent_twice_is_one_household(ana):
    said = {"seal": seal_of(ana, NEW), "on": today(), "people": "1", **person("p0", "Zaharia", "Ruxandra")}
    first, second = ana.post(NEW, said), ana.post(NEW, said)
    assert first.headers["Location"] == second.headers["Location"]


@pytest.mark.parametrize(("wrong", "sentence"), [
    ({"born": "31.02.1990"}, "Ziua 31.02.1990 nu există"), ({"born": "demult"}, "nu este o dată de naștere"),
    ({"cnp": CNP[:-1] + "9"}, "CNP"), ({"surname": "", "given_name": ""}, "măcar un nume"),
])
def test_what_the_register_would_refuse_is_told_beside_its_field(ana, wrong, sentence):
    said = person("p0", "Zaharia", "Ruxandra") | {f"p0-{name}": value for name, value in wrong.items()}
    answer = enrolled(ana, **said)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def joined(client, path: str = "persoana/", **said: str):
    return client.post(HOME + path, {"seal": seal_of(client, HOME + path), "on": today(), **said}, follow=True)


def test_somebody_new_joins_a_household(ana):
    page = joined(ana, **person("p", "Popescu", "Zenobia", relation="grandparent", born="1950")).content.decode()
    assert "Persoana este adăugată." in page
    assert members()["Zenobia"].relation == "grandparent"


def test_who_is_known_moves_in_with_their_history_instead_of_being_written_down_twice(ana):
    known = members("rotaru")["Andrei"]
    said = person("p", "Rotaru", "Andrei", born=str(known.born_on), relation="child", sex="m")
    answer = joined(ana, **said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{known.uuid}"' in page
    ana.post(HOME + "persoana/", {"seal": field(page, "seal"), "on": today(), "who": str(known.uuid), **said})
    assert known.uuid in {one.uuid for one in members().values() if one.surname == "Rotaru"}
    assert "Andrei" not in members("rotaru")


def test_who_has_the_name_of_somebody_known_can_still_be_somebody_else(ana):
    known = members("rotaru")["Andrei"]
    said = person("p", "Rotaru", "Andrei", born=str(known.born_on), relation="child", sex="m")
    assert "Persoana este adăugată." in joined(ana, who="new", **said).content.decode()
    assert "Andrei" in members("rotaru")


def test_a_person_who_was_not_offered_cannot_be_moved_by_editing_the_page(ana):
    foreign = members("munteanu")["Daria"]
    said = person("p", "Rotaru", "Andrei", born=str(members("rotaru")["Andrei"].born_on), relation="child")
    assert joined(ana, who=str(foreign.uuid), **said).status_code == 422
    assert "Daria" in members("munteanu")


def test_a_child_is_born_on_the_day_of_the_form(ana):
    page = joined(ana, "nastere/", **person("p", "Popescu", "Luca", relation="child", sex="m")).content.decode()
    assert "Nașterea este înregistrată." in page
    assert members()["Luca"].born_on == timezone.localdate()


def test_a_head_who_died_leaves_the_household_to_another(ana):
    gone, heir = members()["Maria"].uuid, members()["Andrei"].uuid
    answer = joined(ana, "deces/", person=str(gone))
    assert answer.status_code == 422
    assert "cine conduce gospodăria" in answer.content.decode()
    page = joined(ana, "deces/", person=str(gone), new_head=str(heir)).content.decode()
    assert "Decesul este înregistrat." in page
    assert members()["Andrei"].is_head
    assert "Maria" not in members()


def test_a_member_moves_away_and_the_others_stay(ana):
    page = joined(ana, "mutare/", person=str(members()["Ioana"].uuid), to="abroad").content.decode()
    assert "Plecarea este înregistrată." in page
    assert set(members()) == {"Maria", "Andrei"}


def test_a_whole_household_moves_away_and_its_history_stays(ana):
    page = joined(ana, "mutare/", person="household", to="commune", commune="25166").content.decode()
    assert "nu mai este aici" in page
    assert people.household(uuid("popescu")).ended_on == timezone.localdate()


def test_a_day_before_the_household_was_known_is_told_beside_its_field(ana):
    before = (timezone.localdate() - timedelta(days=400)).isoformat()
    answer = joined(ana, "mutare/", person="household", to="abroad", on=before)
    assert answer.status_code == 422
    assert not [one for one in register.entries_of(uuid("popescu")) if one.kind == "move_out"]


def test_who_may_not_register_people_is_offered_none_of_it(signed_in):
    dana = signed_in("dana")
    assert "persoana/" not in dana.get(HOME).content.decode()
    assert NEW not in dana.get("/gospodarii/").content.decode()
    assert dana.get(NEW).status_code == dana.get(HOME + "persoana/").status_code == 403
