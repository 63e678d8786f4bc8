"""Sending somebody on: the referral written, sent, answered, withdrawn; a need for which there is nobody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from vatra.care import queries as care
from vatra.care.moves import OPEN, WORKERS
from vatra.web.forms_of_referrals import ReferralForm, ReplyForm, UnmetForm, WithdrawForm
from vatra.web.gate import page
from vatra.web.present.referrals import in_short, provider_in_words
from vatra.web.screens.acting import answer_form, posted
from vatra.web.screens.casework import HOUSEHOLD, chosen, household_chosen
from vatra.web.screens.opening import Opened, opened
from vatra.web.screens.visiting import gives
from vatra.web.sealing import Act

MOST_NEAR = 40
KINDS_NEAR = ("provider", "clinic", "school", "kindergarten", "education_other", "town_hall")


@page("cases", takes_form=True)
def referral(request: HttpRequest, household: UUID) -> HttpResponse:
    """Somebody is sent on to an institution near, for a service; or it is written down, to be sent later."""
    home = _may_refer(opened(request, household, purpose="send_referral"))
    drafted = "draft" in request.POST
    form = _referral_form(request, home, initial={
        "service": request.GET.get("service", ""), "institution": request.GET.get("institution", ""),
        "phone": care.phone_of(home.me.worker.pk),
    })
    return answer_form(
        request, home, form, title=_("Send on to a service"), send=_("Keep the referral as sent"),
        done=_("The referral is kept, to be sent later.") if drafted else _("The referral is kept."),
        also={"name": "draft", "word": _("Keep it, to be sent later")},
        look={"address": f"{reverse('web:directory')}?family={home.uuid}", "word": _("Look in the directory first")},
        acts=lambda said: [_drafted(home, said) if drafted else _sent(home, said, form)],
    )


@page("cases", takes_form=True)
def send_draft(request: HttpRequest, household: UUID, draft: UUID) -> HttpResponse:
    """A referral that was written earlier is looked through and sent."""
    home = _may_refer(opened(request, household, purpose="send_referral"))
    written = referral_here(home, draft, ["draft"])
    form = _referral_form(request, home, initial={
        "person": str(written.person) if written.person else HOUSEHOLD, "service": written.service,
        "institution": written.institution, "note": written.note, "phone": care.phone_of(home.me.worker.pk),
    })
    return answer_form(
        request, home, form, title=_("Send the referral"), send=_("Keep the referral as sent"),
        done=_("The referral is kept."), acts=lambda said: [_sent(home, said, form, draft=draft)],
    )


def _may_refer(home: Opened) -> Opened:
    if not home.may("refer"):
        raise PermissionDenied
    return home


def referral_here(home: Opened, uuid: UUID, states: Sequence[str] | None = None) -> care.ReferralSeen:
    """A referral of this household that this worker may know, in one of some states; else it does not exist."""
    found = care.referral(uuid, home.domains, on=home.me.on, roles=home.roles)
    if found is None or found.household not in care.every(home.uuid) or (states and found.state not in states):
        raise Http404
    return found


def _referral_form(request: HttpRequest, home: Opened, *, initial: dict[str, Any]) -> ReferralForm:
    return ReferralForm(
        posted(request), initial=initial, today=home.me.on, since=home.household.enrolled_on,
        persons=household_chosen(home), services=services_given(home), institutions=_near(home, initial["service"]),
    )


def _drafted(home: Opened, said: dict[str, Any]) -> Act:
    person = chosen(said["person"])
    payload = {"service": said["service"], "institution": said["institution"], "note": said["note"],
               "codes": _codes(home, said["service"], person), **({"person": str(person)} if person else {})}
    return Act("draft_referral", payload, person)


def _sent(home: Opened, said: dict[str, Any], form: ReferralForm, *, draft: UUID | None = None) -> Act:
    written = _drafted(home, said)
    of_draft = {"draft": str(draft)} if draft else {}
    return Act("send_referral", {**written.payload, **of_draft, "sharing": form.sharing()}, written.person)


def _codes(home: Opened, service: str, person: UUID | None) -> list[str]:
    """The open findings of whom is sent on that this service is for."""
    offered = next((one for one in home.words.book.services if one.code == service), None)
    meant = set(offered.vulnerabilities) if offered else set()
    subjects = home.assessment.subjects if home.assessment else ()
    return list(dict.fromkeys(
        one.code for subject in subjects for one in subject.findings
        if subject.person == person and one.code in meant and one.judged != "rejected"
    ))


def services_given(home: Opened) -> list[tuple[str, str]]:
    """The services that one of the worker's roles here leads or supports, those made of sending on first."""
    given = [one for one in home.words.book.services if gives(home, one)]
    return [(one.code, home.words.service(one.code))
            for one in sorted(given, key=lambda one: (one.verb != "refer", home.words.service(one.code)))]


