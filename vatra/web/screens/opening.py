"""Opening a household: in scope or it does not exist; every opening leaves an audit row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone

from vatra.access import exceptional, policies
from vatra.assessment import queries as assessment
from vatra.assessment.queries import HouseholdAssessment
from vatra.care import queries as care
from vatra.people import queries as people
from vatra.web.me import Me, me_of
from vatra.web.method_words import Words, language, words
from vatra.web.seen import note_read, note_refused


@dataclass(frozen=True)
class Opened:
    """A household in the hands of a worker who may see it."""

    me: Me
    household: Any
    openings: tuple[exceptional.Opening, ...] = ()  # exceptional accesses that stand, on the page that shows them

    @property
    def uuid(self) -> UUID:
        """The household's uuid."""
        found: UUID = self.household.uuid
        return found

    @cached_property
    def domains(self) -> frozenset[str]:
        """The domains of facts that this worker may see here."""
        return self.domains_of_role | {one.domain for one in self.openings}

    @cached_property
    def domains_of_role(self) -> frozenset[str]:
        """The domains that this worker's roles show here: what may be judged, planned, taken along."""
        return policies.domains_seen(self.me.worker, self.household.commune_id, on=self.me.on)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The codes of the roles this worker holds here."""
        return policies.roles_in(self.me.worker, self.household.commune_id, on=self.me.on)

    @cached_property
    def members(self) -> list[Any]:
        """Who lives here today."""
        return people.members_of([self.uuid], on=self.me.on).get(self.uuid, [])

    def member(self, person: UUID | None) -> Any | None:
        """A member by uuid; None for the household itself and for who no longer lives here."""
        return next((one for one in self.members if one.uuid == person), None)

    @cached_property
    def assessment(self) -> HouseholdAssessment | None:
        """What was found here, as far as this worker may know; None before the first assessment."""
        return assessment.household_assessment(self.uuid, domains=self.domains, language=language())

    @cached_property
    def case(self) -> Any | None:
        """The open case here, if there is one."""
        return care.open_case(self.uuid)

    @cached_property
    def plan(self) -> Any | None:
        """The running plan here, as this worker may know it."""
        return care.plan_of(self.uuid, self.domains, on=self.me.on, roles=self.roles)

    @cached_property
    def stage(self) -> Any | None:
        """The state of this household in the process, as this worker may know it."""
        return care.stage(self.uuid, self.domains, on=self.me.on)

    @cached_property
    def words(self) -> Words:
        """The rulebook's words of today."""
        return words(on=self.me.on)

    @cached_property
    def _acts(self) -> policies.Acts:
        return policies.Acts(self.me.worker)

    def may(self, act: str) -> bool:
        """Whether this worker may do this here today."""
        return self._acts.can(act, self.household.commune_id, on=self.me.on)


def opened(request: HttpRequest, uuid: UUID, *, purpose: str, exceptionally: bool = False) -> Opened:
    """The household, or 404: the same for one of another commune and for one that never was.

    `exceptionally`: with what stands open beyond the worker's roles, each domain noted as read to that purpose.
    """
    me = me_of(request)
    household = people.household(uuid)
    if household is None or household.commune_id not in me.communes:
        note_refused(me, uuid, purpose=purpose)
        raise Http404
    here = [(uuid, household.commune_id)]
    note_read(me, here, purpose=purpose)
    if not exceptionally:
        return Opened(me, household)
    standing = exceptional.openings_standing(me.worker, uuid, household.commune_id, at=timezone.now())
    for one in standing:
        note_read(me, here, purpose=f"exceptional:{one.domain}")
    return Opened(me, household, tuple(standing))
