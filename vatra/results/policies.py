"""Who may compare which list with the register: whoever writes down people and sees what the list is about."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from vatra.access import policies as access
from vatra.access.queries import Worker, communes_seen
from vatra.people import policies as people

# The domain that a list tells of beside who the child is.
DOMAIN_OF = {"school": "education", "births": "general", "vaccinations": "health", "benefits": "economic"}


def can_compare(worker: Worker, kind: str, commune: int, *, on: date) -> bool:
    """Whether a worker may compare a list of this kind with a commune, and see what came of it."""
    return (kind in DOMAIN_OF and people.can_register(worker, commune, on=on)
            and access.can_see_domain(worker, DOMAIN_OF[kind], commune, on=on))


def check_can_compare(worker: Worker, kind: str, commune: int, *, on: date) -> None:
    """access.NotPermitted unless `can_compare`."""
    if not can_compare(worker, kind, commune, on=on):
        raise access.NotPermitted(_("Your roles in this commune do not see what such a list tells."))


def can_know_where(worker: Worker, commune: int, *, on: date) -> bool:
    """Whether a worker may be told that a child of a list lives in this commune: whoever sees its households.

    All others who may compare the list are told that the child is known in the county, and neither where nor who.
    """
    return commune in communes_seen(worker, on=on)
