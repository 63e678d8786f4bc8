"""The letter with which somebody is sent on to a specialised service.

It tells as much as was decided when the referral was written: where a right to tell the institution was written down,
the person is called as that says, and neither CNP nor address stands on it. Where none was, nobody is written to: the
family carries the letter itself, with its own data.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from vatra.care import queries as care
from vatra.papers import said, wording
from vatra.papers.blocks import Block, Heading, Row, Rows, Said, Scan, Signature, Signatures, Words
from vatra.papers.parts import author_signature, child_rows
from vatra.papers.reading import Home
from vatra.people import queries as people
from vatra.people.queries import Member

SOURCES = ("l292_art69", "ord393")


@dataclass(frozen=True, slots=True)
class Link:
    """The link by which the provider answers without an account: to scan, or a page with a code to type."""

    address: str
    page: str
    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """A referral, and the link just made for its answer; None where there is none."""

    sent: care.ReferralSeen
    link: Link | None = None


def referral(home: Home, letter: Letter | None) -> tuple[Block, ...]:
    """The letter of one referral. The provider is told what it needs to help, and no more."""
    sent = letter.sent if letter else None
    return (
        Rows((Row(_("Number and day of registration")), Row(_("Sent on"), wording.day(sent.sent_on) if sent else ""),
              Row(_("To"), _provider(home, sent) if sent else ""))),
        Heading(_("Whom we send on to you")), Rows(_whom(home, sent)),
        Heading(_("What we ask of you")),
        Rows((Row(_("Service"), sent.what if sent else ""),
              Row(_("Because"), home.labels(sent.codes) if sent else ""))),
        Words(_("What you should know"), sent.note if sent else "", lines=5),
        Rows((Row(_("Asked by"), sent.by if sent else ""), Row(_("Telephone"), sent.phone if sent else ""),
              *_by_what_right(sent))),
        *_asked_to_keep(sent), _signatures(home, sent), *_answer(letter.link if letter else None),
    )


def _provider(home: Home, sent: care.ReferralSeen) -> str:
    """Name, address and telephone as the directory has them; the code of one that it does not know."""
    found = care.provider(sent.institution, on=home.on) if sent.institution else None
    if found is None:
        return sent.institution
    return ", ".join(part for part in (found.name, found.address, found.place, found.phone) if part)


def _whom(home: Home, sent: care.ReferralSeen | None) -> tuple[Row, ...]:
    """The person, called as was decided; who lives there no longer is still the one it is about."""
    if sent is None:
        return (*child_rows(home, None), Row(_("Address")), Row(_("Telephone")))
    whom = _person(home, sent)
    if sent.basis:
        return (Row(_("Name and given name") if sent.names == "full" else _("Initials"), _called(home, sent, whom)),)
    rows = child_rows(home, whom) if whom and sent.person else (
        Row(_("Head of the family"), home.head.name if home.head else ""),)
    return (*rows, Row(_("Address"), home.place), Row(_("Telephone")))


def _person(home: Home, sent: care.ReferralSeen) -> Member | None:
    if sent.person is None:
        return home.head
    past = people.memberships_of([sent.person]).get(sent.person, [])
    return next((one for one in [*home.members, *reversed(past)] if one.uuid == sent.person), None)


def _called(home: Home, sent: care.ReferralSeen, whom: Member | None) -> str:
    if whom is None:
        return ""
    child = wording.is_child(whom, on=home.on)
    sex = {"f": pgettext("child", "girl") if child else _("woman"),
           "m": pgettext("child", "boy") if child else _("man")}.get(whom.sex, "")
    name = whom.name if sent.names == "full" else whom.initials
    called = ", ".join(part for part in (name, wording.age(whom, on=home.on), sex) if part)
    return called if sent.person else _("the household of %(who)s") % {"who": called}


def _by_what_right(sent: care.ReferralSeen | None) -> tuple[Row, ...]:
    """Why the institution may be told, and until when, as it was written down."""
    if sent is None or not sent.basis:
        return ()
    given = said.basis(sent.basis) + (f" ({sent.agreed_with})" if sent.agreed_with else "")
    until = _("until %(day)s") % {"day": wording.day(sent.shared_until)} if sent.shared_until else ""
    gone = sent.consent_withdrawn_on
    return (Row(_("Why you may be told"), ", ".join(part for part in (given, until) if part)),
            *((Row(_("The family withdrew its consent on"), wording.day(gone)),) if gone else ()))


def _asked_to_keep(sent: care.ReferralSeen | None) -> tuple[Said, ...]:
    """What the data are for; without a right that was written down, what the family agrees to by signing."""
    if sent is not None and sent.basis:
        return (Said((_("Please use these data only for this purpose."),)),)
    return (Said((_("The person, or the parent for the child, was told why they are sent on and agrees that these "
                    "data are given to you. Please use them only for this purpose."),)),)


def _answer(link: Link | None) -> tuple[Block, ...]:
    """How to answer: by the link, or else by hand on the letter itself."""
    by_hand = Rows((
        Row(_("Received on")), Row(_("Appointment or beginning of the service")),
        Row(_("Outcome: helped, helped in part, waiting list, no place")), Row(_("Name, function, signature")),
    ))
    return (
        Heading(_("Your answer")),
        Said((_("Please answer within ten working days: acknowledge the letter, say when the service begins or why "
                "it cannot."),)),
        _by_link(link) if link else by_hand,
    )


def _by_link(link: Link) -> Scan:
    until = f"{wording.day(timezone.localtime(link.expires_at).date())}, {wording.hour(link.expires_at)}"
    return Scan(_("Answer here, without an account:"), link.address, (
        Row(_("Or open"), link.page), Row(_("and type the code"), link.code),
        Row(_("Link and code hold for this referral alone, until"), until),
    ))


def _signatures(home: Home, sent: care.ReferralSeen | None) -> Signatures:
    """Who sends; and the family, where it is by its word that the institution is told."""
    agrees = sent is None or sent.basis in ("", "consent")
    return Signatures((author_signature(home, _("Sent by")),
                       *((Signature(_("The person or the parent, agrees")),) if agrees else ())))
