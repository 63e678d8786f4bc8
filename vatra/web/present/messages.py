"""Messages of a household's team in words, and how many wait to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vatra.care import queries as care
from vatra.people import queries as people
from vatra.web.me import Me
from vatra.web.present.persons import household_name
from vatra.web.present.signals import moment_in_words
from vatra.web.seen import note_read
from vatra.web.templatetags.page import number

if TYPE_CHECKING:
    from vatra.web.screens.opening import Opened

MOST_HOMES = 5


@dataclass(frozen=True, slots=True)
class MessageShown:
    """A message on the household's page."""

    uuid: UUID
    about: str
    text: str
    read: str
    unread: bool


@dataclass(frozen=True, slots=True)
class Unread:
    """What waits to be read: in words, and where."""

    words: str
    homes: list[tuple[str, str]]


def messages_shown(home: Opened) -> list[MessageShown]:
    """The messages about a household that this worker may read by the role held, the newest first."""
    return [_shown(home, one) for one in care.messages_of(home.uuid, home.domains_of_role, reader=home.me.worker)]


def _shown(home: Opened, one: Any) -> MessageShown:
    roles = [home.words.role(code) for code in one.profession]
    about = [", ".join([one.by, *roles]), moment_in_words(one.at)]
    if one.note_for == "profession":
        about.append(_("not for the whole team"))
    read = _("Read by %(names)s") % {"names": ", ".join(one.read_by)} if one.read_by else ""
    return MessageShown(one.uuid, " · ".join(about), one.text, read, one.unread)


def team_domains(me: Me) -> dict[int, frozenset[str]]:
    """The communes in whose team this worker is, by a role of the commune itself, each with the domains seen there."""
    own = {held.commune_id for held in me.roles if held.commune_id}
    return {code: scope.domains for scope in me.scopes for code in scope.communes & own}


def unread(me: Me) -> Unread | None:
    """What this worker has still to read, by household; nothing when there is nothing."""
    found = care.unread_messages(team_domains(me), reader=me.worker, at=timezone.now())
    if not found:
        return None
    homes = list(dict.fromkeys(found))[:MOST_HOMES]
    communes = people.communes_of(homes)
    note_read(me, [(uuid, communes[uuid]) for uuid in homes], purpose="messages")
    members = people.members_of(homes, on=me.on)
    return Unread(
        ngettext("%(count)s message of the team not read", "%(count)s messages of the team not read", len(found))
        % {"count": number(len(found))},
        [(household_name(members.get(uuid, [])), reverse("web:household", args=[uuid]) + "#team-messages")
         for uuid in homes],
    )
