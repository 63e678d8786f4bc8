"""A commune to test in, and entries written the short way."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from vatra.places.models import Commune, County, Village
from vatra.register.kinds import Sealed, kind_named

AGAS, ASAU, BERZUNTI = 20625, 20741, 21061
GRINDA, LUNCA = 20643, 20750
ON = date(2026, 3, 2)


def communes() -> None:
    """Three communes, and one village in each of two."""
    county = County.objects.create(code="BC", siruta=41, name="Bacău")
    for siruta, name in ((AGAS, "Agăș"), (ASAU, "Asău"), (BERZUNTI, "Berzunți")):
        Commune.objects.create(siruta=siruta, name=name, searched=name, kind="commune", county=county, urban=False)
    Village.objects.create(siruta=GRINDA, name="Grinda", searched="grinda", commune_id=AGAS)
    Village.objects.create(siruta=LUNCA, name="Lunca", searched="lunca", commune_id=ASAU)


def member(
    surname: str = "Popescu", given_name: str = "Ana", *, uuid: UUID | None = None, **rest: Any
) -> dict[str, Any]:
    """A member as an entry states one."""
    return {"uuid": str(uuid or uuid4()), "surname": surname, "given_name": given_name, "sex": "f",
            "born": "1990-05-01", "relation": "other"} | rest


def head(surname: str = "Popescu", given_name: str = "Ion", **rest: Any) -> dict[str, Any]:
    """A member who heads."""
    return member(surname, given_name, **({"sex": "m", "born": "1985-01-31", "relation": "head"} | rest))


def sealed(
    kind: str, payload: dict[str, Any], *, household: UUID | None = None, person: UUID | str | None = None,
    on: date = ON, commune: int = AGAS, uuid: UUID | None = None,
) -> Sealed:
    """An entry as a room is given it."""
    return Sealed(
        uuid=uuid or uuid4(), kind=kind, version=1, commune_id=commune, household=household,
        person=UUID(str(person)) if person else None, payload=kind_named(kind, 1).payload.model_validate(payload),
        on=on, at=datetime.combine(on, time(12), UTC), received_at=datetime.combine(on, time(18), UTC),
        by_id=1, device_id=None, rulebook="romania 2026.1",
    )


def happens(kind: str, payload: dict[str, Any], **envelope: Any) -> Sealed:
    """An entry, applied alone."""
    entry = sealed(kind, payload, **envelope)
    kind_named(kind, 1).apply([entry])
    return entry


def enrolled(*members: dict[str, Any], household: UUID | None = None, **envelope: Any) -> UUID:
    """A household with these members (by default one head), enrolled."""
    address = envelope.pop("address", "str. Principală 12")
    village = envelope.pop("village", None)
    household = household or uuid4()
    payload = {"address": address, "village": village, "members": list(members) or [head()]}
    happens("enrol_household", payload, household=household, **envelope)
    return household
