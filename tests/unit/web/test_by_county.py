"""Of more communes than a county has, a page shows those of the county that its reader chooses, and never all."""

from __future__ import annotations

import pytest
from django.utils import timezone

from vatra.method.indicators import indicators_of
from vatra.results import queries as results
from vatra.results import series
from vatra.results.series import Point
from vatra.web.method_words import words
from vatra.web.present.sections import absences
from vatra.web.screens import by_county, dashboard
from vatra.web.screens import results as results_pages

TABLES = ("/judet/", "/acoperire/", "/rezultate/costuri/", "/rezultate/coverage/")
OURS = ("Răcăciuni", "Sascut")


@pytest.fixture
def a_nation(counted, monkeypatch):
    """As if two communes were more than a county has."""
    for module in (by_county, dashboard, results_pages):
        monkeypatch.setattr(module, "MOST_AT_ONCE", 1)


def named(page: str) -> list[str]:
    return [name for name in OURS if name in page]


@pytest.mark.parametrize("path", TABLES)
def test_a_county_lists_its_communes_without_a_choice(counted, signed_in, path):
    page = signed_in("dana").get(path).content.decode()
    assert named(page) == list(OURS) and "?judet=" not in page


@pytest.mark.parametrize("path", TABLES)
def test_a_nation_lists_the_communes_of_the_county_chosen_and_before_that_none(a_nation, signed_in, path):
    client = signed_in("dana")
    shown = {county: client.get(path + county).content.decode() for county in ("", "?judet=BC", "?judet=X%00")}
    assert all('href="?judet=BC"' in page for page in shown.values())
    assert [named(page) for page in shown.values()] == [[], list(OURS), []]
    assert 'aria-current="true">Bacău' in shown["?judet=BC"]


def test_the_absences_of_a_nation_are_told_together_with_the_way_to_its_counties(a_nation, db):
    book = words(on=timezone.localdate())
    told = {one.code: one for one in indicators_of(book.book)}
    line = results.Line(told["absences_mean"], "", (Point(202606, results.Measured(12.5, 125_000, 10)),))
    shown = absences({"absences_mean": line}, {})
    assert shown is not None and shown.bars == [] and "12,5" in shown.sentence
    assert shown.more == ("Județ cu județ", "/rezultate/absences_mean/")


def test_of_a_nation_no_commune_is_read_for_the_first_page_of_results(a_nation, signed_in, monkeypatch):
    read = []
    communes_of = series._Reader.communes_of
    monkeypatch.setattr(series._Reader, "communes_of", lambda self, months: read.append(months) or communes_of(
        self, months))
    page = signed_in("dana").get("/rezultate/").content.decode()
    assert named(page) == [] and read and not any(read)
