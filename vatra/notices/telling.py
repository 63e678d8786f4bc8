"""What there is to tell, and to whom: the digest of a day, and what cannot wait for it.

Looks down into the rooms; each thing is told to a worker once (`Notice.about`), however often it is looked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from vatra.access import exceptional, policies
from vatra.access import queries as access
from vatra.access.scopes import scopes_of
from vatra.assessment import queries as assessment
from vatra.base.ids import derived_uuid
from vatra.care import queries as care
from vatra.notices.models import Notice
from vatra.supervision import queries as supervision

LATELY = timedelta(days=3)  # an emergency or an answer that is missing for longer stands in the digest
UNANSWERED = "referral_answered"


def digests(*, at: datetime) -> list[Notice]:
    """The digest of this day for every worker for whom something waits, made unless it was made before."""
    on = timezone.localtime(at).date()
    return _kept([
        Notice(uuid=uuid4(), worker=worker, kind="digest", about=derived_uuid("digest", on.isoformat()), at=at, day=on,
               counts=counts)
        for worker in access.workers_today(on=on) if any((counts := counts_of(worker, at=at)).values())
    ])


def counts_of(worker: Any, *, at: datetime) -> dict[str, int]:
    """How much waits for a worker, as the first screen counts it."""
    on = timezone.localtime(at).date()
    scopes = scopes_of(worker, on=on)
    own = {held.commune_id for held in access.roles_of(worker, on=on) if held.commune_id}
    counts = {"late": 0, "week": 0}
    for scope in scopes:
        parts = care.worklist_counts(scope.communes, scope.domains, on=on, roles=scope.roles)
        counts = {part: counts[part] + parts[part] for part in counts}
    every = frozenset().union(*(scope.communes for scope in scopes)) if scopes else frozenset()
    acts = policies.Acts(worker)
    team = {code: scope.domains for scope in scopes for code in scope.communes & own}
    asking = [code for code in own if acts.can("interview", code, on=on)]
    triaging = [code for code in every if acts.can("case", code, on=on)]
    return counts | {
        "messages": len(care.unread_messages(team, reader=worker, at=at)) if team else 0,
        "openings": len(exceptional.openings_to_look_at(worker, every, on=on)) if every else 0,
        "signals": care.number_of_signals_waiting(triaging) if triaging else 0,
        "ask_again": len(supervision.to_ask_again(worker, asking)) if asking else 0,
    }


def urgent(*, at: datetime) -> list[Notice]:
    """What cannot wait: exceptional accesses to look at, emergencies found, referrals not answered in time."""
    on = timezone.localtime(at).date()
    workers = [(worker, policies.Acts(worker)) for worker in access.workers_today(on=on)]
    made: list[Notice] = []
    for opening in exceptional.openings_since(at - LATELY):
        made += _opening(opening, (worker for worker, _ in workers), at)
    emergencies = list(assessment.found_since(severity=4, since=on - LATELY))
    missing = list(care.overdue_since(UNANSWERED, since=on - LATELY, on=on))
    for worker, acts in workers:
        made += [_notice(worker, "emergency", uuid, at) for uuid, commune, domain in emergencies
                 if acts.sees(domain, commune, on=on)]
        made += [_notice(worker, "unanswered", uuid, at) for uuid, commune, domains in missing
                 if acts.can(exceptional.SUPERVISE, commune, on=on)
                 and any(acts.sees(domain, commune, on=on) for domain in domains)]
    return _kept(made)


def tell_of_opening(opening: exceptional.Opening, *, at: datetime) -> list[Notice]:
    """Tell the supervisors of an exceptional access at once."""
    on = timezone.localtime(at).date()
    return _kept(_opening(opening, access.workers_today(on=on), at))


def _opening(opening: exceptional.Opening, workers: Iterable[Any], at: datetime) -> Iterator[Notice]:
    on = timezone.localtime(at).date()
    for worker in workers:
        if opening.looked_by == "" and exceptional.may_look_at(worker, opening.worker, opening.commune, on=on):
            yield _notice(worker, "opening", opening.uuid, at)


def _notice(worker: Any, kind: str, about: UUID, at: datetime) -> Notice:
    return Notice(uuid=uuid4(), worker=worker, kind=kind, about=derived_uuid("notice", kind, about), at=at,
                  day=timezone.localtime(at).date())


def _kept(several: Iterable[Notice]) -> list[Notice]:
    """Those of them that were not told before; of two servers that look at one moment one tells."""
    made = list(several)
    Notice.objects.bulk_create(made, batch_size=500, ignore_conflicts=True)
    fresh = {one.uuid for one in made}
    return list(Notice.objects.filter(uuid__in=fresh).select_related("worker")) if fresh else []
