"""Needs that nobody meets, counted by service, commune and month; small numbers kept from who sees only numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from vatra.base.days import add_months
from vatra.care import queries as care
from vatra.register.changes import last_words
from vatra.results.counts import EachDay
from vatra.results.small_cells import is_small, withheld

MONTHS = 12
REASONS = ("no_provider", "turned_away", "waiting_list")
Needs = Counter[tuple[str, str, date]]  # how many, by service, reason and the first day of the month
Key = TypeVar("Key", str, int, date)


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
    """Needs of the last twelve months that nobody met; only communes with news are counted again."""
    return unmet_told(_KEPT.of(last_words(communes), on), on=on, only_numbers=only_numbers)


def needs_in(communes: Collection[int], *, on: date) -> dict[int, Needs]:
    """The needs of the twelve months up to a day's that nobody met, by commune where there are any.

    One need counts once, however often it was written down: a service for one person (or household) in the months.
    """
    latest = {(one.service, one.household, one.person): one
              for one in care.unmet_needs(communes, since=_since(on), until=_until(on))}
    found: dict[int, Needs] = {}
    for one in latest.values():
        found.setdefault(one.commune, Counter())[one.service, one.reason, one.on.replace(day=1)] += 1
    return found


_KEPT: EachDay[Needs] = EachDay(needs_in, Counter())


def _since(on: date) -> date:
    return add_months(on.replace(day=1), -(MONTHS - 1))


def _until(on: date) -> date:
    return add_months(on.replace(day=1), 1)


def unmet_told(needs: Mapping[int, Needs], *, on: date, only_numbers: bool) -> UnmetCounts:
    """The needs of some communes together. `only_numbers`: small cells are withheld, and what tells them."""
    since, cells = _since(on), [(commune, *cell, count) for commune, counted in needs.items()
                                for cell, count in counted.items()]
    by_service = _summed((service, count) for _commune, service, _reason, _month, count in cells)
    months = _summed((month, count) for _commune, _service, _reason, month, count in cells)
    communes = _summed((str(commune), count) for commune, _service, _reason, _month, count in cells)
    of_service: dict[str, list[tuple[int, str, int]]] = {service: [] for service in by_service}
    for commune, service, reason, _month, count in cells:
        of_service[service].append((commune, reason, count))
    rows = [_counted(service, total, of_service[service], only_numbers)
            for service, total in sorted(_shown(by_service, only_numbers).items())]
    by_month = {str(month): months[month] for month in (add_months(since, n) for n in range(MONTHS))}
    by_commune, shown_months = _shown(communes, only_numbers), _shown(by_month, only_numbers)
    total = sum(by_service.values())
    hidden = any(None in row.by_reason.values() or row.total is None for row in rows)
    return UnmetCounts(
        since=since, until=_until(on),
        services=sorted(rows, key=lambda row: (row.total is None, -(row.total or 0) if not hidden else 0, row.code)),
        by_commune={int(code): count for code, count in by_commune.items()},
        by_month={date.fromisoformat(month): count for month, count in shown_months.items()},
        total=None if only_numbers and is_small(total) else total,
        withheld=hidden or None in by_commune.values() or None in shown_months.values(),
    )


def _summed(counts: Iterable[tuple[Key, int]]) -> Counter[Key]:
    found: Counter[Key] = Counter()
    for key, count in counts:
        found[key] += count
    return found


def _counted(
    service: str, total: int | None, cells: Collection[tuple[int, str, int]], only_numbers: bool
) -> Counted:
    """One service. Who sees only numbers is not told it by commune: two sums would tell what one keeps back."""
    reasons = _summed((reason, count) for _commune, reason, count in cells)
    communes = _summed((commune, count) for commune, _reason, count in cells)
    by_reason = {reason: reasons[reason] for reason in REASONS}
    return Counted(
        code=service, total=total,
        by_reason=dict.fromkeys(by_reason) if total is None else _shown(by_reason, only_numbers),
        by_commune={} if only_numbers else {**communes},
    )


def _shown(counts: dict[str, int], only_numbers: bool) -> dict[str, int | None]:
    """Cells whose sum is shown, the small ones withheld with one more from who sees only numbers."""
    return withheld(counts) if only_numbers else {**counts}
