"""The observation sheet of HG 691/2015, annex 2: six domains of yes/no items, who filled it in, from when to when."""

from __future__ import annotations

import csv
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from vatra.care import queries as care
from vatra.papers import said, wording
from vatra.papers.blocks import Block, Heading, Item, Items, Row, Rows, Said, Signature, Signatures, Words
from vatra.papers.parts import address_rows
from vatra.papers.reading import Home

SOURCES = ("hg691_anexa2", "fisa_bv", "fisa_g", "hg612")


@cache
def _items() -> tuple[dict[str, str], ...]:
    path = Path(__file__).parent / "facts" / "observation_sheet.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def observation(home: Home, signal: Any | None) -> tuple[Block, ...]:
    """The sheet of one signal; a signal without a sheet leaves its items to be filled in by hand."""
    signs = {one.domain: one for one in signal.signs} if signal else {}
    return (
        Rows((Row(_("Number of the sheet")), Row(_("Day"), wording.day(signal.noticed_on) if signal else ""),
              Row(_("Hour of the beginning"), wording.hour(signal.started_at) if signal else ""),
              Row(_("Hour of the end"), wording.hour(signal.ended_at) if signal else ""))),
        Heading(_("The family")), address_rows(home),
        *((Words(_("Which family it is, as it was told"), signal.about),) if signal and signal.about else ()),
        Heading(_("What was seen")),
        Said((_("Tick yes or no for each line; leave open what could not be seen."),)),
        *(block for domain in care.SIGN_DOMAINS if signal is None or care.may_know_sign(domain, home.domains)
          for block in _domain(home, domain, signs.get(domain))),
        *((Words(_("Other words of the signal"), signal.words if signal else ""),)
          if signal is None or signal.words else ()),
        Heading(_("How it was told, and what was decided")), *_told(signal),
        Heading(_("Who filled in the sheet")), _filled_in(signal),
    )


def _told(signal: Any | None) -> tuple[Block, ...]:
    """From where and whom the sign came, when it was noticed, and the outcome of its triage."""
    triaged = signal if signal and signal.triaged_on else None
    return (
        Rows((Row(_("Source"), said.source(signal.source) if signal else ""),
              Row(_("Told by"), signal.told_by if signal else ""),
              Row(_("Noticed on, at the hour"), _moment(signal.noticed_at) if signal else ""),
              Row(_("Visit at home until"), _moment(signal.visit_by) if signal else ""),
              Row(_("Decided at the triage"), said.triage(triaged.decision) if triaged else ""),
              Row(_("By whom, on which day"), ", ".join((triaged.triaged_by, wording.day(triaged.triaged_on)))
                  if triaged else ""))),
        *((Words(_("Why it was decided so"), triaged.note),) if triaged and triaged.note else ()),
    )


def _moment(moment: datetime) -> str:
    return f"{wording.day(timezone.localtime(moment).date())}, {wording.hour(moment)}"


def _domain(home: Home, domain: str, sign: Any | None) -> tuple[Block, ...]:
    book, english = home.printer.book, home.printer.language == "en"
    answer = "no" if sign is not None and sign.seen == "no" else ""
    items = tuple(
        Item(row["number"], row["words_en" if english else "words_ro"], answer,
             unconfirmed=book.sources.get(row["source"], {}).get("label") not in wording.READ_IN)
        for row in _items() if row["domain"] == domain
    )
    caption = said.signs()[domain] + (f": {said.seen(sign.seen)}" if sign is not None else "")
    return (Items(caption, _("What is asked"), items), Words(_("What was seen"), sign.words if sign else "", lines=1))


def _filled_in(signal: Any | None) -> Signatures:
    roles = ", ".join(wording.role(code) for code in signal.profession) if signal else ""
    return Signatures((
        Signature(_("Filled in by"), signal.by if signal else "", roles,
                  wording.day(signal.noticed_on) if signal else ""),
        Signature(_("Head of the family")),
    ))
