"""Someone who lives, or lived, in a household."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from vatra.people.born import Born, Precision

# What a Member is made of, as columns of memberships.
COLUMNS = (
    "person__uuid", "household__uuid", "person__surname", "person__given_name", "person__sex", "person__born_on",
    "person__born_precision", "person__died_on", "person__cnp_state", "relation", "is_head", "since", "until",
)


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who lives in a household; what the pages and the method are given."""

    uuid: UUID
    household: UUID
    surname: str
    given_name: str
    sex: str
    born_on: date | None  # the earliest day it can have been
    born_precision: str
    died_on: date | None
    cnp_state: str
    relation: str
    is_head: bool
    since: date
    until: date | None

    @property
    def name(self) -> str:
        """Surname first, as in every register."""
        return f"{self.surname} {self.given_name}".strip()

    @property
    def initials(self) -> str:
        """What an idle screen may show: “A. P.” for Popescu Ana."""
        return initials(self.surname, self.given_name)

    @property
    def birth_date(self) -> date | None:
        """The birth, only when known to the day: rules on age must not guess."""
        return self.born.day

    @property
    def born(self) -> Born:
        """The birth with its precision."""
        return Born(self.born_on, cast(Precision, self.born_precision))

    def ages(self, on: date) -> tuple[int, int] | None:
        """The completed years the person can have on a day, fewest and most; None when not known."""
        return self.born.ages(on)

    def lives_there(self, on: date) -> bool:
        """Whether this membership holds on a day, and the person is alive."""
        return self.since <= on and (self.until is None or self.until > on) and (
            self.died_on is None or self.died_on > on
        )


def initials(surname: str, given_name: str) -> str:
    """Given name first, one letter each."""
    return " ".join(f"{name[0].upper()}." for name in (given_name, surname) if name)
