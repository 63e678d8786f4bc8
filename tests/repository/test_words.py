"""Code and screens keep to the glossary."""

from __future__ import annotations

import ast
import re

from tests.repository.tree import ROOT, python_files, tracked

# Words the glossary gives another name to, and where they may stand because a library or a law says them.
FORBIDDEN = {
    "beneficiary", "facility", "workflow", "ticket", "upsert", "minor_child", "kpi", "committee", "encounter",
}
VERBS = ("process_", "handle_", "manage_")
OF_LIBRARIES = {"handle_raw_input"}  # what a library calls by name


def _defined_names(tree: ast.AST) -> list[str]:
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.arg):
            names.append(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.append(node.id)
    return names


def test_names_in_the_code_are_words_of_the_glossary():
    wrong = []
    for path in python_files("vatra"):
        for name in _defined_names(ast.parse(path.read_text("utf-8"))):
            words = set(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()))
            if name not in OF_LIBRARIES and (words & FORBIDDEN or name.startswith(VERBS)):
                wrong.append(f"{path.relative_to(ROOT)}: {name}")
    assert not wrong


def test_the_glossary_names_every_table():
    from django.apps import apps

    glossary = (ROOT / "GLOSSARY.md").read_text("utf-8")
    rooms = {"places", "access", "register", "people", "assessment", "care", "community", "audit"}
    unknown = [model._meta.label for model in apps.get_models()
               if model._meta.app_label in rooms and model.__name__.lower() not in re.sub(r"\s", "", glossary).lower()]
    assert not unknown


def test_romanian_is_written_with_comma_below_letters():
    # Loaders and search know the cedilla letters on purpose, to mend them; tests type them as people do.
    mends = re.compile(r"cedilla|sedil", re.IGNORECASE)
    wrong = []
    for path in tracked():
        if path.suffix not in {".py", ".html", ".po", ".csv", ".md", ".ts"} or "tests" in path.parts:
            continue
        text = path.read_text("utf-8", errors="ignore")
        if re.search("[şţŞŢ]", text) and not mends.search(text):
            wrong.append(str(path.relative_to(ROOT)))
    assert not wrong
