"""What was found last is given as long as it is still so: the same answer as looking anew, whatever is kept."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.people.test_through_the_register import AT, appointed, draft
from tests.unit.people.village import AGAS, ASAU, ON, head, member
from vatra.people import alike_lately
from vatra.people.queries import families_alike, families_alike_lately
from vatra.register.entries import receive

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
TODAY = ON + timedelta(days=20)
BOTH = (AGAS, ASAU)
HOMES = [UUID(int=500 + n) for n in range(5)]
NAMES = ("Vasile", "Petru", "Elena")
ACTS = st.tuples(
    st.sampled_from(["enrol", "enrol", "correct", "death", "move_out", "merge", "unmerge", "apart", "visit", "settle"]),
    st.integers(0, 4), st.integers(0, 4), st.sampled_from(NAMES), st.sampled_from([AGAS, AGAS, ASAU]),
)


@pytest.fixture
def worker(village):
    return appointed("maria", "social_worker", AGAS)


def told(act: tuple, waiting: list[UUID]):
    """The entry of an act, whether or not it can hold; what cannot waits to be settled."""
    what, place, second, name, commune = act
    home, other, person, was = HOMES[place], HOMES[second], UUID(int=700 + place), NAMES[second % 3]
    kind, payload, about = {
        "enrol": lambda: ("enrol_household", {"members": [
            head("Ciobanu", name, uuid=person), member("Ciobanu", "Ana", uuid=UUID(int=800 + place))]}, None),
        "correct": lambda: ("correct_person", {"field": "given_name", "base": was, "value": name}, person),
        "death": lambda: ("record_death", {"died_on": ON.isoformat(), "new_head": str(UUID(int=800 + place))}, person),
        "move_out": lambda: ("move_out", {"to": "abroad"}, None),
        "merge": lambda: ("merge_households", {"gone": str(other), "reason": "aceeași"}, None),
        "unmerge": lambda: ("unmerge", {"gone": str(other), "reason": "alta"}, None),
        "apart": lambda: ("not_the_same", {"other": str(other)}, None),
        "visit": lambda: ("record_visit", {"kind": "home"}, None),
        "settle": lambda: ("settle_entry", {"entry": str(waiting[0] if waiting else uuid4()), "choice": "apply_again",
                                            "reason": "văzut"}, None),
    }[what]()
    return draft(kind, payload, household=home, person=about, on=ON + timedelta(days=place), commune=commune)


@given(acts=st.lists(ACTS, max_size=14))
@settings(max_examples=25)
def test_whatever_is_kept_it_is_what_looking_anew_would_find(worker, acts) -> None:
    alike_lately._found.clear()
    waiting: list[UUID] = []
    for act in acts:
        entry = told(act, waiting)
        [receipt] = receive([entry], by=worker, at=AT)
        waiting += [entry.uuid] if receipt.outcome == "to_settle" else []
        for communes in (BOTH, (AGAS,)):
            assert families_alike_lately(communes, since=ON, on=TODAY) == families_alike(communes, since=ON, on=TODAY)


def test_after_a_visit_four_questions_are_enough_and_a_new_family_is_found_at_once(worker) -> None:
    enrolments = [told(("enrol", place, 0, "Vasile", AGAS), []) for place in (0, 1)]
    receive(enrolments[:1], by=worker, at=AT)
    assert families_alike_lately(BOTH, since=ON, on=TODAY) == []
    receive([told(("visit", 0, 0, "", AGAS), [])], by=worker, at=AT)
    with CaptureQueriesContext(connection) as asked:
        assert families_alike_lately(BOTH, since=ON, on=TODAY) == []
    assert len(asked) <= 4
    receive(enrolments[1:], by=worker, at=AT)
    assert len(families_alike_lately(BOTH, since=ON, on=TODAY)) == 1


def test_no_more_is_remembered_than_fits(worker) -> None:
    for days in range(2 * alike_lately.MOST_REMEMBERED):
        families_alike_lately(BOTH, since=ON, on=ON + timedelta(days=days))
    assert len(alike_lately._found) <= alike_lately.MOST_REMEMBERED
