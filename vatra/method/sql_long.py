"""One SQL statement for a population of whole households: real counts over members, levels and merged plans.

Two tables: "household" (household, the household's facts) and "member" (id, household, kind, is_child, is_adult,
is_pregnant, the member's facts). What no column holds is unknown. A vulnerability that does not apply to a row is -1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from vatra.method.dialects import SqlWriter, quoted
from vatra.method.ordering import refers_to
from vatra.method.program import blocks_of, tasks_on
from vatra.method.python import Task
from vatra.method.rulebook import Rulebook, Vulnerability
from vatra.method.sql import LEVEL_CASES, counts_of, weight_of
from vatra.method.tree import Fact, Found, OverMembers, walk


@dataclass
class HouseholdsSql:
    """Writes the statement; `columns`: the fact columns the two tables really have."""

    book: Rulebook
    on: date
    dialect: str
    columns: frozenset[str]
    steps: list[str] = field(default_factory=list)
    counted: dict[OverMembers, str] = field(default_factory=dict)
    household: str = "household"
    member: str = "member"

    @property
    def vulnerabilities(self) -> tuple[Vulnerability, ...]:
        """Those looked for on the day."""
        return self.book.vulnerabilities_on(self.on)

    @property
    def services(self) -> tuple[str, ...]:
        """Services that are proposed by themselves."""
        return tuple(service.code for service in self.book.services if service.propose != "never")

    def writer(self) -> SqlWriter:
        """Writes conditions over the columns of the two tables."""
        in_force = frozenset(each.code for each in self.vulnerabilities)
        return SqlWriter(
            self.dialect,
            self.book.parameters_on(self.on),
            self.column,
            lambda node, scope: quoted(self.counted[node]),
            frozenset(self.book.derived),
            in_force,
        )

    def column(self, node: Fact | Found, scope: str) -> str:
        """A column, or a typed NULL when the tables have none of this name."""
        if isinstance(node, Found) or node.code in self.columns or node.code in self.book.derived:
            return quoted(node.code)
        type_ = "double precision" if self.dialect == "postgres" and node.type == "number" else "INTEGER"
        return f"CAST(NULL AS {type_})"

    def step(self, name: str, sql: str) -> str:
        """Adds a named intermediate table."""
        self.steps.append(f"{name} AS MATERIALIZED ({sql})")
        return name

    def coded(self) -> str:
        """The statement: a row per household and per member."""
        self.steps, self.counted, self.household, self.member = [], {}, "household", "member"
        tasks = tasks_on(self.book, self.on)
        for number, block in enumerate(blocks_of(self.book)):
            todo = [tasks[code] for code in block.codes if code in tasks]
            self.count(
                number,
                [
                    part
                    for task in todo
                    for tree in task.trees()
                    for part in walk(tree)
                    if isinstance(part, OverMembers)
                ],
            )
            for depth, layer in enumerate(layers_of(todo)):
                self.compute(f"{number}_{depth}", block.scope, layer)
        self.weigh()
        members, households = self.member_rows(), self.household_rows()
        return f"WITH {', '.join(self.steps)} {households} UNION ALL {members}"

    def counts(self) -> str:
        """One row of counts over the statement."""
        return counts_of(
            f"({self.coded()}) AS coded", [each.code for each in self.vulnerabilities], self.services, apart=True
        )

    def count(self, number: int, nodes: Iterable[OverMembers]) -> None:
        """Counts over members become columns of the household."""
        new = [node for node in dict.fromkeys(nodes) if node not in self.counted]
        if not new:
            return
        writer = self.writer()
        names = {node: f"over_{len(self.counted) + place}" for place, node in enumerate(new)}
        sums = ", ".join(f"{self.counted_sql(node, writer)} AS {quoted(name)}" for node, name in names.items())
        grouped = self.step(
            f"counted_{number}",
            f"SELECT m.household AS whose, {sums} FROM {self.member} AS m "
            f"JOIN {self.household} AS h ON m.household = h.household GROUP BY m.household",
        )
        empty = {"any": "FALSE", "all": "TRUE", "count": "0", "sum": writer.literal(0.0)}
        columns = ", ".join(
            f"CASE WHEN c.whose IS NULL THEN {empty[node.how]} ELSE c.{quoted(name)} END AS {quoted(name)}"
            for node, name in names.items()
        )
        self.household = self.step(
            f"household_c{number}",
            f"SELECT h.*, {columns} FROM {self.household} AS h LEFT JOIN {grouped} AS c ON h.household = c.whose",
        )
        self.counted |= names

    def counted_sql(self, node: OverMembers, writer: SqlWriter) -> str:
        """One count over the members of a kind, in Kleene's logic."""
        of = writer.sql(node.of, node.kind)
        kind = "TRUE" if node.kind == "member" else f"is_{node.kind} = 1"

        def how_many(condition: str) -> str:
            return f"SUM(CASE WHEN {kind} AND {condition} THEN 1 ELSE 0 END)"

        unknown = f"{how_many(f'({of}) IS NULL')} > 0"
        if node.how == "any":
            return f"CASE WHEN {how_many(of)} > 0 THEN TRUE WHEN {unknown} THEN NULL ELSE FALSE END"
        if node.how == "all":
            return f"CASE WHEN {how_many(f'NOT {of}')} > 0 THEN FALSE WHEN {unknown} THEN NULL ELSE TRUE END"
        if node.how == "count":
            return f"CASE WHEN {unknown} THEN NULL ELSE {how_many(of)} END"
        total = f"SUM(CASE WHEN {kind} THEN {writer.ten_thousandths(of)} ELSE 0 END)"
        return f"CASE WHEN {unknown} THEN NULL ELSE {total} / {writer.literal(10000.0)} END"

    def compute(self, name: str, scope: str, tasks: list[Task]) -> None:
        """Adds the columns of one layer to the household's or the members' table."""
        columns = ", ".join(f"{self.computed(task, scope)} AS {quoted(task.code)}" for task in tasks)
        if scope == "household":
            self.household = self.step(f"household_{name}", f"SELECT h.*, {columns} FROM {self.household} AS h")
        else:
            self.member = self.step(
                f"member_{name}",
                f"SELECT m.*, {columns} FROM {self.member} AS m "
                f"JOIN {self.household} AS h ON m.household = h.household",
            )

    def computed(self, task: Task, scope: str) -> str:
        """One derived fact or one vulnerability, only for the members it is about."""
        writer = self.writer()
        sql = writer.finding(list(task.rows), scope) if task.tree is None else writer.sql(task.tree, scope)
        if task.tree is not None and task.code in self.columns:
            given = quoted(f"given_{task.code}")
            sql = f"COALESCE({f'({given} = 1)' if task.type == 'boolean' else given}, {sql})"
        return sql if scope in ("household", "member") else f"CASE WHEN is_{scope} = 1 THEN {sql} END"

    def weigh(self) -> None:
        """Sums of severities: each member's own, its findings as an adult, and the household's."""
        by_subject = {
            kind: [
                weight_of(quoted(each.code), {row.severity for row in each.rows})
                for each in self.vulnerabilities
                if each.subject == kind
            ]
            or ["0"]
            for kind in ("household", "child", "adult", "pregnant")
        }
        own = " + ".join(part for kind in ("child", "adult", "pregnant") for part in by_subject[kind])
        self.member = self.step(
            "member_w",
            f"SELECT m.*, {own} AS own, {' + '.join(by_subject['adult'])} AS as_adult FROM {self.member} AS m",
        )
        worst = ", ".join(
            f"MAX({quoted(each.code)}) AS {quoted('worst_' + each.code)}"
            for each in self.vulnerabilities
            if each.subject != "household"
        )
        self.step(
            "of_members",
            "SELECT household AS whose, CAST(SUM(own) AS BIGINT) AS every, "
            f"CAST(SUM(as_adult) AS BIGINT) AS adults{', ' + worst if worst else ''} "
            f"FROM {self.member} GROUP BY household",
        )
        self.household = self.step(
            "household_w", f"SELECT h.*, {' + '.join(by_subject['household'])} AS of_house FROM {self.household} AS h"
        )

    def member_rows(self) -> str:
        """Rows of members: own findings and services; a child's level counts the household's and the adults' too."""
        severities = "(CASE WHEN is_child = 1 THEN own + h.of_house + a.adults - as_adult ELSE own END)"
        columns = ["kind", "id", "m.household"]
        columns += [
            f"CASE WHEN is_{each.subject} = 1 THEN {quoted(each.code)} ELSE -1 END AS {quoted(each.code)}"
            if each.subject != "household"
            else f"-1 AS {quoted(each.code)}"
            for each in self.vulnerabilities
        ]
        mine = [each.code for each in self.vulnerabilities if each.subject != "household"]
        for service in self.book.services:
            if service.propose != "never":
                wanted = [] if service.propose != "finding" else self.wanted(service.vulnerabilities, mine)
                columns.append(f"{proposed([quoted(code) for code in wanted])} AS {quoted(service.code)}")
        columns.append(f"{LEVEL_CASES.format(severities)} AS level")
        return (
            f"SELECT {', '.join(columns)} FROM {self.member} AS m JOIN {self.household} AS h "
            "ON m.household = h.household JOIN of_members AS a ON a.whose = m.household"
        )

    def household_rows(self) -> str:
        """Rows of households: own findings, everybody's services, the level of everything."""
        columns = ["'household' AS kind", "h.household AS id", "h.household AS household"]
        columns += [
            quoted(each.code) if each.subject == "household" else f"-1 AS {quoted(each.code)}"
            for each in self.vulnerabilities
        ]
        names = {
            each.code: quoted(each.code if each.subject == "household" else "worst_" + each.code)
            for each in self.vulnerabilities
        }
        for service in self.book.services:
            if service.propose != "never":
                wanted = self.wanted(service.vulnerabilities, list(names))
                columns.append(f"{proposed([names[code] for code in wanted])} AS {quoted(service.code)}")
        columns.append(f"{LEVEL_CASES.format('(of_house + COALESCE(a.every, 0))')} AS level")
        return (
            f"SELECT {', '.join(columns)} FROM {self.household} AS h LEFT JOIN of_members AS a ON a.whose = h.household"
        )

    def wanted(self, codes: tuple[str, ...], among: list[str]) -> list[str]:
        """The vulnerabilities a service is for, of those at hand."""
        return among if codes == ("*",) else [code for code in codes if code in among]


def proposed(columns: list[str]) -> str:
    """1 when one of these findings is present."""
    return f"(CASE WHEN {' OR '.join(f'{column} > 0' for column in columns) or 'FALSE'} THEN 1 ELSE 0 END)"


def layers_of(tasks: list[Task]) -> list[list[Task]]:
    """Tasks of one block, so that each layer only needs those before it."""
    depth: dict[str, int] = {}
    layers: list[list[Task]] = []
    for task in tasks:
        depth[task.code] = 1 + max((depth[each] for each in refers_to(task.trees()) if each in depth), default=-1)
        while len(layers) <= depth[task.code]:
            layers.append([])
        layers[depth[task.code]].append(task)
    return layers
