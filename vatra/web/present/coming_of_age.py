"""Who comes of age soon, and what ends then: said on Azi before it comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from vatra.access.scopes import Scope
from vatra.assessment import queries as assessment
from vatra.care import queries as care
from vatra.people import queries as people
from vatra.people.coming_of_age import ComesOfAge, coming_of_age
from vatra.web.me import Me
from vatra.web.method_words import words
from vatra.web.seen import note_read

MOST = 5


@dataclass(frozen=True, slots=True)
class Birthday:
    """One 18th birthday: who, when, what ends with it, and the household's page."""

    who: str
    on: date
    ends: str
    address: str


def birthdays(me: Me) -> list[Birthday]:
    """The next 18th birthdays in the worker's communes, each with what ends as far as this worker may know."""
    found = [(one, scope) for scope in me.scopes for one in coming_of_age(scope.communes, on=me.on)[:MOST]]
    found.sort(key=lambda each: each[0].on)
    shown = found[:MOST]
    note_read(me, [(one.household, one.commune) for one, _scope in shown], purpose="coming_of_age")
    return [_birthday(one, scope, me) for one, scope in shown]


def _birthday(one: ComesOfAge, scope: Scope, me: Me) -> Birthday:
    spoken = words(on=me.on)
    found = assessment.findings_of([one.household], domains=scope.domains).get(one.household, [])
    of_child = [spoken.vulnerability(each.code) for each in found if each.person == one.person and each.until is None]
    said = [_("What was found of the child ends: %(names)s.") % {"names": "; ".join(of_child)}] if of_child else []
    if care.open_case(one.household) is not None:
        said.append(_("The case stays open for those who are still children.") if _others(one, me)
                    else _("No child is left in this household: decide whether the case is closed."))
    return Birthday(
        who=people.initials(one.surname, one.given_name), on=one.on,
        ends=" ".join(said) or _("Nothing that is open ends."), address=reverse("web:household", args=[one.household]),
    )


def _others(one: ComesOfAge, me: Me) -> bool:
    """Whether somebody else of the household is a child on that day."""
    uuids: list[UUID] = [one.household]
    return any(
        member.uuid != one.person and (ages := member.ages(one.on)) is not None and ages[0] < 18
        for member in people.members_of(uuids, on=me.on)[one.household]
    )
