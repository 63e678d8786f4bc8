"""The closing sheet of a case: why it ends, what came of it, what is watched afterwards."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from vatra.assessment import queries as assessment
from vatra.papers import wording
from vatra.papers.blocks import Block, Heading, Item, Items, Row, Rows, Signature, Signatures, Table, Words
from vatra.papers.parts import address_rows, author_signature
from vatra.papers.plan import services_table
from vatra.papers.reading import Home

SOURCES = ("ord288", "ord288_termen")
REASONS = ("objectives_met", "transferred", "moved", "refused", "deceased", "of_age", "other")


def closing(home: Home, _what: Any | None) -> tuple[Block, ...]:
    """The sheet of the open case, or of the one closed last."""
    case = home.case
    reason = case.reason if case else ""
    return (
        Rows((Row(_("Number and day of registration")), Row(_("Case opened on"), _day(case, "opened_on")),
              Row(_("Case closed on"), _day(case, "closed_on")),
              Row(_("Case manager"), case.lead.full_name if case else ""))),
        Heading(_("1. The family")), address_rows(home),
        Heading(_("2. Why the case is closed")),
        Items(_("One of these reasons"), _("The reason"), tuple(
            Item(str(number), reason_in_words(code), "yes" if code == reason else "")
            for number, code in enumerate(REASONS, start=1))),
        Words(_("In more words"), case.note if case and not home.is_partial else "", lines=3),
        Heading(_("3. What came of it")), _outcomes(home), services_table(home),
        Words(_("What the family can now do without us"), lines=2),
        Words(_("What the family and the child say"), lines=2),
        Heading(_("4. After the closing")),
        Rows((Row(_("Watched for at least three months, until"), unconfirmed=True),
              Row(_("Who keeps in touch with the family")))),
        Signatures((author_signature(home, _("Case manager")), Signature(_("Supervisor, agrees")),
                    Signature(_("The family's representative")))),
    )


def _day(case: Any, name: str) -> str:
    return wording.day(getattr(case, name)) if case else ""


def reason_in_words(code: str) -> str:
    """The lawful reasons for which a case ends."""
    return {
        "objectives_met": pgettext("closing", "the objectives of the plan were met"),
        "transferred": pgettext("closing", "transferred to another service or authority"),
        "moved": pgettext("closing", "the household moved away"),
        "refused": pgettext("closing", "the family refused further help"),
        "deceased": pgettext("closing", "death"), "of_age": pgettext("closing", "the child came of age"),
        "other": pgettext("closing", "another reason"),
    }[code]


def _outcomes(home: Home) -> Table:
    """Every need that was agreed, and whether it was met."""
    needs = assessment.needs_of([home.uuid], ended=True, domains=home.domains) if home.record else {}
    rows = tuple(
        (home.label(one.code), home.name(one.person), wording.short_day(one.agreed_on), _ended(one))
        for one in needs.get(home.uuid, ())
    )
    heads = (_("Need"), _("Of whom"), _("Agreed on"), _("Then and now"))
    return Table(_("Needs and what came of them"), heads, rows, blank=0 if rows else 3,
                 widths=(35, 25, 15))


def _ended(need: Any) -> str:
    if need.met_on:
        return _("met on %(day)s") % {"day": wording.day(need.met_on)}
    if need.withdrawn_on:
        return _("no longer a need since %(day)s") % {"day": wording.day(need.withdrawn_on)}
    return _("still open")
