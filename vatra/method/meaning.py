"""What a parsed tree means: every word becomes a fact, a choice or a vulnerability, and every part has a type.

Refuses whatever an engine could misread: comparing a choice with a number, a fact of somebody else, an unknown word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from vatra.method.mistakes import Unreadable
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
    Name,
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


class Type(NamedTuple):
    """boolean | number | choice | set | date | undecided, and the choices of a choice or a set."""

    name: str
    choices: tuple[str, ...] = ()


BOOLEAN, NUMBER, UNDECIDED = Type("boolean"), Type("number"), Type("undecided")
NAMES_RO = {"boolean": "da/nu", "number": "număr", "choice": "variantă", "set": "mulțime", "date": "dată"}


class KnownFact(NamedTuple):
    """What the vocabulary holds about a fact."""

    subject: str
    type: Type


@dataclass
class Vocabulary:
    """The words that may stand in an expression: facts (asked and derived), parameters, vulnerabilities."""

    facts: Mapping[str, KnownFact]
    parameters: frozenset[str] = frozenset()
    vulnerabilities: Mapping[str, str] = field(default_factory=dict)  # code -> subject

    def fact(self, code: str) -> KnownFact | None:
        """A fact or an age, or None."""
        return KnownFact("member", NUMBER) if code in AGES else self.facts.get(code)


def visible(subject: str, scope: str) -> bool:
    """Whether a fact of `subject` may be named where the rule is about `scope`."""
    return subject in ("household", scope) or (subject == "member" and scope != "household")


@dataclass
class Meaning:
    """Gives trees their meaning where the rule is about one subject."""

    words: Vocabulary
    scope: str
    inside: bool = False  # of a count over members; no second one may stand there

    def condition(self, node: Node) -> Node:
        """The tree as a condition. Raises `Unreadable` when it is none."""
        return self.typed(node, BOOLEAN)

    def typed(self, node: Node, wanted: Type) -> Node:
        """The tree as a value of the wanted type. Raises `Unreadable`."""
        found, type_ = self.of(node)
        if type_.name == "undecided":
            found, type_ = self.word_as(found, wanted), wanted
        if type_.name != wanted.name:
            raise Unreadable(
                f"aici trebuie o valoare de tip {NAMES_RO[wanted.name]}, nu {NAMES_RO.get(type_.name, 'cod')}",
                f"a {wanted.name} is needed here, not a {type_.name if type_ != UNDECIDED else 'code'}",
            )
        return found

    def of(self, node: Node) -> tuple[Node, Type]:
        """The tree with its meaning, and its type. Raises `Unreadable`."""
        match node:
            case Name(text):
                return self.word(text)
            case Number():
                return node, NUMBER
            case Truth():
                return node, BOOLEAN
            case Parameter(code):
                if code not in self.words.parameters:
                    raise Unreadable(f"parametrul P.{code} nu există", f"there is no parameter P.{code}")
                return node, NUMBER
            case Not() | And() | Or() | Compare() | OneOf() | Known():
                return self.of_condition(node), BOOLEAN
            case Has() | Only() | Size():
                return self.set_test(node)
            case OverMembers():
                return self.over_members(node)
            case _:
                return self.calculation(node)

    def of_condition(self, node: Node) -> Node:
        """not, and, or, comparisons, in, known()."""
        match node:
            case Not(of):
                return Not(self.condition(of))
            case And(parts):
                return And(tuple(map(self.condition, parts)))
            case Or(parts):
                return Or(tuple(map(self.condition, parts)))
            case Compare():
                return self.comparison(node)
            case OneOf(of, items):
                return self.one_of(of, items)
            case Known(of):
                fact, _ = self.of(of)
                if isinstance(fact, Fact):
                    return Known(fact)
        raise Unreadable("known() cere numele unui fapt", "known() needs the name of a fact")

    def calculation(self, node: Node) -> tuple[Node, Type]:
        """+ - * /, min, max, ceil and if."""
        match node:
            case Arithmetic(op, left, right):
                return Arithmetic(op, self.typed(left, NUMBER), self.typed(right, NUMBER)), NUMBER
            case Extreme(which, parts):
                return Extreme(which, tuple(self.typed(part, NUMBER) for part in parts)), NUMBER
            case Ceil(of):
                return Ceil(self.typed(of, NUMBER)), NUMBER
            case Choose(condition, yes, no):
                chosen, type_ = self.of(yes)
                if type_ not in (BOOLEAN, NUMBER):
                    chosen, type_ = self.typed(yes, BOOLEAN), BOOLEAN
                return Choose(self.condition(condition), chosen, self.typed(no, type_)), type_
        raise Unreadable("expresia nu are înțeles", "the expression has no meaning")

    def word(self, text: str) -> tuple[Node, Type]:
        """A fact, or a code whose meaning the other side of the comparison will tell."""
        known = self.words.fact(text)
        if known is None:
            if text in self.words.vulnerabilities:
                raise Unreadable(
                    f"vulnerabilitatea {text} se compară numai cu present sau absent",
                    f"the vulnerability {text} can only be compared with present or absent",
                )
            return Name(text), UNDECIDED
        if not visible(known.subject, self.scope):
            raise Unreadable(
                f"faptul {text} este despre {known.subject}, iar regula este despre {self.scope}; "
                "folosiți un fapt derivat cu any(), all(), count() sau sum()",
                f"the fact {text} is about the {known.subject}, but the rule is about the {self.scope}; "
                "use a derived fact with any(), all(), count() or sum()",
            )
        return Fact(text, known.subject, known.type.name), known.type

    def word_as(self, node: Node, wanted: Type) -> Node:
        """A bare code as what the other side calls for. Raises `Unreadable`."""
        if isinstance(node, Name) and wanted.name == "boolean" and node.text in ("yes", "no", "true", "false"):
            return Truth(node.text in ("yes", "true"))
        if wanted.name == "choice":
            code = node.text if isinstance(node, Name) else ""
            if isinstance(node, Number) and node.value == int(node.value):
                code = str(int(node.value))
            if code in wanted.choices:
                return Choice(code, wanted.choices)
            choices = ", ".join(wanted.choices)
            raise Unreadable(
                f"„{code}” nu este printre variante: {choices}", f"“{code}” is not among the choices: {choices}"
            )
        text = node.text if isinstance(node, Name) else "?"
        raise Unreadable(f"faptul sau codul „{text}” nu există", f"there is no fact or code “{text}”")

    def comparison(self, node: Compare) -> Node:
        """`left op right`, both of one type; only numbers have an order."""
        if isinstance(node.left, Name) and node.left.text in self.words.vulnerabilities:
            return self.found(node)
        left, left_type = self.of(node.left)
        right, right_type = self.of(node.right)
        if left_type.name == "undecided":
            left, left_type = self.word_as(left, right_type), right_type
        elif right_type.name == "undecided" or (left_type.name == "choice" and right_type == NUMBER):
            right, right_type = self.word_as(right, left_type), left_type
        if left_type != right_type or left_type.name in ("set", "date"):
            raise Unreadable(
                f"nu se pot compara {NAMES_RO.get(left_type.name, 'cod')} și {NAMES_RO.get(right_type.name, 'cod')}",
                f"a {left_type.name} cannot be compared with a {right_type.name}",
            )
        if left_type.name != "number" and node.op not in ("=", "!="):
            raise Unreadable(
                f"numai numerele au ordine; aici nu merge {node.op}",
                f"only numbers have an order; {node.op} cannot stand here",
            )
        if left_type.name == "boolean" and isinstance(right, Truth):
            return left if right.value is (node.op == "=") else Not(left)
        return Compare(node.op, left, right)

    def found(self, node: Compare) -> Node:
        """`FA01 = present`; of somebody else it means that any member of the household has it."""
        assert isinstance(node.left, Name)
        code, state = node.left.text, node.right.text if isinstance(node.right, Name) else ""
        if node.op not in ("=", "!=") or state not in ("present", "absent"):
            raise Unreadable(
                f"vulnerabilitatea {code} se compară numai cu present sau absent",
                f"the vulnerability {code} can only be compared with present or absent",
            )
        subject = self.words.vulnerabilities[code]
        found: Node = Found(code, subject)
        if not visible(subject, self.scope):
            if self.inside:
                raise Unreadable(f"{code} nu poate sta aici", f"{code} cannot stand here")
            found = OverMembers("any", subject, found)
        return found if (state == "present") is (node.op == "=") else Not(found)

    def one_of(self, of: Node, items: tuple[Node, ...]) -> Node:
        """`of in (a, b)`: every item must be comparable with `of`."""
        parts = tuple(self.comparison(Compare("=", of, item)) for item in items)
        if len(parts) == 1:
            return parts[0]
        if all(isinstance(part, Compare) and isinstance(part.right, Choice | Number) for part in parts):
            compared = [part for part in parts if isinstance(part, Compare)]
            return OneOf(compared[0].left, tuple(part.right for part in compared))
        return Or(parts)

    def set_test(self, node: Has | Only | Size) -> tuple[Node, Type]:
        """has(), only() and size() of a set."""
        fact, type_ = self.of(node.of)
        if type_.name != "set":
            raise Unreadable("has(), only() și size() cer o mulțime", "has(), only() and size() need a set")
        if isinstance(node, Size):
            every = (1 << len(type_.choices)) - 1
            none = 1 << type_.choices.index("none") if "none" in type_.choices else 0
            return Size(fact, every & ~none), NUMBER
        bits = 0
        for code in node.codes:
            if code not in type_.choices:
                choices = ", ".join(type_.choices)
                raise Unreadable(
                    f"„{code}” nu este printre variante: {choices}", f"“{code}” is not among the choices: {choices}"
                )
            bits |= 1 << type_.choices.index(code)
        return replace(node, of=fact, bits=bits), BOOLEAN

    def over_members(self, node: OverMembers) -> tuple[Node, Type]:
        """any, all, count and sum; inside them one speaks of the member counted and of the household."""
        if self.inside:
            raise Unreadable(
                "any/all/count/sum nu pot sta unul în altul", "any/all/count/sum cannot stand within each other"
            )
        inner = Meaning(self.words, node.kind, inside=True)
        wanted = NUMBER if node.how == "sum" else BOOLEAN
        made = OverMembers(node.how, node.kind, inner.typed(node.of, wanted))
        return made, BOOLEAN if node.how in ("any", "all") else NUMBER
