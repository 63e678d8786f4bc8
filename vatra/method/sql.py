"""One SQL statement for a whole population, one row per child: every finding, the level, every service.

The row is the household of one child, one carer and one pregnant woman; what has no column is unknown. Columns of a
row: facts by their code; a member's own birth date, ages and sex as `age_y` of the child, `a_age_y` of the carer,
`g_age_y` of the pregnant woman. The long shape, with real households, is in `vatra.method.sql_long`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from vatra.method.dialects import SqlWriter, quoted
from vatra.method.ordering import refers_to
from vatra.method.program import tasks_on
from vatra.method.python import Task
from vatra.method.rulebook import Rulebook, Vulnerability
from vatra.method.tree import Fact, Found, OverMembers, Truth, walk

MEMBERS = ("child", "adult", "pregnant")
PREFIX = {"household": "", "child": "", "adult": "a_", "pregnant": "g_"}
# Findings of one severity are counted in their own digits of one sum.
WEIGHT = {1: 1, 2: 10**4, 3: 10**8, 4: 10**12}
BITS = 60  # findings in one 64-bit mask, with room for its sign
IDENTIFIER = re.compile(r'"[^"]+"')
# Parts of a derived fact up to which it is written out where it is used: a layer costs a row store a copy of every row.
INLINE = {"sqlite": 60, "postgres": 60, "duckdb": 4}
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
    are left out. Statements give per row `id`, `household`, each vulnerability's severity (0 absent, NULL unknown),
    each service (1/0) and `level` (0 none to 4 immediate). `ready`: findings that the table already has.
    """

    book: Rulebook
    on: date
    dialect: str
    columns: frozenset[str]
    described: frozenset[str]
    ready: frozenset[str] = frozenset()

    @property
    def vulnerabilities(self) -> tuple[Vulnerability, ...]:
        """Those looked for on the day, of the kinds described."""
        return tuple(each for each in self.book.vulnerabilities_on(self.on) if each.subject in self.described)

    @property
    def codes(self) -> list[str]:
        """Their codes."""
        return [each.code for each in self.vulnerabilities]

    @property
    def services(self) -> tuple[str, ...]:
        """Services that are proposed by themselves."""
        return tuple(service.code for service in self.book.services if service.propose != "never")

    def writer(self) -> SqlWriter:
        """Writes conditions over the columns of a row."""
        in_force = frozenset(each.code for each in self.book.vulnerabilities_on(self.on))
        return SqlWriter(
            self.dialect,
            self.book.parameters_on(self.on),
            self.column,
            self.over,
            frozenset(self.book.derived),
            in_force,
            truths=self.apart,
        )

    @property
    def apart(self) -> bool:
        """Whether findings are first only true or false, and severe in a later step.

        A column store leaves out what nobody asks for; a row store would have to hand everything on.
        """
        return self.dialect == "duckdb"

    def column(self, node: Fact | Found, scope: str) -> str:
        """A column, or a typed NULL when the table has none of this name."""
        if isinstance(node, Found):
            return self.found(node.code)
        name = flat_column(node.code, node.subject, scope)
        if node.code in self.inline:
            return self.derived_sql(node.code, scope, self.writer())
        if name in self.columns or node.code in self.book.derived:
            return quoted(name)
        type_ = "double precision" if self.dialect == "postgres" and node.type == "number" else "INTEGER"
        return f"CAST(NULL AS {type_})"

    def found(self, code: str) -> str:
        """The column that says whether a vulnerability is present: a truth where kept `apart`, else its severity."""
        return quoted(f"{code}?" if self.apart else code)

    def over(self, node: OverMembers, scope: str) -> str:
        """any, all, count and sum over the members of a row: at most one of each kind."""
        writer = self.writer()
        scopes = MEMBERS if node.kind == "member" else (node.kind,)
        parts = [writer.sql(node.of, each) for each in scopes]
        if node.how in ("any", "all"):
            return "(" + (" OR " if node.how == "any" else " AND ").join(parts) + ")"
        if node.how == "count":
            if isinstance(node.of, Truth):
                return str(len(scopes) * node.of.value)
            return f"({' + '.join(part if self.dialect == 'sqlite' else f'CAST({part} AS INTEGER)' for part in parts)})"
        total = " + ".join(writer.ten_thousandths(part) for part in parts)
        return f"(({total}) / {writer.literal(10000.0)})"

    @cached_property
    def inline(self) -> frozenset[str]:
        """Derived facts that are written out where they are used: cheaper than a layer, while they are small."""
        sizes: dict[str, int] = {}
        for code in self.book.order:
            if code in self.book.derived:
                size = 1 + sum(
                    sizes.get(part.code, 1) if isinstance(part, Fact) else 1
                    for part in walk(self.book.derived[code].expression)
                )
                if size <= INLINE[self.dialect]:
                    sizes[code] = size
        return frozenset(sizes)

    def layers(self) -> list[list[tuple[str, str]]]:
        """(column, SQL) computed together; each layer only names columns of those before it."""
        tasks, writer = tasks_on(self.book, self.on), self.writer()
        depth: dict[str, int] = {}
        layers: list[list[tuple[str, str]]] = []
        for code in self.book.order:
            if code not in tasks or code in self.ready:
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
            return [
                (f"{task.code}?", writer.holds(task.rows, subject))
                if self.apart
                else (task.code, writer.finding(task.rows, subject))
            ]
        subject = self.book.derived[task.code].subject
        scopes = MEMBERS if subject == "member" else (subject,)
        return [
            (flat_column(task.code, subject, scope), self.derived_sql(task.code, scope, writer)) for scope in scopes
        ]

    def derived_sql(self, code: str, scope: str, writer: SqlWriter) -> str:
        """A derived fact, or what was given in its place."""
        derived = self.book.derived[code]
        name, sql = flat_column(code, derived.subject, scope), writer.sql(derived.expression, scope)
        if name not in self.columns:
            return f"({sql})"
        given = f"({quoted('given_' + name)} = 1)" if derived.type == "boolean" else quoted("given_" + name)
        return f"COALESCE({given}, {sql})"

    def coded(self, table: str, *more: str, carried: Collection[str] = ()) -> str:
        """The statement over a table; derived facts that were given stand in columns `given_…` of it.

        Each layer hands on only what a later one names. `more`: columns of the last step to be selected besides;
        `carried`: columns of the table to be handed through to the end.
        """
        found = [quoted(each.code) for each in self.vulnerabilities]
        through = [quoted(name) for name in carried]
        last = ['"id"', '"household"', *self.severe(), *self.masks(), *through]
        layers = [[f"{sql} AS {quoted(name)}" for name, sql in layer] for layer in self.layers()]
        made: set[str] = set()
        steps = []
        source = quoted(table)
        for number, layer in enumerate(layers):
            later = set(IDENTIFIER.findall(" ".join(part for after in (*layers[number + 1 :], last) for part in after)))
            given = (
                made if number else {'"id"', '"household"', *map(quoted, self.stored()), *through, *self.found_ready()}
            )
            kept = sorted(given & later)
            steps.append(f"layer_{number} AS (SELECT {', '.join([*kept, *layer])} FROM {source}{self.barrier()})")
            made = {*kept, *(quoted(name) for name, _ in self.layers()[number])}
            source = f"layer_{number}"
        last += [*map(self.found, self.codes)] if self.apart else []
        last.append(f'{self.several()} AS "several"')
        steps.append(f"findings AS (SELECT {', '.join(last)} FROM {source}{self.barrier()})")
        columns = ", ".join(
            ['"id"', '"household"', *found, *self.service_columns(), f'{self.level()} AS "level"', *through, *more]
        )
        return f"WITH {', '.join(steps)} SELECT {columns} FROM findings"

    def found_ready(self) -> set[str]:
        """The columns of the findings that the table already has."""
        return {column for code in self.ready for column in (quoted(code), self.found(code))}

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
        if not self.apart:
            one = {
                each.code: each.rows[0].severity
                for each in self.vulnerabilities
                if len({row.severity for row in each.rows}) == 1
            }
            return counts_of(f"({self.coded(table)}) AS coded", self.codes, self.services, severity=one)
        source = f"({self.coded(table, *map(self.found, self.codes))}) AS coded"
        return counts_of(source, self.codes, self.services, truths=True)

    def severe(self) -> list[str]:
        """The columns of severities."""
        if not self.apart:
            return [quoted(code) for code in self.codes]
        writer, tasks = self.writer(), tasks_on(self.book, self.on)
        return [
            quoted(each.code)
            if each.code in self.ready
            else f"CASE WHEN {self.found(each.code)} THEN {writer.severity(tasks[each.code].rows, each.subject)}"
            f" WHEN NOT {self.found(each.code)} THEN 0 END AS {quoted(each.code)}"
            for each in self.vulnerabilities
        ]

    def bits(self) -> dict[str, tuple[str, int]]:
        """Each vulnerability's place among the findings present: the mask it stands in, and its bit."""
        return {
            each.code: (quoted(f"present_{place // BITS}"), 1 << place % BITS)
            for place, each in enumerate(self.vulnerabilities)
        }

    def masks(self) -> list[str]:
        """The findings present as bits, so that a service costs one operation however many findings it is for."""
        parts: dict[str, list[str]] = {}
        for code, (mask, bit) in self.bits().items():
            parts.setdefault(mask, []).append(
                f"(CASE WHEN {self.found(code)}{'' if self.apart else ' > 0'} THEN {bit} ELSE 0 END)"
            )
        return [f"{' | '.join(several)} AS {mask}" for mask, several in parts.items()]

    def any_present(self, codes: Collection[str]) -> str:
        """Whether one of these findings is present; never NULL."""
        wanted: dict[str, int] = {}
        for code, (mask, bit) in self.bits().items():
            if code in codes:
                wanted[mask] = wanted.get(mask, 0) | bit
        return "(" + (" OR ".join(f"({mask} & {bits}) <> 0" for mask, bits in wanted.items()) or "FALSE") + ")"

    def service_columns(self) -> list[str]:
        """Each service: proposed when one of the vulnerabilities it is for is present."""
        made = []
        for service in self.book.services:
            if service.propose != "never":
                wanted = self.codes if service.vulnerabilities == ("*",) else service.vulnerabilities
                present = self.any_present(wanted)
                whole = present if self.dialect == "sqlite" else f"CAST({present} AS INTEGER)"
                made.append(f"{whole} AS {quoted(service.code)}")
        return made

    def level(self) -> str:
        """The level of a child, from the findings that count for it: those of one severity from their bits."""
        alike: dict[tuple[int, str], int] = {}
        for each in self.vulnerabilities:
            severities = {row.severity for row in each.rows}
            if each.subject != "pregnant" and len(severities) == 1:
                mask, bit = self.bits()[each.code]
                key = (min(severities), mask)
                alike[key] = alike.get(key, 0) | bit
        of = {
            each: [f"({mask} & {bits})" for (severity, mask), bits in alike.items() if severity == each]
            for each in WEIGHT
        }
        cases = []
        for severity, level, level_of_three in ((4, 4, None), (3, 3, None), (2, 2, 3), (1, 1, 2)):
            weight = WEIGHT[severity]
            if level_of_three:
                counted = "".join(f" + {weight} * {up_to_three(bits, self.dialect)}" for bits in of[severity])
                cases.append(f'WHEN "several"{counted} >= {3 * weight} THEN {level_of_three}')
            any_of = "".join(f" OR {bits} <> 0" for bits in of[severity])
            cases.append(f'WHEN "several" >= {weight}{any_of} THEN {level}')
        return f"CASE {' '.join(cases)} ELSE 0 END"

    def several(self) -> str:
        """The findings of vulnerabilities of several severities that count for the level, as digits of one sum."""
        writer, tasks = self.writer(), tasks_on(self.book, self.on)
        parts = []
        for each in self.vulnerabilities:
            severities = {row.severity for row in each.rows}
            if each.subject == "pregnant" or len(severities) == 1:
                continue
            if each.code in self.ready or not self.apart:
                parts.append(weight_of(quoted(each.code), severities))
            else:
                weight = writer.severity(tasks[each.code].rows, each.subject, WEIGHT)
                parts.append(f"(CASE WHEN {self.found(each.code)} THEN {weight} ELSE 0 END)")
        return " + ".join(parts) or "0"

    def barrier(self) -> str:
        """What keeps a planner from writing an inner expression out again wherever it is named."""
        return {"sqlite": " LIMIT -1 OFFSET 0", "postgres": " OFFSET 0", "duckdb": ""}[self.dialect]


