"""The steps of a case in words, as the timeline tells them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.web.templatetags.page import day_in_words

CLOSINGS = {
    "objectives_met": lazy("the objectives of the plan were met"),
    "transferred": lazy("transferred to another service or authority"), "moved": lazy("the household moved away"),
    "refused": lazy("the family refused further help"), "deceased": lazy("death"),
    "of_age": lazy("the child came of age"), "other": lazy("another reason"),
}
RISKS = {"none": lazy("no risk seen"), "low": lazy("low"), "medium": lazy("medium"), "high": lazy("high")}
REVIEWS = {"go_on": lazy("the plan goes on as it is"), "change_plan": lazy("the plan is changed: agree it anew"),
           "close": lazy("the case can be closed: ask for it")}
NO_CASE = {"no_case": lazy("no case: information and counselling were enough"),
           "transferred": lazy("passed on to DGASPC")}


def step_said(one: Any) -> tuple[str, str] | None:
    """What a step was, and the words beside it; None for what is no step."""
    match one.kind:
        case "assessment":
            risk = _("Risk for the child: %(risk)s") % {"risk": RISKS[one.detail]} if one.detail in RISKS else ""
            return _("Initial assessment, with the risk sheet"), risk  # its words stand with its visit
        case "no_case":
            return _("Decided: %(decision)s") % {"decision": NO_CASE.get(one.detail, one.detail)}, one.note
        case "team":
            return _("Team of the case named"), one.note
        case "approval":
            return _("Plan approved by the mayor's order no. %(number)s") % {"number": one.note}, ""
        case "review":
            return _("Case reviewed: %(decision)s") % {"decision": REVIEWS.get(one.detail, one.detail)}, one.note
        case "closing_asked":
            return _("Closing asked for: %(reason)s") % {"reason": CLOSINGS.get(one.detail, one.detail)}, one.note
        case "closing_agreed":
            return (_("Closing not agreed") if one.detail == "not_agreed" else _("Closing agreed")), one.note
        case "departure":
            return _("A parent leaves to work abroad on %(day)s") % {
                "day": day_in_words(date.fromisoformat(one.detail))}, one.note
    return None
