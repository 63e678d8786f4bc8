"""A synthetic nation as evidence: what indicators count over, for every commune, drawn by a seed, with nobody in it.

DuckDB draws it county by county straight into the files of `vatra.results.evidence_files`: each value from a hash of
(seed, what, household), so that the same seed gives the same nation on any number of threads. As many children as are
asked for, dealt out to the communes as the census of 2021 counted them. Three years of work in every household, near
enough to the rates of the pilot to weigh what a nation weighs; no figure here says anything about a place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa

from vatra.base.days import EPOCH
from vatra.demo.children import answer
from vatra.method.evidence import SUBJECTS_ASSESSED, WHERE
from vatra.results.evidence_files import ROW_GROUP, ROWS, EvidenceFiles

CHILDREN_A_HOME = 1.63  # of the draw below: 1 + 0.45 + 0.18
VULNERABLE = 0.31  # of the households; some 21 % of all children were in the pilot
ROLES = ("social_worker", "community_nurse", "school_mediator")
Progress = Callable[[int, int], None]
Shares = Mapping[int, float]  # children of each commune by the census


@dataclass(frozen=True)
class Nation:
    """What is asked for: so many children, so many months of work until a day, one seed; and the `code` that draws."""

    children: int
    months: int
    until: date
    seed: int
    code: str = ""

    @property
    def state(self) -> str:
        """What stands in the files of a commune made with these wishes."""
        return f"synthetic {self.children} {self.months} {self.until} {self.seed} {self.code}"


def make_nation(
    files: EvidenceFiles, wanted: Nation, counties: Mapping[str, Shares], *,
    progress: Progress = lambda done, of: None,
) -> int:
    """Write the evidence of every commune, county by county; one that is there already is left. How many rows in all.

    `counties`: the communes of each county, with the children that the census counted in them.
    """
    files.begin()
    taken = {code: state for code, state in files.taken().items() if state == wanted.state}
    whole = sum(sum(shares.values()) for shares in counties.values())
    first = 0
    files.keep_taken(taken, whole=False)
    for done, (county, shares) in enumerate(counties.items()):
        progress(done, len(counties))
        homes = {code: max(1, round(wanted.children * share / whole / CHILDREN_A_HOME))
                 for code, share in shares.items()}
        if not homes.keys() <= taken.keys():
            _Drawing(files, wanted).county(county, homes, first)
            taken |= dict.fromkeys(homes, wanted.state)
            files.keep_taken(taken, whole=False)
        first += sum(homes.values())
    files.keep_taken(taken, whole=True)
    progress(len(counties), len(counties))
    return files.rows()


@dataclass(frozen=True)
class _Table:
    """How a table is drawn: its rows, and an expression for each column; what is not named is not known."""

    rows: str
    columns: Mapping[str, str]


class _Drawing:
    """The SQL of one nation, in a DuckDB of its own."""

    def __init__(self, files: EvidenceFiles, wanted: Nation) -> None:
        self.files, self.wanted = files, wanted
        self.last = wanted.until.toordinal()
        self.first = (wanted.until - timedelta(days=round(wanted.months * 30.44))).toordinal()
        self.connection = duckdb.connect(":memory:")
        self.connection.execute("SET enable_progress_bar = false")
        self.connection.execute(
            f"CREATE MACRO u(what, which) AS (hash({wanted.seed}, what, which) >> 11) / 9007199254740992.0")
        # a birth as the number YYYYMMDD, from days before the end
        self.connection.execute(
            f"CREATE MACRO ymd(days) AS CAST(strftime(DATE '{wanted.until}' - CAST(days AS INTEGER), '%Y%m%d') AS INT)")
        self.half = wanted.months // 2
        self.facts = {code: files.book.facts[code] for code in sorted(files.facts)}

    def county(self, county: str, homes: Mapping[int, int], first: int) -> None:
        """Every table of one county, a file for each month; `first`: the nation's number of its first home."""
        self._homes(homes, first)
        for name, drawn in self._tables().items():
            target = self.files.folder / name / f"county={county}"
            schema = self.files.schema(name)
            columns = ", ".join(
                f'CAST({self._column(name, field.name, drawn)} AS {_sql(field.type)}) AS "{field.name}"'
                for field in schema)
            begins, order = self.files.tables[name].begins, ", ".join(f'"{each}"' for each in schema.names)
            month = f"strftime(DATE '1970-01-01' + CAST(\"{begins}\" - {EPOCH} AS INTEGER), '%Y-%m')"
            target.mkdir(parents=True, exist_ok=True)
            self.connection.execute(
                f"COPY (SELECT *, {month} AS began FROM (SELECT {columns} FROM {drawn.rows}) ORDER BY began, {order}) "
                f"TO '{_text(target)}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP}, "
                "PARTITION_BY (began), OVERWRITE, FILENAME_PATTERN 'rows')")
            for path in target.glob("began=*/*.parquet"):
                path.rename(path.with_name(ROWS))

    def _homes(self, homes: Mapping[int, int], first: int) -> None:
        listed = pa.table({"commune": pa.array(homes.keys(), pa.int32()),
                           "homes": pa.array(homes.values(), pa.int32())})
        self.connection.register("communes", listed)
        span = self.last - self.first
        self.connection.execute(f"""
            CREATE OR REPLACE TABLE homes AS
            WITH numbered AS (
                SELECT commune, unnest(range(1, homes + 1)) AS household,
                       {first} + sum(homes) OVER (ORDER BY commune) - homes AS before FROM communes),
            named AS (SELECT commune, household, before + household AS h FROM numbered),
            drawn AS (SELECT *, 1 + (u('second', h) < 0.45)::INT + (u('third', h) < 0.18)::INT AS children,
                             u('vulnerable', h) < {VULNERABLE} AS vulnerable,
                             {self.first} + CAST(floor(u('enrolled', h) * {min(180, span)}) AS INT) AS enrolled_on
                      FROM named)
            SELECT *, CASE WHEN u('asked', h) < 0.97
                           THEN least(enrolled_on + CAST(floor(u('days', h) * 6) AS INT), {self.last}) END AS first_on,
                   CASE WHEN u('left', h) < 0.02
                        THEN enrolled_on + 30 + CAST(floor(u('gone', h) * {span}) AS INT) END AS ended_on
            FROM drawn""")

    def _each(self, times: str, on: str) -> str:
        """The homes that were asked, each so many times (`n`), on a day while they were here."""
        return (
            f"(SELECT *, {on} AS day FROM (SELECT *, h * 64 + n AS e FROM "
            f"(SELECT *, unnest(range({times})) AS n FROM homes WHERE first_on IS NOT NULL))"
            f" WHERE {on} <= {self.last} AND (ended_on IS NULL OR {on} < ended_on))"
        )

    def _spread(self, times: int) -> str:
        """A day for each of so many times, from the first interview to the end."""
        return f"first_on + CAST(floor((n + u('day', e)) * ({self.last} - first_on + 1) / {times}) AS INT)"

    def _tables(self) -> dict[str, _Table]:
        return {**self._people(), **self._work(), **self._care()}

    def _people(self) -> dict[str, _Table]:
        """Who lives and works there."""
        person = {"person": "household * 8 + n", "sex": "1 + (u('sex', e) < 0.5)::INT",
                  "born": "CASE WHEN n < 2 THEN ymd(6940 + u('age', e) * 12000) ELSE ymd(u('age', e) * 6574) END"}
        lives = "(SELECT *, h * 64 + n AS e FROM (SELECT *, unnest(range(children + 2)) AS n FROM homes))"
        stay = {"household": "household", "first_on": "first_on", "since": "enrolled_on", "until": "ended_on"}
        return {
            "households": _Table("homes", {
                "household": "household", "enrolled_on": "enrolled_on", "first_on": "first_on",
                "ended_on": "ended_on", "unknown": "floor(pow(u('unknown', h), 6) * 5)"}),
            "persons": _Table(lives, stay | person),
            "assessed": _Table(
                "(SELECT h, commune, household, first_on, enrolled_on, ended_on, n, e, 2 + (n < 2)::INT AS subject "
                f"FROM {lives} WHERE first_on IS NOT NULL UNION ALL "
                "SELECT h, commune, household, first_on, enrolled_on, ended_on, NULL, h * 64, 1 "
                "FROM homes WHERE first_on IS NOT NULL)",
                stay | {name: f"CASE WHEN n IS NOT NULL THEN {said} END" for name, said in person.items()}
                | {"subject": "subject"}),
            "placements": _Table(self._each("(u('placed', h) < 0.004)::INT", self._spread(1)), _of_child() | {
                "since": "day", "until": f"CASE WHEN day + 300 < {self.last} THEN day + 300 END",
                "again_on": f"CASE WHEN u('again', h) < 0.1 AND day + 500 < {self.last} THEN day + 500 END"}),
            "meetings": _Table(
                f"(SELECT commune, unnest(range({self.wanted.months // 3})) AS n FROM communes)",
                {"on": f"{self.first} + n * 91", "cases": "1 + floor(u('cases', commune * 512 + n) * 6)"}),
            "posts": _Table("(SELECT commune, unnest(range(3)) AS n FROM communes)", {
                "worker": "commune * 8 + n", "profession": f"{self._places()}[n + 1]", "since": str(self.first)}),
        }

    def _work(self) -> dict[str, _Table]:
        """What was asked, found and visited, and by when it was due."""
        half, found = self.half, self.files.book.vulnerabilities
        subjects = [SUBJECTS_ASSESSED.index(one.subject) + 1 for one in found]
        code = f"1 + CAST(floor(pow(u('code', e), 2) * {len(subjects)}) AS INT)"
        met = "CASE WHEN u('met', e) < 0.9 THEN day + CAST(floor(u('late', e) * 36) AS INT) END"
        return {
            "findings": _Table(self._each(_among(3, "(u('one', h) < 0.2)::INT"), "first_on + n * 60"), _of_child() | {
                "code": code, "subject": f"{subjects}[{code}]", "severity": "1 + floor(pow(u('severity', e), 2) * 4)",
                "rejected": "u('rejected', e) < 0.04", "first_on": "first_on", "since": "day",
                "before_on": "CASE WHEN n > 0 AND u('repeat', e) < 0.1 THEN day - 60 END",
                "planned_on": f"CASE WHEN day + 40 * u('planned', e) < {self.last} THEN floor(day + 40 * "
                              "u('planned', e)) END",
                "until": f"CASE WHEN u('solved', e) < 0.5 AND day + 400 * u('after', e) < {self.last} "
                         "THEN floor(day + 400 * u('after', e)) END"}),
            "at_once": _Table(self._each(_among(3, "(u('one', h) < 0.2)::INT"), "first_on + n * 60"), {
                "household": "household", "person": "household * 8 + 2", "sex": "1 + (u('sex', h * 64 + 2) < 0.5)::INT",
                "born": "ymd(u('age', h * 64 + 2) * 6574)", "subject": str(SUBJECTS_ASSESSED.index("child") + 1),
                "many": "n + 1", "since": "day", "until": f"CASE WHEN n < 2 AND vulnerable AND day + 60 <= {self.last} "
                                                          "THEN day + 60 END"}),
            "interviews": _Table(self._each(str(max(1, self.wanted.months // 12)), "first_on + n * 365"), {
                "household": "household", **self._worked(), "on": "day", "minutes": "30 + floor(u('long', e) * 60)",
                "ended_on": "ended_on"}),
            "visits": _Table(self._each(_among(half, 2), self._spread(half)), {
                "household": "household", **self._worked(), "on": "day", "minutes": "15 + floor(u('long', e) * 75)",
                "where": f"1 + floor(u('where', e) * {len(WHERE)})"}),
            "deadlines": _Table(self._each(_among(half, 1), self._spread(half)), {
                "household": "household", "rule": self._rule(), "starts_on": "day", "due_on": "day + 30",
                "met_on": f"CASE WHEN {met} <= {self.last} THEN {met} END"}),
        }

    def _care(self) -> dict[str, _Table]:
        """What was promised and done."""
        services, half = self.files.book.services, self.half
        service = f"1 + CAST(floor(u('service', e) * {len(services)}) AS INT)"
        verbs = list(dict.fromkeys(each.verb for each in services))
        given = _of_child() | {"service": service, "profession": self._role("u('who', e)"),
                               "verb": f"{[verbs.index(each.verb) + 1 for each in services]}[{service}]"}
        return {
            "planned": _Table(self._each(_among(5, 0), self._spread(5)), given | {
                "due_on": "day + 30", "state": "1 + floor(u('state', e) * 4)",
                "done_on": f"least(day + 20, {self.last})"}),
            "deliveries": _Table(self._each(_among(half // 2, 0), self._spread(max(1, half // 2))), given | {
                "worker": self._worked()["worker"], "on": "day", "minutes": "10 + floor(u('long', e) * 50)",
                "outcome": "1 + floor(pow(u('outcome', e), 3) * 3)"}),
            "referrals": _Table(self._each(_among(1, 0), self._spread(1)), _of_child() | {
                "service": service, "sent_on": "day", "outcome": "1 + floor(u('outcome', e) * 10)",
                "acknowledged_on": f"least(day + CAST(floor(u('heard', e) * 12) AS INT), {self.last})",
                "answered_on": f"least(day + 14, {self.last})"}),
            "cases": _Table(self._each(_among(1, 0), "first_on + 3"), {
                "household": "household", "worker": "commune * 8", "registered_on": "first_on", "opened_on": "day",
                "closed_on": f"CASE WHEN u('closed', h) < 0.4 AND day + 540 < {self.last} THEN day + 540 END",
                "severity": "1 + floor(pow(u('gravest', h), 2) * 4)"}),
        }

    def _column(self, table: str, name: str, drawn: _Table) -> str:
        if name == "commune" or name in drawn.columns:
            return drawn.columns.get(name, name)
        fact = self.facts.get(name)
        if fact is None:
            return "NULL"
        which = "h" if table == "households" else "e"
        said = answer(fact, f"u('{name}', {which})").replace("age_y", "8")
        return f"CASE WHEN u('said {name}', {which}) < 0.92 THEN {said} END"

    def _places(self) -> str:
        roles = [row["code"] for row in self.files.book.roles]
        return "[" + ", ".join(str(roles.index(each) + 1) for each in ROLES) + "]"

    def _role(self, u: str) -> str:
        return f"{self._places()}[1 + CAST(floor({u} * 3) AS INT)]"

    def _worked(self) -> dict[str, str]:
        return {"worker": "commune * 8 + CAST(floor(u('who', e) * 3) AS INT)", "profession": self._role("u('who', e)")}

    def _rule(self) -> str:
        rules = self.files.tables["deadlines"].columns["rule"].choices
        first, then = rules.index("initial_visit") + 1, rules.index("monitoring") + 1
        return f"CASE WHEN n = 0 THEN {first} ELSE {then} END"


def _among(vulnerable: object, others: object) -> str:
    """How often, in a vulnerable household and in any other one."""
    return f"CASE WHEN vulnerable THEN {vulnerable} ELSE {others} END"


def _of_child() -> dict[str, str]:
    """A child of the household, the same one for all that is about it."""
    return {"household": "household",
            "person": "household * 8 + 2 + CAST(floor(u('whom', e) * children) AS INT)",
            "sex": "1 + (u('sex', h * 64 + 2 + CAST(floor(u('whom', e) * children) AS INT)) < 0.5)::INT",
            "born": "ymd(u('age', h * 64 + 2 + CAST(floor(u('whom', e) * children) AS INT)) * 6574)"}


def _sql(type_: pa.DataType) -> str:
    return {"int16": "SMALLINT", "int32": "INTEGER", "double": "DOUBLE"}[str(type_)]


def _text(path: Path) -> str:
    return str(path).replace("'", "''")
