"""Every look at personal data leaves a row in the audit: who, when, which household, on which page.

A page that is read shows several lists: what was seen on it is written down at once, when it is made and before it is
given away, since each writing waits for the disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.utils import timezone

from vatra.audit.entries import Act, record
from vatra.web.me import Me

_gathered: ContextVar[list[Act] | None] = ContextVar("looks_gathered", default=None)


@contextmanager
def noted_at_once() -> Iterator[None]:
    """What is noted within the block is written down together at its end, however that comes."""
    gathered: list[Act] = []
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
        record(gathered, at=timezone.now())


def _note(acts: Sequence[Act]) -> None:
    gathered = _gathered.get()
    if gathered is None:
        record(acts, at=timezone.now())
    else:
        gathered.extend(acts)


def note_read(me: Me, subjects: Iterable[tuple[UUID, int]], *, purpose: str, about: str = "household") -> None:
    """The worker saw these households, or what else names a family (uuid, commune), on a page."""
    _note([Act("read", about, uuid, by=me.worker.uuid, commune=commune, purpose=purpose)
           for uuid, commune in dict.fromkeys(subjects)])


def note_search(me: Me) -> None:
    """The worker searched; what was typed is not kept."""
    _note([Act("search", "person", by=me.worker.uuid, purpose="search")])


def note_refused(me: Me, subject: UUID | None, *, purpose: str, about: str = "household") -> None:
    """The worker asked for something outside the scope, or that never was, or for a page of other roles."""
    _note([Act("refused", about, subject, by=me.worker.uuid, purpose=purpose)])


def note_handed_in(me: Me, tablet: UUID) -> None:
    """The worker handed in the file of a tablet, their own or a colleague's."""
    _note([Act("change", "device", tablet, by=me.worker.uuid, purpose="hand_in")])


def note_boundaries(me: Me) -> None:
    """The worker brought in boundaries of communes."""
    _note([Act("change", "boundaries", by=me.worker.uuid, purpose="boundaries")])


def note_sign_out(worker: Any) -> None:
    """The worker signed out; signing in is written down by access itself."""
    _note([Act("sign_out", "worker", worker.uuid, by=worker.uuid)])
