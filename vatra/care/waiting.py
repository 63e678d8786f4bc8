"""How much waits in each commune, in a form from which any reader's numbers follow without asking again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, timedelta

from django.db.models import Count, Q

from vatra.care.domains import seen_bits
from vatra.care.models import Deadline
from vatra.care.package import package_on

WEEK = timedelta(days=7)
Waiting = Mapping[tuple[int, str], tuple[int, int, int]]  # {(bits of domains, rule): (late, next 7 days, later)}


def waiting_in(communes: Collection[int], *, on: date) -> dict[int, dict[tuple[int, str], tuple[int, int, int]]]:
    """The open deadlines of each commune that has any, counted by what decides who may know of them. One query."""
    soon = on + WEEK
    rows = (
        Deadline.objects.filter(met_on=None, lapsed_on=None, commune__in=list(communes)).order_by()
        .values_list("commune_id", "domains", "rule").annotate(
            late=Count("id", filter=Q(due_on__lt=on)), week=Count("id", filter=Q(due_on__gte=on, due_on__lte=soon)),
            later=Count("id", filter=Q(due_on__gt=soon)),
        )
    )
    found: dict[int, dict[tuple[int, str], tuple[int, int, int]]] = {}
    for commune, domains, rule, late, week, later in rows:
        found.setdefault(commune, {})[domains, rule] = (late, week, later)
    return found


def late_in(
    waiting: Mapping[int, Waiting], rules: Collection[str], domains: Collection[str], roles: Collection[str] = (), *,
    on: date,
) -> dict[int, dict[str, int]]:
    """How many things are late in each commune for a reader: of all rules under "", and of each of some rules."""
    may_know, found = _reader(domains, roles, on), {}
    for commune, counted in waiting.items():
        late = dict.fromkeys(("", *rules), 0)
        for (shared, rule), (number, *_later) in counted.items():
            if number and may_know(shared, rule):
                late[""] += number
                if rule in late:
                    late[rule] += number
        found[commune] = late
    return found


def parts_of(
    waiting: Iterable[Waiting], domains: Collection[str], roles: Collection[str] = (), *, on: date
) -> dict[str, int]:
    """How many things stand in each part of the worklist for a reader: the numbers of `worklist_counts`."""
    may_know, late, week, later = _reader(domains, roles, on), 0, 0, 0
    for one in waiting:
        for (shared, rule), (a, b, c) in one.items():
            if may_know(shared, rule):
                late, week, later = late + a, week + b, later + c
    return {"all": late + week + later, "late": late, "week": week, "later": later}


def _reader(domains: Collection[str], roles: Collection[str], on: date) -> Callable[[int, str], bool]:
    """Whether a reader may know of what waits for something of some domains (as bits) by a rule."""
    package, bits = package_on(on), seen_bits(domains)
    hidden, led = frozenset(package.not_for(domains, roles)), frozenset(package.led_by(roles))
    return lambda shared, rule: rule in led or (bool(shared & bits) and rule not in hidden)
