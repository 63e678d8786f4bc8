"""De clarificat: what could not be applied, why, and what a human decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vatra.access import policies
from vatra.access import queries as access
from vatra.base.ids import derived_uuid
from vatra.people import queries as people
from vatra.places import queries as places
from vatra.register import queries as register
from vatra.register.entries import Draft, receive
from vatra.web.forms import SettleForm
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.method_words import language, words
from vatra.web.paging import Slice, page_number
from vatra.web.present.contradictions import contradictions_shown
from vatra.web.present.families import couples
from vatra.web.present.stale import Stale, stale
from vatra.web.screens.acting import errors_of, seal_again
from vatra.web.sealing import Act, grown_old, read_seal, tell
from vatra.web.seen import note_read, note_refused
from vatra.web.templatetags.page import number

A_PAGE = 20
TAKE_SENT = "take_sent"  # the value that was sent shall stand, whatever stood meanwhile


@dataclass(frozen=True, slots=True)
class Question:
    """An entry to settle, as its card shows it."""

    what: str
    reason: str
    on: date
    by: str
    where: str
    number: int
    address: str
    settle: str



@dataclass(frozen=True, slots=True)
class Bearer:
    """One of several persons with the same CNP; `settle`: where a worker says that this is the one."""

    name: str
    where: str
    address: str
    settle: str


@page("cases")
def to_settle(request: HttpRequest) -> HttpResponse:
    """What waits, oldest first."""
    me = me_of(request)
    # Entries of one's own, and those of places where one settles: others' may speak of domains not one's own.
    own = (me.worker, me.communes)
    shown = Slice(page_number(request), A_PAGE, register.number_to_settle(me.settles, own=own))
    waiting = register.to_settle(me.settles, own=own, offset=shown.start, limit=A_PAGE)
    first = shown.start == 0
    doubles, alike, cards = (_doubles(me), couples(me), contradictions_shown(me)) if first else ([], [], [])
    return render(request, "web/screens/settle.html", {
        "sentence": _sentence(shown.count, twice=bool(doubles or alike or cards)), "shown": shown, "query": "",
        "questions": _questions(waiting, me), "doubles": doubles, "couples": alike,
        "cards": cards,
        "empty": {"title": _("Nothing is to be settled"),
                  "words": _("When two entries cannot both hold, or one cannot be applied, it waits here with its "
                             "reason. Nothing that was sent is thrown away.")},
    })


@page("cases", takes_form=True)
def settle_one(request: HttpRequest, entry: UUID) -> HttpResponse:
    """Apply an entry again, or set it aside, with a reason."""
    me = me_of(request)
    kept = register.entry(entry)
    if kept is None or kept.commune not in me.communes or not _may_settle(kept, me):
        note_refused(me, entry, about="entry", purpose="settle_entry")
        raise Http404
    form = SettleForm(request.POST if request.method == "POST" else None)
    contradicts = stale(kept, me) if kept.household and policies.can_act(
        me.worker, "register_people", kept.commune, on=me.on) else None
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        errors = _settle(request, kept, form, me, contradicts)
        if not errors:
            return redirect("web:settle")
    return render(request, "web/screens/settle_one.html", {
        "one": _questions([kept], me)[0], "errors": errors, "seal": seal_again(request),
        "reason": request.POST.get("reason", ""), "back": reverse("web:settle"),
        "contradicts": contradicts,
    }, status=422 if errors else 200)


def _settle(
    request: HttpRequest, kept: Any, form: SettleForm, me: Me, contradicts: Stale | None
) -> list[dict[str, str]]:
    if not form.is_valid():
        return errors_of(form)
    seal = read_seal(request.POST.get("seal", ""), request.user)
    if seal is None:
        return [{"sentence": grown_old(), "field": ""}]
    choice, reason = form.cleaned_data["choice"], form.cleaned_data["reason"]
    takes = choice == TAKE_SENT and contradicts is not None
    acts = [Act("settle_entry", {"entry": str(kept.uuid), "choice": "set_aside" if takes else choice,
                                 "reason": reason})]
    if takes and contradicts is not None:
        acts.append(contradicts.again)
    receipts = receive([
        Draft(uuid=seal.uuid if act.kind == "settle_entry" else derived_uuid(seal.uuid, act.kind), kind=act.kind,
              version=1, commune=kept.commune, household=kept.household, person=act.person, payload=act.payload,
              on=me.on, at=seal.at, rulebook=words(on=me.on).version)
        for act in acts
    ], by=me.worker, at=timezone.now())
    why = tell(request, receipts, _("Settled."))
    if why:
        return [{"sentence": why, "field": ""}]
    return []


def _doubles(me: Me) -> list[list[Bearer]]:
    """Persons of places where one settles who bear one and the same CNP: which of them does, a human finds out."""
    found = people.same_cnp(me.settles)
    note_read(me, [(one.household, one.commune) for group in found for one in group], purpose="to_settle")
    names = places.communes({one.commune for group in found for one in group})
    return [[
        Bearer(one.name, ", ".join(part for part in (one.address, names[one.commune].name) if part),
               reverse("web:household", args=[one.household]), _one_person(one, group)) for one in group
    ] for group in found]


def _one_person(one: Any, group: Any) -> str:
    """Where to say that this is the person, of two records of one commune."""
    other = next((each for each in group if each.person != one.person), None)
    if len(group) != 2 or other is None or other.commune != one.commune:
        return ""
    return reverse("web:settle_person", args=[one.household, one.person, other.person])


def _may_settle(kept: Any, me: Me) -> bool:
    return policies.can_act(me.worker, "settle", kept.commune, on=me.on)


def _questions(waiting: list[Any], me: Me) -> list[Question]:
    homes = people.communes_of([one.household for one in waiting if one.household])
    communes = places.communes({one.commune for one in waiting})
    note_read(me, [(one.household, one.commune) for one in waiting if one.household], purpose="to_settle")
    names = access.workers({one.by_id for one in waiting})
    return [_question(one, me, homes, communes, names) for one in waiting]


def _question(one: Any, me: Me, homes: dict[UUID, int], communes: dict[int, Any], names: dict[int, Any]) -> Question:
    kind = next((kind.label for kind in register.kinds() if kind.name == one.kind), one.kind)
    return Question(
        what=str(kind).capitalize(), reason=_reason(one, me), on=one.on, number=one.number,
        by=names[one.by_id].full_name if one.by_id in names else "",
        where=communes[one.commune].name if one.commune in communes else "",
        address=reverse("web:household", args=[one.household]) if homes.get(one.household) in me.communes else "",
        settle=reverse("web:settle_one", args=[one.uuid]) if _may_settle(one, me) else "",
    )


def _reason(one: Any, me: Me) -> str:
    """Why it waits, without the codes of what this worker may not know: who settles need not know everything."""
    domains = policies.domains_seen(me.worker, one.commune, on=me.on)
    return words(on=me.on).without_unknown(one.reason_in(language()), domains)


def _sentence(count: int, *, twice: bool) -> str:
    if not count and twice:
        return _("No entry waits. What stands here does not fit together: look at both sides and decide.")
    if not count:
        return _("Nothing waits for a decision.")
    return ngettext("%(count)s entry waits for someone to decide.", "%(count)s entries wait for someone to decide.",
                    count) % {"count": number(count)}


