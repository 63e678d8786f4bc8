"""People on a screen that others may see: initials and age first, the name on tap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from vatra.people import queries as people
from vatra.web.templatetags.page import day_in_words, number


@dataclass(frozen=True, slots=True)
class Who:
    """`short` may stand on an idle screen; `full` only behind a tap."""

    short: str
    full: str = ""


@dataclass(frozen=True, slots=True)
class Resident:
    """A member as the household's page lists them."""

    uuid: UUID
    who: Who
    relation: str
    assessed: bool
    level: str | None
    pairs: tuple[tuple[str, str], ...]


def age_in_words(member: Any, *, on: date) -> str:
    """“9 years”, “5 months” for those under two, “8 or 9 years” when the birth is not known to the day."""
    ages = member.ages(on)
    if ages is None:
        return _("age not known")
    fewest, most = ages
    if fewest != most:
        return _("%(fewest)s or %(most)s years") % {"fewest": fewest, "most": most}
    if most < 2 and member.birth_date:
        born = member.birth_date
        months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
        return ngettext("%(months)s month", "%(months)s months", months) % {"months": months}
    return ngettext("%(years)s year", "%(years)s years", most) % {"years": most}


def is_child(member: Any, *, on: date) -> bool:
    """Whether a member is, as far as is known, under 18 on a day."""
    ages = member.ages(on)
    return ages is not None and ages[0] < 18


def sex_in_words(member: Any, *, on: date) -> str:
    """Girl or boy, woman or man; nothing when not known."""
    child = is_child(member, on=on)
    return {
        "f": pgettext("child", "girl") if child else _("woman"),
        "m": pgettext("child", "boy") if child else _("man"),
    }.get(member.sex, "")


def who(member: Any, *, on: date) -> Who:
    """A member's initials, age and sex, with the name behind."""
    parts = (member.initials, age_in_words(member, on=on), sex_in_words(member, on=on))
    return Who(", ".join(part for part in parts if part), member.name)


def head_of(members: list[Any]) -> Any | None:
    """The head, else the first member."""
    return next((one for one in members if one.is_head), members[0] if members else None)


def household_name(members: list[Any]) -> str:
    """“Household M. P.” after its head."""
    head = head_of(members)
    return _("Household %(initials)s") % {"initials": head.initials} if head else _("Household without members")


def where(household: Any) -> str:
    """Village, or the commune itself."""
    return str(household.village.name if household.village else household.commune.name)


def members_in_words(count: int) -> str:
    """How many live there."""
    return ngettext("%(count)s member", "%(count)s members", count) % {"count": number(count)}


def children_in_words(count: int) -> str:
    """How many of them are children."""
    return ngettext("%(count)s child", "%(count)s children", count) % {"count": number(count)}


def cnp_in_words(state: str) -> str:
    """Whether there is a CNP; the number itself is not shown."""
    return {
        "present": _("in the register"), "none": _("has none"), "refused": _("not given"),
        "non_standard": _("a number of another sort is in the register"),
    }.get(state, state)


def residents(
    members: list[Any], levels: dict[UUID, str], told: dict[UUID, tuple[str, str]], *, on: date
) -> list[Resident]:
    """All members with what may be known of them beside the findings; `told`: one more thing of some, with its name."""
    return [
        Resident(
            uuid=one.uuid, who=who(one, on=on), relation=people.relation_in_words(one.relation),
            assessed=is_child(one, on=on), level=levels.get(one.uuid),
            pairs=(*_pairs(one), *([told[one.uuid]] if one.uuid in told else [])),
        )
        for one in members
    ]


def _pairs(member: Any) -> tuple[tuple[str, str], ...]:
    born = member.born
    pairs = [(_("Born"), day_in_words(born.day) if born.day else born.shown or _("not known")),
             (_("Personal number (CNP)"), cnp_in_words(member.cnp_state)),
             (_("Lives here since"), day_in_words(member.since))]
    return tuple(pairs)
