"""The minutes of a meeting of the community consultative council."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from vatra.papers.blocks import Block, Heading, Row, Rows, Said, Signature, Signatures, Table, Words
from vatra.papers.reading import Home

SOURCES = ("l272_art114", "ccc_reg")
MEMBERS, CASES = 9, 6


def minutes(_home: Home, _what: Any | None) -> tuple[Block, ...]:
    """The form of the minutes: cases are discussed without names."""
    return (
        Rows((Row(_("Number")), Row(_("Commune, county")), Row(_("Day of the meeting")),
              Row(_("Hour of the beginning")), Row(_("Hour of the end")), Row(_("Place")))),
        Heading(_("1. Who was there")),
        Table(_("Members of the council"), (_("Name and given name"), _("Function"), _("Present"), _("Signature")), (),
              blank=MEMBERS, widths=(40, 25, 10)),
        Heading(_("2. Agenda")), Words(_("Points of the agenda"), lines=4),
        Heading(_("3. Cases discussed")),
        Said((_("Cases are told without names, addresses or anything by which a family could be known."),)),
        Table(_("Cases and what was decided"),
              (_("Case (number)"), _("What was asked of the council"), _("Decision"), _("Who does it"), _("By when")),
              (), blank=CASES, widths=(15, 25, 30, 15)),
        Heading(_("4. Needs of the whole community")), Words(_("What was said and decided"), lines=4),
        Heading(_("5. Vote")), Rows((Row(_("For")), Row(_("Against")), Row(_("Abstained")))),
        Signatures((Signature(_("Chair of the council")), Signature(_("Secretary of the council")))),
    )
