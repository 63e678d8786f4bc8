"""The pages of results: numbers with months, communes and definitions, each reader told as much as the role may."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.web.opened import page

pytestmark = pytest.mark.django_db


def test_before_anything_is_counted_the_page_says_what_counts_it(signed_in: Any) -> None:
    assert "vatra results refresh" in page(signed_in("dana"), "/rezultate/indicatori/")


def test_every_number_opens_into_its_definition(signed_in: Any, counted: None) -> None:
    client = signed_in("dana")
    assert 'href="/rezultate/coverage/"' in page(client, "/rezultate/indicatori/")
    opened = page(client, "/rezultate/coverage/")
    assert "interviews" in opened and "recenzate / cunoscute" in opened


def test_a_vulnerability_is_shown_part_by_part_with_its_name(signed_in: Any, counted: None) -> None:
    assert "Abandon școlar" in page(signed_in("dana"), "/rezultate/prevalence/")


def test_who_sees_only_numbers_is_told_no_small_one(signed_in: Any, counted: None) -> None:
    for path in ("/rezultate/", "/rezultate/indicatori/"):
        assert "nu se arată" in page(signed_in("consiliu"), path)
        assert "nu se arată" not in page(signed_in("dana"), path)


def test_what_is_not_counted_says_why(signed_in: Any, counted: None) -> None:
    assert "Registrul nu are granturi: cererea" in page(signed_in("dana"), "/rezultate/indicatori/")


def test_an_unknown_indicator_does_not_exist(signed_in: Any, counted: None) -> None:
    assert signed_in("dana").get("/rezultate/frumusete/").status_code == 404


def test_an_administrator_has_no_results(signed_in: Any) -> None:
    assert signed_in("admin").get("/rezultate/").status_code == 403
