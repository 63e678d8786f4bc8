"""Who comes to a household and who leaves it: somebody joins, a child is born, somebody dies or moves away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from vatra.base.ids import derived_uuid
from vatra.places import queries as places
from vatra.web.forms_of_people import DeathForm, JoinForm, MoveForm, PersonForm
from vatra.web.gate import page
from vatra.web.present.likely import Candidate, candidates
from vatra.web.screens.acting import Error, answer_form, errors_of, household_address, keep, posted, seal_again
from vatra.web.screens.casework import HOUSEHOLD, members_of
from vatra.web.screens.enrolling import ACT
from vatra.web.screens.opening import Opened, opened
from vatra.web.sealing import Act, read_seal

NEW = "new"


def _home(request: HttpRequest, household: UUID, purpose: str) -> Opened:
    home = opened(request, household, purpose=purpose)
    if not home.may(ACT):
        raise PermissionDenied
    return home


@page("cases", takes_form=True)
def join(request: HttpRequest, household: UUID) -> HttpResponse:
    """Somebody comes to live here: not known yet, or known and leaving another household."""
    home = _home(request, household, "enrol_person")
    return _answer(request, home, title=_("Add a person"), send=_("Keep the person"), newborn=False,
                   done=_("The person is added."), act=_joined)


@page("cases", takes_form=True)
def birth(request: HttpRequest, household: UUID) -> HttpResponse:
    """A child is born into the household."""
    home = _home(request, household, "record_birth")
    return _answer(request, home, title=_("Record a birth"), send=_("Keep the birth"), newborn=True,
                   done=_("The birth is recorded."), act=_born)


Said = Callable[[Opened, dict[str, Any], Candidate | None], Act]


def _joined(home: Opened, stated: dict[str, Any], known: Candidate | None) -> Act:
    if known is None:
        return Act("enrol_person", stated)
    leaves = {"from_household": str(known.household)} if known.here else {}
    return Act("move_in", {"relation": stated["relation"], **leaves}, known.person)


def _born(home: Opened, stated: dict[str, Any], known: Candidate | None) -> Act:
    return Act("record_birth", {**stated, "born": None})


def _answer(
    request: HttpRequest, home: Opened, *, title: str, send: str, done: str, newborn: bool, act: Said
) -> HttpResponse:
    filled = posted(request)
    form = JoinForm(filled, today=home.me.on, since=home.household.enrolled_on)
    form.fields["on"].label = _("Born on which day") if newborn else _("Lives here since")
    person = PersonForm(filled, prefix="p", on=home.me.on, newborn=newborn, use_required_attribute=False)
    likely: list[Candidate] = []
    errors: list[Error] = []
    if request.method == "POST":
        if form.is_valid() & person.is_valid():
            likely = _likely(request, home, form, person, newborn=newborn)
            errors = _looked_at(request, likely)
            if not errors:
                why = _kept(request, home, form, person, likely, done=done, act=act)
                if why is None:
                    return redirect(household_address(home) + "#members")
                errors = [{"sentence": why, "field": ""}]
        else:
            errors = [*errors_of(person), *errors_of(form)]
    shown = {
        "form": form, "person": person, "title": title, "send": send, "errors": errors, "likely": likely,
        "who": request.POST.get("who", ""), "may_move": not newborn, "back": household_address(home),
        "seal": seal_again(request),
    }
    return render(request, "web/screens/join.html", shown, status=422 if errors else 200)


def _likely(
    request: HttpRequest, home: Opened, form: JoinForm, person: PersonForm, *, newborn: bool
) -> list[Candidate]:
    """Who may be meant, unless this very form has already written them down."""
    stated = person.stated(_person_of(request))
    if newborn:
        stated["born"] = form.cleaned_data["on"].isoformat()
    return candidates(stated, home.me, leaving_out={UUID(stated["uuid"])})


def _person_of(request: HttpRequest) -> UUID:
    """The uuid of who is written down: it follows from the seal, so that a second press is the same person."""
    seal = read_seal(request.POST.get("seal", ""), request.user)
    return derived_uuid(seal.uuid, "member", 0) if seal else UUID(int=0)


def _looked_at(request: HttpRequest, likely: list[Candidate]) -> list[Error]:
    chosen = request.POST.get("who", "")
    if not likely or chosen == NEW or chosen in {str(one.person) for one in likely}:
        return []
    return [{"sentence": _("Somebody of this name or number is in the register already. Say below whether it is the "
                           "same person."), "field": "who"}]


def _kept(
    request: HttpRequest, home: Opened, form: JoinForm, person: PersonForm, likely: list[Candidate], *, done: str,
    act: Said,
) -> str | None:
    known = next((one for one in likely if str(one.person) == request.POST.get("who")), None)
    said = act(home, person.stated(_person_of(request)), known)
    return keep(request, home, [said], on=form.cleaned_data["on"], done=done)


def _head(home: Opened) -> str:
    return next((str(one.uuid) for one in home.members if one.is_head), "")


@page("cases", takes_form=True)
def death(request: HttpRequest, household: UUID) -> HttpResponse:
    """Somebody of the household has died."""
    home = _home(request, household, "record_death")
    form = DeathForm(posted(request), today=home.me.on, since=home.household.enrolled_on, persons=members_of(home),
                     members=members_of(home), head=_head(home))
    form.fields["person"].label, form.fields["on"].label = _("Who has died?"), _("Died on which day")
    return answer_form(
        request, home, form, title=_("Record a death"), send=_("Keep the death"), done=_("The death is recorded."),
        acts=lambda said: [Act("record_death", _succession(said), UUID(said["person"]))],
    )


def _succession(said: dict[str, Any]) -> dict[str, Any]:
    return {"new_head": said["new_head"]} if said.get("new_head") else {}


@page("cases", takes_form=True)
def move(request: HttpRequest, household: UUID) -> HttpResponse:
    """Somebody, or everybody, moves away."""
    home = _home(request, household, "move_out")
    form = MoveForm(
        posted(request), today=home.me.on, since=home.household.enrolled_on, members=members_of(home),
        persons=[(HOUSEHOLD, _("the whole household")), *members_of(home)], head=_head(home),
        communes=_communes(home),
    )
    form.fields["person"].label, form.fields["on"].label = _("Who moves away?"), _("Gone since which day")
    return answer_form(
        request, home, form, title=_("Record who moves away"), send=_("Keep the move"),
        done=_("The move is recorded."), acts=lambda said: [_gone(said)],
    )


def _communes(home: Opened) -> list[tuple[int, str]]:
    """The other communes of the county, by name."""
    own = home.household.commune
    return [(one.siruta, one.name) for one in places.communes_of_county(own.county_id) if one.siruta != own.siruta]


def _gone(said: dict[str, Any]) -> Act:
    where = {"to": said["to"], **({"commune": said["commune"]} if said["commune"] else {})}
    if said["person"] == HOUSEHOLD:
        return Act("move_out", where)
    return Act("move_out", {**where, **_succession(said)}, UUID(said["person"]))


