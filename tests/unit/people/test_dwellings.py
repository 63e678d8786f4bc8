"""The list of dwellings, its rounds, what came of going there, and what workers said of children of lists."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.people.village import AGAS, ASAU, GRINDA, LUNCA, enrolled, happens, head, sealed
from vatra.people import ledger
from vatra.people.described import children_known, said_of_listed
from vatra.register.kinds import CannotApply, kind_named

ON, LATER = date(2026, 3, 2), date(2026, 3, 9)
pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("village")]


def listed(*addresses: str, village: int | None = GRINDA, **envelope):
    return happens("list_dwellings", {
        "village": village, "dwellings": [{"uuid": str(uuid4()), "address": address} for address in addresses],
    }, **envelope).payload.dwellings


def came(outcome: str, *, on: date = ON, **said):
    envelope = {key: said.pop(key) for key in ("household", "commune") if key in said}
    return happens("record_outcome", {"outcome": outcome, **said}, on=on, **envelope)


def outcomes(*, since: date = ON, on: date = LATER, commune: int = AGAS):
    return ledger.outcomes_of(commune, since=since, on=on)


def test_a_dwelling_is_listed_once_however_its_address_is_written():
    listed("str. Morii 12", "nr. 7")
    listed("STR. MORII 12", "Str Morii  12", "nr. 8")
    assert [one.address for one in ledger.dwellings_of(AGAS)] == ["str. Morii 12", "nr. 7", "nr. 8"]
    listed("nr. 7", village=None)
    assert len(ledger.dwellings_of(AGAS)) == 4


def test_a_dwelling_lies_in_a_village_of_its_commune_and_has_an_address():
    for wrong in ({"village": LUNCA}, {"village": 1}):
        with pytest.raises(CannotApply):
            listed("nr. 1", **wrong)
    with pytest.raises(CannotApply) as refused:
        listed("—")
    assert refused.value.code == "no_address"
    assert ledger.dwellings_of(AGAS) == []


def test_the_latest_word_of_a_round_counts_and_a_mistake_is_mended_by_saying_it_again():
    [house] = listed("nr. 1")
    came("empty", dwelling=str(house.uuid), on=ON)
    came("away", dwelling=str(house.uuid), on=LATER, children=2, note="seara")
    assert outcomes()[house.uuid] == ledger.CameOf("away", LATER, 2, "seara")
    assert outcomes(on=ON)[house.uuid].outcome == "empty"
    first, second = (sealed("record_outcome", {"outcome": outcome, "dwelling": str(house.uuid)}, on=LATER)
                     for outcome in ("refused", "visited"))
    later = [first.__class__(**{name: getattr(entry, name) for name in first.__slots__} | {
        "at": datetime(2026, 3, 9, hour, tzinfo=UTC)}) for entry, hour in ((first, 20), (second, 13))]
    kind_named("record_outcome", 1).apply(later)
    assert outcomes()[house.uuid].outcome == "refused"


def test_a_dwelling_of_another_commune_is_told_like_one_that_never_was():
    [theirs] = listed("nr. 1", village=LUNCA, commune=ASAU)
    for there in (theirs.uuid, uuid4()):
        with pytest.raises(CannotApply) as refused:
            came("visited", dwelling=str(there))
        assert refused.value.code == "unknown_dwelling"
    assert outcomes() == {}


def test_a_household_has_an_outcome_without_a_dwelling_and_something_is_named():
    home = enrolled(on=ON)
    came("refused", household=home)
    assert outcomes()[home].outcome == "refused"
    with pytest.raises(CannotApply):
        came("refused")
    with pytest.raises(CannotApply):
        came("refused", household=home, commune=ASAU)


def test_a_round_goes_on_until_the_next_and_without_one_it_is_the_year_before():
    assert ledger.round_of(AGAS, on=ON) == ledger.Round(date(2025, 3, 2), begun=False)
    happens("begin_round", {"name": "primăvara"}, on=ON)
    happens("begin_round", {}, on=LATER)
    assert ledger.round_of(AGAS, on=ON).name == "primăvara"
    assert ledger.round_of(AGAS, on=date(2027, 1, 1)).since == LATER
    assert not ledger.round_of(ASAU, on=LATER).begun
    happens("begin_round", {"name": "vara"}, on=LATER)  # said again: the same round under its later name
    assert ledger.round_of(AGAS, on=LATER) == ledger.Round(LATER, "vara")


def test_a_household_that_left_in_the_round_stands_there_as_gone():
    stays, goes = enrolled(on=ON), enrolled(head("Rusu"), on=ON, address="nr. 3")
    happens("move_out", {"to": "abroad"}, household=goes, on=LATER)
    homes = {home.uuid: home.left_to for home in ledger.homes_in(AGAS, since=ON, on=LATER)}
    assert homes == {stays: "", goes: "abroad"}
    assert {home.uuid: home.left_to for home in ledger.homes_in(AGAS, since=ON, on=ON)} == {stays: "", goes: ""}
    assert [home.uuid for home in ledger.homes_in(AGAS, since=date(2026, 4, 1), on=date(2026, 4, 2))] == [stays]


def test_what_a_worker_said_of_a_child_of_a_list_is_kept_and_may_be_mended():
    child, key = uuid4(), "ab" * 32
    home = enrolled(head(uuid=child, born="2015-04-01"), on=ON)
    happens("recognise_listed", {"key": key, "same": False}, household=home, person=child, on=ON)
    assert said_of_listed(AGAS, [key]) == {(key, child): False}
    happens("recognise_listed", {"key": key, "same": True}, household=home, person=child, on=LATER)
    assert said_of_listed(AGAS, [key]) == {(key, child): True}
    assert said_of_listed(ASAU, [key]) == said_of_listed(AGAS, ["cd" * 32]) == {}
    for person in (None, uuid4()):
        with pytest.raises(CannotApply):
            happens("recognise_listed", {"key": key, "same": True}, household=home, person=person, on=LATER)


def test_children_are_described_with_the_adults_they_live_with_and_grown_ups_are_not():
    child = uuid4()
    home = enrolled(head("Munteanu", "Elena"), head("Munteanu", "Ana", uuid=child, born="2015-04-01", relation="child"),
                    on=ON, village=GRINDA)
    [one] = children_known(AGAS, on=ON)
    assert (one.person, one.household, one.village, one.here) == (child, home, GRINDA, True)
    assert set(one.adults) == {"munteanu", "elena"}
    happens("move_out", {"to": "abroad"}, household=home, on=LATER)
    assert [known.here for known in children_known(AGAS, on=LATER)] == [False]
    assert children_known(ASAU, on=LATER) == []


@given(st.permutations(["nr. 9", "nr. 10", "nr. 10A", "str. Morii 2", "str. Morii 11", "casa de la moară"]))
def test_one_walks_street_by_street_and_house_by_house(addresses):
    assert sorted(addresses, key=ledger.walking_order) == [
        "casa de la moară", "nr. 9", "nr. 10", "nr. 10A", "str. Morii 2", "str. Morii 11"]
