"""Tallies kept for the pages: a commune is counted again when it has news or a day has passed, and no other.

What changed is closed with the day and written anew, so that what was known on an earlier day can still be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from contextlib import closing
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from vatra.assessment.rulebooks import rulebook_in_force
from vatra.method.evidence import tables_of
from vatra.method.rulebook import Rulebook
from vatra.register.verify import heads
from vatra.results.county_sums import sum_counties
from vatra.results.evidence import Gathering, subjects_by_code
from vatra.results.indicators import Cell, Counting
from vatra.results.ledger import count_dwellings
from vatra.results.measures import measure
from vatra.results.models import Tallied, Tally
from vatra.results.periods import months_until
from vatra.results.population.engines import DuckdbEngine

MONTHS = 36
BATCH = 2_000
SPLIT_BY = ("code", "service", "profession")  # the first that an indicator has; finer ones are counted when asked for
Key = tuple[str, str, int, int]  # indicator, code, value, month
Counts = tuple[int, int | None]
Progress = Callable[[int, int], None]


def refresh(
    *, on: date, communes: Collection[int] | None = None, months: int = MONTHS,
    progress: Progress = lambda done, of: None,
) -> list[int]:
    """Count again the communes with news; each in its own transaction, so that stopping loses only the one begun.

    Then the counties of what was counted are summed, the dwellings counted that pages of many communes show, and the
    register as a whole measured unless `communes` says of which. Answers which communes were counted.
    """
    program = rulebook_in_force(on=on)
    counting = Counting(program.rulebook, tuple(months_until(on, number=months)))
    wanted = [head for head in heads() if communes is None or head.commune in communes]
    known = {row.commune_id: (row.digest, row.rulebook, row.on) for row in Tallied.objects.all()}
    stale = [head for head in wanted if known.get(head.commune) != (head.digest, program.version, on)]
    with closing(DuckdbEngine()) as engine:
        for done, head in enumerate(stale):
            progress(done, len(stale))
            counting.load(engine, Gathering(program.rulebook, counting.facts).commune(head.commune))
            counted = _summed(counting.count(engine), program.rulebook)
            with transaction.atomic():
                _keep(head.commune, counted, counting, on=on)
                Tallied.objects.update_or_create(
                    commune_id=head.commune,
                    defaults={"digest": head.digest, "rulebook": program.version, "on": on, "summed": False},
                )
    sum_counties({one.code: one for one in counting.indicators})
    count_dwellings(on=on, communes=communes, progress=progress)
    if communes is None:
        measure(on=on, progress=progress)
    progress(len(stale), len(stale))
    return [head.commune for head in stale]


def _summed(cells: Iterable[Cell], book: Rulebook) -> dict[Key, Counts]:
    """The cells of one commune, split by code, service or profession only; those of no code are of each code."""
    tables = tables_of(book)
    given = tables["planned"].columns
    names = {
        "code": tables["findings"].columns["code"].choices, "service": given["service"].choices,
        "profession": given["profession"].choices,
    }
    subjects = subjects_by_code(book)
    above: Counter[Key] = Counter()
    below: dict[Key, int] = {}
    for cell in cells:
        split = dict(cell.split)
        if "subject" in split and not split["code"]:
            parts = [names["code"][code - 1] for code, subject in subjects.items() if subject == split["subject"]]
        else:
            place = next((name for name in SPLIT_BY if split.get(name)), None)
            parts = [names[place][split[place] - 1] if place else ""]
        for part in parts:
            key = (cell.indicator, part, cell.value or 0, cell.month)
            above[key] += cell.numerator
            if cell.denominator is not None:
                below[key] = below.get(key, 0) + cell.denominator
    return {key: (count, below.get(key)) for key, count in above.items() if count or below.get(key)}


def _keep(commune: int, counted: dict[Key, Counts], counting: Counting, *, on: date) -> None:
    """Close what is no longer so, write what is new; a second counting of one day writes over the first.

    What rests on facts as they are known now was counted of its last month alone: the months before stay as each was
    counted last, while it ran.
    """
    now_only = [one.code for one in counting.indicators if counting.only_now(one)]
    first, last = counting.months[0].number, counting.months[-1].number
    current = Tally.objects.filter(commune=commune, known_until=None, month__gte=first).exclude(
        indicator__in=now_only, month__lt=last)
    ended: list[int] = []
    same_day: list[int] = []
    for row in current:
        key = (row.indicator, row.code, row.value, row.month)
        if counted.get(key) == (row.numerator, row.denominator):
            del counted[key]
        else:
            (same_day if row.known_since >= on else ended).append(row.pk)
    Tally.objects.filter(pk__in=same_day).delete()
    Tally.objects.filter(pk__in=ended).update(known_until=on)
    Tally.objects.bulk_create(
        (
            Tally(indicator=indicator, code=code, value=value, commune_id=commune, month=month, numerator=numerator,
                  denominator=denominator, known_since=on)
            for (indicator, code, value, month), (numerator, denominator) in counted.items()
        ),
        batch_size=BATCH,
    )


def tallies(
    communes: Collection[int], *, indicators: Collection[str] | None = None, known_on: date | None = None
) -> QuerySet[Tally]:
    """The tallies of these communes: as known now, or as they were known on a day."""
    rows = Tally.objects.filter(commune__in=communes)
    if indicators is not None:
        rows = rows.filter(indicator__in=indicators)
    if known_on is None:
        return rows.filter(known_until=None)
    return rows.filter(Q(known_until=None) | Q(known_until__gt=known_on), known_since__lte=known_on)
