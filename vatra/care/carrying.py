"""The case of people who live in another household now goes with them; a new team takes over the one it was handed.

Nothing is begun anew: a case that is carried keeps the day on which it was opened and registered, its lead, and the
promises of its plan with their days, so that the clocks of the law run on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from vatra.base.ids import derived_uuid
from vatra.care.models import Case, Plan, PlannedService
from vatra.care.standing import check_households_held, home, open_cases
from vatra.people import queries as people
from vatra.register.kinds import CannotApply, Payload, Sealed


class CarryCase(Payload):
    """What the open case of `from_household` promises to those who live in the entry's household now goes with them.

    `whole`: nobody lives in the other household any more, and its case goes altogether.
    """

    from_household: UUID
    whole: bool = False


class TakeOverCase(Payload):
    """The entry's household came with an open case from another commune: who leads it here."""

    lead: UUID


def household_left(entry: Sealed) -> Collection[UUID]:
    """The household from which the case is carried."""
    return [entry.payload.from_household]


def apply_carry_case(run: Sequence[Sealed]) -> None:
    """Carry cases, or those parts of them that are about the persons who go."""
    check_households_held(run)
    for entry in run:
        left = entry.payload.from_household
        _check_same_commune(entry, left)
        cases = open_cases([left, home(entry)])
        if left not in cases:
            raise CannotApply(_("The household they come from has no open case."), code="no_case_to_carry")
        if entry.payload.whole:
            _carry_whole(entry, cases[left], cases.get(home(entry)))
        else:
            _carry_part(entry, cases[left], cases.get(home(entry)))


def _check_same_commune(entry: Sealed, left: UUID) -> None:
    came = {event.other for event in people.life_events_of(home(entry))
            if event.household == home(entry) and event.undone_on is None}
    if left not in came or people.communes_of([left]).get(left) not in (entry.commune_id, entry.sent_to):
        raise CannotApply(
            _("Nobody of this household is known to have come from there: record first who lives where."),
            code="did_not_come",
        )


def _carry_whole(entry: Sealed, case: Case, here: Case | None) -> None:
    """The case lives in this household from now on; where one is open here already, its promises join that one."""
    if here is None:
        PlannedService.objects.filter(plan__case=case).update(household_id=home(entry))
        Plan.objects.filter(case=case).update(household_id=home(entry))
        Case.objects.filter(pk=case.pk).update(household_id=home(entry))
        return
    running = Plan.objects.filter(case=case, ended_on=None).first()
    into = Plan.objects.filter(case=here, ended_on=None).first()
    if running is not None:
        _move(PlannedService.objects.filter(plan=running, state="planned"), into or _copied(entry, running, here))
        Plan.objects.filter(pk=running.pk).update(ended_on=max(entry.on, running.agreed_on))
    Case.objects.filter(pk=case.pk).update(
        state=Case.State.CLOSED, closed_on=max(entry.on, case.opened_on), reason=Case.Reason.MOVED
    )


def _carry_part(entry: Sealed, case: Case, here: Case | None) -> None:
    """A case for those who went, since the day of the one they come from, with what was promised to them."""
    if here is None:
        here = Case(
            uuid=entry.uuid, household_id=home(entry), opened_on=case.opened_on, registered_on=case.registered_on,
            lead_id=case.lead_id, team=case.team,
        )
        here.save(force_insert=True)
    running = Plan.objects.filter(case=case, ended_on=None).first()
    if running is None:
        return
    persons = [one.uuid for one in people.members_of([home(entry)], on=entry.on)[home(entry)]]
    theirs = PlannedService.objects.filter(plan=running, state="planned", person__uuid__in=persons)
    if theirs.exists():
        into = Plan.objects.filter(case=here, ended_on=None).first()
        _move(theirs, into or _copied(entry, running, here))


def _copied(entry: Sealed, plan: Plan, case: Case) -> Plan:
    """The plan as it was agreed, in another case."""
    copy = Plan(
        uuid=derived_uuid(entry.uuid, "plan"), case_id=case.uuid, household_id=home(entry), agreed_on=plan.agreed_on,
        by_id=plan.by_id, agreed_with=plan.agreed_with, child_opinion=plan.child_opinion,
    )
    copy.save(force_insert=True)
    return copy


def _move(promises: object, plan: Plan) -> None:
    promises.update(plan_id=plan.uuid, household_id=plan.household_id)  # type: ignore[attr-defined]


def apply_take_over_case(run: Sequence[Sealed]) -> None:
    """Name who leads the case in the commune where the household lives now."""
    check_households_held(run)
    cases = open_cases([home(entry) for entry in run])
    leads = dict(get_user_model().objects.filter(uuid__in={entry.payload.lead for entry in run})
                 .values_list("uuid", "pk"))
    for entry in run:
        case = cases.get(home(entry))
        if case is None:
            raise CannotApply(_("There is no open case to take over."), code="no_case")
        if entry.payload.lead not in leads:
            raise CannotApply(_("The lead worker named here is not known. Choose one of the team."),
                              code="unknown_lead")
        Case.objects.filter(pk=case.pk).update(lead_id=leads[entry.payload.lead])


def came_from(households: Collection[UUID]) -> dict[UUID, list[tuple[UUID, date]]]:
    """Of households that began by a split or took another one in: which one, and on which day."""
    found: dict[UUID, list[tuple[UUID, date]]] = {}
    for household, other, on in people.parted_and_joined(households):
        found.setdefault(household, []).append((other, on))
    return found
