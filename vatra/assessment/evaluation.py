"""Evaluate whole households: current facts in, assessment rows and findings out, a handful of queries a run."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce

from vatra.assessment.answers import assessed, kind_of
from vatra.assessment.facts import Stored, together
from vatra.assessment.ledger import About, Ledger, Present
from vatra.assessment.levels import HOUSEHOLD
from vatra.assessment.lived import told
from vatra.assessment.merged import follow_merges
from vatra.assessment.models import Assessment, SubjectFacts
from vatra.assessment.rulebooks import codes_of_adults, rulebook_in_force, vulnerabilities
from vatra.assessment.standing import Standing, new_row, standings_of, write_standings
from vatra.base.prepared import Prepared
from vatra.method import Program, SubjectResult
from vatra.people import queries as people
from vatra.people.queries import Member, Said


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that the evaluation of some households needs, read in a handful of queries."""

    days: dict[UUID, date]  # as of when each household is evaluated
    changed_on: dict[UUID, date]  # when somebody last came or went
    communes: dict[UUID, int]
    left: frozenset[UUID]  # households that have left the commune whole
    members: dict[UUID, list[Member]]
    standings: dict[UUID, Standing]
    facts: dict[UUID, dict[str, Stored]]  # by subject, each record's own
    same: dict[UUID, frozenset[UUID]]  # of those that were merged: every record of the same subject
    said: dict[UUID, list[Said]]  # by person: what life events say

    def facts_together(self) -> dict[UUID, dict[str, Stored]]:
        """The facts by subject, those of merged records taken together, with what life events say."""
        facts = self.facts | {
            uuid: together(self.facts.get(one, {}) for one in sorted(several)) for uuid, several in self.same.items()
        }
        if not self.said:
            return facts
        days = {member.uuid: self.days[home] for home, several in self.members.items() for member in several}
        events = {person: self._said_of(person) for person in days}
        return facts | {
            person: told(facts.get(person, {}), said, on=days[person]) for person, said in events.items() if said
        }

    def _said_of(self, person: UUID) -> list[Said]:
        """What life events say of a person, whichever of the merged records they named."""
        same = sorted(self.same.get(person, (person,)))
        return sorted((said for one in same for said in self.said.get(one, ())), key=lambda said: said.on)


def bring_up_to_date(households: Collection[UUID], on: date) -> None:
    """Evaluate again the households among these that were ever assessed, or of whose children a life event tells,
    as of the latest day known of each.

    The day given is that of a whole run and says nothing of one household, so it is not used: the
    outcome must not depend on the neighbours of an entry.
    """
    merges = people.merges_of(households)
    households = {*households, *(uuid for one in merges for uuid in one.households)}
    days = follow_merges(merges) if merges else {}
    standings = standings_of(households)
    # A life event is reason enough, whether anybody asked before or not.
    days = people.days_told(households) | _parted_from_assessed(households, standings) | days
    asked = {uuid: max(standing.on, days.get(uuid, standing.on)) for uuid, standing in standings.items()}
    evaluate(gathered({uuid: on for uuid, on in days.items() if uuid in households} | asked, standings))


def _parted_from_assessed(households: Collection[UUID], standings: Mapping[UUID, Standing]) -> dict[UUID, date]:
    """Households that began with members of an assessed one: what was found of them goes with them."""
    parted = people.parted_and_joined(households)
    known = dict(standings) | standings_of({other for _household, other, _on in parted} - standings.keys())
    return {household: on for household, other, on in parted if other in known}


def gathered(days: Mapping[UUID, date], standings: dict[UUID, Standing] | None = None) -> Gathered:
    """What is known of some households, each as of a day or of a later day already known of it.

    A household that people do not know is left out.
    """
    standings = standings_of(days) if standings is None else standings
    told_on = people.days_told(days)
    lived = people.homes_ever(days)
    resolved = {
        uuid: max(on, lived[uuid].last_day, told_on.get(uuid, on), *([standings[uuid].on] if uuid in standings else []))
        for uuid, on in days.items() if uuid in lived
    }
    members = {uuid: lived[uuid].members(on) for uuid, on in resolved.items()}
    persons = [member.uuid for several in members.values() for member in several]
    same = people.same_as([*resolved, *persons])
    others = [uuid for several in same.values() for uuid in several]
    return Gathered(
        days=resolved,
        changed_on={uuid: one.last_day for uuid, one in lived.items()},
        communes={uuid: one.home.commune_id for uuid, one in lived.items()},
        left=frozenset(uuid for uuid, one in lived.items() if one.home.ended_on is not None),
        members=members,
        standings=standings,
        facts=facts_of([*resolved, *others], [*persons, *others]),
        same=same,
        said=people.said_of({*persons, *others}),
    )


