"""Furnizori: who can take a child, near, with room; what is known of each, who said so, and putting it right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from vatra.access import policies
from vatra.access import queries as access
from vatra.care import queries as care
from vatra.people import queries as people
from vatra.places import queries as places
from vatra.web.forms_of_referrals import ProviderForm
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.method_words import words
from vatra.web.paging import Slice, page_number
from vatra.web.screens.acting import Error, errors_of, posted, seal_again
from vatra.web.sealing import Act, grown_old, hand_in, read_seal, tell
from vatra.web.seen import note_read
from vatra.web.templatetags.page import day_in_words, number

A_PAGE = 30
FIRST_DAY = date(2000, 1, 1)
ACT = "directory"
KINDS = {
    "provider": lazy("Social services"), "clinic": lazy("Clinics"), "school": lazy("Schools"),
    "kindergarten": lazy("Kindergartens"), "education_other": lazy("Other institutions of education"),
    "town_hall": lazy("Town halls"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A provider on the list."""

    address: str
    name: str
    kind: str
    where: str
    far: str
    room: str
    phone: str
    helps: str
    full: bool
    send: str


@dataclass(frozen=True, slots=True)
class Place:
    """The stream into which a word about a provider goes: it is about no household."""

    uuid: None
    commune_id: int


@page("anyone")
def directory(request: HttpRequest) -> HttpResponse:
    """Providers near a commune: those that answer a service, of a kind, with a word in their name, with room."""
    me = me_of(request)
    communes = _communes(me)
    if not communes:
        return render(request, "web/screens/no_role.html")
    asked = _asked(request, communes, me)
    nearby = care.Nearby(asked["commune"], village=asked["village"], on=me.on)
    wanted = {"service": asked["service"], "text": asked["text"], "with_room": asked["with_room"],
              "kinds": [asked["kind"]] if asked["kind"] else []}
    here = Slice(page_number(request), A_PAGE, nearby.count(**wanted))
    found = nearby.near(**wanted, start=here.start, most=A_PAGE)
    query = request.GET.copy()
    query.pop("page", None)
    family = asked["family"]
    return render(request, "web/screens/directory.html", {
        **asked, "shown": here,
        "providers": [_listed(one, me, family, asked["service"]) for one in found],
        "unmet": f"{reverse('web:unmet_need', args=[family])}?service={asked['service']}" if family else "",
        "query": f"{query.urlencode()}&" if query else "", "sentence": _sentence(here.count, asked),
        "communes": communes, "villages": places.villages_of(asked["commune"]), "kinds": KINDS.items(),
        "services": _services(me), "may_say": _may_say_in(me, asked["commune"]),
    })


def _communes(me: Me) -> list[places.Commune]:
    """The communes that this worker's roles reach, by name; those of a county for who looks after its accounts."""
    codes = set(me.communes | me.communes_counted)
    for held in me.roles:
        codes |= {held.commune_id} if held.commune_id else places.codes_of_county(held.county_id or "")
    return sorted(places.communes(codes).values(), key=lambda one: one.searched)


def _asked(request: HttpRequest, communes: list[places.Commune], me: Me) -> dict[str, Any]:
    """What the address asks for; what it says that cannot be is as if it were not said."""
    reached = {one.siruta for one in communes}
    home = _family(request, me)
    commune = home.commune_id if home else _whole(request.GET.get("commune", ""))
    if commune not in reached:
        commune = next(iter(me.communes)) if len(me.communes) == 1 else communes[0].siruta
    village = _whole(request.GET.get("village", "")) or (home.village_id if home else None)
    villages = {one.siruta for one in places.villages_of(commune)}
    service, kind = request.GET.get("service", ""), request.GET.get("kind", "")
    return {
        "commune": commune, "village": village if village in villages else None,
        "service": service if service in care.package_on(me.on).services else "", "kind": kind if kind in KINDS else "",
        "family": home.uuid if home else None, "text": request.GET.get("text", "")[:60],
        "with_room": request.GET.get("room") == "1",
    }


def _family(request: HttpRequest, me: Me) -> Any | None:
    """The household for which somebody is looked for; none when it is not there or not in this worker's scope."""
    asked = request.GET.get("family", "")
    try:
        home = people.household(UUID(asked)) if asked else None
    except ValueError:
        return None
    if home is None or home.commune_id not in me.communes:
        return None
    note_read(me, [(home.uuid, home.commune_id)], purpose="directory")
    return home


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _services(me: Me) -> list[tuple[str, str]]:
    """The services that somebody outside the team can answer, those made of sending on first."""
    book = words(on=me.on)
    asked = [one for one in book.book.services
             if one.verb == "refer" or one.row.get("hg867") or one.row.get("answered_by")]
    asked.sort(key=lambda one: (one.verb != "refer", one.code))
    return [(one.code, book.service(one.code)) for one in asked]


def _sentence(count: int, asked: dict[str, Any]) -> str:
    counted = ngettext("%(count)s provider", "%(count)s providers", count) % {"count": number(count)}
    return _("%(providers)s, the nearest to %(place)s first.") % {
        "providers": counted, "place": places.commune(asked["commune"]).name}


