"""Schimbări de metodologie: drafts, what each would move in the whole register, and what was decided."""

from __future__ import annotations

from time import monotonic
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vatra.base.refusal import Refusal
from vatra.method.editing import NUMBERS, Edit, edits_of
from vatra.releases import entries
from vatra.releases import queries as releases
from vatra.web.forms_of_method import BeginForm
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.method_words import Words, words
from vatra.web.present.counted_over import over
from vatra.web.present.file_trials import address as address_in
from vatra.web.present.trials import STATES, address_of, counted, examples, in_words, result
from vatra.web.screens.acting import errors_of, posted
from vatra.web.seen import note_read, note_refused

A_WHILE = 2.0  # seconds of counting in one request; the page asks for the next by itself


@page("method")
def method_changes(request: HttpRequest) -> HttpResponse:
    """All drafts: those to decide first."""
    return render(request, "web/screens/method_changes.html", {
        "changes": [{"title": one.title, "state": str(STATES[one.state]), "by": one.by.full_name, "on": one.begun_at,
                     "since": one.since, "address": address(one)} for one in releases.method_drafts()],
    })


def address(draft: Any, name: str = "method_change") -> str:
    """The address of a page of a draft."""
    return reverse(f"web:{name}", args=[draft.uuid])


@page("method", takes_form=True)
def method_change_begin(request: HttpRequest) -> HttpResponse:
    """What is to be changed, and why."""
    form = BeginForm(posted(request))
    if request.method == "POST" and form.is_valid():
        draft = entries.begin_draft(**form.cleaned_data, by=me_of(request).worker, at=timezone.now())
        return redirect(address(draft))
    errors = errors_of(form) if request.method == "POST" else []
    return render(request, "web/screens/act.html", {
        "form": form, "errors": errors, "title": _("Try a change of the method"), "send": _("Begin"),
        "back": reverse("web:method_changes"), "back_words": _("Changes of the method"),
        "about": _("Nothing changes for anybody until you publish it with a day."),
    }, status=422 if errors else 200)


@page("method")
def method_change(request: HttpRequest, change: UUID) -> HttpResponse:
    """One draft: what is next, what it changes, what it would move."""
    me, draft = me_of(request), the_draft(request, change)
    book = words(on=me.on)
    shown: dict[str, Any] = {
        "draft": draft, "state": str(STATES[draft.state]), "is_open": draft.state == "open",
        "edits": _edits(draft, book),
        "cases": sum(one.column == "expect_state" for one in edits_of(draft.edits)),
        "tables": sorted(((one.name(book.language), reverse("web:method_table", args=[draft.uuid, one.code]))
                          for one in book.book.vulnerabilities_on(me.on)), key=lambda pair: pair[0]),
        "files": [(one.name, address_in(draft, one)) for one in releases.population_files().values()]
        if draft.state == "open" else [],
        "withdrawable": draft.since is not None and draft.since > me.on,
    }
    try:
        found = releases.built(draft, on=me.on)
    except Refusal as refusal:
        return render(request, "web/screens/method_change.html", {**shown, "broken": refusal.message()})
    trial = releases.trial_of(draft, found) if draft.state == "open" else releases.latest_trial(draft)
    return render(request, "web/screens/method_change.html", {
        **shown, "mistakes": [one.sentence(book.language) for one in found.mistakes],
        "failing": [_case(example, state, severity, book) for example, state, severity in found.failing],
        "changed": bool(found.differences), **_trial(request, me, draft, trial, found),
    })


def the_draft(request: HttpRequest, uuid: UUID) -> Any:
    """A draft by its uuid; none of it where there is none."""
    draft = releases.method_draft(uuid)
    if draft is None:
        note_refused(me_of(request), uuid, purpose="method_change", about="method_draft")
        raise Http404
    return draft


