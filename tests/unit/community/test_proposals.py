"""What is proposed for an agenda: cases that do not move, told so that nobody is known; matters of five families."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.translation import override

from tests.unit.care.village import COMMUNE, GRAVE, asked, day, draft, enrolled, made_commune, plan, send, uuid
from tests.unit.community.test_council import appointed, called, decided, founded, held, put, said
from vatra.community import queries
from vatra.community.proposing import family_in_words

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
ABSENT = {"c_enrolled": True, "c_abs_h": 40}


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


@pytest.fixture
def worker(db: None) -> Any:
    worker = made_commune()
    send(worker, founded(), appointed("ion"), called("m", 1, 200))
    return worker


def proposed(on: int) -> list[queries.Proposal]:
    return queries.proposals(uuid("m"), COMMUNE, on=day(on))


def opened(house: str, on: int = 1) -> Any:
    return draft("open_case", house, on, {})


def refused(house: str, service: str, on: int) -> list[Any]:
    sent = draft("send_referral", house, on, {"service": service})
    return [sent, draft("record_referral_outcome", house, on + 1, {"referral": str(sent.uuid),
                                                                    "outcome": "no_provider"})]


def test_a_case_long_overdue_is_proposed_and_violence_is_not_told(worker):
    send(worker, enrolled("a"), asked("a", 1, GRAVE), opened("a"))
    assert proposed(20) == []
    [one] = proposed(60)
    assert (one.household, one.sort, one.title) == (uuid("a"), "case", "A case that does not move")
    assert one.why.startswith("A step of the case is late by")
    assert not {"violence", "DGASPC", "Rusu"} & set(f"{one.title} {one.about} {one.need} {one.why}".split())


def test_a_case_without_a_case_file_is_not_proposed(worker):
    send(worker, enrolled("a"), asked("a", 1, GRAVE))
    assert proposed(60) == []


def test_a_referral_without_a_provider_is_proposed_until_the_service_is_given(worker):
    send(worker, enrolled("a"), opened("a"), *refused("a", "W14", 3))
    [one] = proposed(10)
    assert one.why == "No provider was found for “Employment and training referral (AJOFM)”."
    send(worker, draft("record_delivery", "a", 12, {"service": "W14", "outcome": "done"}))
    assert proposed(13) == []


def test_a_service_of_a_domain_that_is_not_told_stays_unnamed(worker):
    send(worker, enrolled("a"), opened("a"), *refused("a", "E11", 3))
    [one] = proposed(10)
    assert one.why == "No provider was found for a service that the family needs."


def test_what_a_plan_brings_to_the_council_is_proposed(worker):
    send(worker, enrolled("a"), asked("a", 1, GRAVE), opened("a"), plan("a", 2, ("C01", 90)))
    [one] = proposed(10)
    assert one.title == "A case that its plan brings here"


def test_what_was_taken_passed_over_or_is_followed_up_is_not_proposed_again(worker):
    send(worker, *(one for house in "abc" for one in (enrolled(house), opened(house), *refused(house, "W14", 3))))
    by_house = {one.household: one for one in proposed(10)}
    assert set(by_house) == {uuid("a"), uuid("b"), uuid("c")}
    p0 = str(uuid("p0"))
    send(worker, put("p", "m", 10, "a"),
         said("pass_over", "pass", 10, meeting=str(uuid("m")), proposal=str(by_house[uuid("b")].uuid)),
         called("m0", 1, 9), put("p0", "m0", 9, "c"), held("m0", 9, "ion"),
         decided("d", "m0", 9, 30, item=p0, household=str(uuid("c"))))
    assert proposed(11) == []


def test_what_fewer_than_five_families_share_is_nobodys_matter(worker):
    homes = [f"h{number}" for number in range(5)]
    send(worker, *(one for house in homes[:4] for one in (enrolled(house), asked(house, 1, ABSENT))))
    assert [one for one in proposed(5) if one.sort == "community"] == []
    send(worker, enrolled(homes[4]), asked(homes[4], 1, ABSENT))
    [one] = [one for one in proposed(5) if one.sort == "community"]
    assert (one.title, one.why) == ("Risk of drop-out", "5 families of the commune are in this situation.")
    assert one.household is None


@pytest.mark.parametrize(("ages", "words"), [
    ([40], "A family without children in the house."),
    ([40, 9], "A family with 1 child, aged 6–10."),
    ([40, 1, 9, 17], "A family with 3 children, aged 0–2, 6–10, 15–17."),
    ([30, 1, 3, 9, 10], "A family with four children or more, aged 0–2, 3–5, 6–10."),
    ([30, 1, 3, 9, 10, 12, 14], "A family with four children or more, aged 0–2, 3–5, 6–10, 11–14."),
])
def test_a_family_is_told_in_bands_of_age(ages, words):
    members = [SimpleNamespace(ages=lambda on, age=age: (age, age)) for age in ages]
    assert family_in_words(members, on=day(0)) == words