def up_to_three(bits: str, dialect: str) -> str:
    """How many bits of a mask are set, three for more: each `x & (x - 1)` takes one away."""
    less = f"({bits} & ({bits} - 1))"
    numbers = [f"({each} <> 0)" for each in (bits, less, f"({less} & ({less} - 1))")]
    return "(" + " + ".join(each if dialect == "sqlite" else f"CAST({each} AS INTEGER)" for each in numbers) + ")"


def weight_of(column: str, severities: Collection[int]) -> str:
    """A severity as its digit of the sum, for a vulnerability that can have these."""
    cases = " ".join(f"WHEN {severity} THEN {WEIGHT[severity]}" for severity in sorted(severities))
    return f"(CASE {column} {cases} ELSE 0 END)"


def counts_of(
    source: str,
    codes: Collection[str],
    services: Collection[str],
    *,
    apart: bool = False,
    truths: bool = False,
    severity: Mapping[str, int] | None = None,
) -> str:
    """One row of counts: rows; per vulnerability known and present; each service; levels 0 to 4.

    `severity`: that of the findings that can have only one. `truths`: beside each severity stands a column `CODE?`,
    whether it is present. `apart` (long shape): a value of -1 means "does not apply", and each vulnerability has a
    third count, of those.
    """
    parts = ["COUNT(*)"]
    for code in codes:
        column, truth = quoted(code), quoted(f"{code}?")
        if truths:
            parts += [f"COUNT({truth})", f"COALESCE(COUNT_IF({truth}), 0)"]
        elif severity and code in severity:
            parts += [f"COUNT({column})", f"COALESCE(SUM({column}), 0) / {severity[code]}"]
        else:
            parts += [f"COUNT({column})", f"COUNT(CASE WHEN {column} > 0 THEN 1 END)"]
        parts += [f"COUNT(CASE WHEN {column} = -1 THEN 1 END)"] if apart else []
    parts += [f"COALESCE(SUM({quoted(code)}), 0)" for code in services]
    parts += [f'COUNT(CASE WHEN "level" = {level} THEN 1 END)' for level in range(5)]
    return f"SELECT {', '.join(parts)} FROM {source}"
