"""The life events of a household in words, for who may know of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from vatra.people import queries as people
from vatra.register import queries as register
from vatra.web.templatetags.page import day_in_words

if TYPE_CHECKING:
    from vatra.web.screens.opening import Opened

_OF_FAMILY = {"record_parent_gone", "record_parent_back", "place_child", "return_child"}


@dataclass(frozen=True, slots=True)
class EventShown:
    """One life event: what, on which day, about whom; `undo` is empty when it cannot or may not be taken back."""

    what: str
    on: date
    who: str
    undone: str
    undo: str


def may_know(kind: str, domains: Collection[str]) -> bool:
    """Whether a reader of these domains may know that there was such an event."""
    return ("family" if kind in _OF_FAMILY else "violence" if kind == "record_union" else "general") in domains


def events_shown(home: Opened) -> list[EventShown]:
    """The life events of a household, the latest first."""
    labels = {kind.name: str(kind.label) for kind in register.kinds()}
    events = [one for one in people.life_events_of(home.uuid) if may_know(one.kind, home.domains)]
    persons = people.persons({one.person for one in events if one.person})
    return [
        EventShown(
            what=labels[one.kind], on=one.on,
            who=people.initials(persons[one.person].surname, persons[one.person].given_name)
            if one.person in persons else "",
            undone=_("taken back on %(day)s") % {"day": day_in_words(one.undone_on)} if one.undone_on else "",
            undo=reverse("web:undo_event", args=[one.household, one.entry])
            if one.undone_on is None and home.may("register_people") else "",
        )
        for one in events
    ]
