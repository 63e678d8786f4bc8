"""Councils as the pages show them: meetings, tasks, items; nothing here knows whose a case is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from vatra.community import policies
from vatra.community import queries as community
from vatra.web.templatetags.page import day_in_words, number

OUTCOMES = {"done": lazy("done"), "not_done": lazy("closed undone"), "carried_over": lazy("carried over")}


@dataclass(frozen=True, slots=True)
class TaskShown:
    """A task as a row: what, who, by when, what was told of it; `case` its key."""

    uuid: UUID
    words: str
    owner: str
    case: str
    decided_on: date
    due_on: date | None
    late: bool
    days_late: int
    open: bool
    state: str
    last: str
    address: str

    @property
    def soon(self) -> bool:
        """Whether it is open and due within a week."""
        return self.open and -7 <= self.days_late <= 0

    @property
    def days_left(self) -> int:
        """Days until it is due."""
        return -self.days_late


def task_shown(one: community.Task, *, on: date, address: str = "") -> TaskShown:
    """A task in words; `address` where what came of it is reported, for who may."""
    days = (on - one.due_on).days if one.due_on else 0
    is_open = one.state == "open"
    return TaskShown(
        uuid=one.uuid, words=one.words, owner=one.owner, case=one.code, decided_on=one.decided_on, due_on=one.due_on,
        late=is_open and days > 0, days_late=days, open=is_open, state=_state(one), last=_last(one), address=address,
    )


def _state(one: community.Task) -> str:
    if one.state == "done":
        return _("done on %(day)s") % {"day": day_in_words(one.closed_on)} if one.closed_on else _("done")
    if one.state == "not_done":
        return _("closed undone")
    return _("still open") if one.state else ""


def _last(one: community.Task) -> str:
    """The last word told of it."""
    if not one.told:
        return ""
    on, outcome, note, due_on = one.told[-1]
    what = str(OUTCOMES[outcome])
    if due_on:
        what = _("carried over to %(day)s") % {"day": day_in_words(due_on)}
    return f"{day_in_words(on)}: {what}" + (f", {note}" if note else "")


def may_report(me: Any, keeps: bool, one: community.Task) -> bool:
    """Whether this worker may say what came of a task."""
    return bool(one.state) and (keeps or one.owned_by == me.worker.pk)


def tasks_shown(me: Any, keeps: bool, tasks: list[community.Task]) -> list[TaskShown]:
    """Tasks as rows, each with its address for who may report."""
    return [
        task_shown(one, on=me.on, address=reverse("web:council_task", args=[one.uuid])
                   if may_report(me, keeps, one) and one.state == "open" else "")
        for one in tasks
    ]


def meeting_name(one: community.Sitting) -> str:
    """“Meeting of 3 May 2026”."""
    return _("Meeting of %(day)s") % {"day": day_in_words(one.on)}


def meeting_line(one: community.Sitting) -> str:
    """Hour and place; of one held, who came."""
    if one.state == "held":
        return presence(one)
    if one.state == "called_off":
        return _("Called off: %(reason)s") % {"reason": one.reason}
    return _("%(hour)s, %(place)s") % {"hour": one.hour, "place": one.place}


def presence(one: community.Sitting) -> str:
    """How many came, and whether they were enough."""
    came = ngettext("%(count)s of %(members)s members was present", "%(count)s of %(members)s members were present",
                    len(one.present)) % {"count": number(len(one.present)), "members": number(one.members)}
    return f"{came}: " + (_("there was a quorum.") if one.quorum else _("there was no quorum."))


def due_sentence(due: community.Rhythm | None, *, on: date) -> str:
    """By when the next meeting is to be held, when none is called."""
    if due is None:
        return ""
    if due.due_on < on:
        return _("The last day for the next meeting was %(day)s, and none is called.") % {
            "day": day_in_words(due.due_on)}
    return _("No meeting is called. The next one is due by %(day)s.") % {"day": day_in_words(due.due_on)}


def own_tasks(me: Any) -> list[TaskShown]:
    """The open tasks from the council that are this worker's own."""
    return tasks_shown(me, False, community.tasks_of_worker(me.worker.pk)) if me.councils else []


def council_due(me: Any) -> list[tuple[str, str]]:
    """For who keeps a council whose meeting is overdue and not called: (sentence, address)."""
    found = []
    for commune in sorted(me.councils):
        due = community.meeting_due_of(commune, on=me.on) if policies.can_keep(me.worker, commune, on=me.on) else None
        if due is None or due.due_on >= me.on:
            continue
        if not any(one.state == "called" for one in community.meetings_of(commune, most=0)):
            found.append((due_sentence(due, on=me.on), f"{reverse('web:council')}?commune={commune}"))
    return found


def tasks_of_case(home: Any) -> list[TaskShown]:
    """What the council decided of a household's case: all for who keeps the council, else only own tasks."""
    keeps = home.may(policies.KEEP)
    return tasks_shown(home.me, keeps, [
        one for one in community.tasks_about(home.uuid) if keeps or one.owned_by == home.me.worker.pk
    ])
