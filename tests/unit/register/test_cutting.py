"""Long runs, in which nothing overtakes what it depends on."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.register.jars import AT, KINDS, draft
from vatra.register.admission import at_the_door
from vatra.register.cutting import cut_into_runs

HOMES = [UUID(int=at + 1) for at in range(4)]


def arrived(kind, home=None, **changes):
    return at_the_door(draft(kind, household=home, **changes), by_id=1, received_at=AT, device_id=None)


def cut(arrivals, longest=500):
    return [[arrival.draft.uuid for arrival in run] for _, run in cut_into_runs(arrivals, longest)]


def test_households_one_after_another_make_long_runs():
    day = [arrived(kind, home) for home in HOMES for kind in ("put_in", "take_out")]
    assert [(kind.name, len(run)) for kind, run in cut_into_runs(day, 500)] == [("put_in", 4), ("take_out", 4)]


def test_no_household_stands_twice_in_a_run():
    day = [arrived("put_in", HOMES[0]) for _ in range(3)]
    assert [len(run) for run in cut(day)] == [1, 1, 1]


def test_a_kind_that_does_not_shape_households_may_name_one_many_times():
    day = [arrived("put_in", HOMES[0]) for _ in range(3)]
    for one in day:
        one.kind = loose
    assert [len(run) for run in cut(day)] == [3]


loose = replace(KINDS[0], shapes_household=False)


@pytest.mark.parametrize("written", [str, lambda uuid: uuid.hex, lambda uuid: str(uuid).upper(),
                                     lambda uuid: f"urn:uuid:{uuid}"])
def test_whoever_is_named_in_the_payload_is_not_overtaken(written):
    """B's coins go into A's jar too: A's taking out must wait for it, however the uuid is written."""
    first = arrived("take_out", HOMES[1])
    both = arrived("put_in", HOMES[1], payload={"count": 1, "words": written(HOMES[0])})
    after = arrived("take_out", HOMES[0])
    assert cut([first, both, after]) == [[first.draft.uuid], [both.draft.uuid], [after.draft.uuid]]


def test_entries_about_nobody_keep_their_order():
    day = [arrived(kind, None) for kind in ("put_in", "take_out", "put_in")]
    for one in day:
        one.draft = replace(one.draft, household=None)
    assert [len(run) for run in cut(day)] == [1, 1, 1]


@given(st.lists(st.tuples(st.sampled_from(["put_in", "take_out"]), st.sampled_from(HOMES),
                          st.sampled_from([None, *HOMES])), max_size=25), st.integers(1, 6))
def test_nothing_is_lost_doubled_or_overtaken(day, longest):
    from tests.unit.register import jars

    with jars.declared():
        arrivals = [arrived(kind, home, uuid=uuid4(), payload={"count": 1, **({"words": str(other)} if other else {})})
                    for kind, home, other in day]
        order = [uuid for run in cut(arrivals, longest) for uuid in run]
    assert sorted(order) == sorted(arrival.draft.uuid for arrival in arrivals)
    place = {uuid: at for at, uuid in enumerate(order)}
    for at, later in enumerate(arrivals):
        for earlier in arrivals[:at]:
            if earlier.concerns() & later.concerns():
                assert place[earlier.draft.uuid] < place[later.draft.uuid]
