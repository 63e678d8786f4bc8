"""Two records of what may be one family: each side as a card shows it, and what a merge would do, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vatra.access import queries as access
from vatra.assessment import queries as assessment
from vatra.care import queries as care
from vatra.people import queries as people
from vatra.register import queries as register
from vatra.web.me import Me
from vatra.web.present.persons import Who, household_name, members_in_words, where, who
from vatra.web.seen import note_read
from vatra.web.templatetags.page import day_in_words, number

if TYPE_CHECKING:
    from vatra.web.screens.opening import Opened

ACT = "register_people"
SEES = "general"
LATELY = timedelta(days=90)
MOST_SHOWN = 5  # the likeliest; the next stand there once these are decided


@dataclass(frozen=True, slots=True)
class Side:
    """One record of a family."""

    uuid: UUID
    title: str
    about: str
    address: str
    enrolled: str
    members: list[Who]
    page: str


@dataclass(frozen=True, slots=True)
class Couple:
    """Two records that look alike, the one enrolled first leading, and the page where a worker decides."""

    first: Side
    second: Side
    alike: str
    address: str


@dataclass(frozen=True, slots=True)
class MergeShown:
    """A merge as the pages of both households tell of it; addresses are empty where the worker may not go."""

    words: str
    link: str
    address: str
    apart: str


def deciding_communes(me: Me) -> list[int]:
    """Where this worker may say that two records are one family."""
    book = access.roles_book()
    return sorted(
        code for scope in me.scopes if SEES in scope.domains and any(ACT in book[role].acts for role in scope.roles)
        for code in scope.communes
    )


def couples(me: Me) -> list[Couple]:
    """The likeliest families written down twice, where this worker may decide; each look is written down."""
    communes = deciding_communes(me)
    alike = people.families_alike_lately(communes, since=me.on - LATELY, on=me.on)[:MOST_SHOWN] if communes else []
    homes = people.households({uuid for one in alike for uuid in (one.new, one.other)})
    note_read(me, [(home.uuid, home.commune_id) for home in homes.values()], purpose="to_settle")
    shown = sides(list(homes.values()), me)
    return [_couple(one, homes, shown) for one in alike]


def _couple(one: people.Alike, homes: Mapping[UUID, Any], shown: Mapping[UUID, Side]) -> Couple:
    first, second = sorted((homes[one.new], homes[one.other]), key=lambda home: (home.enrolled_on, home.pk))
    count = len({new for new, _other, _likeness in one.persons})
    return Couple(
        shown[first.uuid], shown[second.uuid],
        ngettext("%(count)s person looks the same.", "%(count)s persons look the same.", count)
        % {"count": number(count)},
        reverse("web:same_family", args=[first.uuid, second.uuid]),
    )


def sides(homes: Collection[Any], me: Me) -> dict[UUID, Side]:
    """Each record with who lives there, and who enrolled it when."""
    members = people.members_of([home.uuid for home in homes], on=me.on)
    return {home.uuid: _side(home, members[home.uuid], me) for home in homes}


def _side(home: Any, members: list[Any], me: Me) -> Side:
    place = where(home) if where(home) == home.commune.name else f"{where(home)}, {home.commune.name}"
    return Side(
        home.uuid, household_name(members), f"{place} · {members_in_words(len(members))}", home.address,
        _enrolled(home), [who(one, on=me.on) for one in members], reverse("web:household", args=[home.uuid]),
    )


def _enrolled(home: Any) -> str:
    entry = next((one for one in register.entries_of(home.uuid) if one.kind == "enrol_household"), None)
    name = access.workers([entry.by_id])[entry.by_id].full_name if entry else ""
    day = day_in_words(home.enrolled_on)
    return (_("Enrolled on %(day)s by %(name)s") % {"day": day, "name": name} if name
            else _("Enrolled on %(day)s") % {"day": day})


def numbered(members: Collection[Any], *, me: Me) -> list[tuple[str, str]]:
    """Members as choices, by their numbers on the page: two with the same initials can be told apart."""
    return [(str(one.uuid), f"{place}. {who(one, on=me.on).short}") for place, one in enumerate(members, 1)]


def what_moves(kept: Opened, gone: Opened, alike: Mapping[UUID, UUID]) -> list[str]:
    """What a merge of these two would do, in sentences."""
    same, come = len(alike), len(gone.members) - len(alike)
    said = []
    if same:
        said.append(ngettext(
            "%(count)s person stands in both records and is counted once from now on.",
            "%(count)s persons stand in both records and are counted once from now on.", same,
        ) % {"count": number(same)})
    if come:
        said.append(ngettext(
            "%(count)s person comes to live in the first household.",
            "%(count)s persons come to live in the first household.", come,
        ) % {"count": number(come)})
    moved = _counted(gone)
    said.append(_("Read with the first household from now on: %(what)s.") % {"what": ", ".join(moved)} if moved
                else _("Nothing else was recorded about the second household."))
    if all(care.plan_of(home.uuid, home.domains, on=home.me.on, roles=home.roles) for home in (kept, gone)):
        said.append(_("Both have a running plan: that of the first household is shown."))
    return said


def _counted(gone: Opened) -> list[str]:
    uuids = people.same_as([gone.uuid]).get(gone.uuid, frozenset({gone.uuid}))
    plan = care.plan_of(gone.uuid, gone.domains, on=gone.me.on, roles=gone.roles)
    counts = (
        (len(assessment.interviews_of([gone.uuid]).get(gone.uuid, [])), _interviews),
        (len(care.visits_of(uuids)), _visits), (1 if plan else 0, _plans),
    )
    return [words(count) for count, words in counts if count]


def _interviews(count: int) -> str:
    return ngettext("%(count)s interview", "%(count)s interviews", count) % {"count": number(count)}


def _visits(count: int) -> str:
    return ngettext("%(count)s visit", "%(count)s visits", count) % {"count": number(count)}


def _plans(count: int) -> str:
    return ngettext("%(count)s running plan", "%(count)s running plans", count) % {"count": number(count)}


def merges_shown(home: Opened) -> list[MergeShown]:
    """The merges in force of this household with another record of the same family."""
    rows = [one for one in people.merges_of([home.uuid]) if one.in_force and one.household in one.subjects]
    seen = people.communes_of({uuid for one in rows for uuid in one.households})
    may = home.may(ACT) and SEES in home.domains
    return [_merge_shown(one, home, may=may, seen=seen) for one in rows]


def _merge_shown(one: people.Merged, home: Opened, *, may: bool, seen: Mapping[UUID, int]) -> MergeShown:
    gone = one.other == home.uuid
    other = one.household if gone else one.other
    assert other is not None and one.other is not None
    words = (_("This family was written down twice. Merged with the other record on %(day)s: everything stands there.")
             if gone else _("A second record of this family was merged with this one on %(day)s."))
    reachable = {seen.get(uuid) for uuid in one.households} <= home.me.communes
    return MergeShown(
        words % {"day": day_in_words(one.on)}, _("Open the record that is kept") if gone else _("Open that record"),
        reverse("web:household", args=[other]) if seen.get(other) in home.me.communes else "",
        reverse("web:unmerge", args=[one.other]) if may and reachable else "",
    )
