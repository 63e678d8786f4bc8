"""What a worker adds to a case: a need seen, a referral and its reply."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from vatra.care import queries as care
from vatra.places import queries as places
from vatra.web.forms_of_care import NeedForm, ReferralForm, ReplyForm
from vatra.web.gate import page
from vatra.web.present.persons import is_child, who
from vatra.web.present.plans import short_of
from vatra.web.screens.acting import answer_form, posted
from vatra.web.screens.opening import Opened, opened
from vatra.web.screens.visiting import gives
from vatra.web.sealing import Act
from vatra.web.templatetags.page import day_in_words, number

MOST_NEAR = 40
KINDS_NEAR = ("provider", "clinic", "school", "kindergarten", "town_hall")


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
                                            "severity": said["severity"]}, _chosen(said["person"]))],
    )


def household_chosen(home: Opened) -> list[tuple[str, Any]]:
    """The household and its members as choices."""
    return [(HOUSEHOLD, _("the whole household")), *members_of(home)]


def _chosen(person: str) -> UUID | None:
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


@page("cases", takes_form=True)
def referral(request: HttpRequest, household: UUID) -> HttpResponse:
    """Somebody is sent on to an institution near, for a service."""
    home = opened(request, household, purpose="send_referral")
    if not home.may("refer"):
        raise PermissionDenied
    form = ReferralForm(
        posted(request), today=home.me.on, since=home.household.enrolled_on, persons=household_chosen(home),
        services=_services(home), institutions=_near(home.household.commune_id),
    )
    return answer_form(
        request, home, form, title=_("Send on to a service"), send=_("Keep the referral"),
        done=_("The referral is kept."), acts=lambda said: [_sent(home, said)],
    )


def _sent(home: Opened, said: dict[str, Any]) -> Act:
    person = _chosen(said["person"])
    payload = {"service": said["service"], "institution": said["institution"], "note": said["note"],
               "codes": _codes(home, said["service"], person), **({"person": str(person)} if person else {})}
    return Act("send_referral", payload, person)


def _codes(home: Opened, service: str, person: UUID | None) -> list[str]:
    """The open findings of whom is sent on that this service is for."""
    offered = next((one for one in home.words.book.services if one.code == service), None)
    meant = set(offered.vulnerabilities) if offered else set()
    subjects = home.assessment.subjects if home.assessment else ()
    return list(dict.fromkeys(
        one.code for subject in subjects for one in subject.findings
        if subject.person == person and one.code in meant and one.judged != "rejected"
    ))


def _services(home: Opened) -> list[tuple[str, str]]:
    """The services that one of the worker's roles here leads or supports, those made of sending on first."""
    given = [one for one in home.words.book.services if gives(home, one)]
    return [(one.code, home.words.service(one.code))
            for one in sorted(given, key=lambda one: (one.verb != "refer", home.words.service(one.code)))]


def _near(commune: int) -> list[tuple[str, Any]]:
    """Institutions by kind, the nearest first."""
    titles = {"provider": _("Social services"), "clinic": _("Clinics"), "school": _("Schools"),
              "kindergarten": _("Kindergartens"), "town_hall": _("Town halls")}
    groups = [(titles[kind], places.institutions_near(commune, kind, limit=MOST_NEAR)) for kind in KINDS_NEAR]
    return [(title, [(one.institution.code, _institution(one)) for one in found]) for title, found in groups if found]


def _institution(near: Any) -> str:
    far = _("%(km)s km away") % {"km": number(near.km)} if near.km is not None else ""
    return " · ".join(part for part in (near.institution.name, near.institution.commune.name, far) if part)


@page("cases", takes_form=True)
def reply(request: HttpRequest, household: UUID, referral: UUID) -> HttpResponse:
    """What came of a referral."""
    home = opened(request, household, purpose="record_referral_outcome")
    if not home.may("refer"):
        raise PermissionDenied
    sent = next((one for one in waiting_referrals(home) if one.uuid == referral), None)
    if sent is None:
        raise Http404
    form = ReplyForm(posted(request), today=home.me.on, since=sent.sent_on)
    return answer_form(
        request, home, form, title=_("What came of it: %(what)s") % {"what": home.words.service(sent.service)},
        about=referral_in_words(home, sent), send=_("Keep the reply"), done=_("The reply is kept."),
        acts=lambda said: [Act("record_referral_outcome", {"referral": str(referral), **_reply(said)}, sent.person_id)],
    )


def _reply(said: dict[str, Any]) -> dict[str, Any]:
    return {"outcome": said["outcome"], "note": said["note"]}


def waiting_referrals(home: Opened) -> list[Any]:
    """The referrals of this household that this worker may know, without a final reply."""
    package = care.package_on(home.me.on)
    return [one for one in care.referrals_of([home.uuid])
            if not one.outcome and package.may_know_act(one.service, one.codes, home.domains, home.roles)]


def referral_in_words(home: Opened, sent: Any) -> str:
    """To whom, for whom, since when."""
    found = places.institutions([sent.institution]).get(sent.institution) if sent.institution else None
    parts = [short_of(home, sent.person_id), found.name if found else "",
             _("sent on %(day)s") % {"day": day_in_words(sent.sent_on)}]
    return " · ".join(part for part in parts if part)
