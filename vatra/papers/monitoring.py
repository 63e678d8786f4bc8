"""The monitoring report: what was seen and done since the plan was agreed, what stays, what is next."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from vatra.care import queries as care
from vatra.papers import said, wording
from vatra.papers.blocks import Block, Heading, Row, Rows, Table, Words
from vatra.papers.parts import address_rows, case_notes, case_rows, emergencies_table, found_table, worker_and_family
from vatra.papers.plan import services_table
from vatra.papers.reading import Home
from vatra.papers.review import last_review

SOURCES = ("ord288", "ord288_termen", "sunrise")
PERIOD = timedelta(days=92)  # a quarter, as long as between two reviews
MOST_LINES = 40
DONE = ("visit", "delivery", "referral", "reply", "unmet")


def monitoring(home: Home, _what: Any | None) -> tuple[Block, ...]:
    """The report of the last three months; of a closed case those before its end and what followed."""
    case = home.case
    since = max((case.closed_on or home.on) - PERIOD, case.opened_on) if case else home.on - PERIOD
    sheets = _sheets(home, since)
    to_print: list[care.SheetSeen | None] = [*sheets] or [None]
    return (
        Rows((Row(_("Number and day of registration")), Row(_("Period"), _period(home, since)), *case_rows(home))),
        *case_notes(home),
        Heading(_("1. The family")), address_rows(home),
        Heading(_("2. Visits and services in this period")), _done(home, since), *_notes(home, since),
        *_emergencies(home, since),
        Heading(_("3. How the plan stands")), services_table(home),
        Heading(_("4. What is still there")), found_table(home, blank=3),
        Heading(_("5. Monitoring sheets")), *(block for sheet in to_print for block in _sheet(home, sheet)),
        Heading(_("6. Review of the case")), last_review(home),
        Heading(_("7. What is next")), Words(_("What is done until the next visit, by whom"), lines=2),
        Rows((Row(_("Next visit"), wording.day(sheets[0].next_on) if sheets else ""),)), worker_and_family(home),
    )


def _period(home: Home, since: date) -> str:
    if not home.record:
        return ""
    return _("from %(since)s to %(until)s") % {"since": wording.day(since), "until": wording.day(home.on)}


def _sheets(home: Home, since: date) -> list[care.SheetSeen]:
    """The monitoring sheets of the period, the latest first."""
    if not home.record:
        return []
    return care.monitoring_sheets(home.uuid, home.domains, since=since, on=home.on, roles=home.roles)


def _sheet(home: Home, sheet: care.SheetSeen | None) -> tuple[Block, ...]:
    """One monitoring sheet; to be filled in by hand, with the planned services, when there was none."""
    title = _("Visit of %(day)s") % {"day": wording.day(sheet.on)} if sheet else _("Monitoring visit")
    minutes = sheet.minutes if sheet else None
    return (
        Heading(title, level=3),
        Rows((Row(_("What kind of meeting"), said.where(sheet.where) if sheet else ""),
              Row(_("By whom"), sheet.by if sheet else ""),
              Row(_("Who was met"), home.names(sheet.persons) if sheet else ""),
              Row(_("How many minutes"), "" if minutes is None else str(minutes)))),
        _followed(home, sheet),
        Words(_("What has changed since the last visit"), sheet.changed if sheet else "", lines=2),
        Words(_("How the child is, what it says"), sheet.child if sheet else "", lines=2),
        Rows((Row(_("Next visit agreed for"), wording.day(sheet.next_on) if sheet else ""),)),
    )


def _followed(home: Home, sheet: care.SheetSeen | None) -> Table:
    if sheet:
        rows = tuple((one.what, home.name(one.person), said.goes(one.goes), one.words) for one in sheet.services)
    else:
        planned = home.plan.services if home.plan else ()
        rows = tuple((one.what, home.name(one.person), "", "") for one in planned if one.state == "planned")
    heads = (_("Service"), _("For whom"), _("How it goes"), _("In a few words"))
    return Table(_("How each service goes"), heads, rows, blank=0 if rows else 4, widths=(30, 20, 15))


def _emergencies(home: Home, since: date) -> tuple[Table, ...]:
    told = home.emergencies(since)
    return (emergencies_table(home, told),) if told else ()


def _since(home: Home, since: Any) -> list[Any]:
    return [one for one in home.happened if one.on >= since and one.kind in DONE]


def _done(home: Home, since: Any) -> Table:
    listed = _since(home, since)[:MOST_LINES]
    rows = tuple((wording.short_day(one.on), _what_it_was(one), home.name(one.person) if one.person else "", one.by)
                 for one in listed)
    heads = (_("Day"), _("What was done"), _("For whom"), _("By whom"))
    return Table(_("Visits, services and referrals"), heads, rows, blank=0 if rows else 4,
                 widths=(15, 40, 20))


def _what_it_was(one: care.Happened) -> str:
    match one.kind:
        case "visit":
            return said.where(one.detail) + (f": {one.what}" if one.what else "")
        case "delivery":
            return f"{one.what}: {said.given(one.detail)}"
        case "reply":
            return f"{one.what}: {_reply(one.detail)}"
        case "unmet":
            return _("%(service)s: unmet need") % {"service": one.what}
    return _("%(service)s: sent on") % {"service": one.what}


def _reply(outcome: str) -> str:
    return {
        "acknowledged": pgettext("reply", "acknowledged"), "helped": pgettext("reply", "helped"),
        "partly": pgettext("reply", "helped in part"), "refused": pgettext("reply", "refused by the family"),
        "no_provider": pgettext("reply", "no provider"), "waiting_list": pgettext("reply", "on a waiting list"),
        "appointment": pgettext("reply", "appointment made"), "started": pgettext("reply", "service begun"),
        "turned_away": pgettext("reply", "turned away by the institution"),
        "did_not_come": pgettext("reply", "the person did not come"),
        "withdrawn": pgettext("reply", "asked for no longer"),
        "consent_withdrawn": pgettext("reply", "the family withdrew its consent"),
    }.get(outcome, outcome)


def _notes(home: Home, since: Any) -> tuple[Words, ...]:
    """What was written at the visits, as far as the printer may read it."""
    return tuple(
        Words(_("Noted on %(day)s by %(who)s") % {"day": wording.day(one.on), "who": one.by}, one.note)
        for one in _since(home, since)[:MOST_LINES] if one.note
    )
