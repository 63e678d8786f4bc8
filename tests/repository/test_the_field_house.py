"""The field app keeps its own house: who may import whom, why each package is there, no code from elsewhere."""

from __future__ import annotations

import json
import re

import pytest

from tests.repository.tree import ROOT, tracked

FIELD = ROOT / "field"
SRC = FIELD / "src"
BELOW = {  # what each room may import beside itself
    "main": {"screens", "sync"},
    "screens": {"words", "sync", "records", "vault", "questionnaire", "method"},
    "sync": {"records", "vault"},
    "records": {"vault"},
    "vault": set(),
    "words": set(),
    "method": set(),
    "questionnaire": set(),
    "service-worker": set(),
}
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.{1,2}/[^"']+)["']""")
PACKAGE = re.compile(r"""(?:from|import)\s*\(?\s*["']([@a-z][^"']*)["']""")


def _sources() -> list:
    return [path for path in tracked() if path.is_relative_to(SRC) and path.suffix in {".ts", ".tsx"}]


def _room(path) -> str:
    first = path.relative_to(SRC).parts[0]
    return first if "/" in path.relative_to(SRC).as_posix() else first.partition(".")[0]


def test_every_file_stands_in_a_room():
    assert {_room(path) for path in _sources()} <= BELOW.keys()


def test_screens_stand_on_sync_on_records_on_vault_and_nothing_looks_up():
    upward = []
    for path in _sources():
        if ".test." in path.name or ".trial." in path.name:
            continue
        for said in IMPORT.findall(path.read_text("utf-8")):
            target = (path.parent / said).resolve()
            if target.is_relative_to(SRC) and _room(target) not in {_room(path), *BELOW[_room(path)]}:
                upward.append(f"{path.relative_to(ROOT)} -> {said}")
    assert not upward


def test_only_named_packages_reach_the_tablet_and_each_says_why():
    about = json.loads((FIELD / "package.json").read_text("utf-8"))
    every = {**about["dependencies"], **about["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in every.values()), "exact versions only"
    assert every.keys() == about["why"].keys()
    used = {
        said for path in _sources() if ".test." not in path.name and ".trial." not in path.name
        for said in PACKAGE.findall(path.read_text("utf-8"))
    }
    names = {"/".join(said.split("/")[: 2 if said.startswith("@") else 1]) for said in used if ":" not in said}
    assert names <= about["dependencies"].keys()


@pytest.mark.parametrize(("what", "pattern"), [
    ("eval", r"\beval\(|new Function\("), ("a third party", r"https?://(?!www\.w3\.org|localhost)"),
    ("the address taking words", r"location\.(search|href)\s*="), ("escape from types", r"@ts-ignore|as any\b"),
])
def test_the_field_app_keeps_away_from(what, pattern):
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()[:80]}" for path in _sources()
        if ".test." not in path.name and not path.name.endswith(".d.ts")
        for line in path.read_text("utf-8").splitlines() if re.search(pattern, line)
    ]
    assert not found


def test_no_function_of_the_field_app_is_longer_than_60_lines():
    begins = re.compile(
        r"^(?:export )?(?:async )?function (\w+)|^(?:export )?const (\w+) = (?:async )?\([^)]*\).*=> \{$"
    )
    long = []
    for path in _sources():
        lines = path.read_text("utf-8").splitlines()
        for start, line in enumerate(lines):
            begun = begins.match(line)
            if begun:
                end = next((n for n in range(start + 1, len(lines)) if lines[n] in ("}", "};")), start)
                if end - start > 60:
                    long.append(f"{path.relative_to(ROOT)}:{start + 1} {begun[1] or begun[2]}")
    assert not long
