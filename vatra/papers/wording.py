"""How papers write days, hours, ages and sources: in the paper's language, whatever the screen speaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext

from vatra.access import queries as access
from vatra.papers.blocks import Law
from vatra.people.queries import Member

READ_IN = frozenset({"S", "X"})  # labels of sources.csv that say: read in a published text or in public code
OF_AGE = 18


def day(value: date | None) -> str:
    """A day such as “3 mai 2026”; nothing when not known."""
    if value is None:
        return ""
    written = date_format(value, "j F Y")
    return written.lower() if get_language() == "ro" else written


def short_day(value: date | None) -> str:
    """A day as forms have it in narrow columns: 03.05.2026."""
    return date_format(value, "d.m.Y") if value else ""


def hour(moment: datetime | None) -> str:
    """The hour, as on a clock of the wall."""
    return date_format(timezone.localtime(moment), "H:i") if moment else ""


def hour_of(written: str | None) -> str:
    """The hour of a moment as entries write it; nothing when none was said."""
    return hour(datetime.fromisoformat(written)) if written else ""


def born(member: Member) -> str:
    """The birth as far as it is known."""
    return day(member.born.day) if member.born.day else member.born.shown or ""


def age(member: Member, *, on: date) -> str:
    """The age in completed years, or in months under two; nothing when not known."""
    ages = member.ages(on)
    if ages is None or ages[0] != ages[1]:
        return ""
    if ages[0] < 2 and member.birth_date:
        months = (on.year - member.birth_date.year) * 12 + on.month - member.birth_date.month
        months -= on.day < member.birth_date.day
        return ngettext("%(months)s month", "%(months)s months", months) % {"months": months}
    return ngettext("%(years)s year", "%(years)s years", ages[0]) % {"years": ages[0]}


def is_child(member: Member, *, on: date) -> bool:
    """Whether a member is, as far as is known, under 18 on a day."""
    ages = member.ages(on)
    return ages is not None and ages[0] < OF_AGE


def role(code: str) -> str:
    """The name of a role; a code that the rulebook no longer has is shown as it is."""
    known = access.roles_book().get(code)
    return known.name("en" if get_language() == "en" else "ro") if known else code


def laws(codes: Iterable[str], sources: Mapping[str, Mapping[str, str]]) -> tuple[Law, ...]:
    """Sources as they are cited, each with whether it was read in its text."""
    return tuple(_law(sources[code]) for code in codes if code in sources)


def _law(row: Mapping[str, Any]) -> Law:
    english = get_language() == "en"
    title = row["title_en"] if english and row.get("title_en") else row["title_ro"]
    article = (row.get("article_en") if english else "") or row.get("article") or ""
    return Law(f"{title}, {article}" if article else title, row.get("label") not in READ_IN)
