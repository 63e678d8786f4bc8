"""What of an entry about people may be sent to whom: each field of a person has its need-to-know domain.

Who lives where is general. The CNP opens every other register of the state, so it goes only to the roles that
ask for papers and benefits in the family's name (`identity_number` in roles.csv); whether there is one is
general, for a child without papers is everybody's business. Ethnicity is for statistics: no role of a case.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

GENERAL, IDENTITY_NUMBER, STATISTICS = "general", "identity_number", "statistics"
FAMILY, VIOLENCE = "family", "violence"
DOMAIN_OF = {"cnp": IDENTITY_NUMBER, "ethnicity": STATISTICS}  # every other field: general


def may_know(field: str, domains: Collection[str]) -> bool:
    """Whether a reader of these domains may know this field of a person."""
    return DOMAIN_OF.get(field, GENERAL) in domains


def shown(payload: dict[str, Any], domains: frozenset[str]) -> dict[str, Any] | None:
    """An entry of this room as far as its reader may know it; None when nothing of it."""
    if GENERAL not in domains:
        return None
    if "field" in payload:
        return _correction_shown(payload, domains)
    seen = person_shown(payload, domains)
    if "members" in seen:
        seen["members"] = [person_shown(member, domains) for member in seen["members"]]
    return seen


def person_shown(stated: Mapping[str, Any], domains: Collection[str]) -> dict[str, Any]:
    """A person as stated, without what the reader may not know; of a CNP at least its state."""
    seen = {field: value for field, value in stated.items() if may_know(field, domains)}
    if stated.get("cnp") and "cnp" not in seen:
        seen["cnp"] = state_alone(stated["cnp"])
    return seen


def state_alone(cnp: Mapping[str, Any]) -> dict[str, Any]:
    """A CNP without its digits."""
    return {"state": cnp["state"]}


def _correction_shown(payload: dict[str, Any], domains: Collection[str]) -> dict[str, Any] | None:
    field = payload["field"]
    if field != "cnp" and not may_know(field, domains):
        return None
    if may_know("cnp", domains):
        return payload
    sides = {side: payload.get(side) for side in ("base", "value")}
    # A CNP may stand where it does not belong: such a correction is kept, and waits.
    return payload | {
        side: state_alone(value) if isinstance(value, dict) else None if field == "cnp" else value
        for side, value in sides.items()
    }


def family_shown(payload: dict[str, Any], domains: frozenset[str]) -> dict[str, Any] | None:
    """Where a parent is and where a child is placed: to those who need to know of the family."""
    return payload if FAMILY in domains else None


def union_shown(payload: dict[str, Any], domains: frozenset[str]) -> dict[str, Any] | None:
    """Who lives as married may be a child: the method counts that among violence."""
    return payload if VIOLENCE in domains else None
