"""Planned visits of one household in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vatra.care import queries as care
from vatra.web.templatetags.page import day_in_words

if TYPE_CHECKING:
    from vatra.web.screens.opening import Opened


@dataclass(frozen=True, slots=True)
class PlannedShown:
    """A visit that is still to come."""

    day: str
    words: str


def visits_of_household(home: Opened) -> list[PlannedShown]:
    """What is planned from today on, by day."""
    planned = care.visits_planned(home.domains_of_role, on=home.me.on, since=home.me.on, households=[home.uuid],
                                  roles=home.roles)
    return [PlannedShown(day_in_words(one.day), _words(home, one)) for one in planned if one.state == "planned"]


def _words(home: Opened, one: care.VisitPlanned) -> str:
    purpose = home.words.service(one.purpose) if one.purpose else ""
    return " · ".join(part for part in (", ".join([one.by_name, *one.names]), purpose, one.note) if part)
