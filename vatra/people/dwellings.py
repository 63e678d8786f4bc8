"""The census of a commune: its rounds, its dwellings, what came of going there; children of lists recognised.

A dwelling is no household: where nobody was at home nobody is known. Nothing is written over: of one round the latest
word about a dwelling counts, and a mistake is mended by saying it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vatra.base.prepared import Prepared
from vatra.base.rows import insert_records
from vatra.people.known import not_known_here
from vatra.people.models import CensusRound, Dwelling, DwellingOutcome, ListedChild
from vatra.people.names import cleaned, searched
from vatra.people.policies import check_of_commune, check_of_household
from vatra.people.villages import check_villages
from vatra.register.kinds import CannotApply, NotYetHere, Sealed

LONGEST = 200


def begin_rounds(run: Sequence[Sealed]) -> None:
    """Begin them; said again of the same day it is the same round under its later name."""
    insert_records([
        CensusRound(uuid=entry.uuid, commune=entry.commune_id, since=entry.on, by=entry.by_id,
                    name=cleaned(entry.payload.name, longest=80))
        for entry in run
    ])


def list_dwellings(run: Sequence[Sealed]) -> None:
    """Put dwellings on the list; one that stands there already, under its uuid or address, stays as it is."""
    check_villages(run)
    communes = {entry.commune_id for entry in run}
    listed = {row[:3] for row in _LISTED(communes)}
    taken = {stated.uuid for entry in run for stated in entry.payload.dwellings}
    known: set[UUID] = {uuid for uuid, _commune in _OF_COMMUNES(taken)}
    rows = []
    for entry in run:
        for stated in entry.payload.dwellings:
            address = cleaned(stated.address, longest=LONGEST)
            place = (entry.commune_id, entry.payload.village, searched(address))
            if not place[2]:
                raise CannotApply(_("A dwelling has no address: write its number or where it stands."),
                                  code="no_address")
            if place not in listed and stated.uuid not in known:
                listed.add(place)
                known.add(stated.uuid)
                rows.append(Dwelling(uuid=stated.uuid, commune=place[0], village=place[1], address=address,
                                     searched=place[2], listed_on=entry.on))
    insert_records(rows)


_LISTED = Prepared(
    lambda communes: Dwelling.objects.filter(commune__in=communes).values_list("commune", "village", "searched")
)
_OF_COMMUNES = Prepared(lambda uuids: Dwelling.objects.filter(uuid__in=uuids).values_list("uuid", "commune"))


def record_outcomes(run: Sequence[Sealed]) -> None:
    """Keep what came of going there, of a dwelling of the commune's list or of a household that lives in it."""
    check_of_commune(run)
    named = {entry.payload.dwelling for entry in run if entry.payload.dwelling}
    communes = dict(_OF_COMMUNES(named)) if named else {}
    insert_records([_outcome(entry, communes) for entry in run])


def _outcome(entry: Sealed, communes: dict[UUID, int]) -> DwellingOutcome:
    said = entry.payload
    if said.dwelling is None and entry.household is None:
        raise not_known_here()
    if said.dwelling is not None and communes.get(said.dwelling) != entry.commune_id:
        raise NotYetHere(
            _("The dwelling is not on this commune's list yet. The entry is kept and is applied when it comes."),
            code="unknown_dwelling", awaits=said.dwelling,
        )
    return DwellingOutcome(
        uuid=entry.uuid, commune=entry.commune_id, dwelling=said.dwelling,
        household=None if said.dwelling else entry.household, outcome=said.outcome, children=said.children,
        note=cleaned(said.note, longest=LONGEST), on=entry.on, at=entry.at, by=entry.by_id,
    )


def recognise_listed(run: Sequence[Sealed]) -> None:
    """Keep which child of a list is whom; a later word counts."""
    check_of_commune(run)
    check_of_household((entry.person, entry.household) for entry in run)
    insert_records([_recognised(entry) for entry in run])


def _recognised(entry: Sealed) -> ListedChild:
    if entry.person is None:
        raise CannotApply(_("The entry does not say which person the child of the list is."), code="no_person")
    return ListedChild(uuid=entry.uuid, commune=entry.commune_id, key=entry.payload.key, person=entry.person,
                       same=entry.payload.same, on=entry.on, at=entry.at)


