"""What became of the entries of a tablet that were to settle when they came: told to that tablet alone.

Told by its digest, which is empty where there is nothing to tell; a tablet that has it already is sent nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from vatra.register.verdicts import Verdict, verdicts_on
from vatra.sync.documents import as_json


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The digest, and the register's word on each entry."""

    digest: str
    words: list[Verdict]

    def told(self, known: str) -> dict[str, Any]:
        """As it is sent to a tablet that knows the verdicts of a digest."""
        words = [{"entry": one.entry, "state": one.state} for one in self.words]
        return {"verdicts_digest": self.digest, "verdicts": None if self.digest == known else words}


def verdicts_for(device: Any) -> Verdicts:
    """The verdicts on what a tablet's worker sealed on it, and on nobody else's."""
    words = verdicts_on(device, by=device.worker)
    said = as_json([[one.entry, one.state] for one in words])
    return Verdicts(sha256(said).hexdigest()[:16] if words else "", words)
