"""The register's door and its own kinds, for the rooms above."""

from vatra.register.drafts import Draft, Receipt
from vatra.register.kinds import declare
from vatra.register.receive import receive
from vatra.register.settle import NOTE_REDACTION, SETTLE_ENTRY

__all__ = ["Draft", "Receipt", "receive"]

declare(SETTLE_ENTRY, NOTE_REDACTION)
