"""The generated chapters say what the code says."""

from __future__ import annotations

import re

import pytest

from tests.repository.tree import ROOT, tracked
from vatra.cli.docs import CHAPTERS, REFERENCE, chapters


@pytest.fixture(scope="module")
def written():
    return chapters()


@pytest.mark.parametrize("name", sorted(CHAPTERS))
def test_a_generated_chapter_is_not_stale(name, written):
    assert (REFERENCE / name).read_text("utf-8") == written[name], "run `make docs`"


def test_every_link_between_documents_leads_somewhere():
    broken = []
    for path in tracked():
        if path.suffix == ".md":
            for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", path.read_text("utf-8")):
                if not (path.parent / target).exists():
                    broken.append(f"{path.relative_to(ROOT)} -> {target}")
    assert not broken


def test_every_decision_has_its_four_parts():
    short = [path.name for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md")
             if not all(f"## {part}" in path.read_text("utf-8")
                        for part in ("Context", "Decision", "Cost", "Designs avoided"))]
    assert not short


def test_every_make_target_of_the_readme_exists():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for name in re.findall(r"make ([a-z-]+)", (ROOT / "README.md").read_text("utf-8")):
        assert re.search(rf"^{name}:", makefile, re.MULTILINE), name
