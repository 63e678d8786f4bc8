"""What a worker adds to a case: a need seen, and the end of the case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from vatra.care import queries as care
from vatra.care.policies import check_can_close
from vatra.register.kinds import CannotApply
from vatra.web.forms_of_care import CloseForm, NeedForm
from vatra.web.gate import page
from vatra.web.present.persons import is_child, who
from vatra.web.screens.acting import answer_form, household_address, posted
from vatra.web.screens.opening import Opened, opened
from vatra.web.sealing import Act
from vatra.web.templatetags.page import day_in_words

HOUSEHOLD = "household"  # a radio button needs a value to tell a choice from none


def members_of(home: Opened) -> list[tuple[str, Any]]:
    """The members as choices: initials and age."""
    return [(str(one.uuid), who(one, on=home.me.on).short) for one in home.members]


@page("cases", takes_form=True)
def need(request: HttpRequest, household: UUID) -> HttpResponse:
    """A need that the rules did not find, with what makes the worker say so."""
    home = opened(request, household, purpose="add_need")
    if not home.may("judge_finding"):
        raise PermissionDenied
    form = NeedForm(
        posted(request), today=home.me.on, since=home.household.enrolled_on, persons=household_chosen(home),
        codes=_vulnerabilities(home), fits=_fits(home),
    )
    return answer_form(
        request, home, form, title=_("Add a need"), send=_("Keep the need"), done=_("The need is added."),
        about=_("For what you saw and the rules did not find. The rules' own findings are agreed on the household's "
                "page."),
        acts=lambda said: [Act("add_need", {"code": said["code"], "reason": said["reason"],
                                            "severity": said["severity"]}, chosen(said["person"]))],
    )


def household_chosen(home: Opened) -> list[tuple[str, Any]]:
    """The household, and its members, as choices."""
    return [(HOUSEHOLD, _("the whole household")), *members_of(home)]


def chosen(person: str) -> UUID | None:
    """Whom such a choice means; None for the household."""
    return None if person == HOUSEHOLD else UUID(person)


def _vulnerabilities(home: Opened) -> list[tuple[str, str]]:
    """What this worker may know and judge, by name."""
    known = (one for one in home.words.book.vulnerabilities_on(home.me.on) if one.need_to_know in home.domains)
    return sorted(((one.code, home.words.vulnerability(one.code)) for one in known), key=lambda pair: pair[1])


def _fits(home: Opened) -> dict[str, set[str]]:
    """Which vulnerabilities can be said of whom."""
    by_subject: dict[str, set[str]] = {}
    for one in home.words.book.vulnerabilities_on(home.me.on):
        by_subject.setdefault(one.subject, set()).add(one.code)
    child, adult = by_subject.get("child", set()), by_subject.get("adult", set()) | by_subject.get("pregnant", set())
    return {HOUSEHOLD: by_subject.get("household", set())} | {
        str(one.uuid): child | by_subject.get("pregnant", set()) if is_child(one, on=home.me.on) else adult
        for one in home.members
    }


@page("cases", takes_form=True)
def close(request: HttpRequest, household: UUID) -> HttpResponse:
    """The end of the open case, for a reason that holds."""
    home = opened(request, household, purpose="close_case")
    if not home.may("case"):
        raise PermissionDenied
    case = home.case
    if case is None:
        messages.info(request, _("No case is open here."))
        return redirect(household_address(home))
    form = CloseForm(posted(request), today=home.me.on, since=case.opened_on)
    if request.method == "POST" and form.is_valid():
        _check(home, form)
    return answer_form(
        request, home, form, title=_("Close the case"), send=_("Close the case"), done=_("The case is closed."),
        about=_("Open since %(day)s, led by %(lead)s.") % {"day": day_in_words(case.opened_on),
                                                           "lead": case.lead.full_name},
        acts=lambda said: [Act("close_case", {"reason": said["reason"], "note": said["note"]})],
    )


def _check(home: Opened, form: CloseForm) -> None:
    """Say before keeping what the register would refuse, with names in the place of codes."""
    try:
        check_can_close(care.case_state(home.uuid), form.cleaned_data["reason"], on=form.cleaned_data["on"])
    except CannotApply as why:
        form.add_error("reason", _still_open(home, why))


def _still_open(home: Opened, why: CannotApply) -> str:
    if why.code != "open_needs":
        return str(why)
    codes = [one.strip() for one in str(why.params.get("codes", "")).split(",")]
    names = [home.words.vulnerability(code) for code in codes if home.words.may_know(code, home.domains)]
    if len(names) < len(codes):
        names.append(_("something that other professions know of"))
    return _("These are still open: %(names)s. Meet them first, or choose the reason that ends the case.") % {
        "names": "; ".join(names)}
