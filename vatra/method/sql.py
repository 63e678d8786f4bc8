"""One SQL statement for a whole population, one row per child: every finding, the level, every service.

The row is the household of one child, one carer and one pregnant woman; what has no column is unknown. Columns of a row:
facts by their code; a member's own birth date, ages and sex as `age_y` of the child, `a_age_y` of the carer, `g_age_y` of
the pregnant woman. The long shape, with real households, is in `vatra.method.sql_long`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from vatra.method.dialects import SqlWriter, quoted
from vatra.method.ordering import refers_to
from vatra.method.program import tasks_on
from vatra.method.python import Task
from vatra.method.rulebook import Rulebook, Vulnerability
from vatra.method.tree import Fact, Found, OverMembers, walk

MEMBERS = ("child", "adult", "pregnant")
PREFIX = {"household": "", "child": "", "adult": "a_", "pregnant": "g_"}
# Findings of one severity are counted in their own digits of one sum.
WEIGHT = {1: 1, 2: 10**4, 3: 10**8, 4: 10**12}
IDENTIFIER = re.compile(r'"[^"]+"')
INLINE = 60  # parts of a derived fact up to which it is written out where it is used
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
        if isinstance(node, Fact) and node.code in self.inline:
            return self.derived_sql(node.code, scope, self.writer())
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

    @cached_property
    def inline(self) -> frozenset[str]:
        """Derived facts that are written out where they are used: cheaper than a layer, while they are small."""
        sizes: dict[str, int] = {}
        for code in self.book.order:
            if code in self.book.derived:
                size = 1 + sum(sizes.get(part.code, 1) if isinstance(part, Fact) else 1
                               for part in walk(self.book.derived[code].expression))
                if size <= INLINE:
                    sizes[code] = size
        return frozenset(sizes)

    def layers(self) -> list[list[tuple[str, str]]]:
        """(column, SQL) computed together; each layer only names columns of those before it."""
        tasks, writer = tasks_on(self.book, self.on), self.writer()
        depth: dict[str, int] = {}
        layers: list[list[tuple[str, str]]] = []
        for code in self.book.order:
            if code not in tasks:
                continue
            task = tasks[code]
            inline = code in self.inline
            before = max((depth[each] for each in refers_to(task.trees()) if each in depth), default=-1)
            depth[code] = before if inline else before + 1
            if not inline:
                layers += [[] for _ in range(depth[code] + 1 - len(layers))]
                layers[depth[code]] += self.computed(task, writer)
        return layers

    def computed(self, task: Task, writer: SqlWriter) -> list[tuple[str, str]]:
        """The columns of one derived fact (one per kind of member when it is about any) or of one vulnerability."""
        if task.tree is None:
            subject = next(each.subject for each in self.book.vulnerabilities if each.code == task.code)
            return [(task.code, writer.finding(list(task.rows), subject))]
        subject = self.book.derived[task.code].subject
        scopes = MEMBERS if subject == "member" else (subject,)
        return [(flat_column(task.code, subject, scope), self.derived_sql(task.code, scope, writer)) for scope in scopes]

    def derived_sql(self, code: str, scope: str, writer: SqlWriter) -> str:
        """A derived fact, or what was given in its place."""
        derived = self.book.derived[code]
        name, sql = flat_column(code, derived.subject, scope), writer.sql(derived.expression, scope)
        if name not in self.columns:
            return f"({sql})"
        given = f"({quoted('given_' + name)} = 1)" if derived.type == "boolean" else quoted("given_" + name)
        return f"COALESCE({given}, {sql})"

    def coded(self, table: str) -> str:
        """The statement over a table; derived facts that were given stand in columns `given_…` of it.

        Each layer hands on only what a later one names.
        """
        found = [quoted(each.code) for each in self.vulnerabilities]
        last = ['"id"', '"household"', *found, *self.service_columns(), f'{self.level_sum()} AS "severities"']
        layers = [[f"{sql} AS {quoted(name)}" for name, sql in layer] for layer in self.layers()]
        made: set[str] = set()
        steps = []
        source = quoted(table)
        for number, layer in enumerate(layers):
            later = set(IDENTIFIER.findall(" ".join(part for after in (*layers[number + 1 :], last) for part in after)))
            given = made if number else {quoted(name) for name in self.stored()} | {'"id"', '"household"'}
            kept = sorted(given & later)
            steps.append(f"layer_{number} AS (SELECT {', '.join([*kept, *layer])} FROM {source}{self.barrier()})")
            made = {*kept, *(quoted(name) for name, _ in self.layers()[number])}
            source = f"layer_{number}"
        steps.append(f"findings AS (SELECT {', '.join(last)} FROM {source}{self.barrier()})")
        services = [quoted(code) for code in self.services]
        columns = ", ".join(['"id"', '"household"', *found, *services, LEVEL_CASES.format('"severities"') + ' AS "level"'])
        return f"WITH {', '.join(steps)} SELECT {columns} FROM findings"

    def stored(self) -> set[str]:
        """The columns of the working table; a derived fact that was given is not called as the computed one."""
        return {f"given_{name}" if name in self.book.derived else name for name in self.columns}

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
        counted = [each for each in self.vulnerabilities if each.subject != "pregnant"]
        return " + ".join(weight_of(quoted(each.code), {row.severity for row in each.rows}) for each in counted) or "0"

    def barrier(self) -> str:
        """What keeps a planner from writing an inner expression out again wherever it is named."""
        return {"sqlite": " LIMIT -1 OFFSET 0", "postgres": " OFFSET 0", "duckdb": ""}[self.dialect]


def weight_of(column: str, severities: Collection[int]) -> str:
    """A severity as its digit of the sum, for a vulnerability that can have these."""
    cases = " ".join(f"WHEN {severity} THEN {WEIGHT[severity]}" for severity in sorted(severities))
    return f"(CASE {column} {cases} ELSE 0 END)"


def counts_of(source: str, codes: Collection[str], services: Collection[str], *, apart: bool = False) -> str:
    """One row of counts: rows; per vulnerability known and present; each service; levels 0 to 4.

    `apart` (long shape): a value of -1 means "does not apply", and each vulnerability has a third count, of those.
    """
    parts = ["COUNT(*)"]
    for code in codes:
        column = quoted(code)
        parts += [f"COUNT({column})", f"COUNT(CASE WHEN {column} > 0 THEN 1 END)"]
        parts += [f"COUNT(CASE WHEN {column} = -1 THEN 1 END)"] if apart else []
    parts += [f"COALESCE(SUM({quoted(code)}), 0)" for code in services]
    parts += [f'COUNT(CASE WHEN "level" = {level} THEN 1 END)' for level in range(5)]
    return f"SELECT {', '.join(parts)} FROM {source}"
