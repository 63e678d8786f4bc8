"""The same acts through the one door: receipts, questions to settle, a rebuild that gives the same rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.apps import apps

from tests.unit.people.village import AGAS, ASAU, ON, head, member
from vatra.access.policies import NotPermitted
from vatra.people import policies
from vatra.people.models import Household, Membership, Person, PersonWord
from vatra.people.queries import communes_of, household_of, numbers_in
from vatra.register.entries import Draft, receive
from vatra.register.kinds import CannotApply, every_kind
from vatra.register.rebuild import rebuild

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
AT = datetime(2026, 4, 20, 12, tzinfo=UTC)
LATER = ON + timedelta(days=30)


@pytest.fixture
def worker(village):
    return appointed("maria", "social_worker", AGAS)


def appointed(username: str, role: str, commune: int):
    worker = apps.get_model("access.Worker")(uuid=uuid4(), username=username, full_name=username.title())
    worker.set_unusable_password()
    worker.save()
    apps.get_model("access.RoleHeld").objects.create(
        uuid=uuid4(), worker=worker, role=role, commune_id=commune, since=ON - timedelta(days=900)
    )
    return worker


def draft(kind: str, payload: dict, *, household: UUID, person: UUID | None = None, on=ON, commune=AGAS) -> Draft:
    return Draft(uuid4(), kind, 1, commune, household, person, payload, on, AT)


def rows() -> list:
    return [
        sorted(map(str, model.objects.values_list(*[f.attname for f in model._meta.fields if f.name != "id"])))
        for model in (Household, Person, Membership, PersonWord)
    ]


def test_a_batch_keeps_what_cannot_hold_and_applies_the_rest(worker) -> None:
    home, other, child, father = (uuid4() for _ in range(4))
    receipts = receive(
        [
            draft("enrol_person", member(), household=uuid4()),
            draft("enrol_household", {"members": [head(uuid=father), member(uuid=child)]}, household=home),
            draft("enrol_household", {"members": [member()]}, household=uuid4()),
            draft("enrol_household", {"members": [head("Rusu", born="2026-02-30")]}, household=uuid4()),
            draft("enrol_household", {"members": [head("Rusu")]}, household=other),
            draft("move_in", {"from_household": str(home)}, household=other, person=child, on=LATER),
            draft("record_death", {"died_on": "1900-01-01"}, household=home, person=father, on=LATER),
        ],
        by=worker, at=AT,
    )
    assert [(one.outcome, one.reason_code) for one in receipts] == [
        ("to_settle", "unknown_household"), ("received", None), ("to_settle", "head_missing"),
        ("to_settle", "birth_not_a_date"), ("received", None), ("received", None), ("to_settle", "death_before_birth"),
    ]
    assert household_of(child, on=LATER).uuid == other
    before = rows()
    for longest_run in (1, 2, 500):
        rebuild(longest_run=longest_run)
        assert rows() == before


def test_who_was_merged_out_of_a_household_before_it_moved_is_so_in_a_replay_too(worker) -> None:
    apps.get_model("access.RoleHeld").objects.create(
        uuid=uuid4(), worker=worker, role="social_worker", commune_id=ASAU, since=ON - timedelta(days=900)
    )
    moved = AT + timedelta(days=40)
    homes = [(uuid4(), uuid4()) for _ in range(3)]  # two households written down alike, and one that moves before
    (one, kept), (other, gone), (third, _) = homes
    receive([draft("enrol_household", {"members": [head(), member(uuid=who)]}, household=home) for home, who in homes],
            by=worker, at=AT)
    away = {"to": "commune", "commune": ASAU}
    receive([draft("move_out", away, household=home, on=LATER) for home in (other, third)], by=worker, at=moved)
    batch = [
        draft("move_in", {}, household=third, commune=ASAU, on=LATER),
        draft("merge_persons", {"kept": str(kept), "gone": str(gone), "reason": "aceeași"}, household=one, on=LATER),
        draft("move_in", {}, household=other, commune=ASAU, on=LATER),
    ]
    told = receive(batch, by=worker, at=moved)
    assert [(one.outcome, one.reason_code) for one in told] == [("received", None)] * 3
    before = rows()
    for longest_run in (1, 2, 500):
        rebuild(longest_run=longest_run)
        assert rows() == before


def test_no_reason_kept_by_the_register_holds_a_cnp(worker) -> None:
    wrong = head(cnp={"state": "present", "value": "1630615123457"})
    receive([draft("enrol_household", {"members": [wrong]}, household=uuid4())], by=worker, at=AT)
    (entry,) = apps.get_model("register.Entry").objects.all()
    assert entry.reason_code == "cnp_birth"
    assert "15.06.1963" in str(entry.reason)
    assert "1630615123457" not in str(entry.reason)


def test_who_may_register_people_is_said_by_the_role_and_the_commune(worker) -> None:
    assert policies.can_register(worker, AGAS, on=ON)
    with pytest.raises(NotPermitted):
        policies.check_can_register(worker, ASAU, on=ON)


def test_a_household_exists_only_for_those_who_see_its_commune(worker) -> None:
    home = uuid4()
    receive([draft("enrol_household", {"members": [head()]}, household=home)], by=worker, at=AT)
    stranger = appointed("vasile", "social_worker", ASAU)
    assert policies.can_see_household(worker, home, on=LATER)
    assert not policies.can_see_household(stranger, home, on=LATER)
    assert not policies.can_see_household(worker, uuid4(), on=LATER)


def test_nobody_writes_about_another_commune_s_household_through_their_own_stream(worker) -> None:
    from tests.unit.people.village import enrolled, sealed

    home = enrolled()
    policies.check_of_commune([sealed("record_death", {}, household=home)])
    told = set()
    for household, commune in ((home, ASAU), (uuid4(), AGAS)):
        with pytest.raises(CannotApply) as refusal:
            policies.check_of_commune([sealed("record_death", {}, household=household, commune=commune)])
        told.add((refusal.value.code, refusal.value.message()))
    assert {code for code, _words in told} == {"unknown_household"}
    assert len(told) == 1
    assert communes_of([home, uuid4()]) == {home: AGAS}


def test_the_people_of_a_commune_are_counted_on_a_day(worker) -> None:
    from tests.unit.people.village import enrolled, happens

    father, home = uuid4(), uuid4()
    enrolled(head(uuid=father), member(born="2015-03-12", relation="child"), household=home)
    happens("record_death", {}, household=home, person=father, on=LATER)
    counted = numbers_in([AGAS, ASAU], on=ON)
    assert [(one.households, one.persons, one.children) for one in counted.values()] == [(1, 2, 1)]
    assert numbers_in([AGAS], on=LATER)[AGAS].persons == 1


def test_ethnicity_is_shown_for_statistics_only() -> None:
    shown = next(kind.shown for kind in every_kind() if kind.name == "enrol_household")
    payload = {"address": "x", "members": [{"surname": "P", "ethnicity": "romă"}]}
    assert shown(payload, frozenset({"violence"})) is None
    assert shown(payload, frozenset({"general"})) == {"address": "x", "members": [{"surname": "P"}]}
    assert shown(payload, frozenset({"general", "statistics"})) == payload
    correction = next(kind.shown for kind in every_kind() if kind.name == "correct_person")
    assert correction({"field": "ethnicity", "base": "", "value": "romă"}, frozenset({"general"})) is None


def test_the_digits_of_a_cnp_are_shown_to_who_needs_them_only() -> None:
    shown = {kind.name: kind.shown for kind in every_kind()}
    told, whole = frozenset({"general", "health"}), frozenset({"general", "identity_number"})
    held, bare = {"state": "present", "value": "2900101080011"}, {"state": "present"}
    assert shown["enrol_person"]({"surname": "P", "cnp": held}, told) == {"surname": "P", "cnp": bare}
    assert shown["enrol_household"]({"members": [{"cnp": held}]}, told) == {"members": [{"cnp": bare}]}
    assert shown["enrol_household"]({"members": [{"cnp": held}]}, whole) == {"members": [{"cnp": held}]}
    for field in ("cnp", "surname"):
        said = {"field": field, "base": held, "value": held}
        assert shown["correct_person"](said, told) == {"field": field, "base": bare, "value": bare}
    assert shown["correct_person"]({"field": "cnp", "base": "2900101080011", "value": None}, told) == {
        "field": "cnp", "base": None, "value": None}


def test_every_kind_passes_the_door_as_a_tablet_writes_it(worker) -> None:
    home, father, mother, child = (uuid4() for _ in range(4))
    acts = [
        ("enrol_household", {"address": "nr. 1", "village": 20643, "members": [head(uuid=father)]}, None),
        ("enrol_person", member(uuid=mother, born="1990", cnp={"state": "refused"}), mother),
        ("record_birth", member(uuid=child, born="2026-03-20"), child),
        ("name_head", {"relations": {str(father): "partner"}}, mother),
        ("correct_person", {"field": "cnp", "base": {"state": "refused"}, "value": {"state": "none"}}, mother),
        ("correct_person", {"field": "born", "base": "1990", "value": "1991-05"}, mother),
        ("correct_household", {"field": "village", "base": 20643, "value": None}, None),
        ("move_out", {"to": "commune", "commune": ASAU}, father),
        ("move_in", {"relation": "partner"}, father),
        ("record_death", {"died_on": LATER.isoformat()}, father),
    ]
    receipts = receive(
        [draft(kind, payload, household=home, person=person, on=LATER if n else ON)
         for n, (kind, payload, person) in enumerate(acts)],
        by=worker, at=AT,
    )
    assert [(one.outcome, one.reason) for one in receipts] == [("received", None)] * len(acts)
    before = rows()
    rebuild(longest_run=3)
    assert rows() == before
