"""Everything that contradicts, as cards of one inbox: both sides, who said it and when, and where to decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vatra.access import queries as access
from vatra.access.scopes import Scope
from vatra.assessment import queries as assessment
from vatra.care import contradicting
from vatra.method.explaining import label, value_in_words
from vatra.people import queries as people
from vatra.web.me import Me
from vatra.web.method_words import language, words
from vatra.web.present.persons import household_name, who
from vatra.web.present.signals import hour, moment_in_words
from vatra.web.present.told import Told, answer_told, death_told, entry_told
from vatra.web.seen import note_read
from vatra.web.templatetags.page import day_in_words

MOST = 20  # of a sort on the page; the next stand there once these are decided


@dataclass(frozen=True, slots=True)
class Side:
    """One of two things that cannot both hold: what it says, by whom, of which day; sealed when, if that is known."""

    what: str
    by: str
    on: date
    at: datetime | None = None

    @property
    def written(self) -> str:
        """The hour at which it was written, with its day when that is another one."""
        if self.at is None:
            return ""
        same = timezone.localtime(self.at).date() == self.on
        return hour(self.at) if same else moment_in_words(self.at)


@dataclass(frozen=True, slots=True)
class Card:
    """A question to settle: whose, about what, its sides, and the page where a human decides."""

    title: str
    family: str
    about: str
    sides: tuple[Side, ...]
    address: str
    household: str


def settling_scopes(me: Me) -> list[Scope]:
    """The communes in which this worker settles, each with the domains seen there."""
    return [one for one in me.scopes if one.communes <= me.settles]


def contradictions_shown(me: Me) -> list[Card]:
    """What contradicts in the communes where this worker settles, as far as both sides may be known."""
    return [card for scope in settling_scopes(me) for part in (_answers, _deaths, _plans) for card in part(scope, me)]


def _names(ids: set[int]) -> dict[int, str]:
    return {pk: worker.full_name for pk, worker in access.workers(ids).items()}


def _families(households: set[UUID], me: Me) -> dict[UUID, tuple[str, list[Any]]]:
    """The name of each family with its members; each look is written down."""
    members = people.members_of(households, on=me.on)
    note_read(me, list(people.communes_of(households).items()), purpose="to_settle")
    return {uuid: (household_name(several), several) for uuid, several in members.items()}


def answer_words(fact: str, value: Any, me: Me) -> str:
    """An answer as people say it."""
    return _("does not know") if value == "?dk" else _("did not want to say") if value == "?refused" else (
        value_in_words(fact, value, words(on=me.on).book, language()))


def _answers(scope: Scope, me: Me) -> list[Card]:
    found = assessment.contradicted_in(scope.communes, on=me.on, domains=scope.domains)[:MOST]
    names = _names({by for one in found for _value, by in one.said})
    families = _families({one.household for one in found}, me)
    book = words(on=me.on).book
    return [Card(
        title=_("Two answers on the same day"), family=families[one.household][0],
        about=_about(one.person, families[one.household][1], me, label(one.fact, book, language())),
        sides=tuple(Side(answer_words(one.fact, value, me), names.get(by, ""), one.seen_on,
                         answer_told(one.household, by, one.seen_on)) for value, by in one.said),
        address=reverse("web:settle_answer", args=[one.household, one.person or one.household, one.fact]),
        household=reverse("web:household", args=[one.household]),
    ) for one in found]


def _about(person: UUID | None, members: list[Any], me: Me, what: str) -> str:
    named = next((who(one, on=me.on).short for one in members if one.uuid == person), "")
    return f"{named}: {what}" if named else what


def _deaths(scope: Scope, me: Me) -> list[Card]:
    found = contradicting.care_after_death(scope.communes)[:MOST]
    recorded = {one.person: death_told(one.household, one.person) for one in found}
    names = _names({*(one.by for one in found), *(told.by for told in recorded.values() if told)})
    families = _families({one.household for one in found}, me)
    persons = people.persons({one.person for one in found})
    return [Card(
        title=_("Met after the day of death"), family=families[one.household][0],
        about=people.initials(persons[one.person].surname, persons[one.person].given_name),
        sides=(
            _died(one.died_on, recorded[one.person], names),
            Side(_("was at a visit") if one.is_visit else _("was given a service"), names.get(one.by, ""), one.on,
                 entry_told(one.act)),
        ),
        address=reverse("web:settle_death", args=[one.household, one.act, one.person]),
        household=reverse("web:household", args=[one.household]),
    ) for one in found]


def _died(died_on: date, told: Told | None, names: dict[int, str]) -> Side:
    what = _("died on %(day)s") % {"day": day_in_words(died_on)}
    return Side(what, names.get(told.by, ""), told.on, told.at) if told else Side(what, "", died_on)


def _plans(scope: Scope, me: Me) -> list[Card]:
    found = contradicting.plans_agreed_blindly(scope.communes)[:MOST]
    names = _names({by for one in found for by in (one.first_by, one.second_by)})
    families = _families({one.household for one in found}, me)
    promised = contradicting.services_promised({plan for one in found for plan in (one.first, one.second)})
    return [Card(
        title=_("Two plans agreed without knowing of each other"), family=families[one.household][0],
        about=_("What both promise stands in one plan now."),
        sides=tuple(
            Side(_promised(promised.get(plan, []), scope, me), names.get(by, ""), on, entry_told(plan))
            for plan, by, on in ((one.first, one.first_by, one.first_on), (one.second, one.second_by, one.second_on))
        ),
        address=reverse("web:settle_plans", args=[one.household, one.first, one.second]),
        household=reverse("web:household", args=[one.household]),
    ) for one in found]


def _promised(services: list[tuple[str, UUID | None, tuple[str, ...]]], scope: Scope, me: Me) -> str:
    """The services of a plan that the reader may know of; of the others only how many."""
    spoken = words(on=me.on)
    seen = [service for service, _person, codes in services
            if not codes or any(spoken.may_know(code, scope.domains) for code in codes)]
    said = [spoken.service(service) for service in dict.fromkeys(seen)]
    hidden = len(services) - len(seen)
    return "; ".join([*said, *([_("%(count)s of other professions") % {"count": hidden}] if hidden else [])])
