"""Every message that code and templates ask to be translated, found without running them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

from tests.repository.tree import ROOT, tracked

FUNCTIONS = {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy",
             "npgettext", "npgettext_lazy"}
CALL = re.compile(r"\b(n?p?gettext)\(((?:u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\"|[\w, ])*)\)")


class Asked(NamedTuple):
    """A message: its context, its singular and (or None) its plural."""

    context: str | None
    singular: str
    plural: str | None = None


def words_used() -> dict[Asked, str]:
    """Each message with one file that uses it."""
    used: dict[Asked, str] = {}
    for path in tracked():
        if path.relative_to(ROOT).parts[0] != "vatra":
            continue
        if path.suffix == ".py":
            found = _in_python(path)
        elif path.suffix in {".html", ".txt", ".svg"} and "templates" in path.parts:
            found = _in_template(path)
        else:
            continue
        for asked in found:
            used.setdefault(asked, str(path.relative_to(ROOT)))
    return used


def _asked(function: str, words: list[str]) -> Asked:
    context = words.pop(0) if "p" in function.split("gettext")[0] else None
    plural = words[1] if function.startswith("n") else None
    return Asked(context, words[0], plural)


def _in_python(path: Path) -> Iterator[Asked]:
    tree = ast.parse(path.read_text("utf-8"))
    names = {
        (alias.asname or alias.name): alias.name
        for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names if alias.name in FUNCTIONS
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            words = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            if words:
                yield _asked(names[node.func.id], words)


def _in_template(path: Path) -> Iterator[Asked]:
    for function, inside in CALL.findall(templatize(path.read_text("utf-8"))):
        words = [ast.literal_eval(word.lstrip("u")) for word in
                 re.findall(r"u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\"", inside)]
        if words:
            yield _asked(function, words)
