"""Referrals in words: on a list with their clocks, their history step by step, and what a letter says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.care import queries as care
from vatra.people import queries as people
from vatra.web.forms_of_referrals import BASES, NAMES, REPLIES, UNMET_REASONS
from vatra.web.me import Me
from vatra.web.present.persons import Who, head_of, household_name, who
from vatra.web.present.plans import short_of
from vatra.web.seen import note_read
from vatra.web.templatetags.page import day_in_words, number

if TYPE_CHECKING:
    from vatra.web.screens.opening import Opened

STATES = {
    "draft": lazy("not sent yet"), "sent": lazy("sent, not confirmed"),
    "acknowledged": lazy("received by the institution"),
    "waiting": lazy("on a waiting list"), "appointment": lazy("appointment made"), "started": lazy("service begun"),
    "closed": lazy("closed"), "withdrawn": lazy("withdrawn"),
}
STEPS = {
    **dict(REPLIES), "drafted": lazy("Written down, to be sent later"), "sent": lazy("Sent"),
    "unmet": lazy("Written down as an unmet need"), "consent_withdrawn": lazy("The family withdrew its consent"),
}
REASONS = {"no_place": lazy("no place"), "not_ours": lazy("not theirs to do")}
NEXT = {
    "draft": lazy("Look it through and send it."),
    "sent": lazy("Print the letter with the link, or call them. When they confirm, write it down."),
    "acknowledged": lazy("Ask when the family may come."),
    "waiting": lazy("Ask how long the list is; look for another provider meanwhile."),
    "appointment": lazy("Remind the family of the day, and go with them if need be."),
    "started": lazy("Ask the family and the provider how it goes."),
    "withdrawn": lazy("Nothing more is shared. If the law asks for it, send a new one by that duty."),
}


MOST_NEWS = 8


@dataclass(frozen=True, slots=True)
class Listed:
    """A referral on the list."""

    address: str
    what: str
    who: Who
    provider: str
    state: str
    since: str
    clock: str
    late: bool
    by: str


@dataclass(frozen=True, slots=True)
class Told:
    """One step of a referral's history."""

    on: date
    what: str
    words: str
    by: str
    partner: bool


def listed(me: Me, found: Sequence[care.ReferralSeen]) -> list[Listed]:
    """Some referrals in words; the households are noted as read."""
    members = people.members_of({one.household for one in found}, on=me.on)
    note_read(me, [(one.household, one.commune) for one in found], purpose="referrals")
    return [
        Listed(
            address=reverse("web:referral_page", args=[one.household, one.uuid]), what=one.what,
            who=_who(one, members.get(one.household, []), me.on), provider=one.provider or _("nobody named yet"),
            state=state_in_words(one), since=_since(one), clock=clock_in_words(one, on=me.on),
            late=one.is_late(me.on), by=one.by,
        )
        for one in found
    ]


def _who(one: care.ReferralSeen, members: list[Any], on: date) -> Who:
    person = next((member for member in members if member.uuid == one.person), None)
    return who(person, on=on) if person else Who(household_name(members))


def state_in_words(one: care.ReferralSeen) -> str:
    """Where it stands; of a closed one what came of it."""
    if one.state == "closed":
        words = dict(REPLIES) | (UNMET_REASONS if one.sent_on is None else {})
        return str(words.get(one.outcome, one.outcome))
    if one.state == "appointment" and one.appointment_on:
        return _("appointment on %(day)s") % {"day": day_in_words(one.appointment_on)}
    return str(STATES.get(one.state, one.state))


def _since(one: care.ReferralSeen) -> str:
    if one.sent_on:
        return _("sent on %(day)s") % {"day": day_in_words(one.sent_on)}
    day = one.drafted_on or one.outcome_on
    return _("written down on %(day)s") % {"day": day_in_words(day)} if day else ""


def clock_in_words(one: care.ReferralSeen, *, on: date) -> str:
    """By when the institution's word is expected, or that it is overdue and who knows."""
    if one.answer_by is not None and one.answer_by < on:
        return _("no answer by %(day)s: the supervisor sees it") % {"day": day_in_words(one.answer_by)}
    if one.acknowledge_by is not None:
        words = _("to be confirmed by %(day)s") if one.acknowledge_by >= on else _("not confirmed by %(day)s")
        return words % {"day": day_in_words(one.acknowledge_by)}
    if one.answer_by is not None:
        return _("to be answered by %(day)s") % {"day": day_in_words(one.answer_by)}
    return ""


def in_short(home: Opened, one: care.ReferralSeen) -> str:
    """To whom, for whom, since when."""
    return " · ".join(part for part in (short_of(home, one.person), one.provider, _since(one)) if part)


