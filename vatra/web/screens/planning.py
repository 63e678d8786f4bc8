"""Agreeing a plan with the family, from what the method proposes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from vatra.care import queries as care
from vatra.care.policies import must_be_heard
from vatra.web.forms import PlanForm
from vatra.web.gate import page
from vatra.web.present.persons import who
from vatra.web.screens.acting import errors_of, household_address, keep, posted, seal_again
from vatra.web.screens.opening import Opened, opened
from vatra.web.sealing import Act
from vatra.web.templatetags.page import day_in_words

WHEN_NO_DAY = timedelta(days=30)


@dataclass
class Role:
    """A role that may see to a service."""

    code: str
    word: str
    chosen: bool


@dataclass
class Line:
    """One proposed service on the form, as the worker left it."""

    key: str
    name: str
    about: str
    due: str
    roles: list[Role]
    service: str
    codes: tuple[str, ...]
    persons: tuple[UUID, ...]
    chosen: bool = True
    planned: UUID | None = None  # the promise of the running plan that it offers again
    seen: bool = False  # whether the form that came back showed it
    error: str = ""
    due_on: date | None = field(default=None)

    @property
    def due_in_words(self) -> str:
        """The day as people say it, as it was typed when it is none."""
        try:
            return day_in_words(date.fromisoformat(self.due))
        except ValueError:
            return self.due

    @property
    def role_in_words(self) -> str:
        """The name of the role chosen."""
        return next((role.word for role in self.roles if role.chosen), "")

    @property
    def responsible(self) -> str:
        """The role chosen."""
        return next((role.code for role in self.roles if role.chosen), self.roles[0].code if self.roles else "")


def can_plan(home: Opened) -> bool:
    """Whether this worker may agree a plan here now: in an open case, or by opening one."""
    return home.may("plan") and (home.may("case") or home.case is not None)


@page("cases", takes_form=True)
def plan(request: HttpRequest, household: UUID) -> HttpResponse:
    """What is agreed with the family: services, by when, by whom; a newer plan replaces the one before."""
    home = opened(request, household, purpose="agree_plan")
    if not home.may("plan"):
        raise PermissionDenied
    if not can_plan(home):
        messages.info(request, _("No case is open here yet: the social worker opens it with the first plan."))
        return redirect(household_address(home))
    lines = _lines(home)
    filled = posted(request)
    form = PlanForm(filled, today=home.me.on, since=home.household.enrolled_on,
                    must_hear=lambda on: _must_hear(home, on))
    errors: list[dict[str, str]] = []
    if filled is not None:
        _take_terms(lines, filled)
    if request.method == "POST":
        errors = [*(errors_of(form) if not form.is_valid() else []), *_mistakes(lines, form)]
        if not errors:
            why = keep(request, home, _acts(home, form.said(), lines), on=form.cleaned_data["on"],
                       done=_("The plan is agreed."))
            if why is None:
                return redirect(household_address(home) + "#plan")
            errors = [{"sentence": why, "field": ""}]
    shown = {
        "form": form, "lines": lines, "errors": errors, "title": _("Agree a plan of services"),
        "send": _("Keep the plan"), "back": household_address(home), "seal": seal_again(request),
        "lines_error": next((e["sentence"] for e in errors if e["field"] == "services"), ""),
        "no_lines": not lines,
    }
    return render(request, "web/screens/act.html", shown, status=422 if errors else 200)


def _must_hear(home: Opened, on: date) -> bool:
    """Whether somebody who lives here was a child of 10 or more on a day, as far as is known."""
    ages = (one.ages(on) for one in home.members)
    return must_be_heard(both[0] if both else None for both in ages)


def _lines(home: Opened) -> list[Line]:
    return [_promised(home, one) for one in _standing(home)] + [
        _line(home, one.service, one.codes, one.persons, one.due_on, one.responsible)
        for one in care.proposed_plan(home.uuid, home.domains, on=home.me.on, roles=home.roles)
    ]


def _standing(home: Opened) -> list[Any]:
    """What the running plan promises and is not done: a new plan replaces it, so it is offered again."""
    running = care.plan_of(home.uuid, home.domains, on=home.me.on, roles=home.roles)
    return [one for one in running.services if one.state == "planned"] if running else []


def _promised(home: Opened, one: Any) -> Line:
    persons = (one.person,) if one.person else ()
    line = _line(home, one.service, one.codes, persons, one.due_on, one.responsible)
    line.key, line.planned = f"{one.service}-{one.uuid.hex[:8]}", one.uuid
    line.about = _("in the plan now · %(about)s") % {"about": line.about}
    line.chosen = not one.codes or any(code in _found(home) for code in one.codes)
    return line


def _found(home: Opened) -> frozenset[str]:
    """The vulnerabilities still open here: what was promised only for others is left out unless chosen."""
    subjects = home.assessment.subjects if home.assessment else ()
    return frozenset(one.code for subject in subjects for one in subject.findings if one.judged != "rejected")


def _line(
    home: Opened, service: str, codes: tuple[str, ...], persons: tuple[UUID, ...], due_on: date | None, role: str
) -> Line:
    names = "; ".join(who(one, on=home.me.on).short for one in home.members if one.uuid in persons)
    why = ", ".join(home.words.vulnerability(code) for code in codes)
    due = max(due_on or home.me.on + WHEN_NO_DAY, home.me.on)
    return Line(
        key=service, name=home.words.service(service), due=due.isoformat(), service=service, codes=codes,
        persons=persons, roles=[Role(code, home.words.role(code), code == role) for code in home.words.leads(service)],
        about=_("for %(whom)s, because: %(why)s") % {"whom": names or _("the whole household"), "why": why},
    )


def _take_terms(lines: list[Line], filled: Any) -> None:
    chosen = set(filled.getlist("service"))
    for line in lines:
        line.chosen = line.key in chosen
        line.seen = f"due-{line.key}" in filled
        line.due = filled.get(f"due-{line.key}", line.due)
        wanted = filled.get(f"by-{line.key}")
        for role in line.roles:
            role.chosen = role.code == wanted


def _mistakes(lines: list[Line], form: PlanForm) -> list[dict[str, str]]:
    agreed_on = form.cleaned_data.get("on")
    found = []
    for line in (one for one in lines if one.chosen):
        line.error = _wrong_day(line, agreed_on)
        if line.error:
            found.append({"sentence": f"{line.name}: {line.error}", "field": f"due-{line.key}"})
    if not any(line.chosen for line in lines):
        found.append({"sentence": _("Choose at least one service."), "field": "services"})
    return found


def _wrong_day(line: Line, agreed_on: date | None) -> str:
    try:
        line.due_on = date.fromisoformat(line.due)
    except ValueError:
        return _("Say by which day.")
    if agreed_on and line.due_on < agreed_on:
        return _("This day lies before the plan is agreed.")
    return ""


def _acts(home: Opened, said: dict[str, Any], lines: list[Line]) -> list[Act]:
    services = [
        {"service": line.service, "codes": list(line.codes), "due_on": str(line.due_on),
         "responsible": line.responsible, **({"person": str(person)} if person else {})}
        for line in lines if line.chosen for person in (line.persons or (None,))
    ]
    agreed = Act("agree_plan", {**said, "services": _each_once(services),
                                "instead_of": [str(line.planned) for line in lines if line.planned and line.seen]})
    if home.case is None:
        return [Act("open_case", {"lead": str(home.me.worker.uuid)}), agreed]
    return [agreed]


def _each_once(services: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One promise per service and person, for all its findings, by the earlier day."""
    kept: dict[tuple[str, str | None], dict[str, Any]] = {}
    for one in services:
        first = kept.setdefault((one["service"], one.get("person")), one)
        if first is not one:
            first["codes"] = list(dict.fromkeys([*first["codes"], *one["codes"]]))
            first["due_on"] = min(first["due_on"], one["due_on"])
    return list(kept.values())
