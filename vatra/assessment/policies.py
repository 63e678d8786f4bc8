"""Who may see and judge what: a finding shows itself only to those who need to know its domain."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext_lazy as _

from vatra.access import policies as access
from vatra.access.queries import Worker
from vatra.assessment.rulebooks import rulebook_in_force, vulnerabilities
from vatra.base.refusal import Refusal
from vatra.register.kinds import CannotApply

JUDGE = "judge_finding"


class CannotJudge(Refusal):
    """The worker may not judge this vulnerability here."""

    code = "cannot_judge"


def need_to_know(code: str, *, on: date) -> str:
    """The domain of a vulnerability, as roles see it. Raises CannotApply for a code the rulebook does not know."""
    known = vulnerabilities(rulebook_in_force(on=on)).get(code)
    if known is None:
        raise CannotApply(
            _("The rulebook knows no vulnerability “%(vulnerability)s”."), code="unknown_vulnerability",
            vulnerability=code,
        )
    return known.need_to_know


def can_judge(worker: Worker, code: str, commune: int, *, on: date) -> bool:
    """Whether the worker may judge findings in the commune, and needs to know this vulnerability's domain."""
    return access.can_act(worker, JUDGE, commune, on=on) and access.can_see_domain(
        worker, need_to_know(code, on=on), commune, on=on
    )


def check_can_judge(worker: Worker, code: str, commune: int, *, on: date) -> None:
    """Raise CannotJudge unless the worker may judge this vulnerability in this commune."""
    if not can_judge(worker, code, commune, on=on):
        raise CannotJudge(_("Your role does not judge this vulnerability; ask a colleague whose role does."))


def sees_all(domains: Collection[str] | None, domain: str) -> bool:
    """Whether a domain is among those seen; None = no limit (the system itself asks)."""
    return domains is None or domain in domains
