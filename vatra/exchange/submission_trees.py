"""XML instances and JSON exports: trees of groups with answers at the ends, and one repeated group of members."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext_lazy as _

from vatra.exchange.form import Form
from vatra.exchange.submission_files import Given
from vatra.exchange.submissions import (
    LONGEST_ANSWER,
    Block,
    Cell,
    Submission,
    SubmissionRefused,
    instance_of,
    last_part,
    merge_cells,
)

LARGEST_INSTANCE = 5_000_000  # letters of one XML instance
DEEPEST = 32
MOST_ITEMS = 100_000
LARGEST_JSON = 20_000_000  # letters
_OPENING, _CLOSING = frozenset("[{"), frozenset("]}")
_BRACKET_OR_STRING = re.compile(r'[\[\]{}]|"(?:[^"\\]|\\.)*"')

Told = Submission | tuple[str, SubmissionRefused]


def read_instance(given: Given, form: Form) -> Iterator[Told]:
    """The submission of an XML instance; no entity, no external thing is ever resolved."""
    if len(given.text) > LARGEST_INSTANCE:
        raise SubmissionRefused(_("One submission cannot be so long."), code="too_large")
    try:
        root = fromstring(given.text.encode(), forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException:
        raise SubmissionRefused(
            _("The file declares entities, which no submission does: it may be an attack."), code="xml_entities"
        ) from None
    except (ParseError, ValueError):
        raise SubmissionRefused(_("The file is not well-formed XML."), code="broken_xml") from None
    household = Block(1)
    members: list[Block] = []
    tree = _tree(root, 0)
    if isinstance(tree, dict):
        _walk(tree, "", form, household, members)
    if "instanceID" not in household.cells and root.get("instanceID"):
        household.cells["instanceID"] = Cell(str(root.get("instanceID")), "instanceID")
    if not household.cells:
        raise SubmissionRefused(_("The file holds no answers."), code="not_our_form")
    yield Submission(given.name, instance_of(household.cells), household, members)


def _tree(element: Element, depth: int) -> Any:
    """An element as text, or as {name: text or tree, or a list when it is repeated}."""
    if depth > DEEPEST:
        raise SubmissionRefused(_("The file is nested too deeply."), code="too_deep")
    children = [child for child in element if isinstance(child.tag, str)]
    if not children:
        return element.text or ""
    tree: dict[str, Any] = {}
    for child in children:
        if any(name.endswith("}template") for name in child.attrib):
            continue  # the blank that forms keep of a repeated group
        name = child.tag.rpartition("}")[2]
        value = _tree(child, depth + 1)
        if name in tree:
            tree[name] = [*tree[name], value] if isinstance(tree[name], list) else [tree[name], value]
        else:
            tree[name] = value
    return tree


def _walk(tree: dict[str, Any], path: str, form: Form, household: Block, members: list[Block]) -> None:
    """Answers go to the household, except those of the repeated group of members."""
    for name, value in tree.items():
        part = last_part(name)
        where = f"{path}{part}" if path else name
        if part in form.repeats and isinstance(value, (dict, list)):
            _members(value if isinstance(value, list) else [value], where, household, members)
        elif isinstance(value, dict):
            _walk(value, f"{where}/", form, household, members)
        elif not isinstance(value, list):
            merge_cells(household.cells, [(part, Cell(_text(value), where))])


def _members(values: list[Any], where: str, household: Block, members: list[Block]) -> None:
    for number, value in enumerate(values, start=1):
        if not isinstance(value, dict):
            continue
        block = Block(household.row)
        _flatten(value, f"{where}[{number}]/", block)
        if block.cells:
            members.append(block)


def _flatten(tree: dict[str, Any], path: str, block: Block) -> None:
    for name, value in tree.items():
        where = f"{path}{last_part(name)}"
        if isinstance(value, dict):
            _flatten(value, f"{where}/", block)
        elif not isinstance(value, list):
            merge_cells(block.cells, [(last_part(name), Cell(_text(value), where))])


def _text(value: Any) -> str:
    """A scalar as the other formats write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value).strip()
    if len(text) > LONGEST_ANSWER:
        raise SubmissionRefused(_("A cell is longer than any answer can be."), code="answer_too_long")
    return text


def read_json(given: Given, form: Form) -> Iterator[Told]:
    """The submissions of a JSON export: a list, Kobo's `results`, Central's OData `value`, or a single one."""
    if len(given.text) > LARGEST_JSON:
        raise SubmissionRefused(
            _("The file is larger than %(most)s MB: export fewer submissions at a time."),
            code="too_large", most=LARGEST_JSON // 1_000_000,
        )
    check_depth(given.text)
    try:
        parsed = json.loads(given.text, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise SubmissionRefused(_("The file is not well-formed JSON."), code="broken_json") from None
    if isinstance(parsed, dict):
        parsed = next((parsed[key] for key in ("results", "value") if isinstance(parsed.get(key), list)), [parsed])
    if len(parsed) > MOST_ITEMS:
        raise SubmissionRefused(
            _("The file has more than %(most)s rows: export fewer submissions at a time."),
            code="too_many_rows", most=MOST_ITEMS,
        )
    for number, item in enumerate(parsed, start=1):
        household = Block(number)
        members: list[Block] = []
        try:
            if not isinstance(item, dict):
                raise SubmissionRefused(_("Not a submission."), code="not_our_form")
            _walk(item, "", form, household, members)
        except SubmissionRefused as refusal:
            yield given.name, refusal.at(number)
            continue
        yield Submission(given.name, instance_of(household.cells), household, members)


def check_depth(text: str) -> None:
    """Refuse JSON nested too deeply, before it is parsed."""
    depth = 0
    for found in _BRACKET_OR_STRING.finditer(text):
        bracket = found[0]
        if bracket in _OPENING:
            depth += 1
            if depth > DEEPEST:
                raise SubmissionRefused(_("The file is nested too deeply."), code="too_deep")
        elif bracket in _CLOSING:
            depth -= 1


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    tree = dict(pairs)
    if len(tree) < len(pairs):
        raise ValueError("a name stands twice")
    return tree


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")
