"""What became of a tablet's own entries, as a pydantic shape: part of protocol/sync.json."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from ninja import Schema


class Verdict(Schema):
    """Where an entry stands that was to settle when it came; its receipt stays what it was."""

    entry: UUID
    state: Literal["applied", "to_settle", "set_aside"]
