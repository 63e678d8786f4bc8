"""May this worker print this paper here."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from vatra.access import policies as access
from vatra.access.policies import NotPermitted
from vatra.access.queries import Worker
from vatra.papers.catalogue import Kind


def can_print(worker: Worker, kind: Kind, commune: int, *, on: date) -> bool:
    """Whether a role held in the commune makes this kind of paper; a paper for everybody asks for none.

    What the worker may know of the household is asked for apart, by every part of the paper.
    """
    return not kind.acts or any(access.can_act(worker, act, commune, on=on) for act in kind.acts)


def check_can_print(worker: Worker, kind: Kind, commune: int, *, on: date) -> None:
    """NotPermitted unless `can_print`."""
    if not can_print(worker, kind, commune, on=on):
        raise NotPermitted(_("Another profession of the team makes this paper."), code="may_not_print")
