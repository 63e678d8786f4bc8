"""Who of the register may be the person about to be written down: shown before anything is kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from vatra.people import queries as people
from vatra.people.policies import cleaned_cnp
from vatra.web.me import Me
from vatra.web.present.persons import age_in_words, sex_in_words, where
from vatra.web.seen import note_read

LIKE_ENOUGH = 40.0  # per cent: the same name without a birth is, a twin is not
MOST = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody registered who may be meant, and the household they live in or last lived in."""

    person: UUID
    household: UUID
    name: str
    about: str
    address: str
    here: bool  # whether they live in that household today


def candidates(stated: dict[str, Any], me: Me, *, leaving_out: Collection[UUID] = ()) -> list[Candidate]:
    """Who bears the CNP that is stated, then whose name and birth are alike, in the communes this worker sees."""
    found = _bearers(stated, me) + [
        one.found for one in people.likely_duplicates(
            stated["surname"], stated["given_name"], _born(stated["born"]), me.communes,
            born_precision=_precision(stated["born"]), limit=MOST,
        ) if one.likeness >= LIKE_ENOUGH
    ]
    several = {one.person: one for one in found if one.household and one.person not in leaving_out}
    homes = people.households([one.household for one in several.values() if one.household])
    note_read(me, [(home.uuid, home.commune_id) for home in homes.values()], purpose="likely_duplicates")
    return [_candidate(one, homes[one.household], me) for one in several.values() if one.household in homes]


def _bearers(stated: dict[str, Any], me: Me) -> list[Any]:
    cnp = cleaned_cnp(stated["cnp"].get("value", ""))
    if not (len(cnp) == 13 and cnp.isdigit()):
        return []
    return people.persons_found(cnp, communes=me.communes, limit=MOST)


def _born(text: str | None) -> date | None:
    return date.fromisoformat((text + "-01-01")[:10]) if text else None


def _precision(text: str | None) -> Any:
    return {4: "year", 7: "month", 10: "day"}.get(len(text or ""), "unknown")


def _candidate(one: Any, home: Any, me: Me) -> Candidate:
    person = people.Member(
        one.person, one.household, one.surname, one.given_name, one.sex, one.born_on, one.born_precision, one.died_on,
        cnp_state="", relation="", is_head=False, since=one.born_on, until=None,
    )
    place = where(home) if where(home) == home.commune.name else f"{where(home)}, {home.commune.name}"
    parts = [age_in_words(person, on=me.on), sex_in_words(person, on=me.on), place,
             "" if one.is_current else _("no longer lives there")]
    return Candidate(
        one.person, home.uuid, f"{one.surname} {one.given_name}".strip(), ", ".join(part for part in parts if part),
        reverse("web:household", args=[home.uuid]), one.is_current,
    )
