"""Needs that nobody meets, counted by service, commune and month; small numbers kept from who sees only numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from vatra.base.days import add_months
from vatra.care import queries as care
from vatra.results.small_cells import is_small, withheld

MONTHS = 12
REASONS = ("no_provider", "turned_away", "waiting_list")


@dataclass(frozen=True, slots=True)
class Counted:
    """How often a service was needed and nobody gave it, why, and where; None is withheld."""

    code: str
    total: int | None
    by_reason: dict[str, int | None]
    by_commune: dict[int, int | None]


@dataclass(frozen=True, slots=True)
class UnmetCounts:
    """The months from `since` to before `until`, in some communes; `by_month` by the first day of each month.

    Services with the most first, by code where something is withheld, since the order would tell it.
    """

    since: date
    until: date
    services: list[Counted]
    by_commune: dict[int, int | None]
    by_month: dict[date, int | None]
    total: int | None
    withheld: bool = False


def unmet(communes: Collection[int], *, on: date, only_numbers: bool) -> UnmetCounts:
    """Needs of the last twelve months that nobody met. `only_numbers`: small cells are withheld, and what tells them.

    One need counts once, however often it was written down: a service for one person (or household) in the months.
    """
    since = add_months(on.replace(day=1), -(MONTHS - 1))
    until = add_months(on.replace(day=1), 1)
    latest = {(one.service, one.household, one.person): one
              for one in care.unmet_needs(communes, since=since, until=until)}
    found = list(latest.values())
    totals = _shown(dict(Counter(one.service for one in found)), only_numbers)
    rows = [_counted(service, total, [one for one in found if one.service == service], only_numbers)
            for service, total in sorted(totals.items())]
    months = Counter(one.on.replace(day=1) for one in found)
    by_month = {str(month): months[month] for month in (add_months(since, n) for n in range(MONTHS))}
    by_commune = _shown({str(c): n for c, n in Counter(one.commune for one in found).items()}, only_numbers)
    shown_months = _shown(by_month, only_numbers)
    total = len(found)
    hidden = any(None in row.by_reason.values() or row.total is None for row in rows)
    return UnmetCounts(
        since=since, until=until,
        services=sorted(rows, key=lambda row: (row.total is None, -(row.total or 0) if not hidden else 0, row.code)),
        by_commune={int(code): count for code, count in by_commune.items()},
        by_month={date.fromisoformat(month): count for month, count in shown_months.items()},
        total=None if only_numbers and is_small(total) else total,
        withheld=hidden or None in by_commune.values() or None in shown_months.values(),
    )


def _counted(service: str, total: int | None, found: list[care.Unmet], only_numbers: bool) -> Counted:
    """One service. Who sees only numbers is not told it by commune: two sums would tell what one keeps back."""
    reasons, communes = Counter(one.reason for one in found), Counter(one.commune for one in found)
    by_reason = {reason: reasons[reason] for reason in REASONS}
    return Counted(
        code=service, total=total,
        by_reason=dict.fromkeys(by_reason) if total is None else _shown(by_reason, only_numbers),
        by_commune={} if only_numbers else {**communes},
    )


def _shown(counts: dict[str, int], only_numbers: bool) -> dict[str, int | None]:
    """Cells whose sum is shown, the small ones withheld with one more from who sees only numbers."""
    return withheld(counts) if only_numbers else {**counts}
