"""Who is at the screen: the worker, the roles held today, the places and pages they open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from vatra.access import queries as access
from vatra.access.scopes import Scope, communes_where_held, scopes_of
from vatra.community.policies import ATTEND
from vatra.places import queries as places
from vatra.releases.policies import can_edit_method


@dataclass(frozen=True)
class Me:
    """The signed-in worker on one day; everything else is looked up when it is first asked for."""

    worker: Any
    on: date

    @cached_property
    def roles(self) -> list[Any]:
        """The roles held today, with their places."""
        return list(access.roles_of(self.worker, on=self.on))

    @cached_property
    def communes(self) -> frozenset[int]:
        """The SIRUTA codes of all communes whose households exist for this worker."""
        return access.communes_seen(self.worker, on=self.on)

    @cached_property
    def scopes(self) -> list[Scope]:
        """The communes grouped by the roles held there: one group for all but few workers."""
        return scopes_of(self.worker, on=self.on)

    @cached_property
    def settles(self) -> frozenset[int]:
        """The SIRUTA codes of the communes where this worker may settle what waits."""
        book = access.roles_book()
        return frozenset().union(*(
            scope.communes for scope in self.scopes if any("settle" in book[code].acts for code in scope.roles)
        ))

    @cached_property
    def visits(self) -> bool:
        """Whether some role of a commune itself makes visits."""
        book = access.roles_book()
        return any(held.commune_id and held.role in book and "visit" in book[held.role].acts for held in self.roles)

    @cached_property
    def supervises(self) -> bool:
        """Whether some role supervises the work of others."""
        book = access.roles_book()
        return any("supervise" in book[code].acts for scope in self.scopes for code in scope.roles)

    @cached_property
    def communes_counted(self) -> frozenset[int]:
        """The SIRUTA codes of all communes whose numbers this worker sees."""
        return access.communes_counted(self.worker, on=self.on)

    @cached_property
    def sees_cases(self) -> bool:
        """Whether some role sees households, not only numbers."""
        return bool(self.communes)

    @cached_property
    def sees_numbers(self) -> bool:
        """Whether some role sees the numbers of its places."""
        return bool(self.communes_counted)

    @cached_property
    def sees_only_numbers(self) -> bool:
        """Whether small numbers must be withheld: no role of this worker sees a household."""
        return not self.sees_cases

    @cached_property
    def councils(self) -> frozenset[int]:
        """The SIRUTA codes of the communes whose council this worker belongs to, works for or calls together."""
        book = access.roles_book()
        return frozenset().union(*(
            communes_where_held(held) for held in self.roles if held.role in book and ATTEND in book[held.role].acts
        ))

    @cached_property
    def administers(self) -> bool:
        """Whether this worker looks after the accounts."""
        return any(held.role == "administrator" for held in self.roles)

    @cached_property
    def edits_method(self) -> bool:
        """Whether this worker tries changes of the method and decides on them."""
        return can_edit_method(self.worker, on=self.on)

    @cached_property
    def is_of_one_commune(self) -> bool:
        """Whether the scope is a single commune."""
        return len(self.communes_counted or self.communes) == 1

    @cached_property
    def place(self) -> str:
        """Where this worker acts, in words for the header."""
        held = next(iter(self.roles), None)
        if held is None:
            return _("No role today")
        if held.commune_id:
            commune = places.commune(held.commune_id)
            return f"{commune.name}, {commune.county.name}"
        if held.county_id:
            return _("%(county)s county") % {"county": held.county.name}
        return _("Romania")


def today() -> date:
    """The day in Romania; the office pages are an interface and may read the clock."""
    return timezone.localdate()


def me_of(request: HttpRequest) -> Me:
    """The worker of this request, kept for its length."""
    found: Me | None = getattr(request, "_me", None)
    if found is None:
        found = Me(request.user, today())
        request._me = found  # type: ignore[attr-defined]
    return found
