"""Data made open: indicators by commune and year, so that no version, alone or beside another, points at a person.

A year is published when it is over, as its last month was counted, and once: later versions repeat it as it stands and
add years and indicators. So two versions differ by whole years only, and nothing can be subtracted between them. What
is withheld covers what is withheld from every reader of numbers, of a county or of the nation; sums are not published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vatra.access import queries as access
from vatra.access.policies import NotPermitted
from vatra.access.queries import Worker
from vatra.assessment.compared import communes_assessed
from vatra.assessment.rulebooks import rulebook_in_force
from vatra.audit import entries as audit
from vatra.base.refusal import Refusal
from vatra.method.indicators import Indicator, indicators_of
from vatra.places import queries as places
from vatra.releases.models import DataRelease, OpenCell
from vatra.releases.open_cells import KEPT
from vatra.releases.open_files import keep_files
from vatra.results.disclosure import Count, withheld_of
from vatra.results.indicators import Cell, Measured, measured
from vatra.results.series import OF_WORKERS
from vatra.results.tallies import tallies

PUBLISH = "publish_data"  # the word of roles.csv
Of = tuple[str, int]  # indicator, year


class CannotPublish(Refusal):
    """Data that cannot be made open now; says why."""

    code = "cannot_publish"


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a new version would add: by indicator and year, each commune's number or None where it is withheld."""

    rulebook: str
    indicators: tuple[Indicator, ...]
    cells: Mapping[Of, Mapping[int, Measured | None]]

    @property
    def years(self) -> list[int]:
        """The years it adds to."""
        return sorted({year for _indicator, year in self.cells})

    @property
    def counts(self) -> tuple[int, int]:
        """How many cells, and how many of them withheld."""
        every = [one for communes in self.cells.values() for one in communes.values()]
        return len(every), sum(one is None for one in every)


def can_publish_data(worker: Worker, *, on: date) -> bool:
    """Whether a worker holds a role that decides on open data, anywhere."""
    book = access.roles_book()
    return any(PUBLISH in book[held.role].acts for held in access.roles_of(worker, on=on) if held.role in book)


def proposed(*, on: date) -> Proposed:
    """What is not open yet and may be: the years that are over, of indicators told as a whole, not by part."""
    program = rulebook_in_force(on=on)
    told = {
        one.code: one for one in indicators_of(program.rulebook)
        if "code" not in one.by and one.row["kind"] != OF_WORKERS
    }
    known = set(OpenCell.objects.values_list("indicator", "year").distinct())
    found: dict[Of, dict[int, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for row in tallies(communes_assessed(), indicators=list(told)):
        year, month = divmod(row.month, 100)
        if month == 12 and year < on.year and (row.indicator, year) not in known and not row.code:
            cell = Cell(row.indicator, row.month, row.commune_id, (), row.numerator, row.denominator, row.value)
            found[row.indicator, year][row.commune_id].append(cell)
    cells = {
        of: protected({commune: measured(told[of[0]], several) for commune, several in communes.items()})
        for of, communes in sorted(found.items())
    }
    brought = {indicator for indicator, _year in cells}
    return Proposed(program.version, tuple(one for code, one in told.items() if code in brought), cells)


def protected(numbers: Mapping[int, Measured]) -> dict[int, Measured | None]:
    """The numbers of communes, without those that point at a person, alone or by subtraction from anybody's sum."""
    counts: dict[int, Count] = {code: (one.numerator, one.denominator) for code, one in numbers.items()}
    counties = {code: one.county_id for code, one in places.communes(list(counts)).items()}
    return hidden_from_all(numbers, counts, counties)


def hidden_from_all(
    numbers: Mapping[int, Measured], counts: Mapping[int, Count], counties: Mapping[int, str]
) -> dict[int, Measured | None]:
    """As `protected`: what must be withheld where the sum of each county, or of the nation, is told."""
    scopes: list[Collection[int]] = [list(counts)]
    scopes += [[code for code in counts if counties[code] == county] for county in sorted(set(counties.values()))]
    hidden, before = frozenset[int](), None
    while hidden != before:  # what one sum wants withheld, the others must not tell
        before = hidden
        hidden = hidden.union(*(withheld_of({code: counts[code] for code in scope}, also=hidden) for scope in scopes))
    return {code: None if code in hidden else one for code, one in sorted(numbers.items())}


def publish_data(*, words: str, by: Worker, at: datetime) -> DataRelease:
    """A new version, by the decision of a person. Raises NotPermitted, and CannotPublish when there is nothing new."""
    on = timezone.localtime(at).date()
    if not can_publish_data(by, on=on):
        raise NotPermitted(_("Your roles do not decide on open data."))
    with transaction.atomic():
        new = proposed(on=on)
        if not new.cells:
            raise CannotPublish(
                _("There is no year to publish that is over, counted and not open yet. Run “vatra results refresh” "
                  "first."), code="nothing_new",
            )
        last = DataRelease.objects.aggregate(last=Max("version"))["last"] or 0
        release = DataRelease.objects.create(
            uuid=uuid4(), version=last + 1, at=at, by=by, words=words, rulebook=new.rulebook,
            definitions=[{name: one.row.get(name, "") for name in KEPT} for one in new.indicators],
        )
        OpenCell.objects.bulk_create(
            (_cell(release, of, commune, one)
             for of, communes in new.cells.items() for commune, one in communes.items()),
            batch_size=2_000,
        )
        keep_files(release)
        audit.record([audit.Act("change", "open_data", release.uuid, by=by.uuid, purpose="publish")], at=at)
    return release


def _cell(release: DataRelease, of: Of, commune: int, one: Measured | None) -> OpenCell:
    numbers = {} if one is None else {"value": one.value, "numerator": one.numerator, "denominator": one.denominator}
    return OpenCell(release=release, indicator=of[0], year=of[1], commune_id=commune, withheld=one is None, **numbers)
