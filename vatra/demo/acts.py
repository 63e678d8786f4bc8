"""An act of the story before anybody has sent it: what, about whom, on which day, in which profession."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from vatra.register.entries import Draft

HERE = ZoneInfo("Europe/Bucharest")


@dataclass(slots=True)
class Act:
    """One act of a story. `role` says who did it; the day's hour follows from the order of the acts."""

    uuid: UUID
    kind: str
    household: UUID | None  # None: of a family not in the register
    on: date
    role: str = "social_worker"
    person: UUID | None = None
    payload: dict[str, Any] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        """The author's clock: between 8 and 16, the same for the same act."""
        minute = self.uuid.int % (8 * 60)
        return datetime.combine(self.on, time(8), HERE) + timedelta(minutes=minute)

    def draft(self, commune: int, rulebook: str) -> Draft:
        """The act as it is handed to the register."""
        return Draft(
            uuid=self.uuid, kind=self.kind, version=1, commune=commune, household=self.household, person=self.person,
            payload=self.payload, on=self.on, at=self.at, rulebook=rulebook,
        )
