"""A rulebook as JSON for the tablet: trees as nested lists, evaluated there by closures without `eval`.

The shapes are those of `field/src/method/book.ts`. Nothing is lost that an assessment needs; of the words, only the
names of derived facts come along: reasons name them, and no question does.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from vatra.method.program import blocks_of
from vatra.method.rulebook import Rulebook, Service
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


def typescript_data(book: Rulebook) -> dict[str, Any]:
    """Everything the tablet needs to assess a household."""
    return {
        "version": book.version,
        "facts": {
            code: {
                "subject": each.subject,
                "type": each.type,
                "choices": list(each.choices),
                "minimum": each.minimum,
                "maximum": each.maximum,
            }
            for code, each in book.facts.items()
        },
        "derived": {
            code: {
                "subject": each.subject,
                "type": each.type,
                "label": {language: each.row[f"label_{language}"] for language in ("ro", "en")},  # reasons name them
                "expression": data_of(each.expression),
            }
            for code, each in book.derived.items()
        },
        "parameters": {
            code: [[day(number.since), day(number.until), number.value] for number in numbers]
            for code, numbers in book.parameters.items()
        },
        "vulnerabilities": [
            {
                "code": each.code,
                "subject": each.subject,
                "since": day(each.since),
                "until": day(each.until),
                "rows": [[row.severity, [data_of(cell.condition) for cell in row.cells]] for row in each.rows],
            }
            for each in book.vulnerabilities
        ],
        "services": [service_data(service) for service in book.services],
        "blocks": [[block.scope, list(block.codes)] for block in blocks_of(book)],
    }


def service_data(service: Service) -> dict[str, Any]:
    """A service as far as proposals need it."""
    return {
        "code": service.code,
        "propose": service.propose,
        "vulnerabilities": list(service.vulnerabilities),
        "first_due_days": service.first_due_days,
        "severe_from": service.severe_from,
        "severe_due_days": service.severe_due_days,
    }


def day(value: date | None) -> str | None:
    """A day as text; texts of days compare as days do."""
    return value.isoformat() if value else None


def data_of(node: Node) -> list[Any]:
    """A tree as a nested list whose first item says what it is."""
    match node:
        case Number(value):
            return ["number", value]
        case Truth(truth):
            return ["truth", truth]
        case Choice(code) | Parameter(code):
            return ["choice" if isinstance(node, Choice) else "parameter", code]
        case Fact(code, subject, type_):
            return ["fact", code, subject, type_]
        case Found(code, subject):
            return ["found", code, subject]
        case Has(of, _, bits) | Only(of, _, bits) | Size(of, bits):
            return [type(node).__name__.lower(), data_of(of), bits]
        case Compare(op, left, right) | Arithmetic(op, left, right):
            return ["compare" if isinstance(node, Compare) else "arithmetic", op, data_of(left), data_of(right)]
        case Extreme(which, parts):
            return [which, *map(data_of, parts)]
        case OverMembers(how, kind, of):
            return ["over", how, kind, data_of(of)]
        case Not() | And() | Or() | OneOf() | Ceil() | Choose() | Known():
            return [type(node).__name__.lower(), *map(data_of, node.parts())]
    raise TypeError(node)
