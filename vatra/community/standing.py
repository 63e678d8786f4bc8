"""What an entry of the council must stand on: a council, a meeting, an item, a member, a task of the own commune.

Of another commune's nothing is told: it gets the same answer as what never was.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vatra.access import queries as access
from vatra.community.models import AgendaItem, Council, CouncilMember, Decision, Meeting
from vatra.community.naming import check_tells_nobody
from vatra.people import queries as people
from vatra.people.known import not_known_here
from vatra.register.kinds import CannotApply, NotYetHere, Sealed


def unknown(what: str, awaits: UUID) -> CannotApply:
    """The one answer about what never was and what is another commune's."""
    sentences = {
        "council": _("This commune has no such council yet. Record first by which decision it was founded."),
        "meeting": _("The meeting is not in the register yet. The entry is kept and is applied when it comes."),
        "item": _("The item is not on the agenda. The entry is kept and is applied when the item comes."),
        "member": _("The council has no such member. The entry is kept and is applied when the member comes."),
        "task": _("The task is not in the register yet. The entry is kept and is applied when it comes."),
        "worker": _("The register does not know this worker. The entry is kept; choose the worker anew."),
    }
    return NotYetHere(sentences[what], code=f"unknown_{what}", awaits=awaits)


def council_of(entry: Sealed, uuid: UUID) -> Council:
    """The council of the entry's commune."""
    found = Council.objects.filter(uuid=uuid, commune=entry.commune_id).first()
    if found is None:
        raise unknown("council", uuid)
    return found


def meeting_of(entry: Sealed, uuid: UUID) -> Meeting:
    """A meeting of the entry's commune."""
    found = Meeting.objects.filter(uuid=uuid, council__commune=entry.commune_id).first()
    if found is None:
        raise unknown("meeting", uuid)
    return found


def item_of(entry: Sealed, uuid: UUID) -> AgendaItem:
    """An item, not dropped, of a meeting of the entry's commune."""
    found = AgendaItem.objects.select_related("meeting").filter(
        uuid=uuid, meeting__council__commune=entry.commune_id, dropped_on=None
    ).first()
    if found is None:
        raise unknown("item", uuid)
    return found


def members_of(council: UUID, uuids: set[UUID], on: date) -> list[CouncilMember]:
    """Members named, each sitting in the council on a day, in the order of their uuids."""
    found = [one for one in CouncilMember.objects.filter(council__uuid=council, uuid__in=uuids).order_by("uuid")
             if one.since <= on and (one.until is None or on < one.until)]
    if len(found) != len(uuids):
        raise unknown("member", min(uuids - {one.uuid for one in found}))
    return found


def task_of(entry: Sealed, uuid: UUID) -> Decision:
    """A task of the council of the entry's commune."""
    found = Decision.objects.select_related("item", "meeting", "member").filter(
        uuid=uuid, meeting__council__commune=entry.commune_id
    ).exclude(state=Decision.State.NO_TASK).first()
    if found is None:
        raise unknown("task", uuid)
    return found


def worker_id(uuid: UUID | None) -> int | None:
    """The internal id of a worker named in a payload."""
    if uuid is None:
        return None
    found = access.worker(uuid)
    if found is None:
        raise unknown("worker", uuid)
    return int(found.pk)


def check_household_here(entry: Sealed, household: UUID) -> None:
    """The household of a case lives in the entry's commune."""
    if people.communes_of([household]).get(household) != entry.commune_id:
        raise not_known_here()


def check_words(entry: Sealed, item: AgendaItem | None, *texts: str) -> None:
    """The entry names the household of the item it speaks of, and its words do not tell who it is."""
    household = item.household_id if item else None
    if entry.payload.household != household:
        raise CannotApply(_("The entry speaks of another case than its item. It is kept; write it again."),
                          code="another_case")
    if household is not None:
        check_tells_nobody(household, " ".join(texts), on=entry.on)
