"""What life events say of a child, as facts: the day of the event is the day on which they were seen.

Nothing is copied: the room of people keeps what was said, and whoever reads facts reads them together with it. So an
event that is undone leaves no trace here. An answer of a later day counts more than the event; on the event's own day
the event counts, for it is what changed that day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from vatra.assessment.facts import Stored, Value, is_special
from vatra.base.days import age_on
from vatra.people.queries import Said, said_of

_MONTHS = "c_measure_end_m"
_YES = {"notified": "c_notified", "carer": "c_adult_carer", "union": "c_union"}
_AS_SAID = {"mother": "c_mother", "father": "c_father", "measure": "c_measure"}


def with_events(
    facts: Mapping[UUID, Mapping[str, Stored]], persons: Collection[UUID], *, on: date | None = None
) -> dict[UUID, dict[str, Stored]]:
    """Facts by subject, with what life events say of these persons; months since a measure ended as of a day, if given.

    Without a day they are those of the day of the event, as an answer of that day would be.
    """
    together = {subject: dict(own) for subject, own in facts.items()}
    for person, said in said_of(persons).items():
        together[person] = told(together.get(person, {}), said, on=on)
    return together


def told(facts: Mapping[str, Stored], said: Iterable[Said], *, on: date | None = None) -> dict[str, Stored]:
    """The facts of one person after what life events say, by their days."""
    known = dict(facts)
    for one in said:
        if on is not None and one.on > on:
            continue
        for code, value in _facts(one, on):
            before = known.get(code)
            if before is None or is_special(before[0]) or before[1] <= one.on.isoformat():
                known[code] = [value, one.on.isoformat(), one.by]
    return known


def _facts(said: Said, on: date | None) -> list[tuple[str, Value]]:
    if said.aspect in _AS_SAID:
        return [(_AS_SAID[said.aspect], said.value)]
    if said.aspect == "ended":
        return [("c_measure_ended", True), (_MONTHS, 0 if on is None else age_on(said.on, on=on).months)]
    return [(_YES[said.aspect], said.value == "yes")]
