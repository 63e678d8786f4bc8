"""Editing a draft of the method: thresholds, a decision table; taking edits back; agreeing to what cases now find."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vatra.base.refusal import Refusal
from vatra.method.checking import parameters_used
from vatra.method.editing import NUMBERS, edits_of
from vatra.method.rulebook import DatedNumber
from vatra.releases import entries
from vatra.web.forms_of_method import TableForm, ThresholdsForm
from vatra.web.gate import page
from vatra.web.me import me_of
from vatra.web.method_words import Words, words
from vatra.web.screens.acting import errors_of, posted
from vatra.web.screens.method_changes import address, the_draft
from vatra.web.templatetags.page import day_in_words

PLAIN = ("row", "severity", "note_ro", "note_en")  # columns of a table that are no conditions


@page("method", takes_form=True)
def method_thresholds(request: HttpRequest, change: UUID) -> HttpResponse:
    """Every number that a rule compares with."""
    me, draft = me_of(request), the_draft(request, change)
    book = words(on=me.on)
    held = [number for code in sorted(parameters_used(book.book))
            for number in book.book.parameters.get(code, ()) if number.holds(me.on)]
    numbers = sorted(((one, _label(one, book), _hint(one, book)) for one in held), key=lambda three: three[1])
    drafted = {edit.key: edit.value or "" for edit in edits_of(draft.edits) if edit.file == NUMBERS}
    form = ThresholdsForm(posted(request), numbers=numbers, drafted=drafted)
    return _answer(
        request, draft, form, lambda: entries.edit_draft(draft, form.edits(), by=me.worker, at=timezone.now()),
        template="web/screens/act.html", title=_("Thresholds"), send=_("Keep in the draft"),
        about=_("Write another number where you want one; what you leave stays as it is."),
    )


def _label(number: DatedNumber, book: Words) -> str:
    unit = number.row.get("unit", "")
    return f"{book.label(number.row)} ({unit})" if unit else book.label(number.row)


def _hint(number: DatedNumber, book: Words) -> str:
    source = next(iter(book.law(number.row["source"].split(";"))), "")
    since = _("since %(day)s") % {"day": day_in_words(number.since)} if number.since else ""
    confirmed = "" if number.row["confirmed"] == "yes" else _("not confirmed")
    now = _("In force: %(value)s") % {"value": number.row["value"]}
    return "; ".join(part for part in (now, since, source, confirmed) if part) + "."


@page("method", takes_form=True)
def method_table(request: HttpRequest, change: UUID, code: str) -> HttpResponse:
    """The decision table of one vulnerability, as the draft has it."""
    me, draft = me_of(request), the_draft(request, change)
    book = words(on=me.on)
    vulnerability = next((one for one in book.book.vulnerabilities_on(me.on) if one.code == code), None)
    if vulnerability is None:
        raise Http404
    file = f"tables/{code}.csv"
    rows = {row.name: dict(row.row) for row in vulnerability.rows}
    for edit in edits_of(draft.edits):
        if edit.file == file and edit.value is None:
            rows.pop(edit.key, None)
        elif edit.file == file:
            rows.setdefault(edit.key, {"row": edit.key})[edit.column] = edit.value or ""
    names = [name for name in next(iter(vulnerability.rows)).row if name not in PLAIN]
    header = [*((name, capfirst(book.column(name))) for name in names), ("note_ro", _("In words, in Romanian")),
              ("note_en", _("In words, in English"))]
    form = TableForm(posted(request), file=file, header=header, rows=list(rows.values()))
    return _answer(
        request, draft, form, lambda: entries.edit_draft(draft, form.edits(), by=me.worker, at=timezone.now()),
        template="web/screens/method_table.html", title=vulnerability.name(book.language),
        rule=book.rule(code), send=_("Keep in the draft"),
    )


def _answer(
    request: HttpRequest, draft: Any, form: Any, act: Callable[[], object], *, template: str, **shown: Any
) -> HttpResponse:
    """Keep what a valid form says in the draft and go back to it; else show the form with what is to mend."""
    errors = []
    if request.method == "POST":
        if form.is_valid():
            try:
                act()
                return redirect(address(draft))
            except Refusal as refusal:
                errors = [{"sentence": refusal.message(), "field": ""}]
        else:
            errors = errors_of(form)
    return render(request, template, {
        "form": form, "errors": errors, "back": address(draft), "back_words": draft.title, **shown,
    }, status=422 if errors else 200)


@page("method", takes_form=True)
@require_POST
def method_take_back(request: HttpRequest, change: UUID) -> HttpResponse:
    """Take back the edits of one row."""
    file, key = request.POST.get("file", ""), request.POST.get("key", "")
    return _at_once(request, change, lambda draft, worker: entries.take_back(
        draft, file, key, by=worker, at=timezone.now()))


@page("method", takes_form=True)
@require_POST
def method_agree(request: HttpRequest, change: UUID) -> HttpResponse:
    """Let the cases of the rulebook expect what the draft finds."""
    return _at_once(request, change, lambda draft, worker: entries.agree_cases(draft, by=worker, at=timezone.now()))


def _at_once(request: HttpRequest, change: UUID, act: Callable[[Any, Any], object]) -> HttpResponse:
    draft = the_draft(request, change)
    try:
        act(draft, me_of(request).worker)
    except Refusal as refusal:
        messages.warning(request, refusal.message())
    return redirect(address(draft))
