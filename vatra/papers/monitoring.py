"""The monitoring report: what was seen and done since the plan was agreed, what stays, what is next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from vatra.care import queries as care
from vatra.papers import wording
from vatra.papers.blocks import Block, Heading, Row, Rows, Table, Words
from vatra.papers.parts import address_rows, found_table, worker_and_family
from vatra.papers.plan import services_table
from vatra.papers.reading import Home

SOURCES = ("ord288", "ord288_termen", "sunrise")
PERIOD = timedelta(days=92)  # a quarter, as long as between two reviews
MOST_LINES = 40


def monitoring(home: Home, _what: Any | None) -> tuple[Block, ...]:
    """The report of the last three months, or since the case was opened when that is later."""
    case = home.case
    since = max(home.on - PERIOD, case.opened_on) if case else home.on - PERIOD
    period = _("from %(since)s to %(until)s") % {"since": wording.day(since), "until": wording.day(home.on)}
    return (
        Rows((Row(_("Number and day of registration")), Row(_("Period"), period if home.record else ""),
              Row(_("Case manager"), case.lead.full_name if case else ""),
              Row(_("Case opened on"), wording.day(case.opened_on) if case else ""))),
        Heading(_("1. The family")), address_rows(home),
        Heading(_("2. Visits and services in this period")), _done(home, since), *_notes(home, since),
        Heading(_("3. How the plan stands")), services_table(home),
        Heading(_("4. What is still there")), found_table(home, blank=3),
        Heading(_("5. Progress and what is next")),
        Words(_("What has become better"), lines=2), Words(_("What has become worse or new risks"), lines=2),
        Words(_("The child's opinion"), lines=2), Words(_("What is done until the next visit, by whom"), lines=2),
        Rows((Row(_("Next visit")),)), worker_and_family(home),
    )


def _since(home: Home, since: Any) -> list[Any]:
    return [one for one in home.happened if one.on >= since and one.kind in ("visit", "delivery", "referral", "reply")]


def _done(home: Home, since: Any) -> Table:
    listed = _since(home, since)[:MOST_LINES]
    rows = tuple((wording.short_day(one.on), _what_it_was(one), home.name(one.person) if one.person else "", one.by)
                 for one in listed)
    heads = (_("Day"), _("What was done"), _("For whom"), _("By whom"))
    return Table(_("Visits, services and referrals"), heads, rows, blank=0 if rows else 4,
                 widths=(15, 40, 20))


def _what_it_was(one: care.Happened) -> str:
    where = {
        "home": _("visit at home"), "office": _("meeting at the office"), "school": _("meeting at school"),
        "phone": _("talk by telephone"), "joint": _("visit of several professions together"),
    }
    how = {"done": _("given"), "not_done": _("not given"), "refused": _("refused by the family")}
    match one.kind:
        case "visit":
            return where.get(one.detail, one.detail) + (f": {one.what}" if one.what else "")
        case "delivery":
            return f"{one.what}: {how.get(one.detail, one.detail)}"
        case "reply":
            return f"{one.what}: {_reply(one.detail)}"
    return _("%(service)s: sent on") % {"service": one.what}


def _reply(outcome: str) -> str:
    return {
        "acknowledged": pgettext("reply", "acknowledged"), "helped": pgettext("reply", "helped"),
        "partly": pgettext("reply", "helped in part"), "refused": pgettext("reply", "refused by the family"),
        "no_provider": pgettext("reply", "no provider"), "waiting_list": pgettext("reply", "on a waiting list"),
    }.get(outcome, outcome)


def _notes(home: Home, since: Any) -> tuple[Words, ...]:
    """What was written at the visits, as far as the printer may read it."""
    return tuple(
        Words(_("Noted on %(day)s by %(who)s") % {"day": wording.day(one.on), "who": one.by}, one.note)
        for one in _since(home, since)[:MOST_LINES] if one.note
    )
