"""The page that a letter's link opens: for the family doctor, the school or the centre that was asked, without account.

The secret never stands in an address: the letter's link carries it behind the #, where the page's script takes it away
and sends it in the body of a form; who has no script types the short code. What was opened is answered with a slip,
signed and short-lived, that stands in the page alone: no cookie opens anything here, so no other site can answer in
somebody's place. Every secret that does not hold gets the same answer.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from vatra.care import links
from vatra.care import queries as care
from vatra.care.answering import answer
from vatra.care.moves import PARTNERS, TURNED_AWAY
from vatra.people import queries as people
from vatra.web.forms_of_referrals import ANSWERS, BASES, AnswerForm
from vatra.web.me import today
from vatra.web.method_words import words
from vatra.web.present.referrals import STEPS, appointment_in_words, called
from vatra.web.screens.acting import errors_of

SALT = "vatra.web.partner"
HOLDS_FOR = 2 * 3600  # seconds from opening a link to answering


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("secret")
def partner(request: HttpRequest) -> HttpResponse:
    """Where the link leads: it asks for the code; with a secret that holds, the referral itself."""
    if request.method != "POST":
        return render(request, "web/screens/partner.html", {"asks": True})
    held = links.opened_with(request.POST.get("secret", "").strip(), address=_address(request), at=timezone.now())
    if held is None:
        return _nothing(request)
    return _shown(request, held, _form(held), signing.dumps([str(held.uuid), str(uuid4())], salt=SALT))


@require_http_methods(["POST"])
@sensitive_post_parameters("slip")
def partner_answer(request: HttpRequest) -> HttpResponse:
    """What was answered becomes an entry of the institution's."""
    slip = request.POST.get("slip", "")
    found = _read(slip)
    held = links.link(found[0], at=timezone.now()) if found else None
    if found is None or held is None:
        return _nothing(request)
    form = _form(held, request.POST)
    if held.state != "open" or not form.is_valid():
        return _shown(request, held, form, slip, status=422 if held.state == "open" else 200)
    on = today()
    receipt = answer(held, form.payload(), uuid=found[1], rulebook=words(on=on).version, at=timezone.now())
    if receipt is None or receipt.outcome == "refused":
        return _nothing(request)
    return redirect("web:partner_thanks")


@require_safe
def partner_thanks(request: HttpRequest) -> HttpResponse:
    """The answer is kept; nothing else stands here."""
    return render(request, "web/screens/partner.html", {"thanks": True})


def _read(slip: str) -> tuple[UUID, UUID] | None:
    try:
        link, entry = signing.loads(slip[:400], salt=SALT, max_age=HOLDS_FOR)
    except signing.BadSignature:
        return None
    return UUID(link), UUID(entry)


def _nothing(request: HttpRequest) -> HttpResponse:
    """One page for unknown, mistyped, expired, replaced, answered and closed, and for who tried too often."""
    return render(request, "web/screens/partner.html", {"asks": True, "nothing": True}, status=404)


def _form(held: links.Held, sent: Any = None) -> AnswerForm:
    steps = PARTNERS[held.referral.state]
    return AnswerForm(sent, today=today(), answers=[word for word, _label in ANSWERS
                                                    if TURNED_AWAY.get(word, word) in steps])


def _shown(request: HttpRequest, held: links.Held, form: AnswerForm, slip: str, *, status: int = 200) -> HttpResponse:
    """As little as the institution needs: whom, what is asked, by whom, and what it answered itself before."""
    if held.state == "withdrawn":
        return render(request, "web/screens/partner.html", {"withdrawn": True})
    referral, on = held.referral, today()
    members = people.members_of([referral.household_id], on=on).get(referral.household_id, [])
    said = [step for step in care.steps_of_referral(referral.uuid, ()) if step.partner]
    return render(request, "web/screens/partner.html", {
        "form": form, "slip": slip, "errors": errors_of(form) if form.is_bound else [],
        "provider": care.names_of([held.institution]).get(held.institution, ""),
        "whom": called(referral, members, on=on), "what": care.package_on(on).label(referral.service),
        "note": referral.note, "by": referral.by.full_name, "phone": referral.phone, "sent_on": referral.sent_on,
        "place": referral.household.commune.name, "basis": BASES.get(referral.basis, ""),
        "goes_on": bool(referral.consent_withdrawn_on), "until": referral.shared_until,
        "answers": [(step.on, STEPS.get(step.what, step.what), appointment_in_words(step)) for step in said],
    }, status=status)


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
