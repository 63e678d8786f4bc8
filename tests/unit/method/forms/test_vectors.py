"""The shared submissions: up to date (TypeScript checks them in field/src/questionnaire/vectors.test.ts)."""

from __future__ import annotations

import pytest

from tests.unit.method.forms.vectors import FILES, FOLDER, text_of


@pytest.mark.parametrize("name", FILES)
def test_the_submissions_are_those_of_the_questionnaire_as_it_stands(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == text_of(FILES[name]()), (
        "run: python -m tests.unit.method.forms.vectors"
    )
