"""May this worker do or see this, here, on this day. `can_…` answers, `check_can_…` raises.

What a role may do and see is the rulebook's (roles.csv); where it holds is the commune or county of the
role. No role lets anyone see or do something in a commune because it is held in the nation.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from vatra.access.book import ADMINISTRATOR, AGGREGATES, HEAD, PARTNER, Role, roles_book
from vatra.access.models import RoleHeld, Worker
from vatra.access.queries import roles_held, roles_of
from vatra.base.refusal import Refusal
from vatra.places import queries as places


class NotPermitted(Refusal):
    """No role held there on that day allows it."""

    code = "not_permitted"


def can_act(worker: Worker, act: str, commune: int, *, on: date) -> bool:
    """Whether a role that the worker holds there on that day may do an act (a word of roles.csv)."""
    return Acts(worker).can(act, commune, on=on)


class Acts:
    """`can_act` and `can_see_domain` for one worker, asked many times: the roles are read once, when it is made."""

    def __init__(self, worker: Worker) -> None:
        self._book = roles_book()
        self._roles = [held for held in roles_held(worker) if held.role in self._book]
        self._counties: dict[str, frozenset[int]] = {}

    def can(self, act: str, commune: int, *, on: date) -> bool:
        """The same answer as `can_act`."""
        return any(act in role.acts for role in self._roles_in(commune, on))

    def sees(self, domain: str, commune: int, *, on: date) -> bool:
        """The same answer as `can_see_domain`."""
        return domain != AGGREGATES and any(domain in role.sees for role in self._roles_in(commune, on))

    def _roles_in(self, commune: int, on: date) -> Iterator[Role]:
        for held in self._roles:
            if held.since <= on and (held.until is None or on < held.until) and self._holds(held, commune):
                yield self._book[held.role]

    def _holds(self, held: RoleHeld, commune: int) -> bool:
        if held.county_id is None or held.commune_id is not None:
            return held.commune_id == commune
        if held.county_id not in self._counties:
            self._counties[held.county_id] = places.codes_of_county(held.county_id)
        return commune in self._counties[held.county_id]


def check_can_act(worker: Worker, act: str, commune: int, *, on: date) -> None:
    """NotPermitted unless `can_act`."""
    if not can_act(worker, act, commune, on=on):
        raise NotPermitted(_("Your roles in this commune do not allow this."))


def domains_seen(worker: Worker, commune: int, *, on: date) -> frozenset[str]:
    """The domains of facts, findings and services that a worker sees of the households of a commune."""
    book = roles_book()
    seen = [book[held.role].sees for held in _roles_in(worker, commune, on) if held.role in book]
    return frozenset().union(*seen) - {AGGREGATES}


def roles_in(worker: Worker, commune: int, *, on: date) -> frozenset[str]:
    """The codes of the roles that hold for a worker in a commune on a day: those of the commune and of its county."""
    return frozenset(held.role for held in _roles_in(worker, commune, on))


def can_see_domain(worker: Worker, domain: str, commune: int, *, on: date) -> bool:
    """Whether a worker sees a domain of the households of a commune on a day."""
    return domain in domains_seen(worker, commune, on=on)


def check_can_see_domain(worker: Worker, domain: str, commune: int, *, on: date) -> None:
    """NotPermitted unless `can_see_domain`."""
    if not can_see_domain(worker, domain, commune, on=on):
        raise NotPermitted(_("Your roles in this commune do not show this."))


def can_appoint(
    by: Worker, worker: Worker, role: str, *, commune: int | None = None, county: str | None = None, on: date
) -> bool:
    """Whether one worker may give or take another a role somewhere.

    An administrator may, within the place where they are one; a head may, for the team of the own commune
    but not for its head. Nobody may for themselves.
    """
    if by.pk == worker.pk or role not in roles_book() or role == PARTNER or worker.answers_for:
        return False
    return any(_may_appoint(held, role, commune, county) for held in roles_of(by, on=on))


def check_can_appoint(
    by: Worker, worker: Worker, role: str, *, commune: int | None = None, county: str | None = None, on: date
) -> None:
    """NotPermitted unless `can_appoint`."""
    if not can_appoint(by, worker, role, commune=commune, county=county, on=on):
        raise NotPermitted(_("You may not give or end this role there."), code="may_not_appoint")


def can_enrol_workers(by: Worker, *, on: date) -> bool:
    """Whether a worker may open accounts for others: administrators and heads; the account holds no role yet."""
    return any(held.role in (ADMINISTRATOR, HEAD) for held in roles_of(by, on=on))


def check_can_enrol_workers(by: Worker, *, on: date) -> None:
    """NotPermitted unless `can_enrol_workers`."""
    if not can_enrol_workers(by, on=on):
        raise NotPermitted(_("You may not open accounts."), code="may_not_enrol")


def can_administer(by: Worker, worker: Worker, *, on: date) -> bool:
    """Whether one worker may set another's password, revoke devices, end or reopen the account.

    An administrator of the nation may for all but themselves; one of a county or commune for those whose
    every role, held now or once, lies within it.
    """
    if by.pk == worker.pk or worker.answers_for:
        return False
    offices = [held for held in roles_of(by, on=on) if held.role == ADMINISTRATOR]
    places_held: list[tuple[int | None, str | None]] = list(worker.roles_held.values_list("commune_id", "county_id"))
    places_held = places_held or [(None, None)]  # who holds nothing may be given anything
    return any(all(_covers(office, commune, county) for commune, county in places_held) for office in offices)


def check_can_administer(by: Worker, worker: Worker, *, on: date) -> None:
    """NotPermitted unless `can_administer`."""
    if not can_administer(by, worker, on=on):
        raise NotPermitted(_("You may not change this account."), code="may_not_administer")


class Manager:
    """Whose tablets one worker may enrol, lock and wipe: their own, and the others' as their offices reach.

    An administrator may for whom they may administer; a head for those whose every role today is one of the
    team of the head's own commune. The roles of the one are read once; the others bring theirs.
    """

    def __init__(self, by: Worker, *, on: date) -> None:
        self._by, self._on = by, on
        roles = roles_of(by, on=on)
        self._offices = [held for held in roles if held.role == ADMINISTRATOR]
        self._led = frozenset(held.commune_id for held in roles if held.role == HEAD and held.commune_id)
        self.is_one = bool(self._offices or self._led)

    def may(self, worker: Worker) -> bool:
        """Whether it reaches to the tablets of a worker."""
        if worker.pk == self._by.pk:
            return True
        if not self.is_one or worker.answers_for:
            return False
        held = list(worker.roles_held.all())
        places_held = [(one.commune_id, one.county_id) for one in held] or [(None, None)]
        if any(all(_covers(office, *place) for place in places_held) for office in self._offices):
            return True
        today = [one for one in held if one.since <= self._on and (one.until is None or self._on < one.until)]
        return bool(today) and all(
            one.commune_id in self._led and one.role not in (HEAD, ADMINISTRATOR) for one in today
        )


def check_can_manage_devices(by: Worker, worker: Worker, *, on: date) -> None:
    """NotPermitted unless one worker may enrol, lock and wipe the tablets of another."""
    if not Manager(by, on=on).may(worker):
        raise NotPermitted(_("You may not change the tablets of this worker."), code="may_not_manage_devices")


def _roles_in(worker: Worker, commune: int, on: date) -> list[RoleHeld]:
    """The roles that hold in a commune on a day: those of the commune, and those of its county."""
    roles = roles_of(worker, on=on)
    counties = {held.county_id for held in roles if held.county_id is not None}
    county = places.county_of(commune) if counties else None
    return [held for held in roles if held.commune_id == commune or (county is not None and held.county_id == county)]


def _may_appoint(held: RoleHeld, role: str, commune: int | None, county: str | None) -> bool:
    if held.role == ADMINISTRATOR:
        return _covers(held, commune, county)
    team = roles_book()[role].level == "commune" and role not in (HEAD, ADMINISTRATOR)
    return held.role == HEAD and team and commune is not None and held.commune_id == commune


def _covers(held: RoleHeld, commune: int | None, county: str | None) -> bool:
    """Whether a role holds all over a place: (None, None) is the nation."""
    if held.commune_id is not None:
        return held.commune_id == commune
    if held.county_id is not None:
        return held.county_id == (county if commune is None else places.county_of(commune))
    return True
