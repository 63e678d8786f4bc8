"""From trees to generated Python: one function per block, over plain dictionaries of values.

Only our own trees reach this compiler: names are checked codes, texts are written with `repr`. Every condition becomes
two Python expressions, one that holds when it is true and one when it is false; neither holding means unknown.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from vatra.method.ordering import Block
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
    walk,
)

OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
Pair = tuple[str, str]  # Python that holds when true, Python that holds when false
Value = tuple[str, tuple[str, ...]]  # Python of the value, variables that must be known for it
Values = dict[str, Any]
Run = Callable[[Values, Mapping[str, list[Values]]], None]


@dataclass(frozen=True, slots=True)
class Task:
    """What a block computes for one code: a derived fact (a tree) or a vulnerability (rows of severity and tree)."""

    code: str
    type: str = "finding"  # boolean | number | finding
    tree: Node | None = None
    rows: tuple[tuple[int, Node], ...] = ()

    def trees(self) -> tuple[Node, ...]:
        """The trees to compute."""
        return (self.tree,) if self.tree is not None else tuple(tree for _, tree in self.rows)


def generate(blocks: Iterable[Block], tasks: Mapping[str, Task], parameters: Mapping[str, float | None]) -> str:
    """The Python source of `run(h, members)`: `h` the household's values, `members` values by kind; it fills them in.

    A vulnerability's value is its severity, 0 when absent, None when unknown.
    """
    coder = Coder(parameters, frozenset(tasks))
    coder.line("def run(h, members):")
    with coder:
        coder.line("hg = h.get")
        for block in blocks:
            coder.block(block, [tasks[code] for code in block.codes if code in tasks])
        coder.line("return None")
    return "\n".join(coder.lines) + "\n"


def compiled(source: str) -> Run:
    """The function `run` of a generated source."""
    space: dict[str, Any] = {"ceil": math.ceil, "floor": math.floor}
    exec(compile(source, "<rulebook>", "exec"), space)  # noqa: S102  generated above, from our own trees only
    run: Run = space["run"]
    return run


@dataclass
class Coder:
    """Writes lines of Python; expressions that need statements write them before they are used."""

    parameters: Mapping[str, float | None]
    tasks: frozenset[str]
    lines: list[str] = field(default_factory=list)
    indent: int = 0
    temporaries: int = 0
    own: str = "o_"  # prefix of variables of the subject at hand; `i_` inside a loop over members

    def __enter__(self) -> None:
        self.indent += 1

    def __exit__(self, *_: object) -> None:
        self.indent -= 1

    def line(self, text: str) -> None:
        """Writes one line at the present depth."""
        self.lines.append("    " * self.indent + text)

    def temporary(self) -> str:
        """A fresh variable."""
        self.temporaries += 1
        return f"t{self.temporaries}"

    def block(self, block: Block, tasks: list[Task]) -> None:
        """Everything one block computes, for the household or for each member of a kind."""
        made = {task.code for task in tasks}
        trees = [tree for task in tasks for tree in task.trees()]
        self.load(trees, made if block.scope == "household" else set(), household=True)
        if block.scope == "household":
            for task in tasks:
                self.task(task, "h")
            return
        self.line(f"for v in members[{block.scope!r}]:")
        with self:
            self.line("g = v.get")
            self.load(trees, made, household=False)
            for task in tasks:
                self.task(task, "v")

    def load(self, trees: list[Node], made: set[str], *, household: bool) -> None:
        """Loads the values that some trees name into local variables."""
        named = [part for tree in trees for part in outside_loops(tree, all_parts=household)]
        for code in dict.fromkeys(part.code for part in named if (part.subject == "household") is household):
            if code not in made:
                self.line(f"h_{code} = hg({code!r})" if household else f"{self.own}{code} = g({code!r})")

    def task(self, task: Task, store: str) -> None:
        """Computes one derived fact (unless it was given) or one vulnerability, and stores it."""
        name = f"h_{task.code}" if store == "h" else f"{self.own}{task.code}"
        if task.tree is not None:
            self.line(f"{name} = {store}.get({task.code!r})")
            self.line(f"if {name} is None:")
            with self:
                self.line(f"{name} = {self.stored(task.tree, task.type)}")
                self.line(f"{store}[{task.code!r}] = {name}")
            return
        self.finding(task, name, store)

    def finding(self, task: Task, name: str, store: str) -> None:
        """The severity of the gravest row that is true; 0 when all are false; None when that cannot be known."""
        pairs = [(severity, self.truth(tree)) for severity, tree in sorted(task.rows, key=lambda row: -row[0])]
        outcomes = [(true, str(severity)) for severity, (true, _) in pairs]
        outcomes.append((" and ".join(f"({false})" for _, (_, false) in pairs), "0"))
        for place, (condition, outcome) in enumerate(outcomes):
            self.line(f"{'elif' if place else 'if'} {condition}: {name} = {outcome}")
        self.line(f"else: {name} = None")
        self.line(f"{store}[{task.code!r}] = {name}")

    def stored(self, tree: Node, type_: str) -> str:
        """Python of a tree's value, None when unknown."""
        if type_ == "boolean":
            true, false = self.truth(tree)
            return f"True if {true} else False if {false} else None"
        value, known = self.number(tree)
        return f"{value} if {guard(known)} else None" if known else value

    def variable(self, node: Fact | Found) -> str:
        """The local variable of a fact or a finding."""
        return f"{'h_' if node.subject == 'household' else self.own}{node.code}"

    def truth(self, node: Node) -> Pair:
        """The pair of a condition."""
        match node:
            case Truth(value):
                return ("True", "False") if value else ("False", "True")
            case Fact():
                name = self.variable(node)
                return f"{name} is True", f"{name} is False"
            case Found(code):
                name = self.variable(node)
                return (f"{name}", f"{name} == 0") if code in self.tasks else ("False", "True")
            case Not(of):
                true, false = self.truth(of)
                return false, true
            case And(parts) | Or(parts):
                pairs = [self.truth(part) for part in parts]
                every = " and ".join(f"({pair[isinstance(node, Or)]})" for pair in pairs)
                some = " or ".join(f"({pair[isinstance(node, And)]})" for pair in pairs)
                return (every, some) if isinstance(node, And) else (some, every)
            case Compare():
                return self.comparison(node)
            case OneOf(of, items):
                return self.one_of(of, items)
            case Known(of):
                assert isinstance(of, Fact)
                return f"{self.variable(of)} is not None", f"{self.variable(of)} is None"
            case Has(of, _, bits):
                name = self.variable(fact(of))
                return f"{name} is not None and {name} & {bits}", f"{name} is not None and not {name} & {bits}"
            case Only(of, _, bits):
                name = self.variable(fact(of))
                other = f"{name} & {~bits}"
                return f"{name} and not {other}", f"{name} is not None and (not {name} or {other})"
            case Choose() | OverMembers():
                name = self.choose(node) if isinstance(node, Choose) else self.over_members(node)
                return f"{name} is True", f"{name} is False"
        raise TypeError(node)

    def comparison(self, node: Compare) -> Pair:
        """`left op right` of numbers, choices, or conditions."""
        op = "==" if node.op == "=" else node.op
        if is_truth(node.left):
            (true, false), (also_true, also_false) = self.truth(node.left), self.truth(node.right)
            same = f"(({true}) and ({also_true})) or (({false}) and ({also_false}))"
            other = f"(({true}) and ({also_false})) or (({false}) and ({also_true}))"
            return (same, other) if op == "==" else (other, same)
        left, known = self.value(node.left)
        right, also = self.value(node.right)
        known = tuple(dict.fromkeys((*known, *also)))
        before = f"{guard(known)} and " if known else ""
        return f"{before}{left} {op} {right}", f"{before}{left} {OPPOSITE[op]} {right}"

    def one_of(self, of: Node, items: tuple[Node, ...]) -> Pair:
        """`of in (a, b)`."""
        value, known = self.value(of)
        among = "(" + ", ".join(self.value(item)[0] for item in items) + ",)"
        before = f"{guard(known)} and " if known else ""
        return f"{before}{value} in {among}", f"{before}{value} not in {among}"

    def value(self, node: Node) -> Value:
        """A number or a choice."""
        if isinstance(node, Choice):
            return repr(node.code), ()
        return self.number(node)

    def number(self, node: Node) -> Value:
        """A number, with the variables that must be known."""
        match node:
            case Number(value):
                return repr(value), ()
            case Parameter(code):
                value_now = self.parameters.get(code)
                return (repr(value_now), ()) if value_now is not None else ("0.0", ("None",))
            case Fact():
                return self.variable(node), (self.variable(node),)
            case Size(of, bits):
                name = self.variable(fact(of))
                return f"({name} & {bits}).bit_count()", (name,)
            case Arithmetic(op, left, right):
                (one, known), (two, also) = self.number(left), self.number(right)
                known = tuple(dict.fromkeys((*known, *also)))
                return (f"({one} {op} {two})", known) if op != "/" else self.quotient(one, two, known)
            case Extreme(which, parts):
                values = [self.number(part) for part in parts]
                known = tuple(dict.fromkeys(name for _, names in values for name in names))
                return f"{which}({', '.join(value for value, _ in values)})" if len(values) > 1 else values[0][0], known
            case Ceil(of):
                value_of, known = self.number(of)
                return f"ceil({value_of})", known
            case Choose() | OverMembers():
                name = self.choose(node) if isinstance(node, Choose) else self.over_members(node)
                return name, (name,)
        raise TypeError(node)

    def quotient(self, one: str, two: str, known: tuple[str, ...]) -> Value:
        """Division, unknown by zero."""
        name = self.temporary()
        self.line(f"{name} = None")
        self.line(f"if {guard((*known,))} and {two} != 0:" if known else f"if {two} != 0:")
        with self:
            self.line(f"{name} = {one} / {two}")
        return name, (name,)

    def choose(self, node: Choose) -> str:
        """The variable that holds `if … then … else …`."""
        name = self.temporary()
        type_ = "boolean" if is_truth(node.yes) else "number"
        true, false = self.truth(node.condition)
        yes, no = self.stored(node.yes, type_), self.stored(node.no, type_)
        self.line(f"{name} = ({yes}) if {true} else ({no}) if {false} else None")
        return name

    def over_members(self, node: OverMembers) -> str:
        """The variable that holds any, all, count or sum over the members of a kind."""
        name, outer = self.temporary(), self.own
        start = {"any": "False", "all": "True", "count": "0", "sum": "0"}[node.how]
        self.line(f"{name} = {start}")
        self.line(f"for m in members[{node.kind!r}]:")
        self.own = "i_"
        with self:
            for part in dict.fromkeys(
                p.code for p in outside_loops(node.of, all_parts=True) if p.subject != "household"
            ):
                self.line(f"i_{part} = m.get({part!r})")
            if node.how == "sum":
                self.sum_step(name, node.of)
            else:
                self.step(name, node.how, *self.truth(node.of))
        self.own = outer
        if node.how == "sum":
            self.line(f"if {name} is not None: {name} = {name} / 10000.0")
        return name

    def step(self, name: str, how: str, true: str, false: str) -> None:
        """One member's part in any, all or count."""
        if how == "count":
            self.line(f"if {true}: {name} += 1")
            self.line(f"elif not ({false}): {name} = None; break")
            return
        decides, other = (true, false) if how == "any" else (false, true)
        self.line(f"if {decides}: {name} = {how == 'any'}; break")
        self.line(f"elif not ({other}): {name} = None")

    def sum_step(self, name: str, of: Node) -> None:
        """One member's part in a sum, in whole ten-thousandths so that the order of members does not matter."""
        value, known = self.number(of)
        self.line(f"if not ({guard(known)}): {name} = None; break" if known else "pass")
        self.line(f"{name} += floor({value} * 10000.0 + 0.5)")


def guard(names: Iterable[str]) -> str:
    """Python that holds when all these variables are known."""
    return " and ".join(f"{name} is not None" for name in names)


def fact(node: Node) -> Fact:
    """The node as the fact it is by construction."""
    assert isinstance(node, Fact)
    return node


def is_truth(node: Node) -> bool:
    """Whether a tree is a condition rather than a number or a choice."""
    match node:
        case Fact(_, _, type_):
            return type_ == "boolean"
        case Choose(_, yes, _):
            return is_truth(yes)
        case OverMembers(how):
            return how in ("any", "all")
    return isinstance(node, Truth | Found | Not | And | Or | Compare | OneOf | Has | Only | Known)


def outside_loops(tree: Node, *, all_parts: bool) -> Iterable[Fact | Found]:
    """Facts and findings of a tree; without `all_parts`, only those of the subject at hand."""
    if all_parts:
        yield from (part for part in walk(tree) if isinstance(part, Fact | Found))
        return
    if isinstance(tree, Fact | Found):
        yield tree
    if not isinstance(tree, OverMembers):
        for part in tree.parts():
            yield from outside_loops(part, all_parts=False)
