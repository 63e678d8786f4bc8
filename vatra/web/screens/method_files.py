"""A change of the method over a file of children that the administrator named: known by its key, never by a path."""

from __future__ import annotations

from time import monotonic
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from vatra.base.refusal import Refusal
from vatra.releases import entries
from vatra.releases import queries as releases
from vatra.web.gate import page
from vatra.web.me import me_of
from vatra.web.method_words import words
from vatra.web.present.file_trials import address, rows_counted, shown
from vatra.web.screens.method_changes import A_WHILE, the_draft
from vatra.web.screens.method_changes import address as address_of


@page("method")
def method_file(request: HttpRequest, change: UUID, population: str) -> HttpResponse:
    """What the draft would move in a file, as far as it is counted."""
    draft, file = the_draft(request, change), _file(population)
    me, asked = me_of(request), {"draft": draft, "file": file, "back": address_of(draft)}
    try:
        found = releases.built(draft, on=me.on)
        tried = releases.tried_in(file, found.before, found.after, on=me.on) if found.after else None
    except Refusal as refusal:
        return render(request, "web/screens/method_file.html", {**asked, "broken": refusal.message()})
    if tried is None:
        return redirect(asked["back"])
    return render(request, "web/screens/method_file.html", {
        **asked, **_progress(draft, file, tried), "going_on": "stop" not in request.GET, "older": tried.older,
        "on": me.on, "result": shown(tried.found, words(on=me.on)) if tried.found.whole else None,
    })


@page("method", takes_form=True)
@require_POST
def method_file_count(request: HttpRequest, change: UUID, population: str) -> HttpResponse:
    """Count a file for a while; the page asks again until all of it is counted, or somebody stops it."""
    draft, file = the_draft(request, change), _file(population)
    began, tried = monotonic(), None
    try:
        tried = entries.try_file(draft, file, by=me_of(request).worker, at=timezone.now(),
                                 enough=lambda: monotonic() - began > A_WHILE)
    except Refusal as refusal:
        messages.warning(request, refusal.message())
    if not getattr(request, "htmx", False):
        return redirect(address(draft, file))
    if tried is None or tried.found.whole:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "web/parts/going_on.html", {**_progress(draft, file, tried), "going_on": True})


def _file(key: str) -> releases.PopulationFile:
    file = releases.population_files().get(key)
    if file is None:
        raise Http404
    return file


def _progress(draft: Any, file: releases.PopulationFile, tried: releases.FileTried) -> dict[str, Any]:
    """How far it is, where it is gone on with and where it is stopped."""
    return {"progress": rows_counted(tried), "done": tried.found.rows, "of": tried.of,
            "go_on_at": address(draft, file, "method_file_count"), "stop_at": f"{address(draft, file)}?stop"}
