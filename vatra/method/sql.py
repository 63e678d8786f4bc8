"""One SQL statement for a whole population, one row per child: every finding, the level, every service.

The row is the household of one child, one carer and one pregnant woman; what has no column is unknown. Columns of a row:
facts by their code; a member's own birth date, ages and sex as `age_y` of the child, `a_age_y` of the carer, `g_age_y` of
the pregnant woman. The long shape, with real households, is in `vatra.method.sql_long`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from vatra.method.dialects import SqlWriter, quoted
from vatra.method.ordering import refers_to
from vatra.method.program import tasks_on
from vatra.method.python import Task
from vatra.method.rulebook import Rulebook, Vulnerability
from vatra.method.tree import Fact, Found, OverMembers

MEMBERS = ("child", "adult", "pregnant")
PREFIX = {"household": "", "child": "", "adult": "a_", "pregnant": "g_"}
# Findings of one severity are counted in their own digits of one sum.
WEIGHT = {1: 1, 2: 10**4, 3: 10**8, 4: 10**12}
LEVEL_CASES = (
    "CASE WHEN {0} >= 1000000000000 THEN 4 WHEN {0} >= 100000000 THEN 3 WHEN {0} >= 30000 THEN 3"
    " WHEN {0} >= 10000 THEN 2 WHEN {0} >= 3 THEN 2 WHEN {0} >= 1 THEN 1 ELSE 0 END"
)


def flat_column(code: str, subject: str, scope: str) -> str:
    """The column of a fact in a row per child."""
    return f"{PREFIX[scope]}{code}" if subject == "member" else code


@dataclass(frozen=True)
class PopulationSql:
    """What a statement is written from.

    `columns`: the columns the table really has. `described`: the kinds of member it describes; the findings of others
    are left out. Statements give per row `id`, `household`, each vulnerability's severity (0 absent, NULL unknown), each
    service (1/0) and `level` (0 none to 4 immediate).
    """

    book: Rulebook
    on: date
    dialect: str
    columns: frozenset[str]
    described: frozenset[str]

    @property
    def vulnerabilities(self) -> tuple[Vulnerability, ...]:
        """Those looked for on the day, of the kinds described."""
        return tuple(each for each in self.book.vulnerabilities_on(self.on) if each.subject in self.described)

    @property
    def services(self) -> tuple[str, ...]:
        """Services that are proposed by themselves."""
        return tuple(service.code for service in self.book.services if service.propose != "never")

    def writer(self) -> SqlWriter:
        """Writes conditions over the columns of a row."""
        in_force = frozenset(each.code for each in self.book.vulnerabilities_on(self.on))
        return SqlWriter(self.dialect, self.book.parameters_on(self.on), self.column, self.over,
                         frozenset(self.book.derived), in_force)

    def column(self, node: Fact | Found, scope: str) -> str:
        """A column, or a typed NULL when the table has none of this name."""
        name = flat_column(node.code, node.subject, scope)
        if isinstance(node, Found) or name in self.columns or node.code in self.book.derived:
            return quoted(name)
        type_ = "double precision" if self.dialect == "postgres" and node.type == "number" else "INTEGER"
        return f"CAST(NULL AS {type_})"

    def over(self, node: OverMembers, scope: str) -> str:
        """any, all, count and sum over the members of a row: at most one of each kind."""
        writer = self.writer()
        scopes = MEMBERS if node.kind == "member" else (node.kind,)
        parts = [writer.sql(node.of, each) for each in scopes]
        if node.how in ("any", "all"):
            return "(" + (" OR " if node.how == "any" else " AND ").join(parts) + ")"
        if node.how == "count":
            return "(" + " + ".join(f"(CASE WHEN {part} THEN 1 WHEN NOT {part} THEN 0 END)" for part in parts) + ")"
        total = " + ".join(writer.ten_thousandths(part) for part in parts)
        return f"(({total}) / {writer.literal(10000.0)})"

    def layers(self) -> list[list[tuple[str, str]]]:
        """(column, SQL) computed together; each layer only names columns of those before it."""
        tasks, writer = tasks_on(self.book, self.on), self.writer()
        depth: dict[str, int] = {}
        layers: list[list[tuple[str, str]]] = []
        for code in self.book.order:
            if code not in tasks:
                continue
            task = tasks[code]
            depth[code] = 1 + max((depth[each] for each in refers_to(task.trees()) if each in depth), default=-1)
            while len(layers) <= depth[code]:
                layers.append([])
            layers[depth[code]] += self.computed(task, writer)
        return layers

    def computed(self, task: Task, writer: SqlWriter) -> list[tuple[str, str]]:
        """The columns of one derived fact (one per kind of member when it is about any) or of one vulnerability."""
        if task.tree is None:
            subject = next(each.subject for each in self.book.vulnerabilities if each.code == task.code)
            return [(task.code, writer.finding(list(task.rows), subject))]
        subject = self.book.derived[task.code].subject
        made = []
        for scope in MEMBERS if subject == "member" else (subject,):
            name, sql = flat_column(task.code, subject, scope), writer.sql(task.tree, scope)
            if name in self.columns:  # given: taken as given
                given = f"({quoted('given_' + name)} = 1)" if task.type == "boolean" else quoted("given_" + name)
                sql = f"COALESCE({given}, {sql})"
            made.append((name, sql))
        return made

    def coded(self, table: str) -> str:
        """The statement over a table; derived facts that were given stand in columns `given_…` of it."""
        inner = quoted(table)
        for number, layer in enumerate(self.layers()):
            columns = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in layer)
            inner = f"(SELECT *, {columns} FROM {inner}{self.barrier()}) AS layer_{number}"
        found = [quoted(each.code) for each in self.vulnerabilities]
        last = ", ".join(['"id"', '"household"', *found, *self.service_columns(), f'{self.level_sum()} AS "severities"'])
        inner = f"(SELECT {last} FROM {inner}{self.barrier()}) AS findings"
        services = [quoted(code) for code in self.services]
        level = LEVEL_CASES.format('"severities"') + ' AS "level"'
        columns = ", ".join(['"id"', '"household"', *found, *services, level])
        return f"SELECT {columns} FROM {inner}"

    def statement(self, table: str) -> str:
        """The same with each vulnerability as state (1 present, 0 absent, NULL unknown) and severity."""
        shown = ['"id"', '"household"']
        for each in self.vulnerabilities:
            code = quoted(each.code)
            shown.append(f"CASE WHEN {code} > 0 THEN 1 ELSE {code} END AS {code}")
            shown.append(f"NULLIF({code}, 0) AS {quoted(each.code + '_severity')}")
        shown += [*map(quoted, self.services), '"level"']
        return f"SELECT {', '.join(shown)} FROM ({self.coded(table)}) AS coded"

    def counts(self, table: str) -> str:
        """One row of counts over the coded statement: per vulnerability present, absent, unknown; levels; services."""
        return counts_of(f"({self.coded(table)}) AS coded", [each.code for each in self.vulnerabilities], self.services)

    def service_columns(self) -> list[str]:
        """Each service as OR of the vulnerabilities it is for."""
        codes = [each.code for each in self.vulnerabilities]
        made = []
        for service in self.book.services:
            if service.propose != "never":
                wanted = codes if service.vulnerabilities == ("*",) else [c for c in service.vulnerabilities if c in codes]
                any_of = " OR ".join(f"{quoted(code)} > 0" for code in wanted) or "FALSE"
                made.append(f"(CASE WHEN {any_of} THEN 1 ELSE 0 END) AS {quoted(service.code)}")
        return made

    def level_sum(self) -> str:
        """The findings that count for a child's level, each severity in its own digits."""
        counted = [each.code for each in self.vulnerabilities if each.subject != "pregnant"]
        return " + ".join(weight_of(quoted(code)) for code in counted) or "0"

    def barrier(self) -> str:
        """What keeps a planner from writing an inner expression out again wherever it is named."""
        return {"sqlite": " LIMIT -1 OFFSET 0", "postgres": " OFFSET 0", "duckdb": ""}[self.dialect]


