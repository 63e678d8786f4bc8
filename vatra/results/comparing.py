"""A list compared with a commune, part by part: begun, gone on with, finished; what a worker then says of its rows.

Nothing is matched into the register: a child known for certain is counted and its row forgotten, what could be is for a
worker to say, and what is not found here may become a signal by a worker's own act. The file is read once and not kept;
its rows are kept until they are settled, and `KEPT` days at most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import chain
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from vatra.access.queries import Worker
from vatra.base.refusal import Refusal
from vatra.people.born import Born, read_born
from vatra.people.described import ChildKnown, children_known, said_of_listed
from vatra.people.names import searched, words_of
from vatra.places import queries as places
from vatra.results.linking.groups import POSSIBLE, Found, groups
from vatra.results.linking.pairs import Described, Linking, Pair
from vatra.results.lists.rows import Mistake, Told, read_list
from vatra.results.models import Comparison, ListedRow, UnlistedChild
from vatra.results.next_door import as_known, known_next_door

PART = 5_000  # rows compared at once
KEPT = 30  # days
BATCH = 500
MOST_MISTAKES = 200
_SALT = "vatra.results.listed"


class NoSuchComparison(Refusal):
    """There is no such comparison, or no longer."""

    code = "no_such_comparison"


def begin(content: bytes, *, kind: str, commune: int, by: Worker, on: date) -> Comparison:
    """Read a list and keep its rows until they are compared; the same file again gives the comparison as it stands.

    Raises ListRefused.
    """
    forget_old(on=on)
    mark = salted_hmac(_SALT, content, algorithm="sha256").hexdigest()
    there = Comparison.objects.filter(commune=commune, kind=kind, mark=mark).first()
    if there is not None:
        return there
    read = read_list(content, on=on)
    with transaction.atomic():
        comparison, is_new = Comparison.objects.get_or_create(commune_id=commune, kind=kind, mark=mark, defaults={
            "uuid": uuid4(), "by": by, "begun_on": on, "children": len(read.children),
            "mistakes": [_told(mistake) for mistake in read.mistakes[:MOST_MISTAKES]],
        })
        if is_new:
            ListedRow.objects.bulk_create(
                (_row(comparison, place, told) for place, told in enumerate(read.children)), batch_size=BATCH
            )
    return comparison


def _told(mistake: Mistake) -> list[object]:
    return [mistake.row, mistake.column[:60], str(mistake.sentence), mistake.compared]


def _row(comparison: Comparison, place: int, told: Told) -> ListedRow:
    return ListedRow(
        comparison=comparison, place=place, row=told.row, key=_key(comparison.commune_id, told), surname=told.surname,
        given_name=told.given_name, born=told.born.text, sex=told.sex, cnp=told.cnp, mother=told.mother,
        village=told.village, where=told.where,
    )


def _key(commune: int, told: Told) -> str:
    """What stands for a child of a list in the register: the same for the same child on every list of a commune.

    Keyed with the server's secret, or whoever has the register could try names until one fits.
    """
    said = "/".join((str(commune), searched(told.surname), searched(told.given_name), told.born.text))
    return salted_hmac(_SALT, said, algorithm="sha256").hexdigest()


def go_on(comparison: Comparison, *, on: date) -> bool:
    """Compare the next part, and after the last part finish; whether it is finished. To be called until it is."""
    with transaction.atomic():
        now = Comparison.objects.select_for_update().filter(pk=comparison.pk).first()
        if now is None or now.finished:
            return True
        known = children_known(now.commune_id, on=on)
        rows = list(now.rows.order_by("place"))
        until = min(now.compared + PART, now.children)
        if now.compared < until:
            _compare(now, rows, known, now.compared, until)
        if until == now.children:
            _finish(now, rows, known, on=on)
        now.compared = until
        now.save(update_fields=["compared", "certain", "finished"])
    return bool(now.finished)


def _compare(
    comparison: Comparison, rows: Sequence[ListedRow], known: Sequence[ChildKnown], since: int, until: int
) -> None:
    """Keep with each row of a part whom it could be."""
    villages = {searched(one.name): one.siruta for one in places.villages_of(comparison.commune_id)}
    possible: dict[int, list[list[object]]] = defaultdict(list)
    with Linking([_listed(row, villages) for row in rows], [as_known(one) for one in known]) as linking:
        for pair in linking.pairs(since, until, least=POSSIBLE):
            possible[pair.listed].append([str(known[pair.known].person), pair.bits, pair.same_name])
    part = rows[since:until]
    for row in part:
        row.possible = possible.get(row.place, [])
    ListedRow.objects.bulk_update(part, ["possible"], batch_size=BATCH)


def _listed(row: ListedRow, villages: dict[str, int]) -> Described:
    born = read_born(row.born)
    return Described(
        searched(row.surname), searched(row.given_name), born.earliest, born.latest, row.sex, row.cnp,
        villages.get(searched(row.village)), tuple(words_of(row.mother)),
    )


def _finish(comparison: Comparison, rows: Sequence[ListedRow], known: Sequence[ChildKnown], *, on: date) -> None:
    """Say of every row what was found, and which children of the commune the list does not name."""
    at = {child.person: place for place, child in enumerate(known)}
    pairs = [Pair(row.place, at[UUID(person)], bits, same) for row in rows for person, bits, same in row.possible
             if UUID(person) in at]
    keys = {row.key: row.place for row in rows}
    said = {(keys[key], at[person]): same for (key, person), same in
            said_of_listed(comparison.commune_id, keys).items() if person in at}
    found = groups(pairs, said=said)
    there = {place: one for place, one in found.items() if one.certain is not None and known[one.certain].here}
    comparison.certain, comparison.finished = len(there), True
    ListedRow.objects.filter(comparison=comparison, place__in=list(there)).delete()
    left = [row for row in rows if row.place not in there]
    moved = known_next_door(
        {row.place: _listed(row, {}) for row in left if not found.get(row.place, Found()).possible},
        [as_known(child) for child in known if child.here], commune=comparison.commune_id, on=on,
    )
    for row in left:
        _sort(row, found.get(row.place, Found()), known, moved.get(row.place))
    ListedRow.objects.bulk_update(left, ["group", "possible", "cnp", "sex", "mother"], batch_size=BATCH)
    named = set(chain.from_iterable(_places(one) for one in found.values()))
    unlisted = [child for place, child in enumerate(known) if place not in named]
    UnlistedChild.objects.bulk_create(
        (UnlistedChild(comparison=comparison, person=child.person, household=child.household)
         for child in _of_those_ages(unlisted, rows, on=on)), batch_size=BATCH,
    )


def _places(found: Found) -> Iterable[int]:
    return [found.certain] if found.certain is not None else [place for place, _bits in found.possible]


def _sort(row: ListedRow, found: Found, known: Sequence[ChildKnown], next_door: UUID | None) -> None:
    """One that is certain and no longer lives here is for a worker to look at too, unless it is known where."""
    row.cnp = row.sex = row.mother = ""
    if next_door is not None:
        row.possible, row.group = [[str(next_door), 0.0]], ListedRow.Group.NEXT_DOOR
        return
    bits = {person: weight for person, weight, _same in row.possible}
    row.possible = [[str(known[place].person), bits.get(str(known[place].person), 0.0)] for place in _places(found)]
    row.group = ListedRow.Group.LOOK if row.possible else ListedRow.Group.MISSING


def _of_those_ages(children: Iterable[ChildKnown], rows: Sequence[ListedRow], *, on: date) -> list[ChildKnown]:
    """Those who live here and are of an age that the list holds; of a list without births nobody can be missed."""
    ages = [age for row in rows if (age := read_born(row.born).ages(on)) is not None]
    if not ages:
        return []
    youngest, oldest = min(age[0] for age in ages), min(max(age[1] for age in ages), 17)
    return [child for child in children if child.here and _is_within(child.born, youngest, oldest, on)]


def _is_within(born: Born, youngest: int, oldest: int, on: date) -> bool:
    ages = born.ages(on)
    return ages is not None and youngest <= ages[0] and ages[1] <= oldest


def recognised(row: ListedRow, person: UUID, household: UUID, *, same: bool) -> None:
    """What follows for the comparison from a worker's word that the register has taken."""
    with transaction.atomic():
        if same:
            Comparison.objects.filter(pk=row.comparison_id).update(certain=F("certain") + 1)
            row.delete()
            return
        row.possible = [one for one in row.possible if one[0] != str(person)]
        row.group = ListedRow.Group.LOOK if row.possible else ListedRow.Group.MISSING
        row.save(update_fields=["possible", "group"])
        if not any(str(person) in str(one) for one in row.comparison.rows.values_list("possible", flat=True)):
            UnlistedChild.objects.create(comparison_id=row.comparison_id, person=person, household=household)