def _listed(one: care.Provider, me: Me, family: UUID | None, service: str) -> Listed:
    book = words(on=me.on)
    asked = urlencode({"service": service, "institution": one.code})
    return Listed(
        address=reverse("web:provider", args=[one.code]), name=one.name, kind=str(KINDS.get(one.kind, one.kind)),
        where=", ".join(part for part in (one.place, one.address) if part),
        far=_("%(km)s km away") % {"km": number(one.km)} if one.km is not None else _("not on the map"),
        room=_room(one), phone=one.phone, helps="; ".join(book.service(code) for code in one.services),
        full=one.room == 0, send=f"{reverse('web:referral', args=[family])}?{asked}" if family else "",
    )


def _room(one: care.Provider) -> str:
    """Places left and places in all, with the day and whoever said so; of the facts, their year."""
    said = ""
    if one.room_on:
        said = _("said on %(day)s by %(who)s") % {"day": day_in_words(one.room_on), "who": one.told_by}
    left = "" if one.room is None else _("full") if one.room == 0 else _("%(count)s places left") % {
        "count": number(one.room)}
    if one.capacity is None:
        return ", ".join(part for part in (left, said) if part)
    places_ = _("%(count)s places in all") % {"count": number(one.capacity)}
    return ", ".join(part for part in (left, places_, said or _("as licensed in 2020")) if part)


@page("anyone")
def provider(request: HttpRequest, code: str) -> HttpResponse:
    """All that is known of one provider, and who said so."""
    me = me_of(request)
    one = _found(me, code)
    return render(request, "web/screens/provider.html", {
        "one": one, "kind": KINDS.get(one.kind, one.kind), "room": _room(one),
        "helps": [words(on=me.on).service(each) for each in one.services],
        "said": _("Said by %(who)s on %(day)s; written down by %(by)s.") % {
            "who": one.told_by, "day": day_in_words(one.said_on), "by": one.by} if one.said_on else "",
        "may_say": _may_say_in(me, one.commune) or bool(_own(me)),
    })


def _found(me: Me, code: str) -> care.Provider:
    """A provider of a county that this worker's roles reach."""
    found = care.provider(code, on=me.on)
    counties = {one.county_id for one in _communes(me)}
    if found is None or places.county_of(found.commune) not in counties:
        raise Http404
    return found


@page("anyone", takes_form=True)
def describe_provider(request: HttpRequest, code: str = "") -> HttpResponse:
    """What somebody says of a provider that is known, or of one that nobody knew yet."""
    me = me_of(request)
    one = _found(me, code) if code else None
    stream = _stream(me, one)
    if stream is None:
        raise PermissionDenied
    back = reverse("web:provider", args=[code]) if code else reverse("web:directory")
    form = ProviderForm(
        posted(request), today=me.on, since=FIRST_DAY, services=_services(me),
        villages=None if one else [(each.siruta, each.name) for each in places.villages_of(stream)],
        initial={name: getattr(one, name) for name in
                 ("phone", "email", "address", "hours", "area", "capacity", "room", "closed")} | {
                     "services": list(one.services)} if one else {},
    )
    errors: list[Error] = []
    if request.method == "POST":
        errors = errors_of(form)
        if not errors:
            why = _kept(request, Act("describe_provider", form.payload(code)), stream, on=form.cleaned_data["on"])
            if why is None:
                return redirect(back)
            errors = [{"sentence": why, "field": ""}]
    return render(request, "web/screens/act.html", {
        "form": form, "errors": errors, "back": back, "back_words": one.name if one else _("Directory of providers"),
        "title": _("Put right what is known of it") if one else _("A provider that is missing"),
        "about": _("It holds for everybody in the county. What you leave empty is kept as empty; who said it stands "
                   "beside it."),
        "send": _("Keep it"), "seal": seal_again(request),
    }, status=422 if errors else 200)


def _kept(request: HttpRequest, act: Act, commune: int, *, on: date) -> str | None:
    seal = read_seal(request.POST.get("seal", ""), request.user)
    if seal is None:
        return grown_old()
    receipts = hand_in(request, seal, [act], household=Place(None, commune), on=on,
                       rulebook=words(on=me_of(request).on).version)
    return tell(request, receipts, _("It stands in the directory."))


def _own(me: Me) -> list[int]:
    """The communes where this worker may speak of providers, their own first."""
    book = access.roles_book()
    codes: list[int] = []
    for held in me.roles:
        if held.role in book and ACT in book[held.role].acts:
            codes += [held.commune_id] if held.commune_id else sorted(places.codes_of_county(held.county_id or ""))
    return codes


def _may_say_in(me: Me, commune: int) -> bool:
    return policies.can_act(me.worker, ACT, commune, on=me.on)


def _stream(me: Me, one: care.Provider | None) -> int | None:
    """Where a word is written down: the provider's own commune, else one of the worker's."""
    own = _own(me)
    if one is None or one.commune in own:
        return one.commune if one else next(iter(own), None)
    county = places.county_of(one.commune)
    return next((code for code in own if places.county_of(code) == county), None)
