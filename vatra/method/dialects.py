"""From trees to SQL conditions, for SQLite, PostgreSQL and DuckDB: SQL's own NULL is Kleene's unknown.

Columns hold what `vatra.method.answers` computes with: a yes/no as 1/0, a choice as its place in the list of choices
(from 1), a set as bits, numbers as doubles, ages as integers. Derived booleans are SQL booleans.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from vatra.method.tree import (
    AGES,
    And,
    Arithmetic,
    Ceil,
    Choice,
    Choose,
    Compare,
    Extreme,
    Fact,
    Found,
    Has,
    Known,
    Node,
    Not,
    Number,
    OneOf,
    Only,
    Or,
    OverMembers,
    Parameter,
    Size,
    Truth,
)

DIALECTS = ("sqlite", "postgres", "duckdb")

Rows = Sequence[tuple[int, Node]]  # a decision table: severities and conditions


def quoted(name: str) -> str:
    """An identifier in SQL."""
    return '"' + name.replace('"', '""') + '"'


@dataclass(frozen=True)
class SqlWriter:
    """Writes trees in one dialect.

    `column(node, scope)` gives the SQL of a fact's or a finding's column; `over(node, scope)` that of a count over
    members; `derived` names the facts that are computed (their booleans are SQL booleans).
    """

    dialect: str
    parameters: Mapping[str, float | None]
    column: Callable[[Fact | Found, str], str]
    over: Callable[[OverMembers, str], str]
    derived: frozenset[str]
    in_force: frozenset[str]
    truths: bool = False  # columns of findings hold whether they are present instead of a severity

    @property
    def double(self) -> str:
        """The name of the type of doubles."""
        return {"sqlite": "REAL", "postgres": "double precision", "duckdb": "DOUBLE"}[self.dialect]

    def literal(self, value: float) -> str:
        """A double; through text where a decimal literal would be another type."""
        if self.dialect == "sqlite":
            return repr(value)
        return f"CAST('{value!r}' AS {self.double})"

    def sql(self, node: Node, scope: str) -> str:
        """SQL of a condition, a number or a choice, always in brackets where it has parts."""
        match node:
            case Truth(value):
                return "TRUE" if value else "FALSE"
            case Number(value):
                return self.literal(value)
            case Choice(code, choices):
                return str(choices.index(code) + 1)
            case Parameter(code):
                number = self.parameters.get(code)
                return self.literal(number) if number is not None else f"CAST(NULL AS {self.double})"
            case Fact() | Found():
                return self.leaf(node, scope)
            case OverMembers():
                return self.over(node, scope)
            case Has() | Only() | Size() | Known():
                return self.of_fact(node, scope)
            case Extreme() | Ceil():
                return self.rounded(node, scope)
        return self.combined(node, scope)

    def combined(self, node: Node, scope: str) -> str:
        """Conditions and arithmetic made of parts."""
        match node:
            case Not(of):
                return f"(NOT {self.sql(of, scope)})"
            case And(parts):
                return "(" + " AND ".join(self.sql(part, scope) for part in parts) + ")"
            case Or(parts):
                return "(" + " OR ".join(self.sql(part, scope) for part in parts) + ")"
            case Compare():
                return self.compared(node, scope)
            case OneOf():
                return self.one_of(node, scope)
            case Arithmetic("/", left, Number(value)) if value:
                return f"({self.sql(left, scope)} / {self.literal(value)})"
            case Arithmetic("/", left, right):
                divisor = f"NULLIF(CAST({self.sql(right, scope)} AS {self.double}), {self.literal(0.0)})"
                return f"(CAST({self.sql(left, scope)} AS {self.double}) / {divisor})"
            case Arithmetic(op, left, right):
                return f"({self.sql(left, scope)} {op} {self.sql(right, scope)})"
            case Choose(condition, yes, no):
                when = self.sql(condition, scope)
                if isinstance(condition, Known):
                    return f"(CASE WHEN {when} THEN {self.sql(yes, scope)} ELSE {self.sql(no, scope)} END)"
                if self.dialect != "duckdb":  # a row store works the condition out once so
                    return (
                        f"(CASE {when} WHEN TRUE THEN {self.sql(yes, scope)} WHEN FALSE THEN {self.sql(no, scope)} END)"
                    )
                return f"(CASE WHEN {when} THEN {self.sql(yes, scope)} WHEN NOT {when} THEN {self.sql(no, scope)} END)"
        raise TypeError(node)

    def compared(self, node: Compare, scope: str) -> str:
        """A comparison; no cast in every row where an age meets a whole number, no counting of a set's bits."""
        left, right, op = node.left, self.whole(node.right), "<>" if node.op == "!=" else node.op
        if right is not None and isinstance(left, Fact) and left.code in AGES and left.code not in self.derived:
            return f"({self.sql(left, scope)} {op} {right})"
        if right in (1, 2) and isinstance(left, Size) and op == ">=":
            assert isinstance(left.of, Fact)
            members = f"({self.column(left.of, scope)} & {left.bits})"
            return f"({members} <> 0)" if right == 1 else f"(({members} & ({members} - 1)) <> 0)"
        return f"({self.sql(left, scope)} {op} {self.sql(node.right, scope)})"

    def whole(self, node: Node) -> int | None:
        """The value of a number or a parameter, when it is a whole one."""
        value = node.value if isinstance(node, Number) else None
        if isinstance(node, Parameter):
            value = self.parameters.get(node.code)
        return int(value) if value is not None and value == int(value) and abs(value) < 2**31 else None

    def one_of(self, node: OneOf, scope: str) -> str:
        """One of some items; choices that stand next to each other as one interval."""
        of = self.sql(node.of, scope)
        if not all(isinstance(item, Choice) for item in node.items):
            return f"({of} IN ({', '.join(self.sql(item, scope) for item in node.items)}))"
        places = sorted({int(self.sql(item, scope)) for item in node.items})
        starts = [place for place in places if place - 1 not in places]
        ends = [place for place in places if place + 1 not in places]
        parts = [
            f"{of} = {start}" if start == end else f"{of} BETWEEN {start} AND {end}"
            for start, end in zip(starts, ends, strict=True)
        ]
        return f"({' OR '.join(parts)})"

    def leaf(self, node: Fact | Found, scope: str) -> str:
        """A fact's value as SQL computes with it; a finding as whether it is present."""
        if isinstance(node, Found):
            column = self.column(node, scope)
            return "FALSE" if node.code not in self.in_force else column if self.truths else f"({column} > 0)"
        column = self.column(node, scope)
        return f"({column} = 1)" if node.type == "boolean" and node.code not in self.derived else column

    def of_fact(self, node: Has | Only | Size | Known, scope: str) -> str:
        """Tests of a set's bits, and whether a fact is known."""
        assert isinstance(node.of, Fact)
        column = self.column(node.of, scope)
        match node:
            case Known():
                return f"({column} IS NOT NULL)"
            case Has(_, _, bits):
                return f"(({column} & {bits}) <> 0)"
            case Only(_, _, bits):
                return f"({column} <> 0 AND ({column} & {~bits}) = 0)"
            case Size(_, bits):
                places = [place for place in range(bits.bit_length()) if bits >> place & 1]
                return "(" + " + ".join(f"(({column} >> {place}) & 1)" for place in places) + ")"
        raise TypeError(node)

    def rounded(self, node: Extreme | Ceil, scope: str) -> str:
        """min, max and ceil."""
        if isinstance(node, Ceil):
            return self.ceil(self.sql(node.of, scope))
        parts = [self.sql(part, scope) for part in node.of]
        if len(parts) == 1:
            return parts[0]
        if self.dialect == "sqlite":
            return f"{node.which}({', '.join(parts)})"
        known = " AND ".join(f"{part} IS NOT NULL" for part in parts)
        name = "LEAST" if node.which == "min" else "GREATEST"
        return f"(CASE WHEN {known} THEN {name}({', '.join(parts)}) END)"

    def ceil(self, value: str) -> str:
        """The next whole number up; SQLite may lack the function."""
        if self.dialect != "sqlite":
            return f"CEIL({value})"
        return f"(CAST({value} AS INTEGER) + ({value} > CAST({value} AS INTEGER)))"

    def ten_thousandths(self, value: str) -> str:
        """A number in whole ten-thousandths, so that sums do not depend on their order."""
        scaled = f"({value} * {self.literal(10000.0)} + {self.literal(0.5)})"
        if self.dialect != "sqlite":
            return f"CAST(FLOOR({scaled}) AS BIGINT)"
        return f"(CAST({scaled} AS INTEGER) - ({scaled} < CAST({scaled} AS INTEGER)))"

    def finding(self, rows: Rows, scope: str) -> str:
        """The severity of the gravest row that is true, 0 when all are false, NULL when that cannot be known.

        Whether any row holds is worked out once; how severe, only where one does.
        """
        holds = self.holds(rows, scope)
        if len({severity for severity, _ in rows}) > 1:
            return f"CASE {holds} WHEN FALSE THEN 0 WHEN TRUE THEN {self.severity(rows, scope)} END"
        return f"({holds if self.dialect == 'sqlite' else f'CAST({holds} AS INTEGER)'} * {self.severity(rows, scope)})"

    def holds(self, rows: Rows, scope: str) -> str:
        """Whether any row is true, each condition worked out as seldom as can be."""
        asks = [tree.all if isinstance(tree, And) else (tree,) for _, tree in rows]
        sets = [frozenset(each) for each in asks]
        # a row that asks more than another cannot change whether any holds, in Kleene's logic neither
        lightest = [
            each
            for at, each in enumerate(asks)
            if not any(other < sets[at] or (other == sets[at] and place < at) for place, other in enumerate(sets))
        ]
        return self.any_of(lightest, scope)

    def any_of(self, rows: list[tuple[Node, ...]], scope: str) -> str:
        """Rows joined by OR, with a cell that several of them share written once before them."""
        if any(not row for row in rows):
            return "TRUE"
        times = Counter(cell for row in rows for cell in row)
        cell, most = times.most_common(1)[0]
        if most < 2:
            joined = [" AND ".join(self.sql(cell, scope) for cell in row) for row in rows]
            return f"({joined[0]})" if len(joined) == 1 else "(" + " OR ".join(f"({each})" for each in joined) + ")"
        sharing = [tuple(each for each in row if each != cell) for row in rows if cell in row]
        others = [row for row in rows if cell not in row]
        shared = f"({self.sql(cell, scope)} AND {self.any_of(sharing, scope)})"
        return f"({shared} OR {self.any_of(others, scope)})" if others else shared

    def severity(self, rows: Rows, scope: str, said: Mapping[int, int] | None = None) -> str:
        """The severity of the gravest row that is true, where some row is; or what is `said` in its place."""
        said = said or {each: each for each, _ in rows}
        *graver, lightest = sorted({severity for severity, _ in rows}, reverse=True)
        holds = {each: self.holds([row for row in rows if row[0] == each], scope) for each in graver}
        cases = " ".join(f"WHEN {condition} THEN {said[each]}" for each, condition in holds.items())
        return f"CASE {cases} ELSE {said[lightest]} END" if graver else str(said[lightest])