def _near(home: Opened, service: str) -> list[tuple[str, Any]]:
    """Providers, those first that can answer the service when one was chosen, then by kind, the nearest first."""
    nearby = care.Nearby(home.household.commune_id, village=home.household.village_id, on=home.me.on)
    titles = {"provider": _("Social services"), "clinic": _("Clinics"), "school": _("Schools"),
              "kindergarten": _("Kindergartens"), "education_other": _("Other institutions of education"),
              "town_hall": _("Town halls")}
    fit = nearby.near(service=service, most=MOST_NEAR) if service else []
    others = {kind: nearby.near(kinds=[kind], most=MOST_NEAR + len(fit)) for kind in KINDS_NEAR}
    groups = [(_("Can help with this"), fit)] + [
        (titles[kind], [one for one in several if one not in fit][:MOST_NEAR]) for kind, several in others.items()
    ]
    return [(title, [(one.code, provider_in_words(one)) for one in found]) for title, found in groups if found]


@page("cases", takes_form=True)
def reply(request: HttpRequest, household: UUID, referral: UUID) -> HttpResponse:
    """What came of a referral."""
    home = _may_refer(opened(request, household, purpose="record_referral_outcome"))
    sent = referral_here(home, referral, [*OPEN, "closed"])
    form = ReplyForm(posted(request), today=home.me.on, since=sent.sent_on or sent.outcome_on or home.me.on,
                     steps=WORKERS[sent.state])
    return answer_form(
        request, home, form, title=_("What came of it: %(what)s") % {"what": sent.what},
        about=in_short(home, sent), send=_("Keep the reply"), done=_("The reply is kept."),
        acts=lambda said: [Act("record_referral_outcome", {
            "referral": str(referral), "outcome": said["outcome"], "told_by": said["told_by"], "note": said["note"],
            **form.appointment(),
        }, sent.person)],
    )


@page("cases", takes_form=True)
def withdraw_consent(request: HttpRequest, household: UUID, referral: UUID) -> HttpResponse:
    """The family takes its consent back; what that ends, and what goes on, is said before."""
    home = _may_refer(opened(request, household, purpose="withdraw_consent"))
    sent = referral_here(home, referral, [*OPEN, "closed"])
    if sent.consent_withdrawn_on:
        raise Http404
    form = WithdrawForm(posted(request), today=home.me.on, since=sent.sent_on or home.me.on)
    ends = sent.basis == "consent"
    about = _("The institution sees nothing of this any more; whoever opens its link is told that the family withdrew.")
    if not ends:
        about = _("The institution was told by a duty of the law or because of a danger. That goes on, and the "
                  "family is told so; that it does not agree is written down.")
    return answer_form(
        request, home, form, title=_("The family withdraws its consent"), about=about, send=_("Write it down"),
        done=_("It is written down, and the sharing has ended.") if ends else _("It is written down."),
        acts=lambda said: [Act("withdraw_consent", {"referral": str(referral), "by_whom": said["by_whom"],
                                                    "note": said["note"]}, sent.person)],
    )


@page("cases", takes_form=True)
def unmet_need(request: HttpRequest, household: UUID) -> HttpResponse:
    """A need for which there is nobody to send anyone on to: it is counted, so that somebody may come to meet it."""
    home = _may_refer(opened(request, household, purpose="record_unmet_need"))
    form = UnmetForm(
        posted(request), initial={"service": request.GET.get("service", "")}, today=home.me.on,
        since=home.household.enrolled_on, persons=household_chosen(home), services=services_given(home),
    )
    return answer_form(
        request, home, form, title=_("Nobody gives what is needed"), send=_("Write down the unmet need"),
        done=_("The unmet need is written down and is counted."),
        about=_("It is shown to the commune and the county as a number, with nobody's name."),
        acts=lambda said: [_unmet(home, said)],
    )


def _unmet(home: Opened, said: dict[str, Any]) -> Act:
    person = chosen(said["person"])
    return Act("record_unmet_need", {
        "service": said["service"], "reason": said["reason"], "note": said["note"],
        "codes": _codes(home, said["service"], person), **({"person": str(person)} if person else {}),
    }, person)
