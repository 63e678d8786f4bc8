"""The tables that indicators count over, filled from the rooms: one row each, days as numbers, no name of anybody.

Households and persons are numbered anew each time, so that nobody can be recognised across two gatherings.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import pyarrow as pa

from vatra.access import queries as access
from vatra.assessment import queries as assessment
from vatra.care import queries as care
from vatra.community import counted as community
from vatra.method.evidence import SUBJECTS_ASSESSED, Table, tables_of
from vatra.method.rulebook import Asked, Rulebook, Service
from vatra.people import queries as people
from vatra.results.beside import at_once, begun_by_domain, first_from, last_before, planned_by_code
from vatra.results.firsts import Firsts, begun_first, firsts_of

Row = dict[str, Any]
Tables = dict[str, pa.Table]
TYPES = {"boolean": pa.int16(), "choice": pa.int16(), "set": pa.int32(), "number": pa.int32()}
ADULT, PREGNANT = 18, "g_pregnant"
DISCUSSED = "C01"  # the service of bringing a case before the council: given by its being spoken of there


class Gathering:
    """Gathers commune after commune; `facts`: those that some indicator asks about."""

    def __init__(self, book: Rulebook, facts: frozenset[str]) -> None:
        self.tables = tables_of(book)
        self.facts = {code: book.facts[code] for code in sorted(facts)}
        self._services: dict[str, Service] = {each.code: each for each in book.services}
        self._subjects = {each.code: each.subject for each in book.vulnerabilities}
        self._domains = {each.code: each.domain for each in book.vulnerabilities}
        self._numbers: dict[UUID, int] = {}

    def commune(self, commune: int) -> Tables:
        """Everything of one commune."""
        rows: dict[str, list[Row]] = {name: [] for name in self.tables}
        homes = {row[0]: row for row in people.households_counted([commune])}
        first = assessment.first_interviews([commune])
        lives = [_left_with(homes, life) for life in people.lives_counted(homes)]
        held = access.roles_counted([commune])
        found = list(assessment.findings_counted([commune]))
        rows["households"] += self._households(homes, first, commune, firsts_of(found, list(homes)))
        rows["persons"] += self._persons(lives, first)
        rows["assessed"] += self._assessed(rows["persons"], rows["households"])
        known = {person: (sex, born) for person, _, sex, born, *_ in lives}
        rows["findings"] += self._findings(found, known, first)
        rows["at_once"] += self._at_once(found, known)
        rows["posts"] += (
            {"worker": worker, "profession": role, "since": since, "until": until}
            for worker, role, _, since, until in held
        )
        worked = _Worked(held)
        rows["interviews"] += self._interviews(commune, homes, worked)
        self._care(rows, homes, known, worked)
        rows["placements"] += self._placements(homes, known)
        rows["deliveries"] += self._discussed(commune, homes)
        rows["meetings"] += ({"on": on, "cases": cases} for _, on, cases in community.meetings_counted([commune]))
        return {name: as_arrow(self.tables[name], each, commune, self.facts) for name, each in rows.items()}

    def _number(self, uuid: UUID | None) -> int | None:
        return None if uuid is None else self._numbers.setdefault(uuid, len(self._numbers) + 1)

    def _households(
        self, homes: Mapping[UUID, Any], first: Mapping[UUID, date], commune: int, firsts: Firsts
    ) -> Iterator[Row]:
        unknown = assessment.not_assessable_counted([commune])
        facts = dict(assessment.facts_counted(list(homes), persons=False)) if self._asks("household") else {}
        for uuid, (_, _, enrolled_on, ended_on) in homes.items():
            yield {
                "household": self._number(uuid), "enrolled_on": enrolled_on, "ended_on": ended_on,
                "first_on": first.get(uuid), "unknown": unknown.get(uuid, 0), **firsts.get(uuid, {}),
                **self._said(facts.get(uuid, {}), ("household",)),
            }

    def _persons(self, lives: Collection[Any], first: Mapping[UUID, date]) -> Iterator[Row]:
        kinds = self.tables["persons"].facts_of
        facts = dict(assessment.facts_counted(list({life[0] for life in lives}), persons=True))
        for person, household, sex, born, since, until in lives:
            yield {
                "household": self._number(household), "person": self._number(person), "sex": sex, "born": _ymd(born),
                "since": since, "until": until, "first_on": first.get(household),
                "pregnant": facts.get(person, {}).get(PREGNANT) is True,
                **self._said(facts.get(person, {}), kinds),
            }

    def _assessed(self, persons: Iterable[Row], households: Iterable[Row]) -> Iterator[Row]:
        """Who was looked at: each household, each person as child or adult, and who is pregnant once more."""
        for home in households:
            if home["first_on"]:
                yield {"household": home["household"], "subject": "household", "first_on": home["first_on"],
                       "since": home["enrolled_on"], "until": home["ended_on"]}
        for one in persons:
            if not one["first_on"]:
                continue
            grown = one["born"] and (_ymd(one["first_on"]) or 0) - one["born"] >= ADULT * 10_000
            for subject in ("adult" if grown else "child", *(["pregnant"] if one["pregnant"] else [])):
                yield {name: one[name] for name in ("household", "person", "sex", "born", "first_on", "since",
                                                    "until")} | {"subject": subject}

    def _findings(
        self, found: Collection[Any], known: Mapping[UUID, tuple[str, date | None]], first: Mapping[UUID, date]
    ) -> Iterator[Row]:
        before, begun = begun_first(found), begun_by_domain(found, self._domains)
        planned = planned_by_code(care.vulnerabilities_planned({household for household, *_ in found}))
        for household, person, _, code, severity, since, until, judged in found:
            sex, born = known.get(person, ("", None)) if person else ("", None)
            yield {
                "household": self._number(household), "person": self._number(person), "sex": sex, "born": _ymd(born),
                "code": code, "subject": self._subjects.get(code), "severity": severity,
                "rejected": judged == "rejected", "again": since > before.get((household, person, code), since),
                "first_on": first.get(household), "since": since, "until": until,
                "before_on": last_before(begun, (person or household, self._domains.get(code, "")), since),
                "planned_on": first_from(planned, (household, code), since),
            }

    def _at_once(self, found: Collection[Any], known: Mapping[UUID, tuple[str, date | None]]) -> Iterator[Row]:
        for one in at_once(found, self._subjects):
            sex, born = known.get(one.person, ("", None)) if one.person else ("", None)
            yield {"household": self._number(one.household), "person": self._number(one.person), "sex": sex,
                   "born": _ymd(born), "subject": one.subject, "many": one.many, "since": one.since,
                   "until": one.until}

    def _interviews(self, commune: int, homes: Mapping[UUID, Any], worked: _Worked) -> Iterator[Row]:
        for household, _, on, worker, started, ended in assessment.interviews_counted([commune]):
            minutes = round((ended - started).total_seconds() / 60) if started and ended else None
            yield {"household": self._number(household), "worker": worker, "profession": worked.as_(worker, on),
                   "on": on, "minutes": minutes, "ended_on": homes[household][3] if household in homes else on}

    def _care(
        self, rows: dict[str, list[Row]], homes: Mapping[UUID, Any], known: Mapping[UUID, tuple[str, date | None]],
        worked: _Worked,
    ) -> None:
        uuids = list(homes)

        def about(household: UUID, person: UUID | None) -> Row:
            sex, born = known.get(person, ("", None)) if person else ("", None)
            return {"household": self._number(household), "person": self._number(person), "sex": sex,
                    "born": _ymd(born)}

        for household, worker, on, minutes, where in care.visits_counted(uuids):
            rows["visits"].append({"household": self._number(household), "worker": worker, "on": on,
                                   "profession": worked.as_(worker, on), "minutes": minutes, "where": where})
        for household, rule, starts, due, met, lapsed in care.deadlines_counted(uuids):
            rows["deadlines"].append({"household": self._number(household), "rule": rule, "starts_on": starts,
                                      "due_on": due, "met_on": met, "lapsed_on": lapsed})
        for household, person, service, role, due, done, state in care.planned_counted(uuids):
            rows["planned"].append(about(household, person) | self._given(service, role) | {
                "due_on": due, "done_on": done, "state": state})
        for household, person, service, worker, on, minutes, outcome in care.deliveries_counted(uuids):
            rows["deliveries"].append(about(household, person) | self._given(service, worked.as_(worker, on)) | {
                "worker": worker, "on": on, "minutes": minutes, "outcome": outcome})
        for household, person, service, sent, acknowledged, answered, outcome in care.referrals_counted(uuids):
            rows["referrals"].append(about(household, person) | {
                "service": service, "sent_on": sent, "acknowledged_on": acknowledged, "answered_on": answered,
                "outcome": outcome or "waiting"})
        gravest = _gravest(rows["findings"])
        for household, lead, registered, opened, closed in care.cases_counted(uuids):
            number = self._number(household)
            rows["cases"].append({"household": number, "worker": lead, "registered_on": registered,
                                  "opened_on": opened, "closed_on": closed, "severity": gravest.get(number or 0, 0)})

    def _placements(
        self, homes: Mapping[UUID, Any], known: Mapping[UUID, tuple[str, date | None]]
    ) -> Iterator[Row]:
        for household, person, since, until, again_on in people.placements_counted(list(homes)):
            sex, born = known.get(person, ("", None))
            yield {"household": self._number(household), "person": self._number(person), "sex": sex,
                   "born": _ymd(born), "since": since, "until": until, "again_on": again_on}

    def _discussed(self, commune: int, homes: Mapping[UUID, Any]) -> Iterator[Row]:
        for household, on in community.cases_discussed([commune]):
            if household in homes:
                yield {"household": self._number(household), "on": on, "outcome": "done"} | self._given(DISCUSSED, None)

    def _given(self, service: str, role: str | None) -> Row:
        offered = self._services.get(service)
        return {"service": service, "verb": offered.verb if offered else None, "profession": role}

    def _asks(self, *kinds: str) -> bool:
        return any(each.subject in kinds for each in self.facts.values())

    def _said(self, facts: Mapping[str, Any], kinds: Collection[str]) -> Row:
        """The facts asked about, as they are computed with; what was not answered is not known."""
        return {
            code: None if _unsaid(facts.get(code)) else facts[code]
            for code, asked in self.facts.items() if asked.subject in kinds
        }


class _Worked:
    """As what a worker worked in a commune on a day."""

    def __init__(self, held: Iterable[tuple[int, str, int, date, date | None]]) -> None:
        self._held: dict[int, list[tuple[str, date, date | None]]] = {}
        for worker, role, _, since, until in held:
            self._held.setdefault(worker, []).append((role, since, until))

    def as_(self, worker: int, on: date) -> str | None:
        """The role, the first held when there were several; None for who came from elsewhere."""
        held = self._held.get(worker, ())
        return next((role for role, since, until in held if since <= on and (until is None or on < until)), None)


def as_arrow(table: Table, rows: Iterable[Row], commune: int, facts: Mapping[str, Asked]) -> pa.Table:
    """Rows of one commune as columns of small numbers: choices by place, sets by bits; `facts`: those asked about."""
    listed = list(rows)
    columns = {name: (type_.name, type_.choices) for name, type_ in table.columns.items()}
    columns |= {code: (each.type, each.choices) for code, each in facts.items() if each.subject in table.facts_of}
    schema = schema_of(table, facts)
    made = {
        name: pa.array([_coded(row.get(name), *type_) for row in listed], schema.field(name).type)
        for name, type_ in columns.items()
    }
    return pa.table({"commune": pa.array([commune] * len(listed), pa.int32()), **made}, schema)


def schema_of(table: Table, facts: Mapping[str, Asked]) -> pa.Schema:
    """The columns of a table and their types, on every engine and in files: the commune first."""
    types = {name: type_.name for name, type_ in table.columns.items()}
    types |= {code: each.type for code, each in facts.items() if each.subject in table.facts_of}
    stored = [(name, _stored(name, type_, table)) for name, type_ in types.items()]
    return pa.schema([("commune", pa.int32()), *stored])


def together(parts: Iterable[Tables]) -> Tables:
    """The tables of several communes as one."""
    listed = list(parts)
    return {name: pa.concat_tables([part[name] for part in listed]) for name in listed[0]}


def subjects_by_code(book: Rulebook) -> dict[int, int]:
    """The place of each vulnerability's code with the place of its subject, as the columns hold them."""
    codes = tables_of(book)["findings"].columns["code"].choices
    subjects = {each.code: each.subject for each in book.vulnerabilities}
    return {place: SUBJECTS_ASSESSED.index(subjects[code]) + 1 for place, code in enumerate(codes, start=1)}


