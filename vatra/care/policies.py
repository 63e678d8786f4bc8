"""What may be done in which state of a case. `check_can_…` raises with a sentence; `can_…` answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vatra.register.kinds import CannotApply, NotYetHere

# These end a case whatever is still open: the household is out of reach of this team.
LAWFUL_WITH_OPEN_NEEDS = frozenset({"transferred", "moved", "refused", "deceased", "of_age"})
SEVERE = 3  # from here on a second person agrees to the closing
CLOSED_BY_TWO_SINCE = date(2026, 11, 30)  # closings received before this day were one person's, and stay so
HEARD_FROM_AGE = 10  # Law 272/2004, art. 29
OPEN_FROM_SEVERITY = 2  # domain 7, state 9: no open vulnerability of severity 2 or more


class CannotClose(CannotApply):
    """A case that must stay open, and why."""

    code = "cannot_close"


class CannotAgree(CannotApply):
    """A closing on which this worker has no second word."""

    code = "cannot_agree"


class CannotPlan(CannotApply):
    """A plan that has nothing to stand on."""

    code = "cannot_plan"


@dataclass(frozen=True, slots=True)
class CaseState:
    """As much of a case as its policies need: since when it is open, and what is open beside it.

    `open_needs` maps the code of each finding or agreed need still open to its severity (1-4). `severe`: something of
    severity 3 or more was present while it was open. `planned_on`: the day on which its running plan was agreed.
    """

    opened_on: date
    state: str
    open_needs: tuple[tuple[str, int], ...] = ()
    severe: bool = False
    planned_on: date | None = None


def check_can_open(open_case: CaseState | None) -> None:
    """A household has at most one open case."""
    if open_case is not None:
        raise CannotApply(
            _("This household already has a case, open since %(since)s. Go on with that one."),
            code="case_already_open", since=open_case.opened_on.isoformat(),
        )


def check_can_reopen(reopens: UUID | None, closed: Mapping[UUID, date], *, on: date) -> None:
    """A case goes on from a closed one of the same household, from its last day on."""
    if reopens is None:
        return
    if reopens not in closed:
        raise NotYetHere(
            _("The case to go on from is not a closed case of this household. Open the household and choose again."),
            code="unknown_case", awaits=reopens,
        )
    if on < closed[reopens]:
        raise CannotApply(
            _("The case was closed on %(closed)s; it cannot be reopened before that day."),
            code="reopened_before_closed", closed=closed[reopens].isoformat(),
        )


def check_can_approve(agreed_on: date | None, *, signed_on: date, on: date) -> None:
    """The mayor's order is about a plan, signed after it was agreed and not in the future."""
    if agreed_on is None:
        raise CannotPlan(_("There is no plan to approve here. Agree a plan with the family first."), code="no_plan")
    if not agreed_on <= signed_on <= on:
        raise CannotPlan(
            _("The order is dated %(signed)s; it must lie between the day of the plan (%(agreed)s) and today."),
            code="order_day", signed=signed_on.isoformat(), agreed=agreed_on.isoformat(),
        )


def check_may_close_alone(case: CaseState | None, *, received_on: date) -> None:
    """Where something severe was present, closing is asked for and a second person agrees."""
    if case is not None and case.severe and received_on >= CLOSED_BY_TWO_SINCE:
        raise CannotClose(
            _("Something severe was present in this case. Ask for its closing; the head of the service or the county "
              "supervisor agrees to it."),
            code="needs_agreement",
        )


def check_second_person(*, asked_by: int, by: int) -> None:
    """Nobody agrees to a closing that they asked for."""
    if asked_by == by:
        raise CannotAgree(
            _("You asked for this closing yourself. A second person agrees to it: the head of the service or the "
              "county supervisor."),
            code="same_person",
        )


def must_be_heard(ages: Iterable[int | None]) -> bool:
    """Whether a child of 10 or more, of these ages in whole years, must be heard before a plan is agreed."""
    return any(age is not None and HEARD_FROM_AGE <= age < 18 for age in ages)


def check_can_plan(open_case: CaseState | None, *, on: date) -> None:
    """A plan belongs to an open case, and is not agreed before the case was opened."""
    if open_case is None or open_case.state != "open":
        raise CannotPlan(_("There is no open case. Open a case first, then agree a plan with the family."))
    if on < open_case.opened_on:
        raise CannotPlan(
            _("The plan is dated %(on)s, before the case was opened (%(since)s). Check the day."),
            code="plan_before_case", on=on.isoformat(), since=open_case.opened_on.isoformat(),
        )


def check_can_close(case: CaseState | None, reason: str, *, on: date) -> None:
    """Raise CannotClose unless nothing of severity 2 or more is open, or the reason ends the case by itself."""
    if case is None or case.state != "open":
        raise CannotClose(_("There is no open case to close."), code="no_open_case")
    if on < case.opened_on:
        raise CannotClose(
            _("The case was opened on %(since)s; it cannot be closed before that day."),
            code="closed_before_opened", since=case.opened_on.isoformat(),
        )
    if case.planned_on is not None and on < case.planned_on:
        raise CannotClose(
            _("A plan was agreed with the family on %(planned)s, after that day. Read it; then close on a later day."),
            code="closed_before_planned", planned=case.planned_on.isoformat(),
        )
    if reason in LAWFUL_WITH_OPEN_NEEDS:
        return
    still_open = sorted({code for code, severity in case.open_needs if severity >= OPEN_FROM_SEVERITY})
    if still_open:
        raise CannotClose(
            _("These are still open: %(codes)s. Meet them first, or close with the reason that ends the case."),
            code="open_needs", codes=", ".join(still_open),
        )


def can_close(case: CaseState | None, reason: str, *, on: date) -> bool:
    """Whether the case can be closed for this reason on this day."""
    try:
        check_can_close(case, reason, on=on)
    except CannotClose:
        return False
    return True


def check_service_known(service: str, known: Collection[str]) -> None:
    """The service is one of the package in the rulebook in force."""
    if service not in known:
        raise CannotApply(
            _("The rulebook has no service “%(service)s”. The entry is kept; choose a service of the package."),
            code="unknown_service", service=service,
        )


def check_due_after(due_on: date, agreed_on: date, service: str) -> None:
    """What is promised lies on or after the day of the promise."""
    if due_on < agreed_on:
        raise CannotPlan(
            _("The service %(service)s is due on %(due)s, before the plan was agreed. Check the day."),
            code="due_before_agreed", service=service, due=due_on.isoformat(),
        )


def check_reason_given(outcome: str, reason: str) -> None:
    """A service that was not done or was refused says why."""
    if outcome != "done" and not reason:
        raise CannotApply(
            _("Say why the service was not given."), code="reason_missing",
        )