def _edits(draft: Any, book: Words) -> list[dict[str, Any]]:
    """The edits row by row, in words: what each is of, as it is, as it would be."""
    rows: dict[tuple[str, str], list[Edit]] = {}
    for edit in edits_of(draft.edits):
        if not edit.file.startswith("cases/"):
            rows.setdefault((edit.file, edit.key), []).append(edit)
    return [
        {"file": file, "key": key,
         **(_number(key, several, book) if file == NUMBERS else _row(file, key, several, book))}
        for (file, key), several in rows.items()
    ]


def _number(code: str, edits: list[Edit], book: Words) -> dict[str, Any]:
    held = [one for one in book.book.parameters.get(code, ()) if one.until is None]
    row = held[-1].row if held else {}
    return {"of": book.label(row) or code,
            "lines": [{"before": row.get(edit.column, ""), "after": edit.value} for edit in edits]}


def _row(file: str, key: str, edits: list[Edit], book: Words) -> dict[str, Any]:
    code = file.partition("/")[2].removesuffix(".csv")
    rows = {row.name: row.row for one in book.book.vulnerabilities if one.code == code for row in one.rows}
    row = rows.get(key, {})
    plain = {"severity": _("severity"), "note_ro": _("In words, in Romanian"), "note_en": _("In words, in English")}
    lines = [
        {"of": plain.get(edit.column) or book.column(edit.column), "before": row.get(edit.column, ""),
         "after": edit.value}
        if edit.value is not None else {"before": _("as it is"), "after": _("taken out")}
        for edit in edits
    ]
    where = _("%(vulnerability)s, row %(row)s") % {"vulnerability": book.vulnerability(code), "row": key}
    return {"of": where, "lines": lines}


def _case(example: Any, state: str, severity: int | None, book: Words) -> dict[str, str]:
    states = {"present": _("found"), "absent": _("not found"), "unknown": _("not known")}

    def said(state: str, severity: int | None) -> str:
        return f"{states[state]} ({severity})" if severity else states[state]

    return {
        "name": book.vulnerability(example.code), "words": example.row[f"words_{book.language}"],
        "expected": said(example.state, example.severity if example.state == "present" else None),
        "found": said(state, severity),
    }


def _trial(request: HttpRequest, me: Me, draft: Any, trial: Any, found: releases.Built) -> dict[str, Any]:
    if trial is None:
        return {}
    done, of = releases.progress_of(trial)
    shown: dict[str, Any] = {"trial": trial, "progress": counted(done, of), "done": done, "of": of,
                             "going_on": "stop" not in request.GET, **_work(draft)}
    if trial.finished_at is None:
        return shown
    book = words(on=me.on)
    told = releases.told(releases.moved_by(trial), me.worker, found.before, on=me.on)
    homes = examples(told, book, me)
    note_read(me, [(one.household, one.commune) for one in homes], purpose="method_change")
    return {**shown, "over": over(trial, releases.counted_over(trial)),
            "examples": [(address_of(one), in_words(one, book)) for one in homes],
            "result": result(told, book, post_lei=draft.post_lei, post_source=draft.post_source)}


@page("method", takes_form=True)
@require_POST
def method_try(request: HttpRequest, change: UUID) -> HttpResponse:
    """Try the draft for a while; the page asks again until the whole register is tried, or somebody stops it."""
    draft = the_draft(request, change)
    worker, began = me_of(request).worker, monotonic()
    try:
        trial = entries.begin_trial(draft, by=worker, at=timezone.now())
        finished = entries.go_on(trial, at=timezone.now(), enough=lambda: monotonic() - began > A_WHILE)
    except Refusal as refusal:
        messages.warning(request, refusal.message())
        trial, finished = None, True
    if not getattr(request, "htmx", False):
        return redirect(address(draft))
    if finished or trial is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    done, of = releases.progress_of(trial)
    return render(request, "web/parts/going_on.html", {
        "progress": counted(done, of), "done": done, "of": of, "going_on": True, **_work(draft)})


def _work(draft: Any) -> dict[str, str]:
    """Where the trial is gone on with, and where it is stopped."""
    return {"go_on_at": address(draft, "method_try"), "stop_at": f"{address(draft)}?stop"}
