"""What is read as one word stays on one line of a PDF, and is still the plain word to whoever searches or listens."""

from __future__ import annotations

import pypdfium2
import pytest

from tests.unit.papers import family
from vatra.papers import printing
from vatra.papers.blocks import Author, Paper, Said
from vatra.papers.whole import held_together

WORDS = ("s-a", "i-a", "dintr-o", "s-au")
BROKEN = "\x02"  # how PDFium writes a hyphen at which a line ends


def _lines(sentences: list[str]) -> list[str]:
    """The lines of a PDF in which these sentences stand."""
    paper = Paper("nota", "Notă", (), (Said(tuple(sentences)),), Author(), family.ON, "romania 0000.0")
    with pypdfium2.PdfDocument(printing.pdf_of(paper)) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document).splitlines()


def _around_the_end_of_a_line() -> list[str]:
    """Each word at every place where a line may end."""
    return ["m " * 35 + "i" * count + f" {word} m m m" for word in WORDS for count in range(22, 37)]


def test_a_word_with_a_hyphen_is_never_broken_at_it() -> None:
    lines = _lines(_around_the_end_of_a_line())
    assert not [line for line in lines if BROKEN in line]
    assert {word: sum(word in line.split() for line in lines) for word in WORDS} == dict.fromkeys(WORDS, 15)


def test_without_it_the_same_words_break(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "held_together", lambda page: page)
    assert [line for line in _lines(_around_the_end_of_a_line()) if BROKEN in line]


@pytest.mark.parametrize(("page", "held"), [
    ("<p>nu s-a dus</p>", '<p>nu <span class="whole">s-a</span> dus</p>'),
    ("<p>„Într-o zi, dintr-o dată”</p>",
     '<p>„<span class="whole">Într-o</span> zi, <span class="whole">dintr-o</span> dată”</p>'),
    ('<td data-x="s-a">s&amp;s-a</td>', '<td data-x="s-a">s&amp;<span class="whole">s-a</span></td>'),
])
def test_words_are_held_and_tags_are_left_alone(page: str, held: str) -> None:
    assert held_together(page) == held


@pytest.mark.parametrize("words", [
    "ABCD-EFGH-JKMN", "2026-03", "reintegrare-școlară", "a - b", "–s-", "0234-112", "https://vatra.example/a-b-c/",
])
def test_what_is_no_word_with_a_hyphen_is_left_as_it_is(words: str) -> None:
    assert held_together(words) == words
