"""Who sent a batch, with what, and when it came: said by the server, never by the drafts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vatra.register.drafts import Author


@dataclass(frozen=True, slots=True)
class Sender:
    """A worker, the moment by the server's clock, and the device if it was one."""

    by: Author
    at: datetime
    device: Author | None = None

    @property
    def device_id(self) -> Any:
        """The internal id of the device, or None."""
        return self.device.pk if self.device else None
