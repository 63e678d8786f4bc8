"""Pages of many communes show what was counted beforehand: nobody who opens them makes the register count."""

from __future__ import annotations

import pytest

from vatra.results import ledger, measures

PAGES = {"/publicat/": "Numărate în acest registru", "/acoperire/": "Comună cu comună"}


def counting(*_asked, **_by_name):
    raise AssertionError("a page has counted")


@pytest.fixture
def nobody_counts(counted, monkeypatch):
    for module, name in ((measures, "ever"), (measures, "_numbers"), (ledger, "ledger")):
        monkeypatch.setattr(module, name, counting)


@pytest.mark.parametrize(("path", "words"), PAGES.items())
def test_no_page_of_many_communes_counts_and_each_says_of_which_day_it_is(nobody_counts, signed_in, path, words):
    page = signed_in("dana").get(path).content.decode()
    assert words in page and "Numărat la" in page


def test_before_anything_was_counted_published_figures_stand_alone(signed_in):
    page = signed_in("dana").get("/publicat/").content.decode()
    assert "nu s-a numărat încă nimic" in page and "vatra results refresh" in page
    assert "id=\"published-only\"" in page and "id=\"compared\"" not in page
