"""Studies: arms of communes, rounds, outcomes and a frozen rulebook, registered before the second round.

A *round* is a month, as it was counted when it was over: once, so that two packs of a study cannot be subtracted. What
is withheld of open data is withheld here; an outcome that stands there already stands here as it was published.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Self
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from vatra.access import queries as access
from vatra.access.policies import NotPermitted
from vatra.access.queries import Worker
from vatra.assessment.rulebooks import rulebook_in_force, rulebook_named
from vatra.audit import entries as audit
from vatra.base.days import add_months
from vatra.base.refusal import Refusal
from vatra.method.indicators import Indicator
from vatra.method.rulebook import Rulebook
from vatra.places import queries as places
from vatra.releases.models import Study, StudyChange
from vatra.results.indicators import Counting
from vatra.results.series import OF_WORKERS

REGISTER = "register_study"  # the word of roles.csv
Text = Annotated[str, StringConstraints(min_length=3, max_length=2_000, strip_whitespace=True)]
RoundMonth = Annotated[int, Field(ge=200001, le=209912)]
Communes = Annotated[tuple[int, ...], Field(min_length=2, max_length=3_200)]


class CannotStudy(Refusal):
    """A study that cannot be registered, changed or counted so; says why."""

    code = "cannot_study"


class Plan(BaseModel):
    """What is compared. `rounds`: months (YYYYMM) in order; `begun`: the first of them with the intervention in force.

    `treated`, `comparison`: SIRUTA codes of the communes of each arm. `outcomes`: codes of indicators, the first of
    them the one on which the question is decided.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: Text
    treated: Communes
    comparison: Communes
    rounds: Annotated[tuple[RoundMonth, ...], Field(min_length=2, max_length=24)]
    begun: RoundMonth
    outcomes: Annotated[tuple[str, ...], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        communes, rounds = (*self.treated, *self.comparison), self.rounds
        if len(set(communes)) < len(communes):
            raise ValueError("a commune stands in both arms, or twice")
        if list(rounds) != sorted(set(rounds)) or any(not 1 <= month % 100 <= 12 for month in rounds):
            raise ValueError("rounds are months in order, each once")
        if self.begun not in rounds[1:]:
            raise ValueError("the intervention begins with one of the rounds after the first")
        if len(set(self.outcomes)) < len(self.outcomes):
            raise ValueError("an outcome is named twice")
        return self

    @property
    def communes(self) -> tuple[int, ...]:
        """Both arms."""
        return (*self.treated, *self.comparison)


def can_register_study(worker: Worker, *, on: date) -> bool:
    """Whether a worker holds a role that registers studies, anywhere."""
    book = access.roles_book()
    return any(REGISTER in book[held.role].acts for held in access.roles_of(worker, on=on) if held.role in book)


def plan_of(said: Any) -> Plan:
    """A plan from what somebody wrote. Raises CannotStudy with what is wrong."""
    try:
        return Plan.model_validate(said)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        raise CannotStudy(
            _("The plan cannot be taken: %(where)s: %(why)s."), code="bad_plan",
            where=".".join(map(str, first["loc"])) or "plan", why=str(first["msg"])[:200],
        ) from None


def register(title: str, said: Any, *, by: Worker, at: datetime) -> Study:
    """Write a study down before its second round. Raises NotPermitted and CannotStudy."""
    on, plan = _may(by, at), plan_of(said)
    program = rulebook_in_force(on=on)
    _check(plan, program.rulebook)
    if first_day(plan.rounds[1]) <= on:
        raise CannotStudy(
            _("A study is registered before its second round begins: choose later rounds."), code="too_late",
        )
    with transaction.atomic():
        study = Study.objects.create(
            uuid=uuid4(), title=title, at=at, by=by, plan=plan.model_dump(mode="json"), rulebook=program.version
        )
        audit.record([audit.Act("change", "study", study.uuid, by=by.uuid, purpose="register")], at=at)
    return study


def change(study: Study, said: Any, *, words: str, by: Worker, at: datetime) -> StudyChange:
    """A later plan, with the reason; the first one and every other stay readable. Rounds that were counted stay."""
    _may(by, at)
    plan = plan_of(said)
    _check(plan, frozen(study))
    counted = set(study.cells.values_list("month", flat=True).distinct())
    if counted - set(plan.rounds):
        raise CannotStudy(_("A round that was counted cannot be left out."), code="counted_round")
    with transaction.atomic():
        made = StudyChange.objects.create(
            uuid=uuid4(), study=study, at=at, by=by, words=words, plan=plan.model_dump(mode="json")
        )
        audit.record([audit.Act("change", "study", study.uuid, by=by.uuid, purpose="change")], at=at)
    return made


def _may(by: Worker, at: datetime) -> date:
    on = timezone.localtime(at).date()
    if not can_register_study(by, on=on):
        raise NotPermitted(_("Your roles do not register studies."))
    return on


def _check(plan: Plan, book: Rulebook) -> None:
    unknown = sorted(set(plan.communes) - places.communes(list(plan.communes)).keys())
    if unknown:
        raise CannotStudy(_("There is no commune %(siruta)s."), code="no_such_commune", siruta=unknown[0])
    possible = outcomes_of(book)
    for code in plan.outcomes:
        if code not in possible:
            raise CannotStudy(
                _("“%(outcome)s” is no outcome of a study. These are: %(all)s."), code="no_such_outcome", outcome=code,
                all=", ".join(possible),
            )


def outcomes_of(book: Rulebook) -> dict[str, Indicator]:
    """The indicators that can be an outcome: told as a whole, of families, countable for a month that is past."""
    counting = Counting(book, ())
    return {
        one.code: one for one in counting.indicators
        if "code" not in one.by and one.row["kind"] != OF_WORKERS and one.measure in ("share", "rate", "mean", "ratio")
        and not counting.only_now(one)
    }


def frozen(study: Study) -> Rulebook:
    """The rulebook by which a study is counted. Raises CannotStudy when it is not here any more."""
    program = rulebook_named(study.rulebook, on=timezone.localtime(study.at).date())
    if program.version != study.rulebook:
        raise CannotStudy(
            _("The rulebook of this study, %(version)s, is not here any more. Lay its folder back."),
            code="no_rulebook", version=study.rulebook,
        )
    return program.rulebook


def first_day(month: int) -> date:
    """The first day of YYYYMM."""
    return date(month // 100, month % 100, 1)


def last_day(month: int) -> date:
    """The last day of YYYYMM."""
    return add_months(first_day(month), 1) - timedelta(days=1)


def month_after(month: int, number: int) -> int:
    """YYYYMM so many months on."""
    later = add_months(first_day(month), number)
    return later.year * 100 + later.month


def plan_in_force(study: Study) -> Plan:
    """The latest plan of a study."""
    last = study.changes.order_by("-at", "-id").first()
    return Plan.model_validate(last.plan if last else study.plan)


def studies() -> list[Study]:
    """All that were ever registered, the newest first."""
    return list(Study.objects.select_related("by").prefetch_related("changes__by").order_by("-at", "-id"))


def study(uuid: UUID) -> Study | None:
    """One study."""
    return Study.objects.select_related("by").filter(uuid=uuid).first()
