"""What changed since someone last looked: heads of streams, households that entries and echoes name, their marks.

A reader notes the heads *before* reading anything. Numbers follow commits, so whatever is committed later has a
number above the head noted, and is found the next time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, Subquery

from vatra.register.kinds import every_kind
from vatra.register.models import Echo, Entry, RefusedCopy, Stream, Unplaced

DIGEST_KEPT = 12
REGISTER = "register"  # the room of its own kinds
AT_ONCE = 500
MOST_LOOKED_AT = 20_000  # entries of one stream, for one page


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a stream was read: the number, and the beginning of that entry's digest."""

    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class Changed:
    """Households that changed, how far the streams were read for it, and whether there is more."""

    households: list[UUID]
    read: dict[int, Mark]
    echo: int
    more: bool


@dataclass(frozen=True, slots=True)
class Version:
    """What a household's rows follow from: its latest entry and echo (internal ids)."""

    entry: int
    echo: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Of one household in the stream of its commune: the number of its latest entry, and how many wait."""

    number: int
    entries: int


def heads_of(communes: Collection[int]) -> dict[int, Mark]:
    """The heads of some streams; number 0 for one that was never opened."""
    rows = Stream.objects.filter(pk__in=list(communes)).values_list("pk", "last_number", "last_digest")
    heads = {commune: Mark(number, digest[:DIGEST_KEPT]) for commune, number, digest in rows}
    return {commune: heads.get(commune, Mark(0, "")) for commune in communes}


def last_words(communes: Collection[int]) -> dict[int, str]:
    """Of each commune whose stream has entries a text that is another one as soon as anything is kept, or told by an
    echo, that may change what is derived there. One query.
    """
    echoes = Echo.objects.filter(commune=OuterRef("pk")).order_by("-id").values("id")[:1]
    rows = Stream.objects.filter(pk__in=list(communes), last_number__gt=0).annotate(echo=Subquery(echoes))
    return {commune: f"{digest}/{echo or 0}" for commune, digest, echo in
            rows.order_by("pk").values_list("pk", "last_digest", "echo")}


def last_echo() -> int:
    """The internal id of the latest echo; 0 when there is none."""
    return Echo.objects.aggregate(last=Max("id"))["last"] or 0


def still_stand(read: Mapping[int, Mark], heads: Mapping[int, Mark]) -> bool:
    """Whether every mark is of the streams as they are now, and not of another life of the database."""
    older = {commune: mark for commune, mark in read.items() if mark.number and mark != heads.get(commune)}
    if not older:
        return True
    asked = Q()
    for commune, mark in older.items():
        asked |= Q(stream_id=commune, number=mark.number, digest__startswith=mark.digest)
    return Entry.objects.filter(asked).count() == len(older)


def rooms_changed(
    rooms: Collection[str], read: Mapping[int, Mark], echo: int, *, heads: Mapping[int, Mark], last_echo: int
) -> bool:
    """Whether after the marks something was kept in these streams that may change the rows of these rooms.

    That is an entry of a kind of theirs, one of the register's own kinds (it may apply such an entry), and an echo.
    """
    if not still_stand(read, heads):
        return True
    names = [kind.name for kind in every_kind() if kind.room in rooms or kind.room == REGISTER]
    for commune, mark in read.items():
        later = Entry.objects.filter(stream=commune, number__gt=mark.number, number__lte=heads[commune].number)
        if mark.number < heads[commune].number and later.filter(kind__in=names).exists():
            return True
    return last_echo > echo and Echo.objects.filter(commune__in=list(read), id__gt=echo).exists()


def changed_since(
    read: Mapping[int, Mark], echo: int, *, heads: Mapping[int, Mark], last_echo: int, most: int
) -> Changed:
    """The households that entries of these streams, or echoes in them, name after the marks; about `most` at once."""
    households: dict[UUID, None] = {}
    reached = dict(read)
    echoes = Echo.objects.filter(commune__in=list(read), id__gt=echo, id__lte=last_echo).order_by("id")
    heard = list(echoes.values_list("id", "household")[: most + 1]) if last_echo > echo else []
    households |= dict.fromkeys(household for _id, household in heard[:most])
    more = len(heard) > most
    for commune, mark in sorted(read.items()):
        head = heads[commune]
        if mark.number >= head.number:
            continue
        if len(households) >= most:
            more = True
            break
        reached[commune] = _read_on(commune, mark, head, households, most)
        more = more or reached[commune].number < head.number
    heard_to = heard[most - 1][0] if len(heard) > most else last_echo
    return Changed(list(households), reached, max(heard_to, echo), more)


def _read_on(commune: int, mark: Mark, head: Mark, households: dict[UUID, None], most: int) -> Mark:
    """Add the households of the next entries; how far that went."""
    rows = Entry.objects.filter(stream=commune, number__gt=mark.number, number__lte=head.number).order_by("number")
    last = mark
    for number, digest, household in rows.values_list("number", "digest", "household")[:MOST_LOOKED_AT]:
        if household is not None and household not in households:
            if len(households) >= most:
                return last
            households[household] = None
        last = Mark(number, digest[:DIGEST_KEPT])
    return last


def versions_of(households: Collection[UUID]) -> dict[UUID, Version]:
    """What each household's rows follow from; for those of which nothing is known, nothing."""
    every = list(households)
    versions: dict[UUID, Version] = {}
    for start in range(0, len(every), AT_ONCE):
        part = every[start : start + AT_ONCE]
        latest = dict(Entry.objects.filter(household__in=part).values_list("household").annotate(Max("id")).order_by())
        echoes = dict(Echo.objects.filter(household__in=part).values_list("household").annotate(Max("id")).order_by())
        for household in part:
            versions[household] = Version(latest.get(household, 0), echoes.get(household, 0))
    return versions


def waiting_of(homes: Mapping[UUID, int]) -> dict[UUID, Waiting]:
    """Of households and the communes they live in: the latest number there, and how many entries wait for a human.

    What stands in another commune's stream is that commune's to settle, and nothing tells this one's tablets of it.
    """
    rows = Entry.objects.filter(household__in=list(homes)).order_by().values("household", "stream_id").annotate(
        latest=Max("number"), many=Count("id", filter=Q(state=Entry.State.TO_SETTLE))
    )
    return {
        household: Waiting(number, many)
        for household, stream, number, many in rows.values_list("household", "stream_id", "latest", "many")
        if household is not None and homes[household] == stream
    }


def kept_of(uuids: Collection[UUID], by: int) -> set[UUID]:
    """Which of these entries of a worker (internal id) are kept: as entries, or as copies for a human to look at."""
    every = list(uuids)
    kept: set[UUID] = set()
    for start in range(0, len(every), AT_ONCE):
        part = every[start : start + AT_ONCE]
        kept.update(Entry.objects.filter(uuid__in=part, by=by).values_list("uuid", flat=True))
        kept.update(RefusedCopy.objects.filter(entry__uuid__in=part, by=by).values_list("entry__uuid", flat=True))
        kept.update(Unplaced.objects.filter(uuid__in=part, by=by).values_list("uuid", flat=True))
    return kept
