"""From trees to SQL conditions, for SQLite, PostgreSQL and DuckDB: SQL's own NULL is Kleene's unknown.

Columns hold what `vatra.method.answers` computes with: a yes/no as 1/0, a choice as its place in the list of choices
(from 1), a set as bits, numbers as doubles, ages as integers. Derived booleans are SQL booleans.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from vatra.method.tree import (
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
            case Compare(op, left, right):
                return f"({self.sql(left, scope)} {'<>' if op == '!=' else op} {self.sql(right, scope)})"
            case OneOf(of, items):
                return f"({self.sql(of, scope)} IN ({', '.join(self.sql(item, scope) for item in items)}))"
            case Arithmetic("/", left, right):
                divisor = f"NULLIF(CAST({self.sql(right, scope)} AS {self.double}), {self.literal(0.0)})"
                return f"(CAST({self.sql(left, scope)} AS {self.double}) / {divisor})"
            case Arithmetic(op, left, right):
                return f"({self.sql(left, scope)} {op} {self.sql(right, scope)})"
            case Choose(condition, yes, no):
                when = self.sql(condition, scope)
                return f"(CASE WHEN {when} THEN {self.sql(yes, scope)} WHEN NOT {when} THEN {self.sql(no, scope)} END)"
        raise TypeError(node)

    def leaf(self, node: Fact | Found, scope: str) -> str:
        """A fact's value as SQL computes with it; a finding as whether it is present."""
        if isinstance(node, Found):
            return f"({self.column(node, scope)} > 0)" if node.code in self.in_force else "FALSE"
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

    def finding(self, rows: list[tuple[int, Node]], scope: str) -> str:
        """The severity of the gravest row that is true, 0 when all are false, NULL when that cannot be known."""
        conditions = [(severity, self.sql(tree, scope)) for severity, tree in sorted(rows, key=lambda row: -row[0])]
        if len(conditions) == 1 and self.dialect == "sqlite":
            return f"({conditions[0][0]} * {conditions[0][1]})"
        merged: dict[int, list[str]] = {}
        for severity, condition in conditions:
            merged.setdefault(severity, []).append(condition)
        cases = " ".join(f"WHEN {' OR '.join(several)} THEN {severity}" for severity, several in merged.items())
        every = " OR ".join(condition for _, condition in conditions)
        return f"CASE {cases} WHEN NOT ({every}) THEN 0 END"
