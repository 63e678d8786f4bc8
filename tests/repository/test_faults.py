"""The table of faults names tests that exist."""

from __future__ import annotations

import re

import pytest

from tests.repository.tree import ROOT

PAGE = ROOT / "docs/decisions/0028-every-fault-promised-has-a-test-that-makes-it-happen.md"
NAMED = re.findall(r"`([\w/.]+)::([^`]+)`", PAGE.read_text("utf-8"))


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_fault_is_made_to_happen_where_the_table_says(file, name):
    text = (ROOT / file).read_text("utf-8")
    assert f"def {name}(" in text or f'test("{name}' in text or f"test(`{name}" in text


def test_the_table_is_read_at_all():
    assert len(NAMED) > 40
