"""What a meeting should speak of: cases that do not move, and what many families of a village share.

Of a case nothing is proposed that would tell whose it is, nor what only some may know: violence, risk and health stay
out of the words unless the worker writes them. What many share is counted, and never below the number that the method
publishes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vatra.assessment import queries as assessment
from vatra.base.days import add_months
from vatra.base.ids import derived_uuid
from vatra.care import queries as care
from vatra.care.stuck import COUNCIL, Stuck, overdue, planned_for_council, unmet, wanting, without_provider
from vatra.community.measures import Measures, measures_on
from vatra.community.models import AgendaItem, Decision, PassedOver
from vatra.community.naming import age_band, may_name_village
from vatra.people import queries as people
from vatra.places import queries as places

OF_A_CASE = frozenset({"general", "economic", "housing", "family", "education"})  # domains that words may tell
OF_MANY = OF_A_CASE | {"health"}
MOST_CASES, MOST_MATTERS = 12, 6
MANY_CHILDREN = 4
FOR_ALL = "C02"  # the service of services.csv that is for a community, not for one family
WHYS = ("planned", "no_provider", "overdue", "unmet")  # of several reasons the first is told


@dataclass(frozen=True, slots=True)
class Proposal:
    """What could stand on an agenda, in words that every member may read; whose case it is goes apart."""

    uuid: UUID
    sort: str
    title: str
    about: str
    need: str
    why: str
    household: UUID | None = None


def proposals(meeting: UUID, commune: int, *, on: date) -> list[Proposal]:
    """What is proposed for a meeting and neither taken nor passed over: cases first, the longest waiting first."""
    measures = measures_on(on)
    taken = AgendaItem.objects.filter(meeting__uuid=meeting, dropped_on=None)
    homes = {uuid for uuid in taken.values_list("household_id", flat=True) if uuid} | _followed_up(commune)
    said = {*taken.values_list("proposal", flat=True),
            *PassedOver.objects.filter(meeting__uuid=meeting).values_list("proposal", flat=True)}
    stuck = [one for one in _stuck(commune, measures, on)
             if one.household not in homes and _case_uuid(commune, one) not in said][:MOST_CASES]
    members = people.members_of([one.household for one in stuck], on=on)
    cases = [_case(commune, one, members.get(one.household, []), on) for one in stuck]
    matters = [one for one in _matters(commune, measures, on) if one.uuid not in said][:MOST_MATTERS]
    return cases + matters


def _followed_up(commune: int) -> set[UUID]:
    """The households of whose cases a task is open: they come back by that."""
    rows = Decision.objects.filter(meeting__council__commune=commune, state=Decision.State.OPEN)
    return {uuid for uuid in rows.values_list("item__household__uuid", flat=True) if uuid}


def _stuck(commune: int, measures: Measures, on: date) -> list[Stuck]:
    """One reason for each household, the longest waiting first."""
    every = {
        "planned": planned_for_council(commune, on=on),
        "no_provider": without_provider(commune),
        "overdue": overdue(commune, before=on - timedelta(days=measures.overdue_days)),
        "unmet": unmet(commune, before=add_months(on, -measures.unmet_months)),
    }
    found: dict[UUID, Stuck] = {}
    for why in WHYS:
        for one in every[why]:
            found.setdefault(one.household, one)
    return sorted(found.values(), key=lambda one: (one.since, one.household))


def _case_uuid(commune: int, one: Stuck) -> UUID:
    return derived_uuid("proposal", commune, one.household, one.why, one.code)


def _case(commune: int, one: Stuck, members: Sequence[Any], on: date) -> Proposal:
    package = care.package_on(on)
    name = package.label(one.code) if one.domains <= OF_A_CASE and not one.grave else ""
    title, why, need = _words_of_case(one, name, on)
    return Proposal(_case_uuid(commune, one), "case", title, family_in_words(members, on=on), need, why, one.household)


def _words_of_case(one: Stuck, name: str, on: date) -> tuple[str, str, str]:
    days = (on - one.since).days
    if one.why == "planned":
        return (_("A case that its plan brings here"),
                _("The plan agreed with the family asks for a word of the council."),
                _("Discuss how the community can help."))
    if one.why == "no_provider":
        why = _("No provider was found for “%(name)s”.") % {"name": name} if name else _(
            "No provider was found for a service that the family needs.")
        need = _("Find who can give “%(name)s”.") % {"name": name} if name else _("Find who can give the service.")
        return _("A case without a provider"), why, need
    if one.why == "overdue":
        late = ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
        why = _("“%(name)s” is late by %(late)s.") % {"name": name, "late": late} if name else _(
            "A step of the case is late by %(late)s.") % {"late": late}
        return _("A case that does not move"), why, _("Find what hinders, and who can help.")
    months = (on.year - one.since.year) * 12 + on.month - one.since.month
    waits = ngettext("%(months)s month", "%(months)s months", months) % {"months": months}
    why = _("“%(name)s” was agreed as a need %(waits)s ago, and no service was given since.") % {
        "name": name, "waits": waits} if name else _(
        "A need was agreed %(waits)s ago, and no service was given since.") % {"waits": waits}
    return _("A need that waits"), why, _("Find who can help.")


def family_in_words(members: Iterable[Any], *, on: date) -> str:
    """A family as members are told of it: how many children, in bands of age; four or more alike."""
    ages = [one.ages(on) for one in members]
    children = [age for age in ages if age is not None and age[0] < 18]
    if not children:
        return _("A family without children in the house.")
    bands = ", ".join(sorted({age_band(age) for age in children}, key=lambda band: int(band.split("–")[0])))
    if len(children) >= MANY_CHILDREN:
        return _("A family with four children or more, aged %(bands)s.") % {"bands": bands}
    return ngettext(
        "A family with %(count)s child, aged %(bands)s.", "A family with %(count)s children, aged %(bands)s.",
        len(children),
    ) % {"count": len(children), "bands": bands}


def _matters(commune: int, measures: Measures, on: date) -> list[Proposal]:
    return [*_asked_of_community(commune, measures, on), *_spread(commune, measures, on),
            *_wanting(commune, measures, on)]


def _asked_of_community(commune: int, measures: Measures, on: date) -> list[Proposal]:
    """What the rulebook's community-wide action is for (transport and absences, water, stigma), over the commune."""
    package = care.package_on(on)
    counted = assessment.households_with(commune, _community_codes(package))
    return [
        Proposal(
            derived_uuid("proposal", commune, "commune", code), "community", package.label(code), "",
            _("Agree what the community does, who and by when."),
            ngettext("%(count)s family of the commune is in this situation.",
                     "%(count)s families of the commune are in this situation.", many) % {"count": many},
        )
        for code, many in sorted(counted.items(), key=lambda one: (-one[1], one[0]))
        if many >= measures.fewest and package.domains.get(code) in OF_MANY
    ]


