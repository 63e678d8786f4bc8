"""Two records of one family or one person become one, by a worker's word only, and two again when that was wrong.

The kept household takes in those who live in the gone one; of a pair of records of one person, the gone one's
membership ends. What was so before is written down with the merge, and put back when it is undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vatra.base.ids import derived_uuid
from vatra.base.rows import insert_rows
from vatra.people.born import check_day
from vatra.people.known import (
    end_when_empty,
    not_known_here,
    one_of_the_household,
    person_not_known_here,
    the_household,
    the_person,
)
from vatra.people.models import Household, LeftTo, Membership, Merge, NotTheSame, Person, PersonWord
from vatra.people.names import words_of
from vatra.people.payloads import SamePerson
from vatra.people.roll import Roll
from vatra.people.same import now_called
from vatra.register.kinds import CannotApply, NotYetHere, Sealed
from vatra.register.locks import must_be_locked
from vatra.register.reach import also_changes

_A_DAY = timedelta(days=1)
_JOINS = ("enrol_person", "record_birth", "move_in")


def merge_households(entry: Sealed, roll: Roll) -> None:
    """Everybody of the gone household lives in the kept one; the gone one has ended, merged."""
    kept = _here(entry, roll, entry.household)
    gone = _here(entry, roll, entry.payload.gone)
    pairs: list[SamePerson] = entry.payload.members
    _check_pairs(pairs, roll, kept, gone)
    away = {pair.gone for pair in pairs}
    moved = []
    for row in roll.members(gone.uuid):
        moved.append(_as_it_is(row))
        if row.person_id in away:
            _end(row, entry.on)
        else:
            row.household_id = kept.uuid
            if row.is_head:
                row.is_head, row.relation = False, Membership.Relation.OTHER
        roll.change(row)
    gone.ended_on, gone.left_to = max(entry.on, gone.enrolled_on), LeftTo.MERGED
    roll.change(gone)
    whole = Merge(
        uuid=entry.uuid, entry=entry.uuid, subject=Merge.Subject.HOUSEHOLD, kept=kept.uuid, gone=gone.uuid,
        household=kept.uuid, other=gone.uuid, on=entry.on, moved=moved,
    )
    Merge.objects.bulk_create([whole, *(_of_persons(entry, pair, kept.uuid, gone.uuid, []) for pair in pairs)])
    _hide(away)


def merge_persons(entry: Sealed, roll: Roll) -> None:
    """The gone record lives nowhere any more; what was said of it is read with the kept one's."""
    household = _here(entry, roll, entry.household)
    one_of_the_household(replace(entry, person=entry.payload.kept), roll, household)
    gone = the_person(entry.payload.gone, roll)
    lived = roll.memberships(gone.uuid)
    last = lived[-1] if lived else None
    if last:  # whether it holds at all depends on what came before it about that household
        also_changes([last.household_id])
    place = Household.objects.filter(uuid=last.household_id, commune=entry.commune_id).first() if last else None
    if last is None or place is None:
        raise person_not_known_here()
    _check_free([entry.payload.kept, gone.uuid])
    moved = [_as_it_is(last)] if last.until is None else []
    if last.until is None:
        roll.households.setdefault(place.uuid, place)
        _end(last, entry.on)
        roll.change(last)
        end_when_empty(roll, last)
    other = place.uuid if place.uuid != household.uuid else None
    pair = SamePerson(kept=entry.payload.kept, gone=gone.uuid)
    Merge.objects.bulk_create([_of_persons(entry, pair, household.uuid, other, moved, uuid=entry.uuid)])
    _hide([gone.uuid])


def unmerge(entry: Sealed, roll: Roll) -> None:
    """What a merge changed is put back; who came to the kept household since stays there."""
    check_day(entry.on, received_on=entry.received_at.date())
    household = the_household(entry, roll)
    also_changes([household.uuid])  # a merge of its persons that stands on this one names neither household
    merges = list(Merge.objects.filter(entry=entry.payload.entry, undone_on__isnull=True).order_by("id"))
    whole = next((one for one in merges if one.uuid == entry.payload.entry), None)
    if whole is None or (whole.household, whole.gone) != (household.uuid, entry.payload.gone):
        raise NotYetHere(_("There is no such merge to undo: perhaps someone has already undone it."), code="no_merge",
                         awaits=entry.payload.entry)
    must_be_locked({uuid for one in merges for uuid in (one.kept, one.gone)})
    _check_last(merges)
    if whole.other:
        also_changes([whole.other])
    _put_back(whole, roll)
    Merge.objects.filter(pk__in=[one.pk for one in merges]).update(undone_on=entry.on)
    _find_again([one.gone for one in merges if one.subject == Merge.Subject.PERSON], entry.commune_id)


def say_not_the_same(entry: Sealed, roll: Roll) -> None:
    """Two households that look alike are two; they are not offered for merging again."""
    household = _here(entry, roll, entry.household)
    other = _here(entry, roll, entry.payload.other)
    if household.uuid == other.uuid:
        raise not_known_here()
    one, two = sorted((household.uuid, other.uuid), key=str)
    row = NotTheSame(uuid=derived_uuid("not the same", one, two), one=one, other=two, on=entry.on)
    NotTheSame.objects.bulk_create([row], ignore_conflicts=True)


def redirected(run: Sequence[Sealed]) -> list[Sealed]:
    """Late entries about a household that was merged away, now about the one that stands for it.

    What only concerns a person whose record is gone waits for a human: it would change somebody's life twice.
    """
    named = {uuid for entry in run for uuid in (entry.household, entry.person) if uuid}
    now = now_called(named) if named else {}
    if not now:
        return list(run)
    also_changes({now[entry.household] for entry in run if entry.household in now})
    return [_redirected(entry, now) for entry in run]


