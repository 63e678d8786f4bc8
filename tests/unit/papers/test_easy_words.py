"""The family's summary is read by somebody who went to school for four years: short sentences of everyday words."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from tests.unit.care.village import uuid
from tests.unit.papers import family
from vatra.care import queries as care
from vatra.papers import queries as papers
from vatra.papers import summary
from vatra.papers.blocks import Heading, Phones, Points, Rows, Said, Table

MOST_WORDS, LONGEST = 12, 13  # letters of “dumneavoastră”
# Words of offices, each a stem: whoever needs one says it in other words.
OF_OFFICES = (
    "evalu", "monitoriz", "referi", "vulnerab", "benefici", "prestați", "consilier", "conform", "privind", "vederea",
    "implement", "facilit", "mediere", "profilax", "remedial", "incluz", "integrat", "dosar de", "temei", "dispoziți",
    "solicit", "acord", "termen", "reintegr", "mobiliz", "supraveghe", "sesiz", "semnal", "obținer", "asisten",
)


@pytest.fixture(autouse=True)
def _romanian() -> Any:
    with override("ro"):
        yield


def sentences(text: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.?!:])\s+", text.strip()) if one]


def too_hard(text: str) -> list[str]:
    """Why each sentence of a text is too hard; nothing when none is."""
    found = []
    for one in sentences(text):
        words = re.findall(r"[\w-]+", one)
        found += [f"{len(words)} words: {one}"] if len(words) > MOST_WORDS else []
        found += [f"{word}: {one}" for word in words if re.fullmatch(r"[A-ZĂÂÎȘȚ]{2,}", word)]
        found += [f"{word}: {one}" for word in words if len(word) > LONGEST]
        found += [f"{stem}: {one}" for stem in OF_OFFICES if stem in one.lower()]
        found += [f"brackets: {one}"] if "(" in one else []
    return found


def own_words(paper: Any) -> list[str]:
    """What the summary says in its own words: names, roles and days are the family's and the office's."""
    told: list[str] = []
    for block in paper.blocks:
        match block:
            case Heading():
                told.append(block.words)
            case Said():
                told += block.sentences
            case Points():
                told += block.points
            case Rows():
                told += [row.label for row in block.rows]
            case Phones():
                told += [words for one in block.phones for words in (one.name, one.when)]
            case Table():
                told += [block.caption, *block.heads, *(row[0] for row in block.rows)]
    return told


@pytest.mark.django_db
def test_a_summary_of_a_plan_says_it_in_short_sentences_of_everyday_words(worker: Any) -> None:
    paper = papers.paper_of_household("rezumat-pentru-familie", uuid(family.HOUSE), by=worker, on=family.ON)
    told = own_words(paper)
    assert len(told) > 20
    told += own_words(papers.blank(paper.kind, by=worker, on=family.ON))
    assert [why for text in told for why in too_hard(text)] == []


def rows() -> list[dict[str, str]]:
    with (Path(papers.__file__).parent / "facts" / "easy_services.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("code", sorted(row["code"] for row in rows()))
def test_each_service_is_said_in_everyday_words(code: str) -> None:
    assert too_hard(summary.easy(code)) == []
    with override("en"):
        assert max(len(one.split()) for one in sentences(summary.easy(code))) <= MOST_WORDS


@pytest.mark.django_db
def test_every_service_that_may_lie_on_a_kitchen_table_is_said_in_everyday_words(worker: Any) -> None:
    package = care.package_on(family.ON)
    shown = {code for code in package.services
             if package.domains.get(code, "general") not in summary.NOT_ON_A_KITCHEN_TABLE}
    assert shown - {row["code"] for row in rows()} == set()


def test_the_list_of_hard_words_finds_them() -> None:
    assert len(too_hard("Evaluarea integrată a nevoilor (DGASPC).")) == 4
    assert too_hard("a b c d e f g h i j k l m") == ["13 words: a b c d e f g h i j k l m"]
