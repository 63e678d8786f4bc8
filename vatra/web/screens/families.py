"""A family that may have been written down twice: both records side by side, and a worker's word on them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vatra.people import queries as people
from vatra.web.forms_of_families import MergeForm, ReasonForm
from vatra.web.gate import page
from vatra.web.present.families import ACT, SEES, numbered, sides, what_moves
from vatra.web.screens.acting import Error, answer_form, errors_of, household_address, keep, posted, seal_again
from vatra.web.screens.opening import Opened, opened
from vatra.web.sealing import Act, new_seal
from vatra.web.templatetags.page import day_in_words

MERGE, APART = "merge", "apart"  # which of the two forms of the page was sent


def _mine(request: HttpRequest, household: UUID, purpose: str) -> Opened:
    home = opened(request, household, purpose=purpose)
    if not home.may(ACT) or SEES not in home.domains:
        raise PermissionDenied
    return home


@page("cases", takes_form=True)
def same_family(request: HttpRequest, household: UUID, other: UUID) -> HttpResponse:
    """Both records, and what a merge of the second into the first would do; or they are two families."""
    kept, gone = (_mine(request, uuid, "same_family") for uuid in (household, other))
    if kept.uuid == gone.uuid:
        raise Http404
    if kept.household.ended_on or gone.household.ended_on:
        messages.info(request, _("One of the two households is no longer here: perhaps they are merged already."))
        return redirect(household_address(gone if kept.household.ended_on else kept))
    alike = people.pairs_alike(kept.members, gone.members)
    filled = posted(request)
    which = "" if filled is None else MERGE if filled.get("which") == MERGE else APART
    merge = MergeForm(filled if which == MERGE else None, today=kept.me.on, gone=numbered(gone.members, me=kept.me),
                      kept=numbered(kept.members, me=kept.me), alike=alike)
    apart = ReasonForm(filled if which == APART else None, today=kept.me.on, prefix=APART)
    errors: list[Error] = []
    if request.method == "POST":
        errors, answer = _decided(request, kept, gone, merge if which == MERGE else apart)
        if answer is not None:
            return answer
    return _shown(request, kept, gone, errors, {
        "merge": merge, "apart": apart, "moves": what_moves(kept, gone, alike),
        "merge_seal": _seal(request, which == MERGE), "apart_seal": _seal(request, which == APART),
    })


def _seal(request: HttpRequest, sent: bool) -> str:
    """Each of the two forms has its own: what was sent keeps the one it came with."""
    return seal_again(request) if sent else new_seal(request.user, at=timezone.now())


def _shown(
    request: HttpRequest, kept: Opened, gone: Opened, errors: list[Error], more: dict[str, Any]
) -> HttpResponse:
    both = sides([kept.household, gone.household], kept.me)
    return render(request, "web/screens/same_family.html", {
        "first": both[kept.uuid], "second": both[gone.uuid], "errors": errors, "back": reverse("web:settle"),
        "of_one_commune": kept.household.commune_id == gone.household.commune_id,
        "exchanged": reverse("web:same_family", args=[gone.uuid, kept.uuid]), **more,
    }, status=422 if errors else 200)


def _decided(
    request: HttpRequest, kept: Opened, gone: Opened, form: ReasonForm
) -> tuple[list[Error], HttpResponse | None]:
    """Keep the worker's word; else what is to mend."""
    if not form.is_valid():
        return errors_of(form), None
    reason = form.cleaned_data["reason"]
    if isinstance(form, MergeForm):
        act = Act("merge_households", {"gone": str(gone.uuid), "members": form.pairs(), "reason": reason})
        done, then = _("The two records are one family now."), household_address(kept)
    else:
        act = Act("not_the_same", {"other": str(gone.uuid), "reason": reason})
        done, then = _("Kept that they are two families; they are not shown here again."), reverse("web:settle")
    why = keep(request, kept, [act], on=kept.me.on, done=done)
    return ([{"sentence": why, "field": ""}], None) if why else ([], redirect(then))


@page("cases", takes_form=True)
def unmerge(request: HttpRequest, gone: UUID) -> HttpResponse:
    """A merge was a mistake: both families are again what they were."""
    left = _mine(request, gone, "unmerge")
    merge = next((one for one in people.merges_of([gone])
                  if one.in_force and one.other == gone and one.household in one.subjects), None)
    if merge is None:
        messages.info(request, _("This household is not merged with another."))
        return redirect(household_address(left))
    kept = _mine(request, merge.household, "unmerge")
    return answer_form(
        request, kept, ReasonForm(posted(request), today=kept.me.on), title=_("Take the two records apart again"),
        about=_("Merged on %(day)s. Both households will be again what they were, each with what was recorded about "
                "it; who came to the first one since stays there.") % {"day": day_in_words(merge.on)},
        send=_("Take them apart again"), done=_("They are two households again."),
        acts=lambda said: [Act("unmerge", {"entry": str(merge.entry), "gone": str(gone), "reason": said["reason"]})],
    )
