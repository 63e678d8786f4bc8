"""A condition as a phrase, in Romanian or English."""

from __future__ import annotations

from dataclasses import dataclass

from vatra.method.checking import choice_labels
from vatra.method.rulebook import Rulebook
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

AGES = {
    "ro": {"age_y": "vârsta în ani", "age_m": "vârsta în luni", "age_d": "vârsta în zile"},
    "en": {"age_y": "age in years", "age_m": "age in months", "age_d": "age in days"},
}
COMPARE = {
    "ro": {"=": "este", "!=": "nu este", "<": "sub", "<=": "cel mult", ">": "peste", ">=": "cel puțin"},
    "en": {"=": "is", "!=": "is not", "<": "below", "<=": "at most", ">": "over", ">=": "at least"},
}
KINDS = {
    "ro": {"child": "copil", "adult": "adult", "pregnant": "gravidă", "member": "membru"},
    "en": {"child": "child", "adult": "adult", "pregnant": "pregnant woman", "member": "member"},
}
WORDS = {
    "ro": {
        "and": "și",
        "or": "sau",
        "not": "nu: {}",
        "in": "{} este una dintre: {}",
        "yes": "{}: da",
        "no": "{}: nu",
        "has": "{} cuprinde: {}",
        "only": "{} cuprinde doar: {}",
        "size": "numărul de: {}",
        "known": "se știe: {}",
        "any": "cel puțin un {}: {}",
        "all": "fiecare {}: {}",
        "count": "câți ({}): {}",
        "sum": "suma pe fiecare {}: {}",
        "present": "{} este prezentă",
        "absent": "{} este absentă",
        "ceil": "{} rotunjit în sus",
        "min": "cel mai mic dintre {}",
        "max": "cel mai mare dintre {}",
        "if": "dacă {} atunci {}, altfel {}",
        "true": "da",
        "false": "nu",
    },
    "en": {
        "and": "and",
        "or": "or",
        "not": "not: {}",
        "in": "{} is one of: {}",
        "yes": "{}: yes",
        "no": "{}: no",
        "has": "{} includes: {}",
        "only": "{} holds only: {}",
        "size": "number of: {}",
        "known": "known: {}",
        "any": "at least one {}: {}",
        "all": "every {}: {}",
        "count": "how many ({}): {}",
        "sum": "sum over every {}: {}",
        "present": "{} is present",
        "absent": "{} is absent",
        "ceil": "{} rounded up",
        "min": "the smallest of {}",
        "max": "the largest of {}",
        "if": "if {} then {}, else {}",
        "true": "yes",
        "false": "no",
    },
}


@dataclass(frozen=True)
class Phrases:
    """Says trees in one language, with the labels of a rulebook."""

    book: Rulebook
    language: str

    def word(self, key: str, *parts: str) -> str:
        """A phrase with its parts filled in."""
        return WORDS[self.language][key].format(*parts)

    def label(self, code: str) -> str:
        """The short name of a fact."""
        known = self.book.facts.get(code) or self.book.derived.get(code)
        return AGES[self.language].get(code) or (known.row[f"label_{self.language}"] if known else code)

    def vulnerability(self, code: str) -> str:
        """The code and the name of a vulnerability."""
        found = next((each for each in self.book.vulnerabilities if each.code == code), None)
        return f"{code} „{found.name(self.language)}”" if found else code

    def choices(self, of: Node, codes: tuple[str, ...]) -> str:
        """The words of some choices of a fact."""
        asked = self.book.facts.get(of.code) if isinstance(of, Fact) else None
        labels = choice_labels(asked.row, self.language) if asked else {}
        return f" {self.word('or')} ".join(labels.get(code, code) for code in codes)

    def of(self, node: Node) -> str:
        """The phrase of a condition or a value."""
        match node:
            case Not(Found(code)):
                return self.word("absent", self.vulnerability(code))
            case Not(Fact(code)):
                return self.word("no", self.label(code))
            case Not(of):
                return self.word("not", f"({self.of(of)})")
            case And(parts) | Or(parts):
                joint = f" {self.word('and' if isinstance(node, And) else 'or')} "
                return joint.join(
                    f"({self.of(part)})" if isinstance(part, And | Or) else self.of(part) for part in parts
                )
            case Compare(op, left, Choice(code)):
                return f"{self.of_value(left)} {COMPARE[self.language][op]} {self.choices(left, (code,))}"
            case Compare(op, left, right):
                return f"{self.of_value(left)} {COMPARE[self.language][op]} {self.of_value(right)}"
            case OneOf(of, items):
                codes = tuple(item.code if isinstance(item, Choice) else self.of_value(item) for item in items)
                return self.word("in", self.of_value(of), self.choices(of, codes))
            case Has(of, codes) | Only(of, codes):
                return self.word("has" if isinstance(node, Has) else "only", self.of_value(of), self.choices(of, codes))
            case OverMembers(how, kind, of):
                return self.word(how, KINDS[self.language][kind], self.of(of))
            case Fact(code, _, "boolean"):
                return self.word("yes", self.label(code))
        return self.of_value(node)

    def of_value(self, node: Node) -> str:
        """The phrase of a value: a number, a fact, arithmetic."""
        match node:
            case Number(value):
                return f"{value:g}".replace(".", "," if self.language == "ro" else ".")
            case Truth(value):
                return self.word("true" if value else "false")
            case Parameter(code):
                return str(self.book.parameters[code][0].row[f"label_{self.language}"])
            case Fact(code):
                return self.label(code)
            case Found(code):
                return self.word("present", self.vulnerability(code))
            case Known(of) | Size(of) | Ceil(of):
                key = {Known: "known", Size: "size", Ceil: "ceil"}[type(node)]
                return self.word(key, self.of_value(of))
            case Arithmetic(op, left, right):
                return f"({self.of_value(left)} {op} {self.of_value(right)})"
            case Extreme(which, parts):
                return self.word(which, "(" + "; ".join(map(self.of_value, parts)) + ")")
            case Choose(condition, yes, no):
                return self.word("if", self.of(condition), self.of(yes), self.of(no))
        return self.of(node)
