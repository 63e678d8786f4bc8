"""In which state of the process a household is: what happened there, told to the table of `care.process`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from vatra.base.ids import derived_uuid
from vatra.base.prepared import Prepared
from vatra.base.rows import write_records
from vatra.care import process
from vatra.care.history import Found, History
from vatra.care.models import Stage
from vatra.care.moments import moments
from vatra.care.package import package_on
from vatra.care.process import Happening, State, Stay
from vatra.care.reading import histories
from vatra.care.standing import home
from vatra.register.kinds import CannotApply, Sealed

# Of one day in this order: what is found leads to what is done.
ORDER = (
    "enrol_household", "found_no_longer", "found_milder", "record_interview", "record_signal", "found_severe",
    "found_emergency", "triage_signal", "record_delivery", "record_initial_assessment", "decide_no_case", "open_case",
    "name_team", "agree_plan", "approve_plan", "record_visit", "review_case", "ask_to_close", "agree_to_close",
    "close_case",
)
_RANK = {act: place for place, act in enumerate(ORDER)}
OUT_OF_TURN = {
    "decide_no_case": _("No decision waits here. Record the initial assessment first; in an open case, close it."),
    "name_team": _("No case is open here. Open a case first, then name its team."),
    "approve_plan": _("No plan waits for its approval here. Agree a plan with the family first."),
    "review_case": _("No plan runs here that could be reviewed. Agree a plan with the family first."),
    "ask_to_close": _("No case is open here whose closing could be asked for, or it was asked for already."),
    "agree_to_close": _("Nobody asks any more for this case to be closed. Look at the household again."),
}


class OutOfTurn(CannotApply):
    """An act for which the process has no row in the state of its day."""

    code = "out_of_turn"


def happened_in(history: History) -> list[Happening]:
    """What of a household's history the table of the process knows, in the order in which it counts."""
    told = [Happening(history.enrolled_on, "enrol_household"), *_found(history), *_steps(history)]
    told += [Happening(day, "record_interview") for day in history.interviews]
    for signal in history.signals:
        told.append(Happening(signal.on, "record_signal"))
        if signal.triaged_on:
            told.append(Happening(signal.triaged_on, "triage_signal", signal.decision))
    told += [Happening(d.on, "record_delivery", d.service) for d in history.deliveries if d.kind == "done"]
    told += [Happening(sent.sent_on, "record_delivery", sent.service) for sent in history.sent]
    told += [Happening(case.since, "open_case") for case in history.cases]
    sheets = {visit.on for visit in history.visits if visit.sheet}
    told += [Happening(plan.since, "agree_plan") for plan in history.plans]
    told += [Happening(day, "record_visit", "monitored") for day in moments(history)["monitored"]
             if day in sheets or any(plan.since < day for plan in history.plans)]  # not the visit that agreed it
    return sorted(told, key=lambda one: (one.on, _RANK[one.act]))


def _steps(history: History) -> Iterator[Happening]:
    """The steps; a closing that was agreed is the agreement's, any other the word of who closed."""
    agreed = {step.on for step in history.steps if step.kind == "agree_to_close" and step.word != "not_agreed"}
    yield from (Happening(step.on, step.kind, step.word) for step in history.steps)
    for case in history.cases:
        if case.until and case.until not in agreed:
            yield Happening(case.until, "close_case", case.reason)


def _found(history: History) -> Iterator[Happening]:
    """When the gravest of what is found passes severity 3 or 4, up or down."""
    for found in history.found:
        for severity, act in ((3, "found_severe"), (4, "found_emergency")):
            day = found.reached(severity)
            if day is not None and (found.until is None or day < found.until):
                yield Happening(day, act)
    for day in sorted({found.until for found in history.found if found.until} | _milder(history.found)):
        if history.severity(day) < 3 and not _signal_unvisited(history, day):
            yield Happening(day, "found_no_longer")
        elif history.severity(day) < 4:
            yield Happening(day, "found_milder")


def _milder(found: Iterable[Found]) -> set[date]:
    return {day for one in found for (_before, was), (day, now) in zip(one.course, one.course[1:], strict=False)
            if now < was}


def _signal_unvisited(history: History, day: date) -> bool:
    """Whether a signal of until then still waits for its visit: it does not end with a finding."""
    seen = max((step.on for step in history.steps if step.kind == "record_initial_assessment" and step.on <= day),
               default=date.min)
    return any(seen <= signal.on <= day for signal in history.signals)


def states_of(history: History) -> list[Stay]:
    """The states of a household, the oldest first, with the turns of the calendar that lie ahead."""
    return process.stays(happened_in(history), package_on(history.latest()).calendar)


def check_moves(run: Iterable[tuple[Sealed, str]]) -> None:
    """Raise OutOfTurn unless the table has a row for each entry, saying its word, in the state of its day."""
    entries = list(run)
    told = histories({home(entry) for entry, _word in entries})
    for entry, word in entries:
        history = told.get(home(entry))
        state = _state_on(history, entry.on) if history else State.UNKNOWN
        if process.move(state, entry.kind, word) is None:
            raise OutOfTurn(OUT_OF_TURN[entry.kind])


def _state_on(history: History, on: date) -> State:
    return process.state_on(happened_in(history), package_on(history.latest()).calendar, on)


def stage_rows(history: History) -> list[tuple[UUID, UUID, str, date, date | None]]:
    """The rows of Stage: the state after the last act, then what the calendar alone will make of it."""
    happened = happened_in(history)
    last = max(one.on for one in happened)
    found = process.stays(happened, package_on(history.latest()).calendar)
    now = max(place for place, stay in enumerate(found) if stay.since <= last)
    return [
        (derived_uuid(history.household, "stage", place), history.household, stay.state.value, stay.since, stay.until)
        for place, stay in enumerate(found[now:])
    ]


_HELD = Prepared(lambda households: Stage.objects.filter(household__uuid__in=households).values_list(
    "uuid", "household_id", "state", "since", "until"
))


def keep_stages(households: Collection[UUID], told: Iterable[History]) -> None:
    """Write what differs of the stages of these households; those without a history of their own have none."""
    held = {row[0]: row for row in _HELD(households)}
    wanted = {row[0]: row for history in told for row in stage_rows(history)}
    gone = held.keys() - wanted.keys()
    if gone:
        Stage.objects.filter(uuid__in=gone).delete()
    write_records([
        Stage(uuid=uuid, household_id=household, state=state, since=since, until=until)
        for uuid, household, state, since, until in wanted.values()
        if held.get(uuid) != (uuid, household, state, since, until)
    ], ["state", "since", "until"])


def in_state(state: str, *, on: date) -> QuerySet[Stage]:
    """The stages that hold on a day and are of this state."""
    return Stage.objects.filter(Q(until=None) | Q(until__gt=on), state=state, since__lte=on)