def signalled(row: ListedRow, signal: UUID) -> None:
    """A worker made a signal of the row; the register has it under this uuid."""
    ListedRow.objects.filter(pk=row.pk).update(signal=signal)


def forget(comparison: Comparison) -> None:
    """The comparison with all its rows; what workers said of them stays in the register."""
    comparison.delete()


def forget_old(*, on: date) -> int:
    """Forget the comparisons begun more than `KEPT` days before a day; how many."""
    old = Comparison.objects.filter(begun_on__lt=on - timedelta(days=KEPT))
    many = old.count()
    old.delete()
    return many


def comparison(uuid: UUID) -> Comparison:
    """A comparison by its uuid; raises NoSuchComparison."""
    found = Comparison.objects.select_related("commune", "by").filter(uuid=uuid).first()
    if found is None:
        raise NoSuchComparison(_("There is no such comparison, or it was forgotten after %(days)s days."), days=KEPT)
    return found


def comparisons_of(commune: int, kinds: Iterable[str]) -> list[Comparison]:
    """The comparisons of a commune of some kinds of list, the latest first."""
    rows = Comparison.objects.filter(commune=commune, kind__in=list(kinds)).select_related("by")
    return list(rows.order_by("-begun_on", "-id"))


def rows_left(comparison: Comparison, group: str) -> QuerySet[ListedRow]:
    """The rows of a group, in the order of the list; those of which a signal was made come last."""
    return comparison.rows.filter(group=group).order_by(F("signal").asc(nulls_first=True), "place")


def row_at(comparison: Comparison, place: int) -> ListedRow | None:
    """One row that is left."""
    return comparison.rows.select_related("comparison").filter(place=place).first()


def unlisted(comparison: Comparison) -> list[tuple[UUID, UUID]]:
    """(person, household) of the children whom the list does not name."""
    return list(comparison.unlisted.order_by("id").values_list("person", "household"))
