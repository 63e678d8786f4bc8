"""Which protocol is spoken at the tablets' door, and which older ones still are; see docs/decisions/0027.

A tablet says with each call which one it speaks. It may be of an app that was away for half a year, or of one newer
than a server that had to go back to an earlier version.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from vatra.wire.answers import CannotAnswer

HEADER = "Vatra-Protocol"
SPOKEN = 1  # one more whenever an app that does not know of the change would misread an answer or be refused
OLDEST = 1  # still spoken: SPOKEN and the two before it
LATER = 3_600  # seconds


def check_spoken(request: HttpRequest, *, hands_in: bool = False) -> None:
    """Raise CannotAnswer for a tablet whose app speaks otherwise.

    426, upgrade_required: too old to be told anything; but what it `hands_in` is taken, whatever its age.
    503, server_older: newer than this server; it keeps everything and comes again.
    """
    said = request.headers.get(HEADER, "")
    spoken = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 1  # the first apps said nothing
    if spoken > SPOKEN:
        raise CannotAnswer(503, "server_older", _(
            "The app is newer than the server. Nothing is lost: it will go on once the server is up to date."
        )).with_headers(Retry_After=str(LATER))
    if spoken < OLDEST and not hands_in:
        raise CannotAnswer(426, "upgrade_required", _(
            "The app is too old for the server. Open it once with a network, so that it renews itself; what is on the "
            "tablet stays, and what was waiting has been sent."
        ))
