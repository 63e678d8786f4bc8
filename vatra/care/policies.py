"""What may be done in which state of a case. `check_can_…` raises with a sentence; `can_…` answers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from vatra.register.kinds import CannotApply

# These end a case whatever is still open: the household is out of reach of this team.
LAWFUL_WITH_OPEN_NEEDS = frozenset({"transferred", "moved", "refused", "deceased", "of_age"})
OPEN_FROM_SEVERITY = 2  # domain 7, state 9: no open vulnerability of severity 2 or more


class CannotClose(CannotApply):
    """A case that must stay open, and why."""

    code = "cannot_close"


class CannotPlan(CannotApply):
    """A plan that has nothing to stand on."""

    code = "cannot_plan"


@dataclass(frozen=True, slots=True)
class CaseState:
    """As much of a case as its policies need: since when it is open, and what is open beside it.

    `open_needs` maps the code of each finding or agreed need still open to its severity (1-4).
    """

    opened_on: date
    state: str
    open_needs: tuple[tuple[str, int], ...] = ()


def check_can_open(open_case: CaseState | None) -> None:
    """A household has at most one open case."""
    if open_case is not None:
        raise CannotApply(
            _("This household already has a case, open since %(since)s. Go on with that one."),
            code="case_already_open", since=open_case.opened_on.isoformat(),
        )


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
