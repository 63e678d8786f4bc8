"""The family's own summary, in easy words: what was agreed, who comes when, whom to call, which rights it has.

It lies on a kitchen table. So it says nothing of violence or of risk behaviour: who reads it may be the one from
whom somebody is to be kept safe. What was agreed about that stands in the plan, which stays in the file.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vatra.care import queries as care
from vatra.papers import wording
from vatra.papers.blocks import Block, Heading, Phone, Phones, Points, Row, Rows, Said, Table
from vatra.papers.reading import Home

NOT_ON_A_KITCHEN_TABLE = frozenset({"violence", "risk", "health_detail"})


def summary(home: Home, _what: Any | None) -> tuple[Block, ...]:
    """What a family takes home."""
    case = home.case
    running = home.plan if case and case.state == "open" else None
    return (
        Heading(_("What we agreed")),
        Said((_("We talked with you on %(day)s.") % {"day": wording.day(running.agreed_on)}, _("We agreed on this:"))
             if running else (_("We have not agreed on a plan yet."),), large=True) if home.record
        else Rows((Row(_("On the day of")), Row(_("With")))),
        _agreed(home),
        Heading(_("Who helps you")),
        Rows((Row(_("Who looks after you"), case.lead.full_name if case and case.state == "open" else ""),
              Row(_("Telephone")), Row(_("Where and when you find us")), Row(_("Our next visit"), _next_visit(home)))),
        Heading(_("Whom to call")), phones_block(),
        Heading(_("Your rights")), rights(),
    )


def _agreed(home: Home) -> Table:
    domains = care.package_on(home.on).domains
    shown = [one for one in (home.plan.services if home.plan else ()) if one.state == "planned"
             and not NOT_ON_A_KITCHEN_TABLE & {domains.get(code, "general") for code in (one.service, *one.codes)}]
    rows = tuple((easy(one.service) or one.what, home.name(one.person), wording.role(one.responsible),
                  wording.short_day(one.due_on)) for one in shown)
    heads = (_("What we do"), _("For whom"), _("Who does it"), _("By when"))
    return Table(_("What was agreed"), heads, rows, blank=0 if rows else 3, widths=(40, 20, 25))


@cache
def _easy() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in _read("easy_services.csv")}


def easy(service: str) -> str:
    """A service in words that whoever went to school for four years reads at once; nothing when there are none."""
    return _easy().get(service, {}).get("words_en" if get_language() == "en" else "words_ro", "")


def _next_visit(home: Home) -> str:
    """The day by which the next visit of monitoring is asked for."""
    asked = care.of_household(home.uuid, home.domains, on=home.on, roles=home.roles) if home.record else ()
    days = [one.due_on for one in asked if one.code.startswith("monitoring")]
    return _("until %(day)s") % {"day": wording.day(min(days))} if days else ""


def rights() -> Points:
    """What a family may ask for, in words of one breath."""
    return Points((
        _("You may say no to help. Nobody may punish you for that."),
        _("You may ask us to change the plan at any time."),
        _("Your child may say what it thinks. We listen."),
        _("You may see what we wrote about you. What is wrong, we mend."),
        _("You may ask who has looked at your file."),
        _("You are not content with us? Tell the mayor. You may also write to the child protection of the county."),
        _("Nobody may treat you badly. Origin, faith, illness or poverty do not matter."),
    ), large=True)


@cache
def _phones() -> tuple[dict[str, str], ...]:
    return _read("phones.csv")


def _read(name: str) -> tuple[dict[str, str], ...]:
    with (Path(__file__).parent / "facts" / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def phones_block() -> Phones:
    """The numbers for an emergency; those not confirmed bear the sign."""
    spoken = "en" if get_language() == "en" else "ro"
    return Phones(tuple(
        Phone(row["number"], row[f"name_{spoken}"], row[f"when_{spoken}"], row["confirmed"] != "yes")
        for row in _phones()
    ))


def phones(_home: Home, _what: Any | None) -> tuple[Block, ...]:
    """One page for the wall: numbers for an emergency, and those of the place to fill in."""
    return (
        phones_block(), Heading(_("In our commune")),
        Rows(tuple(Row(label) for label in (
            _("Social worker"), _("Community nurse"), _("Health or school mediator"), _("Family doctor"),
            _("Police of the commune"), _("Town hall"), _("School"), _("A neighbour or relative I trust"),
        ))),
        Heading(_("When you call")),
        Points((_("Say where you are: commune, village, street or landmark."),
                _("Say what happens and who is in danger."),
                _("Do not hang up until you are told to."),
                _("A child may call alone. Calls to 112 and 119 cost nothing.")), large=True),
    )
