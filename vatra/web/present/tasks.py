"""The worklist as tasks, household by household: what, for whom, why, by when, from which law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from vatra.web.method_words import Words
from vatra.web.present.persons import Who, household_name, who
from vatra.web.templatetags.page import day_in_words, number

SOON = timedelta(days=7)
REASONS_FIRST = 2  # so many stand in sight, the others one tap away
CAUSES = {
    "registered": lazy("the household was registered"), "surveyed": lazy("the last interview"),
    "signalled": lazy("the signal"), "severity_3": lazy("something severe was found"),
    "severity_4": lazy("an emergency was found"), "abroad": lazy("a parent is abroad"),
    "delegation_granted": lazy("the parents are abroad"), "departure": lazy("the departure was heard of"),
    "abroad_without_delegation": lazy("no court delegation was found"),
    "delegation_expires": lazy("the delegation by the court"), "case_opened": lazy("the case was opened"),
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
    reasons: tuple[str, ...]
    due_on: date
    days_late: int
    severity: int
    article: str
    confirmed: bool
    clock: str

    @property
    def why(self) -> str:
        """All reasons that the reader may know."""
        return "; ".join(self.reasons)

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


@dataclass(frozen=True, slots=True)
class OfHome:
    """What is to be done in one household, as one card shows it; `names` stand behind a tap."""

    address: str
    title: str
    names: str
    tasks: tuple[Task, ...]

    @property
    def late(self) -> bool:
        """Whether the day of something here has passed."""
        return any(one.late for one in self.tasks)

    @property
    def soon(self) -> bool:
        """Whether something here is due within a week."""
        return any(one.soon for one in self.tasks)

    @property
    def severity(self) -> int:
        """The gravest of its reasons."""
        return max(one.severity for one in self.tasks)

    @property
    def why(self) -> str:
        """Its first reasons, and how many more there are."""
        reasons = list(dict.fromkeys(name for one in self.tasks for name in one.reasons))
        more = len(reasons) - REASONS_FIRST
        said = "; ".join(reasons[:REASONS_FIRST])
        if more <= 0:
            return said
        return ngettext("%(reasons)s and %(count)s more reason", "%(reasons)s and %(count)s more reasons", more) % {
            "reasons": said, "count": number(more)}


def tasks(asked: Iterable[Any], members: Mapping[UUID, list[Any]], words: Words, *, on: date) -> list[Task]:
    """The items of the worklist as tasks, in their order."""
    return [_task(one, members.get(one.household, []), words, on) for one in asked]


def by_household(
    asked: Sequence[Any], members: Mapping[UUID, list[Any]], words: Words, *, on: date
) -> list[OfHome]:
    """The items of the worklist, those of one household together where the first of them stands."""
    grouped: dict[UUID, list[Task]] = {}
    for one, task in zip(asked, tasks(asked, members, words, on=on), strict=True):
        grouped.setdefault(one.household, []).append(task)
    return [_of_home(members.get(household, []), several) for household, several in grouped.items()]


def _of_home(members: list[Any], several: list[Task]) -> OfHome:
    return OfHome(
        address=several[0].address, title=household_name(members),
        names=", ".join(one.name for one in members), tasks=tuple(several),
    )


def _task(one: Any, members: list[Any], words: Words, on: date) -> Task:
    return Task(
        address=reverse("web:household", args=[one.household]), what=one.what, who=_who(one, members, on),
        reasons=tuple(name for _code, name in one.why), due_on=one.due_on,
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
