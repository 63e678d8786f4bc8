"""Conturi: the workers whose accounts an administrator looks after, and their roles today. No case, no family."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vatra.access import queries as access
from vatra.web.gate import page
from vatra.web.me import me_of
from vatra.web.method_words import Words, words
from vatra.web.paging import Slice, page_number
from vatra.web.templatetags.page import number

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Account:
    """One account in the list."""

    name: str
    username: str
    roles: tuple[str, ...]
    state: str


@page("accounts")
def accounts(request: HttpRequest) -> HttpResponse:
    """The list, by name."""
    me = me_of(request)
    workers = access.workers_under(me.worker, on=me.on)
    shown = Slice(page_number(request), A_PAGE, len(workers))
    listed = workers[shown.start : shown.start + A_PAGE]
    return render(request, "web/screens/accounts.html", {
        "sentence": ngettext("%(count)s account; roles are given and ended on the command line of the server.",
                             "%(count)s accounts; roles are given and ended on the command line of the server.",
                             len(workers)) % {"count": number(len(workers))},
        "workers": [_account(one, words(on=me.on), me.on) for one in listed], "shown": shown, "query": "",
    })


def _account(worker: Any, book: Words, on: date) -> Account:
    held = [one for one in worker.roles_held.all() if one.since <= on and (one.until is None or on < one.until)]
    return Account(
        name=worker.full_name, username=worker.username, roles=tuple(_role(one, book) for one in held),
        state=_("active") if worker.is_active else _("closed"),
    )


def _role(held: Any, book: Words) -> str:
    place = held.commune or held.county
    return f"{book.role(held.role)}, {place.name}" if place else book.role(held.role)
