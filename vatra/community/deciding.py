"""Apply the entries of decisions, and of what came of them when they are tasks."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from vatra.base.rows import insert_records, write_records
from vatra.community import policies, standing
from vatra.community.models import Decision, TaskReport
from vatra.register.kinds import CannotApply, Sealed

STATES = {"done": Decision.State.DONE, "not_done": Decision.State.NOT_DONE, "carried_over": Decision.State.OPEN}


def apply_decide(run: Sequence[Sealed]) -> None:
    """Decisions; with an owner and a day they are open tasks."""
    for entry in run:
        said = entry.payload
        meeting = standing.meeting_of(entry, said.meeting)
        policies.check_was_held(meeting.state)
        item = standing.item_of(entry, said.item) if said.item else None
        if item is not None and item.meeting_id != meeting.uuid:
            raise standing.unknown("item", item.uuid)
        standing.check_words(entry, item, said.words, said.institution)
        if said.member:
            standing.members_of(meeting.council_id, {said.member}, entry.on)
        if said.due_on:
            policies.check_due_after(said.due_on, entry.on)
        insert_records([Decision(
            uuid=entry.uuid, meeting_id=meeting.uuid, item_id=said.item, decided_on=entry.on, words=said.words,
            member_id=said.member, worker_id=standing.worker_id(said.worker), institution=said.institution,
            first_due_on=said.due_on, due_on=said.due_on,
            state=Decision.State.OPEN if said.due_on else Decision.State.NO_TASK,
        )])


def apply_report_task(run: Sequence[Sealed]) -> None:
    """What came of tasks, by who keeps the council."""
    for entry in run:
        task = standing.task_of(entry, entry.payload.task)
        standing.check_words(entry, task.item, entry.payload.note)
        _report(entry, task)


def apply_report_own_task(run: Sequence[Sealed]) -> None:
    """What came of tasks, by who owns them.

    Their words are not compared with the family's names: the answer would tell a member whose case it is.
    """
    for entry in run:
        task = standing.task_of(entry, entry.payload.task)
        owner = task.worker_id or (task.member.worker_id if task.member else None)
        if owner != entry.by_id:
            raise CannotApply(_("The task belongs to somebody else. The entry is kept; tell who keeps the council."),
                              code="not_the_owner")
        _report(entry, task)


def _report(entry: Sealed, task: Decision) -> None:
    said = entry.payload
    if entry.on < task.decided_on:
        raise CannotApply(_("The report is dated before the task was decided (%(decided)s). Check the day."),
                          code="report_before_decision", decided=task.decided_on.isoformat())
    if said.meeting is not None:
        policies.check_was_held(standing.meeting_of(entry, said.meeting).state)
    if said.due_on:
        policies.check_due_after(said.due_on, entry.on)
    task.state = STATES[said.outcome]
    task.closed_on = None if said.due_on else entry.on
    task.due_on = said.due_on or task.due_on
    write_records([task], ["state", "closed_on", "due_on"])
    insert_records([TaskReport(
        uuid=entry.uuid, task_id=task.uuid, meeting_id=said.meeting, on=entry.on, by_id=entry.by_id,
        outcome=said.outcome, note=said.note, due_on=said.due_on,
    )])
