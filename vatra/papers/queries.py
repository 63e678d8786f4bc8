"""Papers, named by what they return. What a paper is about must exist for the worker who prints it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import override

from vatra.access.queries import Worker
from vatra.care import queries as care
from vatra.community import queries as community
from vatra.community.policies import can_attend
from vatra.papers import wording
from vatra.papers.blocks import Paper
from vatra.papers.catalogue import KINDS, Kind
from vatra.papers.policies import can_print, check_can_print
from vatra.papers.printing import CannotPrint, body_of, missing_library, pdf_of, scanned
from vatra.papers.reading import Home, NoSuchPaper, Printer, no_such_paper, of_nobody
from vatra.papers.referral import Letter, Link

__all__ = [
    "KINDS", "CannotPrint", "Kind", "Link", "NoSuchPaper", "Paper", "blank", "body_of", "kind_named",
    "kinds_of_household", "missing_library", "paper_of_household", "paper_of_meeting", "paper_of_referral",
    "paper_of_signal", "pdf_of", "scanned",
]


def kind_named(key: str) -> Kind:
    """The kind of paper of a key; raises NoSuchPaper."""
    if key not in KINDS:
        raise no_such_paper()
    return KINDS[key]


def kinds_of_household(worker: Worker, commune: int, *, on: date) -> Iterator[Kind]:
    """The papers of a household that a worker may print in a commune."""
    return (kind for kind in KINDS.values()
            if kind.about == "household" and can_print(worker, kind, commune, on=on))


def blank(key: str, *, by: Worker, on: date, language: str = "ro") -> Paper:
    """The form of a paper, with nothing filled in."""
    printer = Printer(by, on, language)
    with override(language):
        return _laid(kind_named(key), of_nobody(printer), None)


def paper_of_household(key: str, household: UUID, *, by: Worker, on: date, language: str = "ro") -> Paper:
    """A paper about a household; raises NoSuchPaper or NotPermitted."""
    kind, home = kind_named(key), Home(Printer(by, on, language), household)
    if kind.about != "household":
        raise no_such_paper()
    return _checked(kind, home, None)


def paper_of_referral(
    household: UUID, referral: UUID, *, by: Worker, on: date, language: str = "ro", link: Link | None = None
) -> Paper:
    """The letter of a referral of this household that the worker may know of, with the link that was just made."""
    home = Home(Printer(by, on, language), household)
    kind, commune = KINDS["scrisoare-de-referire"], home.commune  # raises NoSuchPaper before anything is read
    with override(language):  # the service is named in the paper's language, not in the screen's
        sent = care.referral(referral, home.domains, on=on, roles=home.roles)
    if sent is None or sent.household not in care.every(household):
        raise no_such_paper()
    check_can_print(by, kind, commune, on=on)
    return _checked(kind, home, Letter(sent, link))


def paper_of_meeting(meeting: UUID, *, by: Worker, on: date, language: str = "ro") -> Paper:
    """The minutes of a meeting of a council that the worker attends; of one to come, its agenda."""
    printer = Printer(by, on, language)
    with override(language):
        found, said = community.meeting(meeting), community.minutes_of(meeting)
    if found is None or said is None or not can_attend(by, found.commune, on=on):
        raise no_such_paper()
    kind = KINDS["proces-verbal-scc" if said.state == "held" else "ordine-de-zi-scc"]
    return _checked(kind, of_nobody(printer, found.commune), said)


def paper_of_signal(signal: UUID, *, by: Worker, on: date, language: str = "ro") -> Paper:
    """The observation sheet of a signal, of a household or of a family that nobody knows yet."""
    printer = Printer(by, on, language)
    there = care.signal(signal, {"general"})
    if there is None or not printer.sees(there.commune):
        raise no_such_paper()
    with override(language):
        seen = care.signal(signal, printer.domains(there.commune))
    home = Home(printer, seen.household) if seen and seen.household else of_nobody(printer, there.commune)
    return _checked(KINDS["fisa-de-observatie"], home, seen)


def _checked(kind: Kind, home: Home, what: Any | None) -> Paper:
    check_can_print(home.printer.worker, kind, home.commune, on=home.on)
    with override(home.printer.language):
        return _laid(kind, home, what)


def _laid(kind: Kind, home: Home, what: Any | None) -> Paper:
    book = home.printer.book
    return Paper(
        kind=kind.key, title=str(kind.title), laws=wording.laws(kind.sources, book.sources),
        blocks=kind.fill(home, what), author=home.author, on=home.on, rulebook=book.version,
        language=home.printer.language, official=kind.official,
        partial=home.author.role if home.is_partial else "",
    )
