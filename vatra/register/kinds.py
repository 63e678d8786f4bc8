"""Kinds of entry: declared by the rooms above, looked up by name and version.

The register lies below the rooms that give entries their meaning, so it cannot import them; each
room declares its kinds when Django loads it (`RoomApp.ready` imports `entries.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict

from vatra.base.refusal import Refusal


class Payload(BaseModel):
    """What an entry says, beyond its envelope. Unknown fields are refused, strings are bounded."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_max_length=20_000, str_strip_whitespace=True)


@dataclass(frozen=True, slots=True)
class Sealed:
    """An entry on its way in, its payload parsed: what a room's `apply` is given."""

    uuid: UUID
    kind: str
    version: int
    commune_id: int
    household: UUID | None
    person: UUID | None
    payload: Any  # the Kind's Payload subclass
    on: date
    at: datetime
    received_at: datetime
    by_id: int
    device_id: int | None
    rulebook: str
    sent_to: int | None = None  # the commune it was sent to, when it goes on where its household lives now


class CannotApply(Refusal):
    """The entry is kept, marked, and shown to a human; nothing of it was applied."""

    code = "cannot_apply"


class NotYetHere(CannotApply):
    """What the entry speaks of has not come: it is kept, and applied by itself once that is in the register.

    `awaits`: the uuid of the entry it speaks of, or of what begins with an entry (`Kind.brings`). What is somebody
    else's is refused in the same way and with the same words: waiting for it brings nothing.
    """

    code = "not_yet_here"

    def __init__(self, message: str | Promise, *, awaits: UUID, code: str | None = None) -> None:
        self.awaits = awaits
        super().__init__(message, code=code)


class NotSettled(CannotApply):
    """An attempt to settle something that came to nothing: kept as set aside, the question stays open."""

    code = "not_settled"


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of act.

    `apply` writes the tables of the room that owns the kind, and nothing else does. It is given a
    run of entries of this kind in the order of the register; it raises CannotApply when one of them
    cannot hold (the register then tries each alone), and must give the same rows whatever the
    length of the runs. No household stands twice in a run when `shapes_household` is true.
    `act` is the word by which the rulebook's roles.csv says who may do this.
    `other_households` names the households beside its own that an entry changes: they are
    locked with it, kept out of the same run, and followers are told of them.
    `domain`: the domain that its author must have seen on the day of the entry, by payload and day; asked once, at
    the door, because roles may be changed afterwards and a replay must not give other rows for it.
    `brings_home`: without a person it says that its household lives in the entry's commune from that day on.
    `lets_go`: without a person it says that its household may live elsewhere from then on: what brings it home there
    may have waited for that.
    `parts_from`: of a kind that brings a home out of another household, that one; late work follows it.
    `brings`: what begins with an entry of it and is named by later ones, beside the entry's own uuid.
    `shown` is the part of a payload that someone who sees these domains may be sent (None: none).
    """

    name: str
    version: int
    payload: type[Payload]
    apply: Callable[[Sequence[Sealed]], None]
    act: str
    label: Promise
    room: str
    shapes_household: bool = True
    other_households: Callable[[Sealed], Collection[UUID]] | None = None
    shown: Callable[[dict[str, Any], frozenset[str]], dict[str, Any] | None] | None = None
    brings_home: bool = False
    lets_go: bool = False
    parts_from: Callable[[Any], UUID] | None = None
    domain: Callable[[Any, date], str] | None = None
    brings: Callable[[Sealed], Collection[UUID]] | None = None


@dataclass(frozen=True, slots=True)
class Follower:
    """A room that derives something from what lies below it.

    After each run of entries the followers are called in the order of the rooms with the uuids of
    the households the run was about and the latest day the run speaks of; in the same transaction.
    `bring_up_to_date` can be called again at any time and then changes nothing.
    `can_wait`: no kind's `apply` reads what it derives, so that it need be called only once, at the
    end of a batch, for all households of the batch (those that can wait come after those that cannot).
    """

    room: str
    rank: int
    bring_up_to_date: Callable[[Collection[UUID], date], None]
    kinds: Callable[[str], bool] = lambda kind: True
    can_wait: bool = False


_kinds: dict[tuple[str, int], Kind] = {}
_followers: dict[str, Follower] = {}
_derived: dict[str, tuple[str, ...]] = {}


def declare(*kinds: Kind) -> None:
    """Make kinds known; declaring another kind under the same name and version is an error."""
    for kind in kinds:
        if _kinds.setdefault((kind.name, kind.version), kind) is not kind:
            raise ValueError(f"{kind.name} version {kind.version} is declared twice")


def follow(follower: Follower) -> None:
    """Have a room's derivations brought up to date after each run of entries."""
    _followers[follower.room] = follower


def declare_derived(room: str, models: Sequence[str]) -> None:
    """Say which tables a room derives from entries, as "app.Model", in the order of creation.

    `vatra rebuild` empties them in reverse, rooms in the reverse order of their declaration, and
    fills them again from the register; every one of them has a unique `uuid`.
    """
    _derived[room] = tuple(models)


def every_derived() -> list[str]:
    """All derived tables as "app.Model", a table after the ones it may point to."""
    return [model for models in _derived.values() for model in models]


def followers_of(kind: str) -> list[Follower]:
    """The followers that care about a kind, lowest room first."""
    return sorted((f for f in _followers.values() if f.kinds(kind)), key=lambda f: f.rank)


def every_kind() -> list[Kind]:
    """All declared kinds, by name and version."""
    return [_kinds[key] for key in sorted(_kinds)]


def kind_named(name: str, version: int) -> Kind:
    """The kind of this name and version, or CannotApply with what to do."""
    try:
        return _kinds[name, version]
    except KeyError:
        raise CannotApply(
            _("This server does not know the kind of entry “%(kind)s” in version %(version)s. "
              "The entry is kept; update the server and try it again."),
            code="unknown_kind", kind=name[:60], version=version,
        ) from None
