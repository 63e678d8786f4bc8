"""The census of the communes of the land: a dwelling on the list, a list compared."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from tests.attacks.land import HERE, draft, handed_in, model, uuid, worker
from vatra.results import comparing


def _by(commune: int) -> str:
    return "social_worker" if commune == HERE else f"social_worker_{commune}"


def dwelling(commune: int) -> UUID:
    """A dwelling on a commune's list; put there when first asked for."""
    house = uuid(f"dwelling{commune}")
    if not model("people.Dwelling").objects.filter(uuid=house).exists():
        made = draft("list_dwellings", None, {"dwellings": [{"uuid": str(house), "address": "nr. 4711"}]},
                     timezone.localdate(), commune=commune, mark=str(commune))
        handed_in([made], _by(commune))
    return house


def comparison(commune: int) -> UUID:
    """A list of births compared with a commune, of a child whom nobody knows there."""
    content = "Nume,Prenume,Data nașterii\nNecunoscutu,Copil,01.02.2014".encode()
    on = timezone.localdate()
    found = comparing.begin(content, kind="births", commune=commune, by=worker(_by(commune)), on=on)
    while not comparing.go_on(found, on=on):
        pass
    return found.uuid