def _redirected(entry: Sealed, now: dict[UUID, UUID]) -> Sealed:
    if entry.person in now:
        raise CannotApply(
            _("This person was written down twice and merged meanwhile. The entry is kept: record it about the "
              "person who was kept, or undo the merge and try again."), code="merged_meanwhile",
        )
    return replace(entry, household=now.get(entry.household, entry.household)) if entry.household else entry


def note_late(said: Sequence[Sealed], done: Sequence[Sealed], roll: Roll) -> None:
    """Who joined the kept household by an entry that named the gone one goes back with it."""
    for before, after in zip(said, done, strict=True):
        if before.household == after.household or before.kind not in _JOINS:
            continue
        person = getattr(before.payload, "uuid", None) or before.person
        assert before.household is not None and after.household is not None
        row = next((one for one in roll.members(after.household) if one.person_id == person), None)
        merge = Merge.objects.filter(gone=before.household, undone_on__isnull=True).first()
        if row is not None and merge is not None:
            merge.moved.append(_as_it_is(row) | {"household": str(before.household)})
            merge.save(update_fields=["moved"])


def _here(entry: Sealed, roll: Roll, uuid: UUID | None) -> Household:
    household = the_household(replace(entry, household=uuid), roll)
    check_day(entry.on, received_on=entry.received_at.date())
    if household.ended_on is not None:
        raise CannotApply(
            _("The household is no longer here: only families who live in the commune are merged."),
            code="household_left",
        )
    return household


def _check_pairs(pairs: Sequence[SamePerson], roll: Roll, kept: Household, gone: Household) -> None:
    if kept.uuid == gone.uuid:
        raise CannotApply(_("A household cannot be merged with itself."), code="one_household")
    mine = {row.person_id for row in roll.members(kept.uuid)}
    theirs = {row.person_id for row in roll.members(gone.uuid)}
    keeps, goes = [pair.kept for pair in pairs], [pair.gone for pair in pairs]
    if set(keeps) - mine or set(goes) - theirs or len({*keeps, *goes}) < 2 * len(pairs):
        raise CannotApply(
            _("Not everyone paired lives in these households now: look at both families again."), code="not_a_member"
        )


def _check_free(persons: Sequence[UUID]) -> None:
    if persons[0] == persons[1] or now_called(persons):
        raise CannotApply(_("One of the two was already merged: look at both again."), code="already_merged")


def _check_last(merges: Sequence[Merge]) -> None:
    """A merge on top of this one is undone first, or what it put together could not be told apart."""
    named = [uuid for one in merges for uuid in (one.kept, one.gone)]
    later = Merge.objects.filter(
        Q(kept__in=named) | Q(gone__in=named), undone_on__isnull=True, pk__gt=max(one.pk for one in merges)
    )
    if later.exists():
        raise CannotApply(_("A later merge stands on this one: undo that one first."), code="later_merge")


def _of_persons(
    entry: Sealed, pair: SamePerson, household: UUID, other: UUID | None, moved: list[dict[str, object]],
    *, uuid: UUID | None = None,
) -> Merge:
    return Merge(
        uuid=uuid or derived_uuid(entry.uuid, "same", pair.gone), entry=entry.uuid, subject=Merge.Subject.PERSON,
        kept=pair.kept, gone=pair.gone, household=household, other=other, on=entry.on, moved=moved,
    )


def _end(row: Membership, on: date) -> None:
    row.until, row.left_to = max(on, row.since + _A_DAY), LeftTo.MERGED


def _as_it_is(row: Membership) -> dict[str, object]:
    return {
        "uuid": str(row.uuid), "household": str(row.household_id), "relation": str(row.relation),
        "is_head": row.is_head,
    }


def _put_back(whole: Merge, roll: Roll) -> None:
    """Memberships and the household that ended; one that ended since then for another reason stays ended."""
    rows = {str(row.uuid): row for row in Membership.objects.filter(uuid__in=[was["uuid"] for was in whole.moved])}
    homes = Household.objects.filter(uuid__in=[was["household"] for was in whole.moved] + [str(whole.gone)])
    for home in homes:
        if home.left_to == LeftTo.MERGED:
            home.ended_on, home.left_to = None, ""
            roll.change(home)
    changed = []
    for was in whole.moved:
        row = rows.get(was["uuid"])
        if row is None:
            continue
        row.household_id = UUID(was["household"])
        if row.left_to == LeftTo.MERGED:
            row.until, row.left_to = None, ""
        row.relation, row.is_head = was["relation"], was["is_head"]
        changed.append(row)
    _one_head_each(changed, roll)


def _one_head_each(changed: Sequence[Membership], roll: Roll) -> None:
    """Somebody may head the household by now: then who headed it before the merge is a member."""
    own = {row.pk for row in changed}
    heads = set(
        Membership.objects.filter(
            household__uuid__in={row.household_id for row in changed}, until__isnull=True, is_head=True
        ).exclude(pk__in=own).values_list("household__uuid", flat=True)
    )
    for row in changed:
        if row.is_head and row.until is None and row.household_id in heads:
            row.is_head, row.relation = False, Membership.Relation.OTHER
        roll.change(row)


def _hide(persons: Iterable[UUID]) -> None:
    """A record that is gone is not found by its name."""
    PersonWord.objects.filter(person__uuid__in=list(persons)).delete()


def _find_again(persons: Sequence[UUID], commune: int) -> None:
    insert_rows(PersonWord, ("uuid", "person_id", "word", "commune_id"), [
        (derived_uuid(person.uuid, word), person.uuid, word, commune)
        for person in Person.objects.filter(uuid__in=list(persons)).order_by("id")
        for word in words_of(person.surname, person.given_name)
    ])
