"""The letter with which somebody is sent on to a specialised service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from vatra.papers import wording
from vatra.papers.blocks import Block, Heading, Row, Rows, Said, Scan, Signature, Signatures, Words
from vatra.papers.parts import author_signature, child_rows
from vatra.papers.reading import Home
from vatra.people.queries import Member
from vatra.places import queries as places

SOURCES = ("l292_art69", "ord393")


@dataclass(frozen=True, slots=True)
class Letter:
    """A referral, and the address at which the provider may answer without an account; empty when there is none."""

    sent: Any
    answer_at: str = ""


def referral(home: Home, letter: Letter | None) -> tuple[Block, ...]:
    """The letter of one referral. The provider is told what it needs to help, and no more."""
    sent = letter.sent if letter else None
    whom = next((one for one in home.members if sent and one.uuid == sent.person_id), None)
    return (
        Rows((Row(_("Number and day of registration")), Row(_("To"), provider(sent.institution) if sent else ""),
              Row(_("Sent on"), wording.day(sent.sent_on) if sent else ""))),
        Heading(_("Whom we send on to you")), Rows((*_person(home, whom, sent), Row(_("Address"), home.place),
                                                      Row(_("Telephone")))),
        Heading(_("What we ask of you")),
        Rows((Row(_("Service"), home.label(sent.service) if sent else ""),
              Row(_("Because"), home.labels(home.known(sent.codes)) if sent else ""))),
        Words(_("What you should know"), _note(home, sent), lines=5),
        Said((_("The person, or the parent for the child, was told why they are sent on and agrees that these data "
                "are given to you. Please use them only for this purpose."),)),
        *_answer(letter.answer_at if letter else ""),
        Signatures((author_signature(home, _("Sent by")), Signature(_("The person or the parent, agrees")))),
    )


def provider(code: str) -> str:
    """The name and address of a provider; the code when it is not in the directory."""
    found = places.institutions([code]).get(code) if code else None
    if found is None:
        return code
    return ", ".join(part for part in (found.name, found.address, found.commune.name) if part)


def _person(home: Home, whom: Member | None, sent: Any | None) -> tuple[Row, ...]:
    if whom is not None:
        return child_rows(home, whom)
    if sent is not None and sent.person_id is None:
        return (Row(_("Head of the family"), home.head.name if home.head else ""),)
    return child_rows(home, None)


def _note(home: Home, sent: Any | None) -> str:
    """The note of the referral, as the timeline lets its printer read it."""
    return next((one.note for one in home.happened if sent and one.kind == "referral" and one.uuid == sent.uuid), "")


def _answer(address: str) -> tuple[Block, ...]:
    return (
        Heading(_("Your answer")),
        *((Scan(_("Answer here, without an account:"), address),) if address else ()),
        Said((_("Please answer within ten working days: acknowledge the letter, say when the service begins or why "
                "it cannot."),)),
        Rows((Row(_("Received on")), Row(_("Appointment or beginning of the service")),
              Row(_("Outcome: helped, helped in part, waiting list, no place")), Row(_("Name, function, signature")))),
    )
