"""Whatever meetings decide and report, no decision is lost and no task leaves the agenda before it is closed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.care.village import COMMUNE, day, made_commune, send, uuid
from tests.unit.community.test_council import appointed, called, decided, founded, held, reported
from vatra.community import queries

pytestmark = pytest.mark.django_db(transaction=True)
DAYS = (10, 40, 70, 100)  # of four meetings
WORDS = st.sampled_from(["", "done", "not_done", "carried_over"])
LIVES = st.lists(st.tuples(st.integers(0, 3), st.lists(WORDS, min_size=3, max_size=3)), max_size=5)


def _told(name: str, place: int, outcome: str) -> Any:
    more = {"due_on": day(DAYS[place] + 20).isoformat()} if outcome == "carried_over" else {"note": "nu sunt bani"}
    return reported(f"{name} at {place}", name, DAYS[place], outcome, meeting=str(uuid(f"m{place}")), **more)


@settings(max_examples=25)
@given(lives=LIVES)
def test_a_task_is_on_every_later_agenda_until_it_is_done_or_closed_with_a_reason(db, lives):
    from django.core.management import call_command

    call_command("flush", interactive=False, verbosity=0)
    worker = made_commune()
    drafts = [founded(), appointed("ion"), *(called(f"m{place}", 1, on) for place, on in enumerate(DAYS))]
    closed: dict[str, int] = {}
    for place, on in enumerate(DAYS):
        drafts.append(held(f"m{place}", on, "ion"))
        drafts += [decided(f"t{n}", f"m{place}", on, on + 5) for n, (begins, _words) in enumerate(lives)
                   if begins == place]
        for n, (begins, words) in enumerate(lives):
            name = f"t{n}"
            outcome = words[place - 1] if begins < place and name not in closed else ""
            if outcome:
                drafts.append(_told(name, place, outcome))
                closed |= {name: place} if outcome != "carried_over" else {}
    assert {one.outcome for one in send(worker, *drafts)} == {"received"}
    assert {one.uuid for place in range(4) for one in queries.decisions_of(uuid(f"m{place}"))} == {
        uuid(f"t{n}") for n in range(len(lives))}
    for place in range(4):
        wanted = {uuid(f"t{n}") for n, (begins, _words) in enumerate(lives)
                  if begins < place <= closed.get(f"t{n}", 4)}
        meeting = queries.meeting(uuid(f"m{place}"))
        assert {one.uuid for one in queries.tasks_at(meeting)} == wanted
        assert len(queries.minutes_of(meeting.uuid).followed_up) == len(wanted)
    assert {one.uuid for one in queries.open_tasks(COMMUNE)} == {
        uuid(f"t{n}") for n in range(len(lives)) if f"t{n}" not in closed}