def _community_codes(package: care.Package) -> set[str]:
    """The vulnerabilities that the rulebook answers with an action for the whole community."""
    return {code for service in package.book_services if service.code == FOR_ALL for code in service.vulnerabilities}


def _spread(commune: int, measures: Measures, on: date) -> list[Proposal]:
    """The same vulnerability in many households of one village; each told once, where most share it."""
    package, seen = care.package_on(on), Counter[str]()
    named = {village.pk: village.name for village in places.villages_of(commune)}
    found = []
    for one in assessment.spread_in(commune, domains=OF_MANY, fewest=measures.fewest):
        if seen[one.code] or one.code in _community_codes(package):
            continue
        if one.village is None or not may_name_village(commune, one.village, on=on):
            continue
        seen[one.code] += 1
        found.append(Proposal(
            derived_uuid("proposal", commune, one.village, one.code), "community",
            _("%(what)s in %(village)s") % {"what": package.label(one.code), "village": named[one.village]}, "",
            _("Agree what the community does, who and by when."),
            ngettext("%(count)s family of %(village)s is in this situation.",
                     "%(count)s families of %(village)s are in this situation.", one.households)
            % {"count": one.households, "village": named[one.village]},
        ))
    return found


def _wanting(commune: int, measures: Measures, on: date) -> list[Proposal]:
    """A service that many families wait for."""
    package = care.package_on(on)
    led = set(package.led_by({COUNCIL}))
    return [
        Proposal(
            derived_uuid("proposal", commune, "wanting", service), "community",
            _("Families wait for “%(service)s”") % {"service": package.label(service)}, "",
            _("Find who can give it, or what hinders it."),
            ngettext("%(count)s family was promised it and it is late, or has no provider.",
                     "%(count)s families were promised it and it is late, or has no provider.", many)
            % {"count": many},
        )
        for service, many in sorted(wanting(commune, on=on).items(), key=lambda one: (-one[1], one[0]))
        if many >= measures.fewest and service not in led and package.domains.get(service) in OF_MANY
    ]
