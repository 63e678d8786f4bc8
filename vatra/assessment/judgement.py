"""A worker's word on findings: agreed, rejected, added; needs met or withdrawn.

The entries of a run are taken one after the other against a ledger in memory, so that the rows do
not depend on where a run was cut.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vatra.assessment.evaluation import evaluate, gathered
from vatra.assessment.ledger import About, Ledger, Present, is_open
from vatra.assessment.models import Finding, Judgement, Need
from vatra.assessment.policies import need_to_know
from vatra.assessment.rulebooks import codes_of_adults, rulebook_in_force
from vatra.assessment.standing import Standing, standings_of, write_standings
from vatra.people.policies import check_of_commune, check_of_household
from vatra.register.kinds import CannotApply, Sealed

MILDEST = 1
_VERDICTS = {
    "agree_need": Judgement.Verdict.AGREED, "reject_finding": Judgement.Verdict.REJECTED,
    "add_need": Judgement.Verdict.ADDED,
}


def agree_needs(run: Sequence[Sealed]) -> None:
    """Findings agreed by workers become needs."""
    _judge(run, _agree)


def reject_findings(run: Sequence[Sealed]) -> None:
    """Findings rejected with a reason; they stay, do not count, and their needs are withdrawn."""
    _judge(run, _reject)


def add_needs(run: Sequence[Sealed]) -> None:
    """Vulnerabilities that workers saw and the rules did not find become findings and needs."""
    check_of_commune(run)
    first_days: dict[UUID, date] = {}
    for entry in run:
        if entry.household:
            first_days.setdefault(entry.household, entry.on)
    known = standings_of(first_days)
    evaluate(gathered({uuid: on for uuid, on in first_days.items() if uuid not in known}))
    _judge(run, _add)


def close_needs(run: Sequence[Sealed]) -> None:
    """Needs that workers say are met, or were none."""
    _judge(run, _close)


def _judge(run: Sequence[Sealed], act: Callable[[Ledger, Sealed, Standing | None], Finding]) -> None:
    check_of_commune(run)
    for entry in run:
        _domain(entry)
    check_of_household((entry.person, entry.household) for entry in run)
    households = {entry.household for entry in run if entry.household}
    standings = standings_of(households)
    ledger = Ledger.of(households, {entry.person for entry in run if entry.person})
    for entry in run:
        household = the_household(entry)
        finding = act(ledger, entry, standings.get(household))
        ledger.judgements.append(Judgement(
            uuid=entry.uuid, finding_id=finding.uuid, household_id=household, person_id=entry.person,
            code=entry.payload.code, verdict=_VERDICTS.get(entry.kind) or entry.payload.outcome,
            reason=_reason(entry), on=entry.on, by_id=entry.by_id,
        ))
    ledger.write()
    for standing in standings.values():
        standing.relevel(ledger, codes_of_adults(rulebook_in_force(on=standing.on)))
    write_standings(standings.values())


def _domain(entry: Sealed) -> str:
    """The domain of what is judged. Raises CannotApply for a code the rulebook does not know."""
    return need_to_know(entry.payload.code, on=entry.on)


def _reason(entry: Sealed) -> str:
    return str(entry.payload.note if entry.kind == "agree_need" else entry.payload.reason)


def the_household(entry: Sealed) -> UUID:
    """The household an entry is about. Raises CannotApply when it names none."""
    if entry.household is None:
        raise CannotApply(_("The entry does not say which household it is about."), code="no_household")
    return entry.household


def the_subject(entry: Sealed) -> UUID:
    """The person an entry is about, else its household."""
    return entry.person or the_household(entry)


def _agree(ledger: Ledger, entry: Sealed, standing: Standing | None) -> Finding:
    finding = _finding_judged(ledger, entry)
    _approve(ledger, entry, finding)
    return finding


def _approve(ledger: Ledger, entry: Sealed, finding: Finding) -> None:
    """Another worker sees it too: a finding of the rules is agreed, one that a worker added stays added."""
    if finding.judged != Finding.Judged.ADDED:
        finding.judged = Finding.Judged.AGREED
    finding.judged_on, finding.judged_reasons = entry.on, finding.reasons
    ledger.changed[finding.uuid] = finding
    _need(ledger, entry, finding)


def _reject(ledger: Ledger, entry: Sealed, standing: Standing | None) -> Finding:
    finding = _finding_judged(ledger, entry)
    added = finding.judged == Finding.Judged.ADDED
    finding.judged, finding.judged_on = Finding.Judged.REJECTED, entry.on
    finding.judged_reasons = finding.reasons
    ledger.changed[finding.uuid] = finding
    subject = the_subject(entry)
    if added and finding.until is None:
        ledger.end(finding, on=entry.on, met=False)
    else:
        ledger.end_need(subject, finding.code, on=entry.on, met=False)
    return finding


def _add(ledger: Ledger, entry: Sealed, standing: Standing | None) -> Finding:
    if standing is None or (entry.person and entry.person not in standing.rows):
        raise CannotApply(_("The person is not a member of this household."), code="not_a_member")
    if not standing.is_here:
        raise CannotApply(_("The household has left the commune; nothing can be added to it."), code="household_left")
    subject = the_subject(entry)
    finding = ledger.open.get(subject, {}).get(entry.payload.code)
    if finding is None:
        seen = Present(entry.payload.severity or MILDEST, _domain(entry), {})
        about = About(standing.household, entry.person, standing.commune)
        finding = ledger.begun(about, entry.payload.code, seen, on=entry.on)
        finding.judged, finding.rulebook = Finding.Judged.ADDED, standing.rulebook
    _approve(ledger, entry, finding)
    return finding


def _close(ledger: Ledger, entry: Sealed, standing: Standing | None) -> Finding:
    subject = the_subject(entry)
    need = ledger.needs.get((subject, entry.payload.code))
    if need is None:
        raise CannotApply(
            _("There is no need %(vulnerability)s here to close; somebody may have rejected it meanwhile."),
            code="no_such_need", vulnerability=entry.payload.code,
        )
    finding = _finding_judged(ledger, entry)
    met = entry.payload.outcome == "met"
    if finding.judged == Finding.Judged.ADDED and finding.until is None:
        ledger.end(finding, on=entry.on, met=met)
    else:
        ledger.end_need(subject, need.code, on=entry.on, met=met)
    return finding


def _need(ledger: Ledger, entry: Sealed, finding: Finding) -> None:
    """An open need for the finding; a second worker who agrees makes no second need."""
    subject = the_subject(entry)
    known = ledger.needs.get((subject, finding.code))
    if known is not None and is_open(known):
        return
    need = Need(
        uuid=entry.uuid, household_id=finding.household_id, person_id=finding.person_id,
        commune_id=finding.commune_id, code=finding.code, domain=finding.domain, agreed_on=entry.on,
        by_id=entry.by_id, reason=_reason(entry),
        met_on=max(finding.until, entry.on) if finding.until else None,
    )
    ledger.needs[subject, finding.code] = ledger.changed_needs[need.uuid] = need


def _finding_judged(ledger: Ledger, entry: Sealed) -> Finding:
    """The open finding, or the last one when it still held on the day of the entry (it came late)."""
    subject = the_subject(entry)
    code = entry.payload.code
    finding = ledger.open.get(subject, {}).get(code) or ledger.ended.get((subject, code))
    if finding is None or (finding.until is not None and finding.until < entry.on):
        raise CannotApply(
            _("The vulnerability %(vulnerability)s is not (or no longer) found here, so it cannot be judged. "
              "Look at the household as it is now, and add it if you see it."),
            code="no_such_finding", vulnerability=code,
        )
    if finding.household_id != entry.household:
        raise CannotApply(
            _("The person has meanwhile moved to another household; judge what was found there."),
            code="moved_meanwhile",
        )
    return finding
