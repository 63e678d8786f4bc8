"""A questionnaire as JSON for the tablet; the shapes are those of `field/src/questionnaire/form.ts`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vatra.method.forms.form import Form, Node, form_of, read_form
from vatra.method.forms.meaning import MISSING_CODES, WHY_MISSING, saved
from vatra.method.mistakes import Mistake
from vatra.method.reading import read_rulebook
from vatra.method.rulebook import Asked


def inspect_form(folder: Path) -> list[Mistake]:
    """Every mistake of a questionnaire: file, row, column, reason; none when it can be used."""
    return read_form(folder)[1]


def form_data(folder: Path, facts: Mapping[str, Asked] | None = None) -> dict[str, Any]:
    """A questionnaire's folder as data, with the rulebook's facts that it asks for.

    The facts are those of the rulebook whose folder it stands in, unless given. Raises `RulebookInvalid`.
    """
    if facts is None:
        facts = read_rulebook(folder.parent.parent).facts
    return data_of(form_of(folder), facts)


def data_of(form: Form, facts: Mapping[str, Asked]) -> dict[str, Any]:
    """A questionnaire as data. `order`: the paths of all nodes, each after what it depends on."""
    used = {node.row.list for node in form.questions() if node.row.list}
    data: dict[str, Any] = {
        "name": form.name,
        "version": form.version,
        "title": dict(form.title),
        "languages": list(form.languages),
        "choices": {
            of: [[name, dict(label)] for name, label in choices] for of, choices in form.choices.items() if of in used
        },
        "nodes": [_node(node, form, facts) for node in form.nodes],
        "order": [node.path for node in form.order],
    }
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {"hash": hashlib.sha256(text.encode()).hexdigest()[:16], **data}


def _node(node: Node, form: Form, facts: Mapping[str, Asked]) -> dict[str, Any]:
    """A node without what is empty."""
    row = node.row
    data: dict[str, Any] = {
        "kind": node.kind,
        "path": node.path,
        "name": node.name,
        "row": row.number,
        "type": row.type,
        "domain": row.cells.get("domain", ""),
        "label": dict(row.words["label"]),
        "hint": dict(row.words["hint"]),
        "message": dict(row.words["constraint_message"]),
        "appearance": row.cells.get("appearance", ""),
        **node.trees,
    }
    if node.nodes:
        data["nodes"] = [_node(each, form, facts) for each in node.nodes]
    if node.has_value:
        data |= _meaning(node, form, facts)
    return {key: value for key, value in data.items() if value not in ("", {}) or key == "label"}


def _meaning(node: Node, form: Form, facts: Mapping[str, Asked]) -> dict[str, Any]:
    """What an answer says: a field, a fact, or why another answer is missing."""
    data: dict[str, Any] = {}
    save = saved(node.name, node.row.cells.get("save_to", ""))
    if save:
        data["save"] = {"of": save[0], "field": save[1]}
    fact = facts.get(node.name)
    if fact:
        data["fact"] = {
            "code": fact.code,
            "subject": fact.subject,
            "type": fact.type,
            "choices": list(fact.choices),
            "minimum": fact.minimum,
            "maximum": fact.maximum,
        }
    if node.row.list:
        data["list"] = node.row.list
        own = fact.choices if fact else ()
        names = {name for name, _ in form.choices[node.row.list]}
        missing = [code for code in MISSING_CODES if code in names and code not in own]
        if missing:
            data["missing"] = missing
    siblings = {each.name: each for each in (node.parent.nodes if node.parent else form.nodes)}
    why = siblings.get(node.name + WHY_MISSING)
    if why:
        data["why"] = why.path
    of = siblings.get(node.name.removesuffix(WHY_MISSING)) if node.name.endswith(WHY_MISSING) else None
    if of:
        data["why_of"] = of.path
    return data
