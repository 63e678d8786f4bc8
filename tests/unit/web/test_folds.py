"""A household's page: who lives there and what is due come first, the rest stands behind headings with counts."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from tests.unit.web.opened import page
from tests.unit.web.village import draft, handed_in, uuid
from vatra.web.present.persons import Who
from vatra.web.present.tasks import Task
from vatra.web.screens.household import near

HOME = f"/gospodarii/{uuid('popescu')}/"
TODAY = date(2026, 3, 2)


def task(due: int) -> Task:
    day = TODAY + timedelta(days=due)
    return Task(address="", what=str(due), who=Who("A. P."), reasons=(), due_on=day, days_late=-due, severity=2,
                article="", confirmed=True, clock="")


@pytest.mark.parametrize(("due", "shown"), [
    ([], []), ([40], [40]), ([30, 40, 50], [30, 40]), ([-3, 30, 2, 40], [-3, 2]), ([5, 30, 40], [5, 30]),
    ([-1, -2, -3, -4, -5, -6, 1], [-1, -2, -3, -4, -5]),
])
def test_what_is_late_or_due_within_a_week_comes_first_and_at_least_two_things_do(
    due: list[int], shown: list[int]
) -> None:
    assert [one.what for one in near([task(one) for one in due])] == [str(one) for one in shown]


def folds(shown: str) -> dict[str, str]:
    """The folded parts by their heading, with the count beside it."""
    heads = re.findall(r'<details class="fold"[^>]*><summary><h2[^>]*>([^<]*)</h2><span class="soft">([^<]*)', shown)
    return dict(heads)


def test_who_lives_there_and_what_to_do_stand_before_the_acts_and_what_is_folded(signed_in: Any) -> None:
    shown = page(signed_in("ana"), HOME)
    order = [shown.index(words) for words in ("Cine locuiește aici", "Ce este de făcut", "Înregistrează o vizită",
                                              "Ce am aflat", "Ce s-a întâmplat")]
    assert order == sorted(order)
    assert folds(shown)["Cine locuiește aici"] == "M. P., 36 de ani, femeie; A. P., 9 ani, băiat; I. P., 4 ani, fată"


def test_a_folded_part_says_how_much_stands_in_it(signed_in: Any) -> None:
    counts = folds(page(signed_in("ana"), HOME))
    assert re.fullmatch(r"\d+, \d+ așteaptă părerea dumneavoastră", counts["Ce am aflat"])
    assert (counts["Nevoi stabilite"], counts["Mesajele echipei"], counts["Hârtii"]) == ("0", "0", "8")


def test_a_message_that_waits_to_be_read_is_not_folded(signed_in: Any) -> None:
    handed_in([draft("write_message", "popescu", {"text": "Poarta din spate."})], "nina")
    shown = page(signed_in("ana"), HOME)
    assert re.search(r'data-fold open><summary><h2 id="team-messages">', shown)
    assert shown.count("data-fold open>") == 1
