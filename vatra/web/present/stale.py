"""A correction of what somebody else had corrected meanwhile: both values, and the correction made anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from vatra.access import policies
from vatra.access import queries as access
from vatra.people import queries as people
from vatra.people.shown import may_know
from vatra.places import queries as places
from vatra.register import queries as register
from vatra.web.me import Me
from vatra.web.present.contradictions import Side
from vatra.web.sealing import Act

STALE = "base_changed"
_FIELDS = {
    "surname": lambda: _("surname"), "given_name": lambda: _("given names"), "sex": lambda: _("sex"),
    "born": lambda: _("day of birth"), "cnp": lambda: _("personal number (CNP)"), "ethnicity": lambda: _("ethnicity"),
    "died_on": lambda: _("day of death"), "address": lambda: _("address"), "village": lambda: _("village"),
}


@dataclass(frozen=True, slots=True)
class Stale:
    """What is corrected, what stands now and what was sent, and the act by which the sent value would stand."""

    what: str
    sides: tuple[Side, Side]
    again: Act


def stale(kept: Any, me: Me) -> Stale | None:
    """Both sides of a correction with a stale base; None for another question, or for who may not know the field."""
    if kept.reason_code != STALE or not kept.payload or kept.kind not in ("correct_person", "correct_household"):
        return None
    field = kept.payload["field"]
    domains = policies.domains_seen(me.worker, kept.commune, on=me.on)
    now = _now(kept, field)
    if now is None or not may_know(field, domains):
        return None
    last = _last_said(kept, field)
    workers = access.workers({kept.by_id, *([last.by_id] if last else [])})
    names = {pk: worker.full_name for pk, worker in workers.items()}
    stands = Side(_shown(field, now, kept.commune), names.get(last.by_id, "") if last else "",
                  last.on if last else kept.on, last.at if last else None)
    sent = Side(_shown(field, kept.payload["value"], kept.commune), names.get(kept.by_id, ""), kept.on, kept.at)
    return Stale(_FIELDS[field](), (stands, sent), Act(
        kept.kind, {"field": field, "base": now or None, "value": kept.payload["value"]}, kept.person
    ))


def _now(kept: Any, field: str) -> Any:
    """The value that stands, as a payload states it; None when nobody is known of whom it would be."""
    if kept.kind == "correct_household":
        home = people.household(kept.household)
        return None if home is None else home.village_id if field == "village" else home.address
    person = people.person(kept.person)
    if person is None:
        return None
    if field == "cnp":
        return {"state": person.cnp_state, **({"value": person.cnp} if person.cnp else {})}
    if field == "born":
        return person.born_on.isoformat()[:{"day": 10, "month": 7, "year": 4}.get(person.born_precision, 0)] \
            if person.born_on else ""
    if field == "died_on":
        return person.died_on.isoformat() if person.died_on else ""
    return getattr(person, field)


def _last_said(kept: Any, field: str) -> Any | None:
    """The entry by which the value that stands was said: the last correction of it, else the enrolment."""
    said = [one for one in register.entries_of(kept.household) if one.state == "applied"]
    corrected = [one for one in said if one.kind == kept.kind and one.person == kept.person
                 and (one.payload or {}).get("field") == field]
    return next(iter([*reversed(corrected), *(one for one in said if one.kind.startswith("enrol"))]), None)


def _shown(field: str, value: Any, commune: int) -> str:
    if isinstance(value, dict):
        return str(value.get("value") or _("has none"))
    if field == "village" and isinstance(value, int):
        return next((one.name for one in places.villages_of(commune) if one.siruta == value), str(value))
    if field in ("born", "died_on") and value:
        return ".".join(reversed(value.split("-")))
    return str(value or _("nothing"))