def provider_in_words(one: care.Provider) -> str:
    """A provider in a list of choices: name, place, distance, places left."""
    far = _("%(km)s km away") % {"km": number(one.km)} if one.km is not None else ""
    room = _("%(count)s places left") % {"count": number(one.room)} if one.room else _("full") if one.room == 0 else ""
    return " · ".join(part for part in (one.name, one.place, far, room) if part)


def history(home: Opened, one: care.ReferralSeen) -> list[Told]:
    """What happened to it, the latest first."""
    return [_told(step, one) for step in reversed(care.steps_of_referral(one.uuid, home.domains))]


def _told(step: care.ReferralStepSeen, one: care.ReferralSeen) -> Told:
    reason = str(UNMET_REASONS.get(one.outcome, "")) if step.what == "unmet" else str(REASONS.get(step.reason, ""))
    return Told(
        on=step.on, what=str(STEPS.get(step.what, step.what)), by=step.by, partner=step.partner,
        words=". ".join(part for part in (
            reason, appointment_in_words(step), _told_by(step), step.note,
        ) if part),
    )


def appointment_in_words(step: care.ReferralStepSeen) -> str:
    """When and where, when the step made an appointment."""
    if step.appointment_on is None:
        return ""
    return ", ".join(part for part in (day_in_words(step.appointment_on), step.appointment_at, step.place) if part)


def _told_by(step: care.ReferralStepSeen) -> str:
    if step.who:
        return _("said by %(who)s") % {"who": step.who}
    return {"provider": _("said by the institution"), "family": _("said by the family")}.get(step.told_by, "")


def sharing_in_words(one: care.ReferralSeen) -> list[str]:
    """By what right the institution is told, until when, how the person is called, and whether that ended."""
    if not one.basis:
        return []
    by_whom = f" ({one.agreed_with})" if one.agreed_with else ""
    said = [f"{BASES.get(one.basis, one.basis)}{by_whom}", str(NAMES.get(one.names, ""))]
    if one.shared_until:
        said.append(_("until %(day)s") % {"day": day_in_words(one.shared_until)})
    if one.consent_withdrawn_on:
        said.append(_("the family withdrew its consent on %(day)s") % {"day": day_in_words(one.consent_withdrawn_on)})
        if one.basis != "consent":
            said.append(_("what the law asks for goes on"))
    return [part for part in said if part]


def called(one: Any, members: list[Any], *, on: date) -> str:
    """How an institution is told of the person (or of the household, by its head): initials, or the name when it was
    decided so; and the age.
    """
    person = head_of(members)
    if one.person_id:  # who lives there no longer is still the one it is about
        past = people.memberships_of([one.person_id]).get(one.person_id, [])
        person = next((member for member in [*members, *reversed(past)] if member.uuid == one.person_id), None)
    if person is None:
        return ""
    short = who(person, on=on).short
    named = short.replace(person.initials, person.name, 1) if one.names == "full" else short
    return named if one.person_id else _("the household of %(who)s") % {"who": named}


@dataclass(frozen=True, slots=True)
class News:
    """Something of referrals for the first screen."""

    address: str
    words: str
    who: str
    late: bool


def news(me: Me) -> list[News]:
    """What partners answered lately, and whose word is overdue: the worker's own commune at once, supervisors later."""
    told: list[News] = []
    for scope in me.scopes:
        supervises = _supervises(scope.roles)
        answers = [] if supervises else care.partners_answers(
            scope.communes, scope.domains, on=me.on, roles=scope.roles, limit=MOST_NEWS)
        late = care.referrals_late(scope.communes, scope.domains, on=me.on, roles=scope.roles, supervised=supervises,
                                   limit=MOST_NEWS)
        shown = [*late, *(new.referral for new in answers)]
        members = people.members_of({one.household for one in shown}, on=me.on) if shown else {}
        note_read(me, [(one.household, one.commune) for one in shown], purpose="referrals")
        told += [_news_of(new.referral, _answer_in_words(new), members, me) for new in answers]
        told += [_news_of(one, f"{one.provider or one.what}: {clock_in_words(one, on=me.on)}", members, me, late=True)
                 for one in late]
    return told


def _supervises(roles: frozenset[str]) -> bool:
    return all(role.startswith("supervisor_") for role in roles)


def _answer_in_words(new: care.Answered) -> str:
    said = " ".join(part for part in (str(STEPS.get(new.step.what, "")), appointment_in_words(new.step)) if part)
    return _("%(who)s answered: %(what)s") % {"who": new.step.by, "what": said}


def _news_of(one: care.ReferralSeen, words: str, members: dict[Any, list[Any]], me: Me, *, late: bool = False) -> News:
    return News(reverse("web:referral_page", args=[one.household, one.uuid]), words,
                _who(one, members.get(one.household, []), me.on).short, late)
