"""What a worker adds to what the rules found: a need seen. And who is meant, as choices of a form."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from vatra.web.forms_of_care import NeedForm
from vatra.web.gate import page
from vatra.web.present.persons import is_child, who
from vatra.web.screens.acting import answer_form, posted
from vatra.web.screens.opening import Opened, opened
from vatra.web.sealing import Act

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
