"""The pages of what went wrong: what happened, what is safe, what to do. Nothing personal, nothing of the code."""

from __future__ import annotations

import sys

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from vatra.register.passing import is_damage, is_disk_full, is_passing
from vatra.web.held import hold
from vatra.web.sealing import read_seal

WORDS: dict[int, tuple[Promise, tuple[Promise, ...]]] = {
    400: (_("We could not read what was sent"), (
        _("Nothing was changed."),
        _("Go back and try once more. If it happens again, tell whoever looks after Vatra at your place."),
    )),
    403: (_("This page is not for your role"), (
        _("Your account works, but the roles you hold today do not include this page."),
        _("If you think they should, ask the head of the social service."),
    )),
    404: (_("There is nothing here"), (
        _("The address may be mistyped, or what stood here is not among what your role may see."),
        _("Search for the household by name, or start from the first page."),
    )),
    500: (_("Something broke on our side"), (
        _("What already has a receipt is safe. What you just sent may not have been kept."),
        _("Go back, and send it again: the same form is never counted twice."),
    )),
}
DAMAGED = (_("The register's database is damaged"), (
    _("Nothing is taken in until it is put right. What already has a receipt is in the last backup, or on its tablet."),
    _("Tell whoever looks after Vatra at your place: the last backup has to be put back (vatra restore)."),
))
FULL = (_("The server's disk is full"), (
    _("What you just sent was not kept; what already has a receipt is safe."),
    _("Tell whoever looks after Vatra at your place to make room. Then go back, and send it again."),
))
BUSY = (_("The server cannot do this just now"), (
    _("What you just sent was not kept; what already has a receipt is safe."),
    _("Go back in a minute, and send it again: the same form is never counted twice."),
))
CSRF_WORDS = (_("The page has grown old"), (
    _("It was open for long, or you signed in again since. Nothing was changed."),
    _("Go back, reload the page and send again; what you wrote should still be in the form."),
))


def _fault(request: HttpRequest, status: int, words: tuple[Promise, tuple[Promise, ...]]) -> HttpResponse:
    """The page, made without asking who is here: the database may be what is broken."""
    title, sentences = words
    page = render_to_string("web/screens/fault.html", {"title": title, "sentences": sentences})
    return HttpResponse(page, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _fault(request, 400, WORDS[400])


def not_permitted(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _fault(request, 403, WORDS[403])


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same for what does not exist and for what lies outside the worker's scope."""
    return _fault(request, 404, WORDS[404])


def broken(request: HttpRequest) -> HttpResponse:
    """500; 503 and 507 when it lies with the machine."""
    error = sys.exc_info()[1]
    if error is None or not is_passing(error):
        return _fault(request, 500, WORDS[500])
    if is_disk_full(error):
        return _fault(request, 507, FULL)
    return _fault(request, 503, DAMAGED if is_damage(error) else BUSY)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token does not match: its words are held when its seal is this worker's, else 403.

    A page grows old when the worker signed in again in another tab. `reason` is for programmers and not shown.
    """
    worker = getattr(request, "user", None)
    known = worker is not None and worker.is_authenticated
    sealed = known and read_seal(request.POST.get("seal", ""), worker) is not None
    if sealed and hold(request):
        messages.info(request, now("The page had grown old. What you wrote is below: look it through and send it."))
        return redirect(request.path)
    return _fault(request, 403, CSRF_WORDS)
