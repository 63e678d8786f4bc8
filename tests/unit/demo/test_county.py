"""The map of the demo county: real places, the published numbers."""

from __future__ import annotations

import csv
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vatra.demo import county
from vatra.demo.county import Place, Share, apportioned, of_communities, shares
from vatra.demo.making import child_counts
from vatra.demo.names import names
from vatra.places.load import FACTS


@pytest.fixture(scope="module")
def every() -> list[Share]:
    with (FACTS / "communes.csv").open(encoding="utf-8") as file:
        return shares([
            Place(int(row["siruta"]), row["name"], int(row["population"]), row["urban"] == "1")
            for row in csv.DictReader(file) if row["county"] == "BC"
        ])


@pytest.mark.parametrize(("what", "published"), [
    ("households", 46_229), ("vulnerable", 9_788), ("children", 17_675), ("women", 153), ("first_cut", 11_633),
    ("roma", 658), ("communities", 45),
])
def test_the_parts_of_the_county_add_up_to_what_was_published(every: list[Share], what: str, published: int) -> None:
    assert sum(getattr(share, what) for share in every) == published


def test_forty_five_communities_are_thirty_eight_authorities(every: list[Share]) -> None:
    assert len(every) == 38
    assert sum(not share.place.urban for share in every) == 33
    assert len({share.place.siruta for share in every}) == 38


@pytest.mark.parametrize(("role", "published"), county.STAFF.items())
def test_the_professionals_are_as_many_as_were_published(every: list[Share], role: str, published: int) -> None:
    assert sum(share.staff[role] for share in every) == published


def test_every_community_has_a_social_worker(every: list[Share]) -> None:
    assert all(share.staff["social_worker"] >= share.communities for share in every)


def test_a_few_communities_begin_with_those_that_reports_name(every: list[Share]) -> None:
    assert [share.place.name for share in of_communities(every, 3)] == ["Asău", "Berești-Tazlău", "Horgești"]
    assert sum(share.communities for share in of_communities(every, 4)) == 6  # a town comes whole
    assert of_communities(every, None) == every


def test_nobody_is_asked_for_more_children_than_there_are_households_for(every: list[Share]) -> None:
    assert all(share.vulnerable <= share.children <= 3 * share.vulnerable for share in every)
    assert all(share.roma <= share.first_cut <= share.children for share in every)


@given(st.integers(0, 10_000), st.lists(st.floats(0.1, 100), min_size=1, max_size=40))
def test_parts_always_add_up_to_the_whole(total: int, weights: list[float]) -> None:
    assert sum(apportioned(total, weights)) == total


@given(st.integers(1, 200), st.floats(1, 3), st.integers())
def test_children_are_drawn_to_the_sum(households: int, mean: float, seed: int) -> None:
    wanted = int(households * mean)
    counts = child_counts(households, wanted, Random(seed))
    assert sum(counts) == wanted and min(counts) >= 1


def test_names_are_written_with_commas_below_and_capitals() -> None:
    rng = Random(1)
    drawn = {names().surname(rng) for _ in range(300)} | {names().given(rng, "f", young=True) for _ in range(300)}
    assert not [name for name in drawn if set(name) & set("şţŞŢ") or name != name.strip() or name.isupper()]
