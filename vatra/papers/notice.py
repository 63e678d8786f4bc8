"""The information notice on personal data: who keeps them, why, on which ground, for how long, who sees what."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from vatra.access import queries as access
from vatra.assessment import queries as assessment
from vatra.audit import queries as audit
from vatra.papers import wording
from vatra.papers.blocks import Block, Heading, Points, Row, Rows, Said, Signature, Signatures, Table
from vatra.papers.parts import author_signature
from vatra.papers.reading import Home

SOURCES = ("gdpr", "l292_art69", "l292_art76", "l272_art118")
A_YEAR = timedelta(days=365)


def notice(home: Home, _what: Any | None) -> tuple[Block, ...]:
    """The notice that is given at registration; of a household also who has looked at its file."""
    place = f"{home.record.commune}, {home.record.commune.county}" if home.record else ""
    return (
        Heading(_("1. Who keeps your data")),
        Rows((Row(_("Town hall of"), place), Row(_("Responsible for data protection, telephone")))),
        Heading(_("2. Why, and on which ground")),
        Said((_("To find out in time what your children and your family need, to agree on help with you, to give it "
                "and to see whether it helped. It is a task that the law gives the town hall (art. 6 (1) e of the "
                "Regulation); data on health are used for social protection (art. 9 (2) b and h)."),
              _("Ethnic origin is written down only if you say it yourselves, only for statistics, and never counts "
                "in a decision."))),
        Heading(_("3. What is kept")),
        Points((_("who lives with whom, births and addresses;"), _("your answers to the questionnaire;"),
                _("what was found, what was agreed with you, what was done."))),
        Heading(_("4. Who sees what")),
        Said((_("Each worker sees only what their work needs. Every opening of your file is written down."),)),
        _who_sees(), *_who_saw(home),
        Heading(_("5. For how long")),
        Rows((Row(_("Kept until (the town hall's retention schedule)"), unconfirmed=True),)),
        Heading(_("6. Your rights")),
        Points((
            _("to be told what is kept about you and to get a copy;"), _("to have mistakes mended;"),
            _("to object, and to ask that data be limited or erased where the law allows it;"),
            _("to ask who has looked at your file;"),
            _("to complain to the authority for data protection (ANSPDCP, Bucharest) or to a court."),
        )),
        Signatures((Signature(_("I was told and have received a copy")),
                    author_signature(home, _("Told by")))),
    )


def _who_sees() -> Table:
    """Which role sees which kind of data: straight from the rulebook's roles."""
    words = {
        "general": _("who lives there"), "economic": _("income"), "housing": _("dwelling"), "family": _("family"),
        "education": _("school"), "health": _("health"), "health_detail": _("illnesses"),
        "violence": _("safety"), "risk": _("risk behaviours"), "identity_number": _("CNP"),
    }
    rows = tuple(
        (role.name("en" if get_language() == "en" else "ro"),
         ", ".join(word for domain, word in words.items() if domain in role.sees))
        for role in access.roles_book().values() if role.sees_cases
    )
    return Table(_("Roles and what they see"), (_("Role"), pgettext("role", "Sees")), rows, widths=(35,))


def _who_saw(home: Home) -> tuple[Block, ...]:
    """The roles that opened the file in the last year, by number of days; without names.

    Where violence was ever found, the county's roles are left out: the reader of this paper may be the one
    who must not learn that somebody was told. A household without such a finding looks just the same.
    """
    if not home.record:
        return ()
    ever = assessment.findings_of([home.uuid], ended=True, rejected=True).get(home.uuid, ())
    team_only = any(one.domain == "violence" for one in ever)
    days = _days_by_role(home.uuid, home.on, team_only=team_only)
    rows = tuple((wording.role(role), str(len(on)), wording.short_day(max(on)))
                 for role, on in sorted(days.items(), key=lambda item: -len(item[1])))
    if not rows:
        return ()
    return (Table(_("Who has opened your file in the last twelve months"),
                  (_("Role"), _("On how many days"), _("Last on")), rows),)


def _days_by_role(household: UUID, on: date, *, team_only: bool) -> dict[str, set[date]]:
    book = access.roles_book()
    days: dict[str, set[date]] = defaultdict(set)
    workers: dict[UUID, Any] = {}
    for read in audit.reads_of(household):
        day = read.at.date()
        if read.by is None or day < on - A_YEAR:
            continue
        if read.by not in workers:
            workers[read.by] = access.worker(read.by)
        held = access.roles_of(workers[read.by], on=day) if workers[read.by] else []
        for code in sorted({one.role for one in held}):
            if code in book and (book[code].level == "commune" or not team_only):
                days[code].add(day)
    return dict(days)
