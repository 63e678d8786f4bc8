"""The kinds of paper: what each is called, when it is used, what it is about, which acts make a role print it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vatra.papers import (
    closing,
    inquiry,
    minutes,
    monitoring,
    notice,
    observation,
    plan,
    referral,
    review,
    risks,
    summary,
)
from vatra.papers.blocks import Block
from vatra.papers.reading import Home


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper.

    `key` is its word in addresses and in the name of its file; `about` is what it is filled from: a household, a
    signal, a referral, a meeting, or nothing; `acts`: whoever may do one of these in the commune may print it, anyone
    who sees its households when there is none. `official`: the law names it, so it says that this is not the official
    form.
    """

    key: str
    title: Promise
    when: Promise
    about: str
    acts: frozenset[str]
    sources: tuple[str, ...]
    fill: Callable[[Home, Any | None], tuple[Block, ...]]
    official: bool = True


def _acts(*words: str) -> frozenset[str]:
    return frozenset(words)


_EVERY = (
    Kind("plan-de-servicii", _("Plan of services"), _("When services are agreed with the family; it is signed."),
         "household", _acts(), plan.SOURCES, plan.plan),
    Kind("rezumat-pentru-familie", _("What we agreed: the family's summary"),
         _("Stays with the family after each plan; in easy words."), "household", _acts(), (),
         summary.summary, official=False),
    Kind("ancheta-sociala", _("Social inquiry"),
         _("When a benefit, a court or another service asks for one."), "household", _acts("case"), inquiry.SOURCES,
         inquiry.inquiry),
    Kind("fisa-de-identificare-a-riscurilor", _("Risk identification sheet"),
         _("At the visit within 72 hours, after an observation sheet or a report."), "household", _acts("case"),
         risks.SOURCES, risks.risks),
    Kind("raport-de-monitorizare", _("Monitoring report"), _("At every visit of monitoring while the plan runs."),
         "household", _acts("visit", "supervise"), monitoring.SOURCES, monitoring.monitoring),
    Kind("raport-de-revizuire", _("Review report of the plan of services"),
         _("Every three months while the plan runs, and whenever much has changed."), "household",
         _acts("visit", "supervise"), review.SOURCES, review.review),
    Kind("fisa-de-inchidere", _("Closing sheet of the case"), _("When the case ends, for whatever reason."),
         "household", _acts("case"), closing.SOURCES, closing.closing),
    Kind("nota-de-informare", _("Information notice on personal data"),
         _("Given at registration, and whenever the family asks."), "household", _acts(), notice.SOURCES,
         notice.notice),
    Kind("fisa-de-observatie", _("Observation sheet"),
         _("Whoever notices a sign of risk fills it in on the spot."), "signal", _acts(), observation.SOURCES,
         observation.observation),
    Kind("scrisoare-de-referire", _("Letter of referral"), _("Goes with whoever is sent on to a specialised service."),
         "referral", _acts("refer"), referral.SOURCES, referral.referral),
    Kind("proces-verbal-scc", _("Minutes of the community consultative council"),
         _("At each meeting of the council; cases stay without names."), "meeting", _acts(), minutes.SOURCES,
         minutes.minutes),
    Kind("ordine-de-zi-scc", _("Invitation and agenda of the council"),
         _("Goes to the members before each meeting; cases stay without names."), "meeting", _acts(), minutes.SOURCES,
         minutes.agenda, official=False),
    Kind("telefoane-de-urgenta", _("Telephones for an emergency"),
         _("For the wall of a home, a school, a waiting room."), "nothing", _acts(), (), summary.phones,
         official=False),
)
KINDS = {kind.key: kind for kind in _EVERY}
