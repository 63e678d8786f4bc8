"""The worklist as tasks: what, for whom, why, by when, from which law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.web.method_words import Words
from vatra.web.present.persons import Who, household_name, who
from vatra.web.templatetags.page import day_in_words

SOON = timedelta(days=7)
CAUSES = {
    "registered": lazy("the household was registered"), "surveyed": lazy("the last interview"),
    "signalled": lazy("the signal"), "severity_3": lazy("something severe was found"),
    "severity_4": lazy("an emergency was found"), "abroad": lazy("a parent is abroad"),
    "delegation_granted": lazy("the parents are abroad"), "departure": lazy("the departure was heard of"),
    "abroad_without_delegation": lazy("no court delegation was found"),
    "delegation_expires": lazy("the delegation was seen to be valid"), "case_opened": lazy("the case was opened"),
    "assessed": lazy("the assessment"), "plan_agreed": lazy("the plan, or the act before"),
    "monitored": lazy("the last monitoring visit"), "reviewed": lazy("the last review"),
    "closed": lazy("the case was closed"), "referral_sent": lazy("the referral was sent"),
    "referral_acknowledged": lazy("the referral was received"),
}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, as a card shows it. `days_late` is 0 on the day itself, less before it."""

    address: str
    what: str
    who: Who
    why: str
    due_on: date
    days_late: int
    severity: int
    article: str
    confirmed: bool
    clock: str

    @property
    def days_left(self) -> int:
        """Days until it is due."""
        return -self.days_late

    @property
    def late(self) -> bool:
        """Whether its day has passed."""
        return self.days_late > 0

    @property
    def soon(self) -> bool:
        """Whether it is due within a week."""
        return not self.late and self.days_left <= SOON.days


def tasks(asked: Iterable[Any], members: Mapping[UUID, list[Any]], words: Words, *, on: date) -> list[Task]:
    """The items of the worklist as tasks, in their order."""
    return [_task(one, members.get(one.household, []), words, on) for one in asked]


def _task(one: Any, members: list[Any], words: Words, on: date) -> Task:
    return Task(
        address=reverse("web:household", args=[one.household]), what=one.what, who=_who(one, members, on),
        why="; ".join(name for _code, name in one.why), due_on=one.due_on,
        days_late=(on - one.due_on).days, severity=one.urgency if one.urgency in (1, 2, 3, 4) else 0,
        article=words.article(one.article), confirmed=one.confirmed,
        clock=_("runs from %(day)s: %(cause)s") % {
            "day": day_in_words(one.starts_on), "cause": CAUSES.get(one.cause, one.cause)},
    )


def _who(one: Any, members: list[Any], on: date) -> Who:
    member = next((m for m in members if m.uuid == one.person), None)
    if member is not None:
        return who(member, on=on)
    names = ", ".join(m.name for m in members if m.is_head) if members else ""
    return Who(household_name(members), names)
