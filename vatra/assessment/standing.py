"""Where a household stands: its assessment rows, one for the household and one for each member."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from vatra.assessment.ledger import Ledger
from vatra.assessment.levels import composite_level, severities_by_subject
from vatra.assessment.models import Assessment, Finding
from vatra.base.ids import derived_uuid
from vatra.base.prepared import Prepared
from vatra.base.rows import write_records

_MUTABLE = [
    "household", "commune", "subject", "on", "rulebook", "level", "rules_level", "max_severity", "unknown",
    "here",
]


@dataclass(slots=True)
class Standing:
    """The assessment rows of one household by subject; what changed is remembered."""

    household: UUID
    rows: dict[UUID, Assessment] = field(default_factory=dict)
    changed: dict[UUID, Assessment] = field(default_factory=dict)

    @property
    def commune(self) -> int:
        """The SIRUTA code of the commune the household was assessed in."""
        return self.rows[self.household].commune_id

    @property
    def is_here(self) -> bool:
        """Whether the household still lived in the commune at the last evaluation."""
        return self.rows[self.household].here

    @property
    def on(self) -> date:
        """The day of the last evaluation."""
        return self.rows[self.household].on

    @property
    def rulebook(self) -> str:
        """The rulebook of the last evaluation."""
        return self.rows[self.household].rulebook

    def relevel(self, ledger: Ledger, of_adults: Collection[str]) -> None:
        """Levels anew from the open findings that count: without the rejected, with the added ones."""
        own = {
            subject: {
                code: finding.severity for code, finding in ledger.open.get(subject, {}).items()
                if finding.judged != Finding.Judged.REJECTED
            }
            for subject in self.rows
        }
        counted = severities_by_subject({subject: row.subject for subject, row in self.rows.items()}, own, of_adults)
        for subject, row in self.rows.items():
            level, severity = composite_level(counted[subject]), max(counted[subject], default=0)
            if (row.level, row.max_severity) != (level, severity):
                row.level, row.max_severity = level, severity
                self.changed[subject] = row


_ROWS = Prepared(lambda uuids: Assessment.objects.filter(household__uuid__in=uuids))


def standings_of(households: Collection[UUID]) -> dict[UUID, Standing]:
    """The standing of each household that has been assessed."""
    standings: dict[UUID, Standing] = {}
    if not households:
        return standings
    for row in _ROWS(households):
        standing = standings.setdefault(row.household_id, Standing(row.household_id))
        standing.rows[row.person_id or row.household_id] = row
    return {uuid: standing for uuid, standing in standings.items() if uuid in standing.rows}


def new_row(household: UUID, person: UUID | None, subject: str) -> Assessment:
    """The row of a subject, not yet filled; the same uuid for the same subject always."""
    return Assessment(
        uuid=derived_uuid("assessment", person or household), household_id=household, person_id=person, subject=subject
    )


def write_standings(standings: Iterable[Standing]) -> None:
    """Write the rows that changed."""
    write_records([row for standing in standings for row in standing.changed.values()], _MUTABLE)