def evaluate(known: Gathered) -> None:
    """Evaluate households and write what follows: findings, needs that ended, assessment rows."""
    if not known.days:
        return
    ledger = Ledger.of(known.days, [member.uuid for several in known.members.values() for member in several])
    facts = known.facts_together()
    # Who left comes last: what is found of those who live elsewhere by now has gone with them.
    in_turn = sorted(known.days, key=lambda household: household in known.left)
    touched = [_evaluate_one(known, household, ledger, facts) for household in in_turn]
    gone: list[Assessment] = []
    for standing, program in touched:
        staying = {member.uuid for member in known.members[standing.household]}
        ledger.leave(standing.household, staying, on=known.days[standing.household])
        gone += _without_leavers(standing, staying)
        standing.relevel(ledger, codes_of_adults(program))
    ledger.write()
    if gone:
        Assessment.objects.filter(pk__in=[row.pk for row in gone]).delete()
    write_standings(standing for standing, _ in touched)


def facts_of(households: Collection[UUID], persons: Collection[UUID]) -> dict[UUID, dict[str, Stored]]:
    """The stored facts of households and persons, by subject."""
    return dict(_FACTS(households, persons)) if households or persons else {}


_FACTS = Prepared(
    lambda households, persons: SubjectFacts.objects.filter(
        Q(household__uuid__in=households) | Q(person__uuid__in=persons)
    ).values_list(Coalesce("household__uuid", "person__uuid"), "facts")
)


def _evaluate_one(
    known: Gathered, household: UUID, ledger: Ledger, facts: dict[UUID, dict[str, Stored]]
) -> tuple[Standing, Program]:
    on, members = known.days[household], known.members[household]
    program = rulebook_in_force(on=on)
    if household in known.left:
        return _conclude(known, household, ledger, program), program
    result = assessed(program, household, members, facts, on=on, changed_on=known.changed_on[household])
    standing = known.standings.setdefault(household, Standing(household))
    by_id = {str(member.uuid): member for member in members}
    for said in (result.household, *result.subjects):
        member = by_id.get(said.id)
        about = About(household, member.uuid if member else None, known.communes[household])
        subject = kind_of(member, facts.get(member.uuid, {}), on=on) if member else HOUSEHOLD
        unknown = _observe(ledger, about, said, on, program)
        _fill(standing, about, subject, said, unknown, on, program.version)
    return standing, program


def _conclude(known: Gathered, household: UUID, ledger: Ledger, program: Program) -> Standing:
    """The household has left: nothing is found or asked of it any more; its rows stay, and do not count."""
    on = known.days[household]
    ledger.conclude(household, on=on)
    standing = known.standings.setdefault(household, Standing(household))
    standing.rows.setdefault(household, new_row(household, None, HOUSEHOLD))
    for row in standing.rows.values():
        row.commune_id, row.on, row.rulebook = known.communes[household], on, program.version
        row.rules_level, row.unknown, row.here = "none", {}, False
    standing.changed.update(standing.rows)
    return standing


def _observe(ledger: Ledger, about: About, said: SubjectResult, on: date, program: Program) -> dict[str, list[str]]:
    """Take one subject's findings into the ledger; gives {vulnerability: facts to ask} of the unknown ones."""
    known = vulnerabilities(program)
    present: dict[str, Present] = {}
    unknown: dict[str, list[str]] = {}
    for finding in said.findings:
        if finding.state == "present":
            present[finding.code] = Present(finding.severity or 1, known[finding.code].need_to_know, finding.reasons)
        elif finding.state == "unknown":
            unknown[finding.code] = list(finding.ask)
    ledger.observe(about, present, unknown, on=on, rulebook=program.version)
    return unknown


def _fill(
    standing: Standing, about: About, subject: str, said: SubjectResult, unknown: dict[str, Any], on: date, version: str
) -> None:
    row = standing.rows.get(about.subject)
    if row is None:
        row = standing.rows[about.subject] = new_row(about.household, about.person, subject)
    row.commune_id, row.subject, row.on, row.rulebook = about.commune, subject, on, version
    row.rules_level, row.unknown, row.here = said.level, unknown, True
    standing.changed[about.subject] = row


def _without_leavers(standing: Standing, staying: Collection[UUID]) -> list[Assessment]:
    """Take those who are no longer members out of a standing; gives their rows."""
    leavers = {subject: row for subject, row in standing.rows.items() if row.person_id and subject not in staying}
    for subject in leavers:
        del standing.rows[subject]
        standing.changed.pop(subject, None)
    return list(leavers.values())
