"""Hârtii: the papers of a household, a referral or a signal, and their blank forms; as a page to print and as a PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vatra.access.policies import NotPermitted
from vatra.audit.entries import Act, record
from vatra.papers import queries as papers
from vatra.papers.queries import Kind, NoSuchPaper, Paper
from vatra.people import queries as people
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.screens.opening import Opened
from vatra.web.seen import note_refused

IN_ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Offered:
    """A paper in a list: its page, its PDF, its blank form; no address where there is nothing to fill it from."""

    title: str
    when: str
    page: str
    pdf: str
    blank: str


def papers_of(home: Opened) -> list[Offered]:
    """The papers of a household that this worker may print."""
    return [
        _offered(kind, reverse("web:household_paper", args=[home.uuid, kind.key]),
                 reverse("web:household_paper_pdf", args=[home.uuid, kind.key]))
        for kind in papers.kinds_of_household(home.me.worker, home.household.commune_id, on=home.me.on)
    ]


def _offered(kind: Kind, page: str = "", pdf: str = "") -> Offered:
    return Offered(str(kind.title), str(kind.when), page, pdf, reverse("web:blank_paper", args=[kind.key]))


@page("cases")
def blank_papers(request: HttpRequest) -> HttpResponse:
    """Every blank form."""
    return render(request, "web/screens/papers.html", {
        "papers": [_offered(kind, pdf=reverse("web:blank_paper_pdf", args=[kind.key]))
                   for kind in papers.KINDS.values()],
        "missing": papers.missing_library(),
    })


@page("cases")
def blank_paper(request: HttpRequest, paper: str) -> HttpResponse:
    """A blank form as a page."""
    return _shown(request, _blank(request, paper), back=reverse("web:blank_papers"),
                  pdf=reverse("web:blank_paper_pdf", args=[paper]))


@page("cases")
def blank_paper_pdf(request: HttpRequest, paper: str) -> HttpResponse:
    """A blank form as a PDF."""
    return _as_pdf(request, _blank(request, paper), reverse("web:blank_paper", args=[paper]))


def _blank(request: HttpRequest, key: str) -> Paper:
    me = me_of(request)
    try:
        return papers.blank(key, by=me.worker, on=me.on, language=_language(request))
    except NoSuchPaper:
        raise Http404 from None


@page("cases")
def household_paper(request: HttpRequest, household: UUID, paper: str) -> HttpResponse:
    """A paper of a household as a page."""
    return _shown(request, _of_household(request, household, paper), back=reverse("web:household", args=[household]),
                  pdf=reverse("web:household_paper_pdf", args=[household, paper]))


@page("cases")
def household_paper_pdf(request: HttpRequest, household: UUID, paper: str) -> HttpResponse:
    """A paper of a household as a PDF."""
    return _as_pdf(request, _of_household(request, household, paper),
                   reverse("web:household_paper", args=[household, paper]))


def _of_household(request: HttpRequest, household: UUID, key: str) -> Paper:
    me = me_of(request)
    return _found(me, household, key, lambda: papers.paper_of_household(
        key, household, by=me.worker, on=me.on, language=_language(request)))


@page("cases")
def referral_paper(request: HttpRequest, household: UUID, referral: UUID) -> HttpResponse:
    """The letter of a referral as a page."""
    return _shown(request, _of_referral(request, household, referral), back=reverse("web:household", args=[household]),
                  pdf=reverse("web:referral_paper_pdf", args=[household, referral]))


@page("cases")
def referral_paper_pdf(request: HttpRequest, household: UUID, referral: UUID) -> HttpResponse:
    """The letter of a referral as a PDF."""
    return _as_pdf(request, _of_referral(request, household, referral),
                   reverse("web:referral_paper", args=[household, referral]))


def _of_referral(request: HttpRequest, household: UUID, referral: UUID) -> Paper:
    me = me_of(request)
    return _found(me, household, "scrisoare-de-referire", lambda: papers.paper_of_referral(
        household, referral, by=me.worker, on=me.on, language=_language(request)))


@page("cases")
def signal_paper(request: HttpRequest, signal: UUID) -> HttpResponse:
    """The observation sheet of a signal as a page."""
    return _shown(request, _of_signal(request, signal), back=reverse("web:signals"),
                  pdf=reverse("web:signal_paper_pdf", args=[signal]))


@page("cases")
def signal_paper_pdf(request: HttpRequest, signal: UUID) -> HttpResponse:
    """The observation sheet of a signal as a PDF."""
    return _as_pdf(request, _of_signal(request, signal), reverse("web:signal_paper", args=[signal]))


def _of_signal(request: HttpRequest, signal: UUID) -> Paper:
    me = me_of(request)
    return _found(me, signal, "fisa-de-observatie", lambda: papers.paper_of_signal(
        signal, by=me.worker, on=me.on, language=_language(request)), about="signal")


def _found(me: Me, subject: UUID, key: str, filled: Callable[[], Paper], *, about: str = "household") -> Paper:
    """The paper, with a row in the audit that says who printed which about whom; or the answer of what never was."""
    purpose = f"paper:{key if key in papers.KINDS else 'unknown'}"
    try:
        paper = filled()
    except NoSuchPaper:
        note_refused(me, subject, purpose=purpose, about=about)
        raise Http404 from None
    except NotPermitted:
        note_refused(me, subject, purpose=purpose, about=about)
        raise PermissionDenied from None
    commune = people.communes_of([subject]).get(subject) if about == "household" else None
    record([Act("export", about, subject, by=me.worker.uuid, commune=commune, purpose=purpose)], at=timezone.now())
    return paper


def _language(request: HttpRequest) -> str:
    """Romanian, unless the page in English was asked for."""
    return "en" if request.GET.get("limba") == IN_ENGLISH else "ro"


def _shown(request: HttpRequest, paper: Paper, *, back: str, pdf: str) -> HttpResponse:
    other = "ro" if paper.language == IN_ENGLISH else IN_ENGLISH
    return render(request, "web/screens/paper.html", {
        "paper": paper, "body": papers.body_of(paper), "back": back, "missing": papers.missing_library(),
        "pdf": pdf + ("?limba=en" if paper.language == IN_ENGLISH else ""),
        "other": request.path + ("?limba=en" if other == IN_ENGLISH else ""),
        "other_words": _("In English") if other == IN_ENGLISH else _("In Romanian"),
    })


def _as_pdf(request: HttpRequest, paper: Paper, as_page: str) -> HttpResponse:
    """The file, named by its kind alone; where it cannot be made, the sentence that says why, and the page instead."""
    try:
        made = papers.pdf_of(paper)
    except papers.CannotPrint as refusal:
        return render(request, "web/screens/paper_refused.html", {
            "why": refusal.message(), "page": as_page,
        }, status=503 if refusal.code == "no_pango" else 422)
    return HttpResponse(made, content_type="application/pdf", headers={
        "Content-Disposition": f'attachment; filename="{paper.kind}.pdf"', "Cache-Control": "private, no-store",
    })