def _left_with(homes: Mapping[UUID, Any], life: Any) -> Any:
    """A stay in a household that left as a whole ended with it."""
    *who, until = life
    ended = homes[life[1]][3]
    return (*who, ended if until is None or (ended is not None and ended < until) else until)


def _gravest(findings: Iterable[Row]) -> dict[int, int]:
    """The severity of the gravest finding now open in each household."""
    found: dict[int, int] = {}
    for one in findings:
        if one["until"] is None and not one["rejected"]:
            found[one["household"]] = max(found.get(one["household"], 0), one["severity"])
    return found


def _ymd(day: date | None) -> int | None:
    return None if day is None else day.year * 10_000 + day.month * 100 + day.day


def _unsaid(value: Any) -> bool:
    return value is None or (isinstance(value, str) and value.startswith("?"))


def _stored(name: str, type_: str, table: Table) -> pa.DataType:
    asked = name not in table.columns
    return pa.float64() if asked and type_ == "number" else TYPES.get(type_, pa.int32())


def _coded(value: Any, type_: str, choices: tuple[str, ...]) -> int | float | None:
    if value is None or (type_ == "choice" and value not in choices):
        return None
    if isinstance(value, date):
        return value.toordinal()
    if type_ == "choice":
        return choices.index(value) + 1
    if type_ == "set":
        return sum(1 << choices.index(each) for each in value if each in choices)
    return int(value) if isinstance(value, bool) else value
