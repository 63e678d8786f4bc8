"""School attendance of the children of a household: what was told last, and who may be told of now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vatra.assessment import queries as assessment
from vatra.assessment.attendance import ABSENT_HOURS, SCHOOL
from vatra.method.explaining import label
from vatra.web.method_words import language
from vatra.web.present.persons import who
from vatra.web.screens.opening import Opened
from vatra.web.templatetags.page import day_in_words, number

SCHOOL_AGE = range(6, 18)


@dataclass(frozen=True, slots=True)
class Pupil:
    """A child who goes to school as far as is known; `told`: the hours told last, with their day, empty when none."""

    uuid: UUID
    short: str
    told: str


def pupils(home: Opened) -> list[Pupil]:
    """The children of school age, without those known not to be enrolled; nobody for who does not see school."""
    if SCHOOL not in home.domains_of_role:
        return []
    facts = assessment.current_facts(home.uuid, on=home.me.on)
    return [
        Pupil(one.uuid, who(one, on=home.me.on).short, _told(facts.get(one.uuid, {}).get(ABSENT_HOURS)))
        for one in home.members
        if (ages := one.ages(home.me.on)) is not None and ages[0] in SCHOOL_AGE
        and facts.get(one.uuid, {}).get("c_enrolled", [None])[0] is not False
    ]


def asked_as(home: Opened) -> str:
    """What is told, in the words of the questionnaire."""
    return label(ABSENT_HOURS, home.words.book, language())


def _told(stored: list[object] | None) -> str:
    if stored is None or not isinstance(stored[0], int | float):
        return ""
    hours = ngettext("%(hours)s hour", "%(hours)s hours", int(stored[0])) % {"hours": number(stored[0])}
    return _("%(hours)s, as of %(day)s") % {"hours": hours, "day": day_in_words(date.fromisoformat(str(stored[1])))}
