"""What has happened with a household, in words, the latest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.care import queries as care
from vatra.web.forms_of_referrals import UNMET_REASONS
from vatra.web.forms_of_signals import DECISIONS, SIGNS, SOURCES
from vatra.web.present.plans import short_of
from vatra.web.present.referrals import STEPS
from vatra.web.present.stepping import CLOSINGS, step_said

if TYPE_CHECKING:
    from vatra.web.screens.opening import Opened

PLAIN = {"interview": lazy("Interview"), "case_opened": lazy("Case opened"),
         "supervision": lazy("Supervision session")}
VISITS = {
    "home": lazy("Visit at home"), "joint": lazy("Visit at home, together with other professions"),
    "office": lazy("Meeting at the office"), "school": lazy("Meeting at school"), "phone": lazy("Talk by phone"),
}
VERDICTS = {
    "agreed": lazy("Agreed as a need: %(what)s"), "rejected": lazy("Said not to be so: %(what)s"),
    "added": lazy("Need added by a worker: %(what)s"), "met": lazy("Need met: %(what)s"),
    "withdrawn": lazy("No longer a need: %(what)s"),
}
DELIVERIES = {
    "done": lazy("Service given: %(what)s"), "not_done": lazy("Service not given: %(what)s"),
    "refused": lazy("Service refused by the family: %(what)s"),
}
REFERRED = {
    "referral_draft": lazy("Referral written, to be sent: %(what)s"), "referral": lazy("Referred: %(what)s"),
    "reply": lazy("Reply to a referral: %(what)s"), "unmet": lazy("Nobody gives it: %(what)s"),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened."""

    on: date
    what: str
    words: str
    by: str


def moments(home: Opened, *, most: int | None) -> tuple[list[Moment], int]:
    """The latest that this worker may know of, the latest first, and how many are older; None: all."""
    days = care.timeline(home.uuid, home.domains, on=home.me.on, roles=home.roles)
    every = [one for day in days for one in day.happened]
    told = every[:most]
    providers = care.names_of({one.detail for one in told if one.kind in ("referral_draft", "referral")})
    return [_moment(home, one, providers) for one in told], len(every) - len(told)


def _moment(home: Opened, one: Any, providers: Mapping[str, str]) -> Moment:
    what, words = _said(home, one, providers)
    person = short_of(home, one.person)
    return Moment(one.on, f"{what} · {person}" if person else what, words, _by(home, one))


def _by(home: Opened, one: Any) -> str:
    """Who did it; of a visit also as what, for its note may not be shown."""
    return ", ".join([one.by, *(home.words.role(code) for code in one.profession)])


def _said(home: Opened, one: Any, providers: Mapping[str, str]) -> tuple[str, str]:
    why = ", ".join(name for _code, name in one.why)
    match one.kind:
        case "judgement":
            return str(VERDICTS.get(one.detail, "%(what)s")) % {"what": one.what}, one.note
        case "case_closed":
            return _("Case closed"), ". ".join(part for part in (str(CLOSINGS.get(one.detail, "")), one.note) if part)
        case "plan":
            return _("Plan agreed with %(whom)s") % {"whom": one.detail}, why
        case "visit":
            return str(VISITS.get(one.detail, one.detail)), ". ".join(part for part in (one.what, one.note) if part)
        case "delivery":
            return str(DELIVERIES.get(one.detail, "%(what)s")) % {"what": one.what}, one.note or why
        case "referral_draft" | "referral" | "reply" | "unmet":
            return _referred(one, providers)
        case "signal":
            return _("Signal: %(source)s") % {"source": SOURCES.get(one.detail, one.detail)}, _noticed(one)
        case "triage":
            return _("Signal triaged: %(decision)s") % {"decision": DECISIONS.get(one.detail, one.detail)}, one.note
    plain = PLAIN.get(one.kind)
    return step_said(one) or (str(plain) if plain else one.what or one.kind, one.note)


def _referred(one: Any, providers: Mapping[str, str]) -> tuple[str, str]:
    what = str(REFERRED[one.kind]) % {"what": one.what}
    if one.kind == "reply":
        return what, ". ".join(part for part in (str(STEPS.get(one.detail, one.detail)), one.note) if part)
    if one.kind == "unmet":
        return what, str(UNMET_REASONS.get(one.detail, ""))
    return what, providers.get(one.detail, "") or one.note


def _noticed(one: Any) -> str:
    signs = [f"{SIGNS.get(domain, domain)}{f' ({said})' if said else ''}" for domain, said in one.why]
    return ". ".join(part for part in (", ".join(signs), one.note) if part)
