"""A number on a paper says what it counts, in the paper's language, unless its label does."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from tests.repository.tree import ROOT
from vatra.method.reading import read_rulebook
from vatra.papers import measured
from vatra.papers.measured import with_unit


@pytest.mark.parametrize(("code", "value", "romanian", "english"), [
    ("c_bw", 3250, "3.250 de grame", "3,250 grams"), ("c_gest", 39, "39 de săptămâni", "39 weeks"),
    ("c_mother_age", 34, "34 de ani", "34 years"), ("c_mother_age", 15, "15 ani", "15 years"),
    ("c_abs_h", 1, "1 oră", "1 hour"), ("c_abs_h", 2.5, "2,5 ore", "2.5 hours"), ("c_abs_share", 0.02, "2 %", "2 %"),
    ("h_income", 4320, "4.320 lei", "4,320 lei"),
])
def test_a_number_has_its_unit(code: str, value: Any, romanian: str, english: str) -> None:
    with override("ro"):
        assert with_unit(code, value) == romanian
    with override("en"):
        assert with_unit(code, value) == english


@pytest.mark.parametrize(("code", "value"), [
    ("c_enrolled", True), ("c_abroad_m", 3), ("c_bw", "?refused"), ("c_abs_h", True),
])
def test_what_is_no_number_or_says_its_unit_in_its_label_stays(code: str, value: Any) -> None:
    assert with_unit(code, value) is None


def test_every_fact_that_gets_a_unit_is_a_number_of_the_rulebook() -> None:
    facts = read_rulebook(ROOT / "rulebook" / "romania").facts
    assert {facts[code].row["type"] for code in measured._COUNTED} == {"number"}
