"""The PDFs: tagged for screen readers, closed to addresses, bounded, quick, and whole whatever was typed."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf
import pypdfium2
import pytest

from tests.unit.care.village import uuid
from tests.unit.papers import family
from tests.unit.papers.reading import text_of_pdf
from tests.unit.papers.tags import (
    drawn_outside_the_tags,
    figures,
    headings,
    headings_of_tables,
    kinds_in,
    pagination,
    scopes,
    tables,
)
from vatra.papers import printing
from vatra.papers import queries as papers
from vatra.papers.queries import KINDS, CannotPrint

pytestmark = [pytest.mark.django_db]


_MADE: dict[str, bytes] = {}


@pytest.fixture
def made(db: None, request: pytest.FixtureRequest) -> dict[str, bytes]:
    """Every paper of the family and every blank form, as PDFs; made once."""
    if _MADE:
        return _MADE
    worker = request.getfixturevalue("worker")
    filled = family.every_paper(worker)
    blank = {f"blank {key}": papers.blank(key, by=worker, on=family.ON) for key in KINDS}
    _MADE.update({key: papers.pdf_of(paper) for key, paper in (filled | blank).items()})
    return _MADE


def test_every_pdf_is_tagged_as_pdf_ua_asks(made: dict[str, bytes]) -> None:
    for key, pdf in made.items():
        with pikepdf.open(BytesIO(pdf)) as read:
            root = read.Root
            assert root.MarkInfo.Marked, key
            assert str(root.Lang) == "ro", key
            assert root.ViewerPreferences.DisplayDocTitle, key
            assert root.StructTreeRoot.K is not None, key
            with read.open_metadata() as told:
                assert told["pdfuaid:part"] == "1", key
                assert told["dc:title"] == str(KINDS[key.removeprefix("blank ")].title), key
            assert {str(page.get("/Tabs")) for page in read.pages} == {"/S"}, key
            assert not [name for name in ("/Names", "/OpenAction", "/AcroForm") if name in root], key


def test_headings_go_down_one_step_at_a_time_from_a_single_title(made: dict[str, bytes]) -> None:
    for key, pdf in made.items():
        with pikepdf.open(BytesIO(pdf)) as read:
            levels = headings(read)
        assert levels[0] == 1, key
        assert levels.count(1) == 1, key
        assert all(after - before <= 1 for before, after in pairwise(levels)), (key, levels)


def test_every_cell_of_a_table_is_tied_to_its_heading_also_on_the_next_page(made: dict[str, bytes]) -> None:
    for key, pdf in made.items():
        with pikepdf.open(BytesIO(pdf)) as read:
            for table in tables(read):
                headed, cells = headings_of_tables(table)
                assert headed, key
                assert all(tied <= headed and tied for tied in cells), key


def test_a_heading_cell_heads_its_column(made: dict[str, bytes]) -> None:
    for key, pdf in made.items():
        with pikepdf.open(BytesIO(pdf)) as read:
            assert scopes(read) <= {"/Column"}, key


def test_all_that_is_drawn_is_content_or_an_artifact_and_what_each_sheet_repeats_is_pagination(
    made: dict[str, bytes]
) -> None:
    for key, pdf in made.items():
        with pikepdf.open(BytesIO(pdf)) as read:
            assert drawn_outside_the_tags(read) == [], key
            assert all(pagination(page) >= 2 for page in read.pages), key


def test_every_drawing_has_words(made: dict[str, bytes]) -> None:
    with pikepdf.open(BytesIO(made["plan-de-servicii"])) as read:
        assert figures(read) == ["Semnătură făcută pe ecran"]
    for key, pdf in made.items():
        with pikepdf.open(BytesIO(pdf)) as read:
            assert all(figures(read)), key
            assert {"/H1", "/P"} <= kinds_in(read), key


def test_all_fonts_are_the_papers_own_and_stand_in_the_file(made: dict[str, bytes]) -> None:
    for key, pdf in made.items():
        with pikepdf.open(BytesIO(pdf)) as read:
            fonts = {str(font.BaseFont) for page in read.pages for font in page.Resources.Font.values()}
        assert all("Vatra-Paper" in name or "Source-Sans" in name for name in fonts), (key, fonts)


def test_a_pdf_says_the_same_as_the_page_on_every_sheet_with_its_number(made: dict[str, bytes]) -> None:
    text = text_of_pdf(made["plan-de-servicii"])
    for words in ("Țăranu Maria", family.OPINION, "Reintegrare școlară", "pagina 1 din 2", "pagina 2 din 2"):
        assert words in text


def test_a_letter_with_an_address_for_the_answer_shows_it_in_words_and_to_be_scanned(worker: Any) -> None:
    address, page = "https://vatra.example/raspuns/#c=abc", "https://vatra.example/raspuns/"
    link = papers.Link(address, page, "ABCD-EFGH-JKMN", datetime(2026, 4, 15, 9, tzinfo=UTC))
    letter = papers.paper_of_referral(uuid(family.HOUSE), family.the_referral(), by=worker, on=family.ON,
                                      link=link)
    pdf = papers.pdf_of(letter)
    text = text_of_pdf(pdf).replace("- ", "-")
    assert not [said for said in (address, page, "ABCD-EFGH-JKMN", "15 aprilie 2026, 12:00") if said not in text]
    with pikepdf.open(BytesIO(pdf)) as read:
        assert figures(read) == ["Cod de scanat: deschide adresa de alături"]
    assert 'role="img"' in papers.body_of(letter)
    assert "raspuns" not in papers.body_of(family.every_paper(worker)["scrisoare-de-referire"])


HOSTILE = {
    "a script": "<script>alert(1)</script><img src=http://127.0.0.1/x onerror=alert(1)>",
    "a file": '"><img src="file:///etc/passwd"><link rel="attachment" href="file:///etc/passwd">',
    "a style": "<style>@import url(http://169.254.169.254/);</style></p>",
    "right to left": "\N{RIGHT-TO-LEFT OVERRIDE}Popescu\N{POP DIRECTIONAL FORMATTING} שלום مرحبا",
    "zero width": "Po\N{ZERO WIDTH SPACE}pes\N{ZERO WIDTH JOINER}cu",
    "emoji": "Ana \N{FAMILY}\N{GRINNING FACE}",
    "no spaces": "x" * 100,
    "a template": "{{ paper.title }}{% load i18n %}",
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_whatever_a_name_holds_it_is_only_words(db: None, name: str) -> None:
    mother = family.lonely() | {"surname": HOSTILE[name][:100], "given_name": "Maria"}
    worker = family.made_family(members=[mother], facts={})
    for key, kind in KINDS.items():
        if kind.about == "household":
            paper = papers.paper_of_household(key, uuid(family.HOUSE), by=worker, on=family.ON)
            page = papers.body_of(paper)
            assert not [tag for tag in ("<script", "<img", "<link", "<style", "<iframe") if tag in page]
            assert papers.pdf_of(paper).startswith(b"%PDF-")


@pytest.mark.parametrize("address", [
    "http://127.0.0.1/", "https://example.org/x.png", "file:///etc/passwd", "ftp://example.org/", "//example.org/x",
    "data:text/html;base64,PGI+", "data:image/png;base64,AAAA", "vatra-face:500", "vatra-face:../../etc/passwd", "",
])
def test_nothing_is_fetched_but_the_typeface_and_drawings_made_here(address: str) -> None:
    fetcher = printing._deny_all(printing._weasyprint())
    with pytest.raises(ValueError, match="papers fetch nothing"):
        fetcher.fetch(address)


def test_a_page_that_asks_for_addresses_gets_none_of_them(monkeypatch: pytest.MonkeyPatch, worker: Any) -> None:
    asked: list[str] = []
    engine = printing._weasyprint()
    real = engine.urls.URLFetcher.fetch
    monkeypatch.setattr(engine.urls.URLFetcher, "fetch",
                        lambda self, url, headers=None: asked.append(url) or real(self, url, headers))
    monkeypatch.setattr(printing, "body_of", lambda paper, for_pdf: (
        '<img src="http://127.0.0.1:9/a"><img src="file:///etc/passwd"><p>x</p><style>@import "http://127.0.0.1:9/b";'
        "</style>"))
    assert printing.pdf_of(papers.blank("plan-de-servicii", by=worker, on=family.ON))
    assert not asked


@pytest.mark.parametrize("path", ["", "M0 0\"/><script/>", "M" * 20_001, "url(http://x)", "M0 0 L10 10<"])
def test_a_signature_that_is_no_drawing_is_not_drawn(path: str) -> None:
    assert printing.drawn(path) == ""


def test_texts_of_4000_letters_and_twelve_children_are_whole(db: None) -> None:
    long = " ".join(f"cuvânt{number}" for number in range(400))[:3_990]
    worker = family.made_large(note=long)
    paper = papers.paper_of_household("raport-de-monitorizare", uuid(family.HOUSE), by=worker, on=family.ON)
    text = text_of_pdf(papers.pdf_of(paper)).replace("\N{SOFT HYPHEN}", "")
    assert not [word for word in long.split()[:-1] if word not in text]
    risks = papers.paper_of_household("fisa-de-identificare-a-riscurilor", uuid(family.HOUSE), by=worker, on=family.ON)
    text = text_of_pdf(papers.pdf_of(risks))
    assert not [number for number in range(12) if f"Țăranu Copil{'abcdefghijkl'[number]}" not in text]


def test_what_is_too_long_is_refused_with_a_sentence_and_is_still_a_page(worker: Any,
                                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "MOST_CHARACTERS", 1_000)
    paper = papers.blank("ancheta-sociala", by=worker, on=family.ON)
    with pytest.raises(CannotPrint) as refused:
        papers.pdf_of(paper)
    assert "prea lung" in refused.value.message("ro")
    assert papers.body_of(paper)


def test_where_pango_is_missing_the_page_stays_and_the_sentence_says_what_to_install(
    worker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import builtins

    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **kwargs)

    printing._weasyprint.cache_clear()
    monkeypatch.setattr(builtins, "__import__", without)
    try:
        assert "apt-get install libpango-1.0-0" in (papers.missing_library() or "")
        paper = papers.blank("plan-de-servicii", by=worker, on=family.ON)
        assert papers.body_of(paper)
        with pytest.raises(CannotPrint):
            papers.pdf_of(paper)
    finally:
        printing._weasyprint.cache_clear()


def test_every_sheet_is_a4(made: dict[str, bytes]) -> None:
    for pdf in made.values():
        with pypdfium2.PdfDocument(pdf) as document:
            assert {tuple(round(side) for side in page.get_size()) for page in document} == {(595, 842)}
