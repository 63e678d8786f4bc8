"""The house keeps its own rules: sizes, names, the direction of foreign keys."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest
from django.apps import apps

from tests.repository.tree import ROOT, python_files, tracked

ORDER = [
    "base", "audit", "places", "access", "register", "people", "assessment", "care", "supervision", "community",
    "results", "papers", "sync", "notices",
]
CODE = ("vatra", "tests", "bench", "field")
DRAWERS = {"services", "utils", "helpers", "common", "core", "misc", "manager", "managers", "handler", "handlers"}


def test_no_file_is_longer_than_400_lines():
    long = {str(path.relative_to(ROOT)): lines for path in tracked()
            if path.suffix in {".py", ".ts", ".tsx"} and path.relative_to(ROOT).parts[0] in CODE
            and (lines := path.read_text("utf-8").count("\n")) > 400}
    assert not long


def test_no_function_is_longer_than_60_lines():
    long = []
    for path in python_files(*CODE):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno > 60:
                long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert not long


def test_no_file_is_a_drawer():
    assert not [str(path) for path in tracked() if path.suffix in {".py", ".ts", ".tsx"} and path.stem in DRAWERS]


def _room(model) -> str:
    return model._meta.app_label


def test_foreign_keys_point_downwards():
    upward = []
    for model in apps.get_models():
        if _room(model) not in ORDER:
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not field.is_relation or field.auto_created or target is None or _room(target) not in ORDER:
                continue
            if ORDER.index(_room(target)) > ORDER.index(_room(model)):
                upward.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    assert not upward


def test_a_migration_writes_the_database_it_is_run_on():
    """`vatra rebuild --check` migrates a scratch database beside the real one, which must not be touched by it."""
    astray = [str(path.relative_to(ROOT)) for path in python_files("vatra") if path.parent.name == "migrations"
              and ".objects" in (text := path.read_text("utf-8")) and "connection.alias" not in text]
    assert not astray


def test_migrations_are_named():
    unnamed = [path.name for path in tracked() if path.parent.name == "migrations" and "_auto_" in path.name]
    assert not unnamed


@pytest.mark.parametrize("room", [*ORDER, "method", "web", "api", "wire", "sync", "exchange", "demo"])
def test_every_room_says_what_it_is_for(room):
    assert len(ast.get_docstring(ast.parse((ROOT / "vatra" / room / "__init__.py").read_text("utf-8"))) or "") > 60


def test_every_dependency_says_why_it_is_there():
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    names = tomllib.loads(text)["project"]
    wanted = names["dependencies"] + [one for extra in names["optional-dependencies"].values() for one in extra]
    lines = text.splitlines()
    silent = [one for one in wanted if not any(f'"{one}"' in line and "#" in line for line in lines)]
    assert not silent


def test_no_path_of_a_machine_and_no_secret_stands_in_the_repository():
    forbidden = re.compile(r"(?<![\w.~-])/(?:home|root|work)/[a-z]+/|BEGIN [A-Z ]*PRIVATE KEY")
    told = [str(path.relative_to(ROOT)) for path in tracked()
            if path.suffix in {".py", ".ts", ".md", ".toml", ".json", ".html", ".sh", ".yml", ".csv", ""}
            and path.name != "LICENSE" and forbidden.search(path.read_text("utf-8", errors="ignore"))
            and path != ROOT / "tests" / "repository" / "test_the_house.py"]
    assert not told
