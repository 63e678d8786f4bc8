"""The social inquiry: what was found at home, what the worker concludes and proposes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from vatra.papers import wording
from vatra.papers.blocks import Block, Heading, Row, Rows, Signature, Signatures, Table, Words
from vatra.papers.parts import address_rows, author_signature, found_table, members_table
from vatra.papers.reading import Home

SOURCES = ("l292", "l292_art113", "l272_art118")
OF_MEMBERS = ("child", "adult", "pregnant", "member")


def inquiry(home: Home, _what: Any | None) -> tuple[Block, ...]:
    """The inquiry of a household on the day of printing."""
    return (
        Rows((Row(_("Number and day of registration")), Row(_("Asked for by")), Row(_("For what it is needed")),
              Row(_("Day of the visit at home"), wording.day(_last_visit(home))))),
        Heading(_("1. The family")), address_rows(home), members_table(home),
        *(block for number, (domain, title) in enumerate(_domains(), start=2) if _sees(home, domain)
          for block in _of_domain(home, domain, f"{number}. {title}")),
        Heading(_("9. What was found")), found_table(home, blank=4),
        Heading(_("10. Conclusions and proposals")),
        Words(_("Conclusions"), lines=4), _proposals(home), Words(_("Other proposals"), lines=3),
        Signatures((author_signature(home, _("Drawn up by")), Signature(_("Head of the service")),
                    Signature(_("The mayor, approves")))),
    )


def _domains() -> tuple[tuple[str, str], ...]:
    return (
        ("housing", _("Dwelling")), ("economic", _("Income and benefits")), ("family", _("Relations in the family")),
        ("education", _("School")), ("health", _("Health")), ("violence", _("Safety")), ("risk", _("Risk behaviours")),
    )


def _sees(home: Home, domain: str) -> bool:
    return not home.record or domain in home.domains


def _last_visit(home: Home) -> Any:
    return next((one.on for one in home.happened if one.kind == "visit" and one.detail in ("home", "joint")), None)


def _of_domain(home: Home, domain: str, title: str) -> tuple[Block, ...]:
    rows = [*home.rows(home.uuid, ("household",), domain)]
    for member in home.members:
        rows += [Row(f"{member.name}: {row.label}", row.value)
                 for row in home.rows(member.uuid, OF_MEMBERS, domain)]
    return (Heading(title), *((Rows(tuple(rows)),) if rows else ()),
            Words(_("What the worker saw"), lines=2))


def _proposals(home: Home) -> Table:
    needs = tuple((f"{one.name} ({one.code})", home.name(person)) for person, one in home.found(agreed=True))
    return Table(_("Needs agreed, for which services are proposed"), (_("Need"), _("Of whom")), needs,
                 blank=0 if needs else 3, widths=(50,))
