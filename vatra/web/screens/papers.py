"""Hârtii: papers of a household, a referral, a signal or a meeting, and blank forms; pages to print and PDFs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vatra.access.policies import NotPermitted
from vatra.audit.entries import Act, record
from vatra.care import links
from vatra.care import queries as care
from vatra.papers import queries as papers
from vatra.papers.queries import Kind, NoSuchPaper, Paper
from vatra.people import queries as people
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.screens.opening import Opened, opened
from vatra.web.screens.referring import referral_here
from vatra.web.seen import note_refused

IN_ENGLISH = "en"
FRAGMENT = "#c="  # what follows stays in the browser: no server and no other site is told it


RISKS, PLAN, MONITORING = "fisa-de-identificare-a-riscurilor", "plan-de-servicii", "raport-de-monitorizare"
REVIEW, CLOSING, SUMMARY = "raport-de-revizuire", "fisa-de-inchidere", "rezumat-pentru-familie"
NOTICE, INQUIRY = "nota-de-informare", "ancheta-sociala"
# The papers that are asked for next in a state of the process.
ASKED_NEXT = {
    "signalled": (RISKS, NOTICE), "initial_assessment": (RISKS, NOTICE), "emergency": (RISKS, NOTICE),
    "to_decide": (RISKS, INQUIRY), "case_opened": (INQUIRY, RISKS), "detailed_assessment": (INQUIRY, RISKS),
    "plan": (PLAN, SUMMARY), "approval": (PLAN, SUMMARY), "implementation": (MONITORING, SUMMARY),
    "monitoring": (MONITORING, SUMMARY), "review": (REVIEW, PLAN), "closing_asked": (CLOSING, MONITORING),
    "closed": (CLOSING, MONITORING), "post_monitoring": (CLOSING, MONITORING),
}
AT_ANY_TIME = (NOTICE, INQUIRY)


@dataclass(frozen=True, slots=True)
class Offered:
    """A paper in a list: its page, its PDF, its blank form; no address where there is nothing to fill it from."""

    title: str
    when: str
    page: str
    pdf: str
    blank: str


def papers_of(home: Opened) -> tuple[list[Offered], list[Offered]]:
    """The papers of a household that this worker may print: those asked for next in its state, and the others."""
    stage = care.stage(home.uuid, home.domains, on=home.me.on)
    asked = ASKED_NEXT.get(stage.state, AT_ANY_TIME) if stage else AT_ANY_TIME
    kinds = {kind.key: _of_home(home, kind) for kind in
             papers.kinds_of_household(home.me.worker, home.household.commune_id, on=home.me.on)}
    first = [kinds.pop(key) for key in asked if key in kinds]
    return first, list(kinds.values())


def paper_of(home: Opened, key: str) -> Offered | None:
    """One paper of a household, for where its words are written; None for who may not print it."""
    kinds = papers.kinds_of_household(home.me.worker, home.household.commune_id, on=home.me.on)
    return next((_of_home(home, kind) for kind in kinds if kind.key == key), None)


def _of_home(home: Opened, kind: Kind) -> Offered:
    return _offered(kind, reverse("web:household_paper", args=[home.uuid, kind.key]),
                    reverse("web:household_paper_pdf", args=[home.uuid, kind.key]))


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


@page("cases", takes_form=True)
@require_POST
def referral_letter(request: HttpRequest, household: UUID, referral: UUID) -> HttpResponse:
    """The letter with a new link, in words and to be scanned; shown once. The link before it ends."""
    home = _sending(request, household, referral)
    try:
        made = links.make_link(referral, by=home.me.worker, commune=home.household.commune_id, at=timezone.now())
    except links.CannotLink as why:
        messages.error(request, why.message())
        return redirect("web:referral_page", household, referral)
    return _shown(request, _with_link(request, home, referral, made), back=_own_page(home, referral),
                  pdf=reverse("web:referral_letter_pdf", args=[household, referral]), secret=made)


@page("cases", takes_form=True)
@require_POST
def referral_letter_pdf(request: HttpRequest, household: UUID, referral: UUID) -> HttpResponse:
    """The letter that was just shown, as a PDF: its secret comes back with the form, for it is kept nowhere."""
    home = _sending(request, household, referral)
    made = links.made_before(referral, token=request.POST.get("token", ""), code=request.POST.get("code", ""),
                             at=timezone.now())
    if made is None:
        messages.error(request, _("This letter's link holds no longer. Make a letter with a new link."))
        return redirect("web:referral_page", household, referral)
    return _as_pdf(request, _with_link(request, home, referral, made), _own_page(home, referral))


def _sending(request: HttpRequest, household: UUID, referral: UUID) -> Opened:
    home = opened(request, household, purpose="referral_letter")
    if not home.may("refer"):
        raise PermissionDenied
    referral_here(home, referral)
    return home


def _own_page(home: Opened, referral: UUID) -> str:
    return reverse("web:referral_page", args=[home.uuid, referral])


def _with_link(request: HttpRequest, home: Opened, referral: UUID, made: links.Made) -> Paper:
    answer = request.build_absolute_uri(reverse("web:partner"))
    link = papers.Link(f"{answer}{FRAGMENT}{made.token}", answer, made.code, made.expires_at)
    return _found(home.me, home.uuid, "scrisoare-de-referire", lambda: papers.paper_of_referral(
        home.uuid, referral, by=home.me.worker, on=home.me.on, language=_language(request), link=link))


@page("council")
def meeting_paper(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """The minutes of a meeting as they are read and printed; of a meeting to come, its agenda."""
    return _shown(request, _of_meeting(request, meeting), back=reverse("web:meeting", args=[meeting]),
                  pdf=reverse("web:minutes_pdf", args=[meeting]))


@page("council")
def meeting_paper_pdf(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """The minutes of a meeting, or its agenda, as a PDF."""
    return _as_pdf(request, _of_meeting(request, meeting), reverse("web:minutes", args=[meeting]))


def _of_meeting(request: HttpRequest, meeting: UUID) -> Paper:
    me = me_of(request)
    return _found(me, meeting, "proces-verbal-scc", lambda: papers.paper_of_meeting(
        meeting, by=me.worker, on=me.on, language=_language(request)), about="meeting")


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
    paper = _found(me, signal, "fisa-de-observatie", lambda: papers.paper_of_signal(
        signal, by=me.worker, on=me.on, language=_language(request)), about="signal")
    there = care.signal(signal, {"general"})
    if there is not None and there.household:  # its family asks who printed what of it by the household
        record([Act("export", "household", there.household, by=me.worker.uuid, commune=there.commune,
                    purpose="paper:fisa-de-observatie")], at=timezone.now())
    return paper


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


def _shown(
    request: HttpRequest, paper: Paper, *, back: str, pdf: str, secret: links.Made | None = None
) -> HttpResponse:
    """The paper as a page; `secret`: of a link that is shown this once, so that the page cannot be asked for again."""
    other = "ro" if paper.language == IN_ENGLISH else IN_ENGLISH
    return render(request, "web/screens/paper.html", {
        "paper": paper, "body": papers.body_of(paper), "back": back, "missing": papers.missing_library(),
        "pdf": pdf + ("?limba=en" if paper.language == IN_ENGLISH else ""),
        "secret": secret, "other": "" if secret else request.path + ("?limba=en" if other == IN_ENGLISH else ""),
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
