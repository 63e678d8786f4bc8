"""What passes between the communes of the land: a household handed over, a family asked for."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from tests.attacks.land import FAR, HERE, NEAR, draft, handed_in, model, uuid

SENDS_TO = {HERE: NEAR, NEAR: FAR, FAR: HERE}  # which commune hands its plain household over to which


def handed(commune: int) -> UUID:
    """The hand-over of a commune's plain household, which waits in the next commune; made when first asked for."""
    made = draft("hand_over_household", uuid(f"plain{commune}"), {"commune": SENDS_TO[commune]}, timezone.localdate(),
                 commune=commune)
    if not model("people.HandOver").objects.filter(uuid=made.uuid).exists():
        handed_in([made], "social_worker" if commune == HERE else f"social_worker_{commune}")
    return made.uuid


def coming(commune: int) -> UUID:
    """The hand-over that waits in a commune."""
    return handed(next(sender for sender, to in SENDS_TO.items() if to == commune))


def asked(commune: int) -> UUID:
    """A family that another commune asks a commune for, when it is first asked for."""
    by = next(sender for sender, to in SENDS_TO.items() if to == commune)
    made = draft("ask_for_household", None, {"commune": commune, "surname": "Cautata"}, timezone.localdate(),
                 commune=by, mark=by)
    if not model("people.AskedFor").objects.filter(uuid=made.uuid).exists():
        handed_in([made], "social_worker" if by == HERE else f"social_worker_{by}")
    return made.uuid
