"""What an entry of care must stand on: a household and persons we hold, a case that is open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vatra.base.prepared import Prepared
from vatra.care.models import Case
from vatra.care.package import package_on
from vatra.care.policies import CaseState, check_service_known
from vatra.people import queries as people
from vatra.people.policies import check_of_commune, check_of_household
from vatra.register.kinds import CannotApply, Sealed

__all__ = [
    "check_households_held", "check_of_household", "check_services_known", "home", "open_cases", "state_of",
]


def home(entry: Sealed) -> UUID:
    """The household an entry is about; `check_households_held` has seen to it that it says."""
    assert entry.household is not None
    return entry.household


def check_households_held(run: Sequence[Sealed]) -> None:
    """Every entry of the run is about a household that lives in the commune of the entry."""
    if any(entry.household is None for entry in run):
        raise CannotApply(_("The entry does not say which household it is about."), code="no_household")
    check_of_commune(run)


def check_services_known(services: Iterable[tuple[str | None, date]]) -> None:
    """Every service named is in the package of the rulebook in force on its day."""
    for service, on in {(service, on) for service, on in services if service}:
        check_service_known(service, package_on(on).services)


def open_cases(households: Collection[UUID]) -> dict[UUID, Case]:
    """The open case of each of these households that has one: its own, or that of one merged with it."""
    same = people.same_as(households)
    cases = {case.household_id: case for case in _OPEN_CASES({*households, *(u for us in same.values() for u in us)})}
    open_in = {
        household: next((cases[uuid] for uuid in (household, *sorted(same.get(household, ()))) if uuid in cases), None)
        for household in households
    }
    return {household: case for household, case in open_in.items() if case is not None}


_OPEN_CASES = Prepared(lambda households: Case.objects.filter(household__uuid__in=households, state="open"))


def state_of(case: Case | None) -> CaseState | None:
    """What the policies need to know of a case."""
    return CaseState(opened_on=case.opened_on, state=case.state) if case else None
