"""What readers of numbers are told of a trial: no small number, and none by subtraction or from two trials."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.care.village import COMMUNE
from tests.unit.releases.conftest import HOUSES
from tests.unit.releases.test_method_changes import drafted, tried
from vatra.releases import queries
from vatra.releases.moved import Moved, together
from vatra.releases.told import _Teller

COUNTS = st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40)).map(
    lambda three: (three[0] + three[1] + three[2], three[1], three[2]))


@given(st.dictionaries(st.sampled_from("abcdef"), COUNTS, min_size=1))
def test_no_part_tells_a_number_of_one_to_four_children(counts):
    for part in _Teller(False).parts(counts):
        for told, count in zip((part.children, part.gained, part.lost), counts[part.name], strict=True):
            assert told is None or (told % 5 == 0 and not 0 < count < 5)


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(0, 12), min_size=2), st.integers(1, 3))
def test_one_child_more_in_a_second_trial_is_not_told_by_the_difference(counts, more):
    """Between two trials of almost the same change a told number differs by nothing or by five, never by the few."""
    tell = _Teller(False)
    for name, count in counts.items():
        first, second = tell(count), tell(count + more)
        assert first is None or second is None or second - first in (0, 5), name


@given(st.lists(st.integers(0, 9), min_size=2, max_size=3))
def test_withheld_parts_of_a_row_cannot_be_worked_out_from_its_sum(numbers):
    """The attacker knows the exact sum: of every small number that is withheld more than one value remains."""
    counts = {str(place): count for place, count in enumerate(numbers)}
    told = _Teller(False).row(counts)
    hidden = [name for name, one in told.items() if one is None]
    possible: dict[str, set[int]] = {name: set() for name in hidden}
    for guess in product(range(10), repeat=len(numbers)):
        if sum(guess) == sum(numbers) and all(
            told[name] in (None, 5 * round(value / 5)) for name, value in zip(counts, guess, strict=True)
        ):
            for name, value in zip(counts, guess, strict=True):
                if name in possible:
                    possible[name].add(value)
    assert all(len(values) > 1 for name, values in possible.items() if 0 < counts[name] < 5)


def test_whoever_sees_the_gravest_findings_is_told_exactly_and_with_examples(editor, families):
    trial = tried(drafted(editor), editor)
    found = queries.built(trial.draft, on=date(2026, 6, 1))
    moved = queries.moved_by(trial)
    exact = queries.told(moved, families, found.before, on=date(2026, 6, 1))
    assert (exact.exact, exact.touched) == (True, HOUSES)
    assert exact.posts is not None and exact.posts.posts.mid == pytest.approx(-4 * HOUSES / 60)
    assert exact.posts.posts.low == pytest.approx(-4 * HOUSES / 90)
    assert exact.posts.lei.mid == pytest.approx(exact.posts.posts.mid * exact.posts.post.mid)
    assert not exact.posts.confirmed
    assert {one.code for one in exact.examples} == {"ED03"}
    numbers = queries.told(moved, editor, found.before, on=date(2026, 6, 1))
    assert (numbers.exact, numbers.touched, numbers.examples) == (False, 5, ())


def test_small_numbers_of_an_ethnicity_are_told_to_nobody(editor, families):
    person = apps.get_model("people.Person").objects.filter(born_on=date(2018, 1, 10)).first()
    apps.get_model("people.Person").objects.filter(pk=person.pk).update(ethnicity="Roma")
    trial = tried(drafted(editor), editor)
    found = queries.built(trial.draft, on=date(2026, 6, 1))
    moved = queries.moved_by(trial)
    assert moved[COMMUNE].groups["ethnicity/roma"] == [1, 0, 1]
    told = queries.told(moved, families, found.before, on=date(2026, 6, 1))
    assert all(part.children is None for part in told.groups["ethnicity"])
    assert told.groups["sex"][0].children == HOUSES


def test_counts_of_communes_add_up_and_survive_being_kept():
    one = Moved(children=3, households=2, groups={"sex/f": [3, 1, 0]}, codes={"ED03": [1, 0, 0, 0, 0, 0]}, cases=[1, 0])
    one.outcomes["more"] = 1
    other = Moved(children=2, households=1, groups={"sex/f": [1, 0, 0], "sex/m": [1, 0, 1]}, cases=[0, 1])
    whole = together([one, Moved.from_json(other.as_json())])
    assert (whole.children, whole.households, whole.cases) == (5, 3, [1, 1])
    assert whole.groups == {"sex/f": [4, 1, 0], "sex/m": [1, 0, 1]}
    assert one.groups == {"sex/f": [3, 1, 0]}, "adding up changes none of the parts"


