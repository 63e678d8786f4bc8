"""Every look at personal data leaves a row in the audit: who, when, which household, on which page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils import timezone

from vatra.audit.entries import Act, record
from vatra.web.me import Me


def note_read(me: Me, subjects: Iterable[tuple[UUID, int]], *, purpose: str, about: str = "household") -> None:
    """The worker saw these households, or what else names a family (uuid, commune), on a page."""
    record(
        [Act("read", about, uuid, by=me.worker.uuid, commune=commune, purpose=purpose)
         for uuid, commune in dict.fromkeys(subjects)],
        at=timezone.now(),
    )


def note_search(me: Me) -> None:
    """The worker searched; what was typed is not kept."""
    record([Act("search", "person", by=me.worker.uuid, purpose="search")], at=timezone.now())


def note_refused(me: Me, subject: UUID | None, *, purpose: str, about: str = "household") -> None:
    """The worker asked for something outside the scope, or that never was, or for a page of other roles."""
    record([Act("refused", about, subject, by=me.worker.uuid, purpose=purpose)], at=timezone.now())


def note_handed_in(me: Me, tablet: UUID) -> None:
    """The worker handed in the file of a tablet, their own or a colleague's."""
    record([Act("change", "device", tablet, by=me.worker.uuid, purpose="hand_in")], at=timezone.now())


def note_boundaries(me: Me) -> None:
    """The worker brought in boundaries of communes."""
    record([Act("change", "boundaries", by=me.worker.uuid, purpose="boundaries")], at=timezone.now())


def note_sign_out(worker: Any) -> None:
    """The worker signed out; signing in is written down by access itself."""
    record([Act("sign_out", "worker", worker.uuid, by=worker.uuid)], at=timezone.now())
