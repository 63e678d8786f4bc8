"""The plan that the rulebook proposes."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from vatra.care.package import Package
from vatra.care.proposal import Opened, propose
from vatra.method.rulebook import Place, Service

DAY = date(2026, 3, 2)
ANA = UUID(int=1)
ION = UUID(int=2)


def service(code: str, *findings: str, **rest: object) -> Service:
    words = {"first_due_days": None, "severe_from": None, "severe_due_days": None, "propose": "finding"} | rest
    return Service(
        code=code, verb="support", lead=("social_worker",), support=(), domain="general", rhythm_days=None,
        rhythm_times=None, vulnerabilities=findings, at=Place("services.csv", 2), row={}, **words,  # type: ignore[arg-type]
    )


PACKAGE = Package(
    version="test", clocks=(), articles={}, domains={}, labels={}, services={},
    book_services=(
        service("W03", "EC03", "EC01", severe_from=3, severe_due_days=3),
        service("W02", "EC01", "EC03", first_due_days=15),
        service("E03", "ED04", "ED03", first_due_days=7),
        service("S04", "*", propose="household_once", first_due_days=30),
        service("P02", "*", propose="never"),
    ),
)


def test_nothing_found_proposes_nothing() -> None:
    assert propose(PACKAGE, [], on=DAY) == []


def test_siblings_with_the_same_need_get_one_service_with_both() -> None:
    offers = {o.service: o for o in propose(PACKAGE, [Opened("ED04", 2, ANA), Opened("ED04", 2, ION)], on=DAY)}
    assert offers["E03"].persons == (ANA, ION) and offers["E03"].codes == ("ED04",)


def test_the_most_severe_comes_first_then_the_earliest_day() -> None:
    offers = propose(PACKAGE, [Opened("ED04", 2, ANA), Opened("EC01", 3)], on=DAY)
    assert [o.service for o in offers] == ["W03", "W02", "S04", "E03"]
    assert offers[0].due_on == DAY + timedelta(days=3)


def test_a_service_for_the_household_names_no_one() -> None:
    [offer] = [o for o in propose(PACKAGE, [Opened("EC01", 2)], on=DAY) if o.service == "W02"]
    assert offer.persons == () and offer.responsible == "social_worker"


def test_what_the_plan_already_promises_is_not_proposed_again() -> None:
    opened = [Opened("EC01", 3), Opened("EC03", 3)]
    covered = {"W02": {"EC01", "EC03"}, "W03": {"EC01"}, "S04": {"EC01"}}
    [offer] = propose(PACKAGE, opened, covered, on=DAY)
    assert (offer.service, offer.codes) == ("W03", ("EC03",))


def test_what_is_an_act_in_itself_is_never_proposed() -> None:
    assert "P02" not in {o.service for o in propose(PACKAGE, [Opened("ED04", 2, ANA)], on=DAY)}