def weight_of(column: str) -> str:
    """A severity as its digit of the sum."""
    cases = " ".join(f"WHEN {severity} THEN {weight}" for severity, weight in WEIGHT.items())
    return f"(CASE {column} {cases} ELSE 0 END)"


def counts_of(source: str, codes: Collection[str], services: Collection[str]) -> str:
    """One row of counts: rows; present and absent per vulnerability; each service; levels 0 to 4.

    Present and absent are counted apart; what is left of the rows to which a vulnerability applies is unknown. A value
    of -1 means "does not apply" (long shape).
    """
    parts = ["COUNT(*)"]
    for code in codes:
        parts += [f"COALESCE(SUM(CASE WHEN {quoted(code)} > 0 THEN 1 ELSE 0 END), 0)",
                  f"COALESCE(SUM(CASE WHEN {quoted(code)} = 0 THEN 1 ELSE 0 END), 0)",
                  f"COALESCE(SUM(CASE WHEN {quoted(code)} IS NULL THEN 1 ELSE 0 END), 0)"]
    parts += [f"COALESCE(SUM({quoted(code)}), 0)" for code in services]
    parts += [f'COALESCE(SUM(CASE WHEN "level" = {level} THEN 1 ELSE 0 END), 0)' for level in range(5)]
    return f"SELECT {', '.join(parts)} FROM {source}"
