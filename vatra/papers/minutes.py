"""The papers of a meeting of the community consultative council: its agenda beforehand, its minutes afterwards.

Both say what the members of the council read, and no more: a case is a key that holds for one meeting.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from vatra.community import queries as community
from vatra.papers import wording
from vatra.papers.blocks import Block, Heading, Row, Rows, Said, Signature, Signatures, Table, Words
from vatra.papers.reading import Home

SOURCES = ("l272_art114", "ccc_reg")
BLANK_MEMBERS, BLANK_ITEMS = 9, 3


def minutes(_home: Home, held: community.Minutes | None) -> tuple[Block, ...]:
    """The minutes of a meeting that was held, or the form of them."""
    after = (wording.day(held.next_day), held.next_hour, held.next_place) if held else ()
    return (
        Rows((Row(_("Number"), str(held.number) if held else ""), *_where_and_when(held),
              Row(_("Hour of the beginning"), held.begun or held.hour if held else ""),
              Row(_("Hour of the end"), held.ended if held else ""))),
        Heading(_("1. Who was there")), _members(held),
        Rows((Row(_("Others who were there"), held.others if held else ""), Row(_("Quorum"), _quorum(held)),
              Row(_("Led by"), held.chair if held else ""))),
        Heading(_("2. Tasks of earlier meetings")), _followed_up(held),
        Heading(_("3. Agenda: what was said and decided")), _without_names(), *_items(held, with_words=True),
        Heading(_("4. Decisions of no item")), _decisions(held.other_decisions if held else ()),
        Heading(_("5. Vote")), Rows((Row(_("For")), Row(_("Against")), Row(_("Abstained")))),
        Heading(_("6. Next meeting")), Rows((Row(_("Day, hour, place"), ", ".join(part for part in after if part)),)),
        Signatures((Signature(_("Chair of the council"), held.chair if held else ""),
                    Signature(_("Written by"), held.written_by if held else ""))),
    )


def agenda(_home: Home, called: community.Minutes | None) -> tuple[Block, ...]:
    """The invitation to a meeting, with its agenda, or the form of one."""
    return (
        Rows((*_where_and_when(called), Row(_("Hour"), called.hour if called else ""))),
        Heading(_("1. Tasks of earlier meetings")), _followed_up(called),
        Heading(_("2. Agenda")), _without_names(), *_items(called, with_words=False),
        Signatures((Signature(_("Chair of the council")),)),
    )


def _where_and_when(said: community.Minutes | None) -> tuple[Row, ...]:
    founded = (said.founded_by_words, said.founded_by, wording.day(said.founded_on)) if said else ()
    return (
        Row(_("Commune, county"), f"{said.commune}, {said.county}" if said else ""),
        Row(_("The council was set up by"), ", ".join(part for part in founded if part)),
        Row(_("Day of the meeting"), wording.day(said.day) if said else ""),
        Row(_("Place"), said.place if said else ""),
    )


def _members(held: community.Minutes | None) -> Table:
    came = [(*one, _("yes"), "") for one in held.present] if held else []
    stayed = [(*one, _("no"), "") for one in held.absent] if held else []
    heads = (_("Name and given name"), _("Function"), _("Present"), _("Signature"))
    return Table(_("Members of the council"), heads, (*came, *stayed), blank=0 if held else BLANK_MEMBERS,
                 widths=(40, 25, 10))


def _quorum(held: community.Minutes | None) -> str:
    if held is None:
        return ""
    return _("There was a quorum.") if held.quorum else _("There was no quorum.")


def _followed_up(said: community.Minutes | None) -> Table:
    """Every task that was open, and what was told of it at the meeting."""
    outcomes = {"done": _("done"), "not_done": _("closed undone"), "carried_over": _("carried over"),
                "": _("nothing was told; it stays open") if said and said.state == "held" else ""}
    rows = tuple(
        (one.words, one.owner, wording.short_day(one.due_on),
         ", ".join(part for part in (outcomes[one.outcome], one.note) if part))
        for one in (said.followed_up if said else ())
    )
    heads = (_("Task"), _("Who does it"), _("By when"), _("What came of it"))
    return Table(_("Tasks that were open"), heads, rows, blank=0 if said else 3, widths=(35, 20, 15))


def _without_names() -> Said:
    return Said((_("Cases are told without names, addresses or anything by which a family could be known."),))


def _items(said: community.Minutes | None, *, with_words: bool) -> tuple[Block, ...]:
    items = said.items if said else (None,) * BLANK_ITEMS
    if not items:
        return (Said((_("Nothing stands on it."),)),)
    return tuple(block for place, item in enumerate(items, start=1)
                 for block in _item(item, place, with_words=with_words))


def _item(item: Any | None, place: int, *, with_words: bool) -> tuple[Block, ...]:
    """One item of the agenda; of one that is known, only what was said of it."""
    if item is None:
        parts = (Rows((Row(_("The matter, or the key of the case")),)),
                 Words(_("What is asked of the council"), lines=1))
        after = (Words(_("What was said"), lines=2), _decisions((), blank=1)) if with_words else ()
        return (Heading(_("Item %(number)s") % {"number": place}, level=3), *parts, *after)
    case = _("Case %(key)s: ") % {"key": item.code} if item.code else ""
    told = ((_("What it is about"), item.about), (_("Why it is on the agenda"), item.why),
            (_("What is asked of the council"), item.need))
    words = (Words(_("What was said"), item.words, lines=2),) if with_words else ()
    decided = (_decisions(item.decisions),) if item.decisions else ()
    return (Heading(f"{item.number}. {case}{item.title}", level=3),
            *(Words(label, text) for label, text in told if text), *words, *decided)


def _decisions(decided: tuple[Any, ...], *, blank: int = 2) -> Table:
    rows = tuple((one.number, one.words, one.owner, wording.short_day(one.due_on)) for one in decided)
    heads = (_("No."), _("Decision"), _("Who does it"), _("By when"))
    return Table(_("Decisions"), heads, rows, blank=0 if rows else blank, widths=(10, 45, 25))
