"""Needs and the plan of services, as the household's page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from vatra.assessment import queries as assessment
from vatra.web.present.persons import who
from vatra.web.templatetags.page import day_in_words, number

if TYPE_CHECKING:
    from vatra.web.screens.opening import Opened


@dataclass(frozen=True, slots=True)
class NeedShown:
    """A need and how it stands."""

    name: str
    who: str
    state: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A service of the plan and how it stands."""

    name: str
    about: str
    drawing: str
    state: str


def short_of(home: Opened, person: UUID | None) -> str:
    """Initials and age of a member, or nothing."""
    member = home.member(person)
    return who(member, on=home.me.on).short if member else ""


def needs_shown(home: Opened) -> list[NeedShown]:
    """The needs this worker may know, the open ones first."""
    seen = assessment.needs_of([home.uuid], ended=True, domains=home.domains).get(home.uuid, [])
    return [
        NeedShown(home.words.vulnerability(one.code), short_of(home, one.person), _state(one))
        for one in sorted(seen, key=lambda one: (bool(one.met_on or one.withdrawn_on), one.agreed_on))
    ]


def _state(need: Any) -> str:
    if need.met_on:
        return _("met on %(day)s") % {"day": day_in_words(need.met_on)}
    if need.withdrawn_on:
        return _("no longer a need since %(day)s") % {"day": day_in_words(need.withdrawn_on)}
    return _("agreed on %(day)s") % {"day": day_in_words(need.agreed_on)}


def plan_shown(home: Opened) -> dict[str, Any] | None:
    """The running plan, or None."""
    plan = home.plan
    if plan is None:
        return None
    return {
        "sentence": _("Agreed on %(day)s with %(whom)s, by %(by)s.") % {
            "day": day_in_words(plan.agreed_on), "whom": plan.agreed_with, "by": plan.by,
        },
        "lines": [_line(home, one) for one in plan.services],
        "count": _("%(done)s of %(all)s given") % {
            "done": number(sum(one.state == "done" for one in plan.services)), "all": number(len(plan.services))},
        "objectives": [one["what"] for one in plan.objectives],
        "order": _("Approved by the mayor's order no. %(number)s of %(day)s.") % {
            "number": plan.order_number, "day": day_in_words(plan.order_signed_on),
        } if plan.order_signed_on else "",
    }


def _line(home: Opened, one: Any) -> PlanLine:
    parts = [short_of(home, one.person), home.words.role(one.responsible),
             _("by %(day)s") % {"day": day_in_words(one.due_on)}]
    drawing, state = _stands(one, late=one.due_on < home.me.on)
    return PlanLine(one.what, " · ".join(part for part in parts if part), drawing, state)


def _stands(one: Any, *, late: bool) -> tuple[str, str]:
    done = day_in_words(one.done_on) if one.done_on else ""
    match one.state:
        case "done":
            return "circle-check", _("given on %(day)s") % {"day": done}
        case "refused":
            return "circle-x", _("refused by the family on %(day)s") % {"day": done}
        case "replaced":
            return "circle-minus", _("left out since %(day)s") % {"day": done}
    return ("calendar-clock", _("not given yet, the day has passed")) if late else ("circle", _("not given yet"))
