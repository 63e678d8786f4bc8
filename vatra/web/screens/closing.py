"""The end of a case: closed by who leads it, or, where something severe was present, by two."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from vatra.access import queries as access
from vatra.care import queries as care
from vatra.care.policies import check_can_close
from vatra.people import queries as people
from vatra.register.kinds import CannotApply
from vatra.web.forms_of_care import CloseForm
from vatra.web.forms_of_the_process import AgreementForm
from vatra.web.gate import page
from vatra.web.me import Me
from vatra.web.present.persons import household_name
from vatra.web.present.stepping import CLOSINGS
from vatra.web.screens.acting import answer_form, household_address, posted
from vatra.web.screens.assessing import stage_of, turned_away
from vatra.web.screens.opening import Opened, opened
from vatra.web.screens.papers import CLOSING, paper_of
from vatra.web.sealing import Act
from vatra.web.seen import note_read
from vatra.web.templatetags.page import day_in_words

SHEET = ("reason", "note", "results", "after")


@page("cases", takes_form=True)
def close(request: HttpRequest, household: UUID) -> HttpResponse:
    """The end of the open case, for a reason that holds; asked for where a second person must agree."""
    home = opened(request, household, purpose="close_case")
    if not home.may("case"):
        raise PermissionDenied
    case, stage = home.case, stage_of(home)
    if case is None:
        messages.info(request, _("No case is open here."))
        return redirect(household_address(home))
    if stage is not None and stage.state == "closing_asked":
        return turned_away(request, home, _("The closing was asked for already; a second person has to agree."))
    state = care.case_state(home.uuid)
    by_two = state is not None and state.severe
    form = CloseForm(posted(request), today=home.me.on, since=case.opened_on)
    if request.method == "POST" and form.is_valid():
        _check(home, form)
    about = _("Open since %(day)s, led by %(lead)s.") % {"day": day_in_words(case.opened_on),
                                                         "lead": case.lead.full_name}
    kind, title = ("ask_to_close", _("Ask to close the case")) if by_two else ("close_case", _("Close the case"))
    return answer_form(
        request, home, form, title=title, send=title,
        done=_("The closing is asked for; it waits for a second person.") if by_two else _("The case is closed."),
        about=f"{about} {_two_words()}" if by_two else about, paper=paper_of(home, CLOSING),
        acts=lambda said: [Act(kind, {key: said[key] for key in SHEET})],
    )


def _two_words() -> str:
    return _("Something severe was present in it: the head of the service or the county supervisor agrees to the "
             "closing.")


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


@page("cases", takes_form=True)
def agree_to_close(request: HttpRequest, household: UUID) -> HttpResponse:
    """The second word on a closing that was asked for."""
    home = opened(request, household, purpose="agree_to_close")
    if not may_agree(home):
        raise PermissionDenied
    asked = closing_asked(home)
    if asked is None:
        raise Http404
    if asked.by_id == home.me.worker.pk:
        return turned_away(request, home, _("You asked for this closing yourself; a second person has to agree."))
    form = AgreementForm(posted(request), today=home.me.on, since=asked.on)
    return answer_form(
        request, home, form, title=_("Closing of a case"), send=_("Keep my decision"),
        done=_("Your decision is kept."), asked=asked_in_words(asked), paper=paper_of(home, CLOSING),
        acts=lambda said: [Act("agree_to_close", {
            "closing": str(asked.uuid), "agreed": said["agreed"] == "yes", "note": said["note"],
        })],
    )


def closings_waiting(me: Me) -> list[dict[str, str]]:
    """The closings asked for where this worker sees cases, with the way to the second word for who may give it."""
    book, found = access.roles_book(), []
    for scope in me.scopes:
        if "violence" not in scope.domains:
            continue
        second = any("supervise" in book[role].acts for role in scope.roles)
        found += [(one, second and one.by_id != me.worker.pk)
                  for one in care.closings_waiting(scope.communes, scope.domains)]
    members = people.members_of([one.household for one, _may in found], on=me.on) if found else {}
    homes = people.homes([one.household for one, _may in found]) if found else {}
    note_read(me, [(one.household, homes[one.household].commune_id) for one, _may in found], purpose="closings")
    return [
        {"who": household_name(members.get(one.household, [])),
         "about": _("asked for by %(by)s on %(day)s") % {"by": one.by, "day": day_in_words(one.on)},
         "address": reverse("web:agree_to_close", args=[one.household]) if may else ""}
        for one, may in found
    ]


def may_agree(home: Opened) -> bool:
    """Whether this worker supervises here and sees what a lead worker sees."""
    return home.may("supervise") and "violence" in home.domains


def closing_asked(home: Opened) -> care.StepSeen | None:
    """The closing that waits for a second word here."""
    stage = stage_of(home)
    if stage is None or stage.state != "closing_asked":
        return None
    asked = [one for one in care.steps_of(home.uuid, home.domains) if one.kind == "ask_to_close"]
    return asked[-1] if asked else None


def asked_in_words(asked: care.StepSeen) -> list[tuple[str, Any]]:
    """The closing sheet, line by line."""
    lines = [
        (_("Asked for by"), _("%(by)s, on %(day)s") % {"by": asked.by, "day": day_in_words(asked.on)}),
        (_("Why"), CLOSINGS.get(asked.word, asked.word)),
        (_("What was reached"), asked.said.get("results", "")), (_("What comes after"), asked.said.get("after", "")),
        (_("Also in the file"), asked.said.get("note", "")),
    ]
    return [(name, said) for name, said in lines if said]
