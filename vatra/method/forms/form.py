"""A questionnaire as read: its tree of questions, every expression resolved, in the order of computing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from pathlib import Path

from vatra.method.forms.checking import Place, Target, resolved
from vatra.method.forms.evaluating import Evaluate, closure
from vatra.method.forms.grammar import Tree, parse
from vatra.method.forms.sheets import Sheets, SurveyRow, read_sheets
from vatra.method.mistakes import Mistake, RulebookInvalid, Unreadable

EXPRESSIONS = ("relevant", "required", "constraint", "calculation", "default")
ASKED = frozenset({"text", "integer", "decimal", "date", "select_one", "select_multiple"})
KINDS = {
    "begin_group": "group",
    "begin_repeat": "repeat",
    "calculate": "calculate",
    "note": "note",
    "start": "moment",
    "end": "moment",
}
DEEPEST = 12  # groups within each other


@dataclass(slots=True, eq=False)
class Node:
    """A question, calculate, note or moment; or a group or repeat with what stands in it."""

    row: SurveyRow
    path: str
    kind: str  # group | repeat | question | calculate | note | moment
    repeat: str  # path of the repeat around it, or its own; "" outside
    parent: Node | None = None
    nodes: list[Node] = field(default_factory=list)
    trees: dict[str, Tree] = field(default_factory=dict)  # by column
    made: dict[str, Evaluate] = field(default_factory=dict)  # their functions, made when first needed

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.row.name

    @property
    def has_value(self) -> bool:
        """Whether others can refer to it."""
        return self.kind in ("question", "calculate", "moment")

    def function(self, column: str) -> Evaluate | None:
        """What a cell of its row computes; None when it is empty."""
        if column in self.trees and column not in self.made:
            self.made[column] = closure(self.trees[column])
        return self.made.get(column)


@dataclass(frozen=True, slots=True)
class Form:
    """A questionnaire without mistakes. `order`: every node after all that it depends on."""

    name: str
    version: str
    title: Mapping[str, str]
    languages: tuple[str, ...]
    nodes: tuple[Node, ...]
    order: tuple[Node, ...]
    choices: Mapping[str, tuple[tuple[str, Mapping[str, str]], ...]]

    @property
    def by_path(self) -> dict[str, Node]:
        """Every node by its path."""
        return {node.path: node for node in self.order}

    def questions(self) -> Iterator[Node]:
        """Questions, calculates and moments in the order of the form."""
        return (node for node in every(self.nodes) if node.has_value)


def form_of(folder: Path) -> Form:
    """The questionnaire of a folder. Raises `RulebookInvalid` with every mistake: file, row, column, reason."""
    form, mistakes = read_form(folder)
    if form is None or mistakes:
        raise RulebookInvalid(mistakes)
    return form


def read_form(folder: Path) -> tuple[Form | None, list[Mistake]]:
    """The questionnaire of a folder and its mistakes; None when it has any."""
    sheets = read_sheets(folder)
    if sheets.mistakes:
        return None, sheets.mistakes
    builder = _Builder(sheets)
    nodes = builder.nest()
    if not builder.mistakes:
        builder.resolve()
    order = [] if builder.mistakes else builder.order()
    if builder.mistakes:
        return None, builder.mistakes
    about = sheets.settings
    return Form(
        about.name, about.version, about.title, sheets.languages, tuple(nodes), tuple(order), sheets.choices
    ), []


def every(nodes: list[Node] | tuple[Node, ...]) -> Iterator[Node]:
    """Nodes and what stands in them, in the order of the form."""
    for node in nodes:
        yield node
        yield from every(node.nodes)


class _Builder:
    def __init__(self, sheets: Sheets) -> None:
        self.sheets = sheets
        self.mistakes: list[Mistake] = []
        self.all: list[Node] = []
        self.named: dict[str, list[Node]] = {}

    def fault(self, row: SurveyRow, column: str, ro: str, en: str) -> None:
        """One mistake of a row, with its name."""
        if row.name:
            ro, en = f"„{row.name}”: {ro}", f"“{row.name}”: {en}"
        self.mistakes.append(Mistake(self.sheets.file("survey"), row.number, column, ro, en))

    def nest(self) -> list[Node]:
        """The rows as a tree."""
        roots: list[Node] = []
        open_groups: list[Node] = []
        for row in self.sheets.survey:
            if row.type in ("end_group", "end_repeat"):
                if not open_groups or open_groups[-1].row.type != row.type.replace("end", "begin"):
                    self.fault(row, "type", "nu închide niciun grup", "closes no group")
                    return roots
                open_groups.pop()
                continue
            node = self.node(row, open_groups[-1] if open_groups else None)
            (node.parent.nodes if node.parent else roots).append(node)
            self.all.append(node)
            self.named.setdefault(row.name, []).append(node)
            if node.kind in ("group", "repeat"):
                open_groups.append(node)
                if len(open_groups) > DEEPEST:
                    self.fault(row, "type", "grupurile sunt prea adânci", "groups are nested too deeply")
                    return roots
        for node in open_groups:
            self.fault(node.row, "type", "grupul nu se închide", "the group is not closed")
        return roots

    def node(self, row: SurveyRow, parent: Node | None) -> Node:
        """One row as a node under its group."""
        kind = KINDS.get(row.type, "question")
        path = f"{parent.path}/{row.name}" if parent else row.name
        if kind == "repeat" and parent and parent.repeat:
            self.fault(row, "type", "un grup repetat în altul", "a repeat within a repeat")
        twins = [each for each in self.named.get(row.name, ()) if each.parent is parent]
        if twins:
            first = twins[0].row.number
            self.fault(row, "name", f"apare și pe rândul {first}", f"stands on row {first} too")
        return Node(row, path, kind, path if kind == "repeat" else parent.repeat if parent else "", parent)

    def resolve(self) -> None:
        """Every cell that is an expression as a tree with its references resolved."""
        for node in self.all:
            for column in EXPRESSIONS:
                text = node.row.cells.get(column, "")
                if not text:
                    continue
                if not makes_sense(column, node.kind):
                    self.fault(node.row, column, "nu are sens aici", "makes no sense here")
                    continue
                try:
                    node.trees[column] = self.tree(node, column, text)
                except Unreadable as wrong:
                    self.fault(node.row, column, wrong.reason_ro, wrong.reason_en)

    def tree(self, node: Node, column: str, text: str) -> Tree:
        """One cell. Raises `Unreadable`."""
        if column == "required" and text.lower() in ("yes", "no", "true", "false"):
            return ["call", text.lower() if text.lower() in ("true", "false") else str(text.lower() == "yes").lower()]
        if column == "default" and "(" not in text and "${" not in text:
            return ["text", text]
        inside = "" if node.kind == "repeat" else node.repeat  # repeats do not stand in repeats
        return resolved(parse(text), Place(column, inside, lambda name: self.find(name, node, column)))

    def find(self, name: str, node: Node, column: str) -> Target:
        """What a name means in an expression of a node. Raises `Unreadable`."""
        found = self.named.get(name, [])
        if not found:
            raise Unreadable(f"nu există întrebarea ${{{name}}}", f"there is no question ${{{name}}}")
        if len(found) > 1:
            raise Unreadable(
                f"${{{name}}} este numele mai multor întrebări", f"${{{name}}} is the name of several questions"
            )
        target = found[0]
        if target is node and column != "constraint":
            raise Unreadable(f"${{{name}}} se întreabă pe sine", f"${{{name}}} asks itself")
        if not target.has_value and target.kind != "repeat":
            raise Unreadable(f"${{{name}}} nu are un răspuns", f"${{{name}}} has no answer")
        return Target(target.path, "" if target.kind == "repeat" else target.repeat, target.kind == "repeat")

    def order(self) -> list[Node]:
        """Every node after those it depends on; a circle is a mistake of its rows."""
        by_path = {node.path: node for node in self.all}
        needs = {node: needs_of(node, by_path) for node in self.all}
        place = {node: number for number, node in enumerate(self.all)}
        left = {node: len(each) for node, each in needs.items()}
        needed_by: dict[Node, list[Node]] = {}
        for node, each in needs.items():
            for other in each:
                needed_by.setdefault(other, []).append(node)
        ready = [place[node] for node, count in left.items() if not count]
        heapify(ready)
        order: list[Node] = []
        while ready:
            order.append(self.all[heappop(ready)])
            for node in needed_by.get(order[-1], ()):
                left[node] -= 1
                if not left[node]:
                    heappush(ready, place[node])
        if len(order) == len(self.all):
            return order
        waiting = [node for node in self.all if left[node]]
        for node in _circle(waiting, needs):
            self.fault(
                node.row,
                "relevant" if "relevant" in node.trees else "calculation",
                "depinde, în cerc, de sine însăși",
                "depends on itself, in a circle",
            )
        return order


def makes_sense(column: str, kind: str) -> bool:
    """Whether a kind of node has such a cell: all can be irrelevant, only questions are answered."""
    return column == "relevant" or kind == ("calculate" if column == "calculation" else "question")


def _circle(waiting: list[Node], needs: Mapping[Node, set[Node]]) -> list[Node]:
    """One circle among nodes that wait for each other."""
    stuck = set(waiting)
    walk: list[Node] = [waiting[0]]
    while True:
        following = next(node for node in sorted(needs[walk[-1]] & stuck, key=lambda node: node.row.number))
        if following in walk:
            return [node for node in walk[walk.index(following) :] if node.trees]
        walk.append(following)


def needs_of(node: Node, by_path: Mapping[str, Node]) -> set[Node]:
    """What must be computed before a node: its group, and what its relevance and calculation speak of."""
    trees = [node.trees[column] for column in ("relevant", "calculation") if column in node.trees]
    return {by_path[path] for tree in trees for path in references(tree)} | ({node.parent} if node.parent else set())


def references(tree: Tree) -> Iterator[str]:
    """The paths of the answers that an expression reads."""
    if tree[0] in ("answer", "own", "several"):
        yield tree[1]
    for part in tree:
        if isinstance(part, list):
            yield from references(part)
