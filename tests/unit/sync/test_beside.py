"""What a tablet is told beside its households: colleagues, who may come back, who left; messages and teams."""

from __future__ import annotations

import json
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.unit.sync.test_need_to_know import CARRYING, sees
from tests.unit.sync.world import HERE, THERE, Tablet, ago, draft, family, handed_in, made_worker, model, uuid

pytestmark = pytest.mark.django_db


def told(tablet: Tablet, known: str = "") -> dict:
    """The last page of a sync."""
    page = tablet.sync(**({"beside": known} if known else {}))[-1]
    assert not page["more"]
    return page


def applied(by, *drafts) -> None:
    """Handed in, and nothing of it waits."""
    assert {one.outcome for one in handed_in(by, *drafts)} == {"received"}


def placed(house: str, on=None, **where):
    """The child of a family lives elsewhere by a measure."""
    return draft("place_child", house, {"measure": "placement", "to": "kin", **where}, on=on or ago(9),
                 person=uuid(f"{house}/ioana"))


def away(tablet: Tablet) -> list[tuple[str, bool]]:
    return [(one["uuid"], one["placed"]) for one in told(tablet)["beside"]["away"]]


def test_it_is_told_once_and_again_only_when_something_is_otherwise(tablet, ana):
    first = told(tablet)
    digest = first["beside_digest"]
    assert first["beside"]["team"][0]["name"] == ana.full_name
    again = told(tablet, digest)
    assert (again["beside"], again["beside_digest"]) == (None, digest)
    made_worker("nina", "community_nurse")
    other = told(tablet, digest)
    assert other["beside_digest"] != digest and len(other["beside"]["team"]) == 2


def test_whoever_asks_again_while_nothing_is_kept_costs_no_question_about_people(tablet, ana):
    handed_in(ana, family("a"))
    tablet.sync()
    other = Tablet(made_worker("ion"))
    other.sync()
    with CaptureQueriesContext(connection) as asked:
        told(tablet), told(other)
    assert not [one["sql"] for one in asked if "people_" in one["sql"]]
    applied(ana, placed("a"))
    assert away(tablet) == away(other) == [(str(uuid("a/ioana")), True)]


def test_pages_before_the_last_do_not_tell_it(tablet, ana):
    handed_in(ana, family("a"), family("b"), family("c"))
    first, *_others, last = tablet.sync(limit=1)
    assert (first.get("beside_digest", ""), first.get("beside")) == ("", None) and last["beside"]["team"]


def test_the_team_is_who_makes_visits_in_the_own_commune(tablet, ana):
    for name, role, where in (("nina", "community_nurse", HERE), ("primar", "mayor", HERE),
                              ("ion", "social_worker", THERE)):
        made_worker(name, role, commune=where)
    team = told(tablet)["beside"]["team"]
    assert {(one["name"], one["commune"]) for one in team} == {
        (ana.full_name, HERE), ("Lucrător nina", HERE)}
    assert {role for one in team for role in one["roles"]} == {"social_worker", "community_nurse"}


def test_a_supervisor_of_the_county_is_no_team_of_a_hundred_communes(ana):
    assert told(Tablet(made_worker("sorin", "supervisor_dgaspc", commune=None)))["beside"]["team"] == []


@pytest.mark.parametrize("role", CARRYING)
def test_who_is_away_is_told_to_who_needs_to_know_of_the_family(role, ana):
    applied(ana, family("h"), placed("h"))
    page = told(Tablet(made_worker("cine", role)))
    may = "family" in sees(role)
    assert [one["uuid"] for one in page["beside"]["away"]] == ([str(uuid("h/ioana"))] if may else [])
    assert (str(uuid("h/ioana")) in json.dumps(page["beside"])) == may


def test_a_child_is_away_until_it_returns_or_the_event_is_taken_back(tablet, ana):
    event = placed("h")
    applied(ana, family("h"), event)
    assert away(tablet) == [(str(uuid("h/ioana")), True)]
    applied(ana, draft("return_child", "h", {}, on=ago(5), person=uuid("h/ioana")))
    assert away(tablet) == []
    applied(ana, placed("h", ago(3)))
    assert len(away(tablet)) == 1


def test_a_child_placed_with_kin_of_the_commune_is_away_from_the_family_and_not_from_the_kin(tablet, ana):
    applied(ana, family("h"), family("kin"), placed("h", household=str(uuid("kin"))))
    [row] = told(tablet)["beside"]["away"]
    assert (row["household"], row["uuid"]) == (str(uuid("h")), str(uuid("h/ioana")))


def test_who_has_come_to_live_elsewhere_or_has_died_does_not_come_back(tablet, ana):
    gone = draft("record_parent_gone", "h", {"parent": "mother", "children": [str(uuid("h/ioana"))], "to": "abroad"},
                 on=ago(9), person=uuid("h/ana"))
    applied(ana, family("h"), family("other"), gone)
    assert away(tablet) == [(str(uuid("h/ana")), False)]
    applied(ana, draft("move_in", "other", {"relation": "other"}, on=ago(5), person=uuid("h/ana")))
    assert away(tablet) == []


def left(tablet: Tablet) -> list[UUID]:
    return [UUID(one["household"]) for one in told(tablet)["beside"]["left"]]


def test_a_family_that_left_is_told_by_its_names_alone_and_no_more_once_it_is_back(tablet, ana):
    applied(ana, family("h"), draft("move_out", "h", {"to": "abroad"}, on=ago(9)))
    [row] = told(tablet)["beside"]["left"]
    assert not tablet.held, "of what was found there nothing stays on the tablet"
    assert set(row) == {"household", "commune", "village", "address", "enrolled_on", "left_on", "members"}
    assert row["left_on"] == str(ago(9)) and [one["given_name"] for one in row["members"]] == ["Ana", "Ioana"]
    assert "cnp" not in row["members"][0]
    applied(ana, draft("move_in", "h", {"address": "Strada Nouă 1"}, on=ago(2)))
    assert left(tablet) == [] and len(tablet.held) == 1


def test_one_that_left_years_ago_was_merged_or_is_another_communes_is_not_told(tablet, ana):
    ion = made_worker("ion", commune=THERE)
    applied(ana, family("old", on=ago(900)), draft("move_out", "old", {"to": "abroad"}, on=ago(800)))
    applied(ana, family("h"), family("h2"), draft("merge_households", "h", {
        "gone": str(uuid("h2")), "reason": "aceeași familie",
        "members": [{"kept": str(uuid(f"h/{name}")), "gone": str(uuid(f"h2/{name}"))} for name in ("ana", "ioana")]}))
    applied(ion, family("theirs", commune=THERE),
            draft("move_out", "theirs", {"to": "abroad"}, on=ago(5), commune=THERE))
    assert left(tablet) == []


def test_each_household_named_there_is_written_down_as_read(tablet, ana):
    applied(ana, family("h"), draft("move_out", "h", {"to": "abroad"}, on=ago(9)))
    digest = told(tablet)["beside_digest"]
    rows = model("audit.AuditRow").objects.filter(act="read", about="household", subject=uuid("h"))
    assert rows.count() == 1
    told(tablet, digest)
    assert rows.count() == 1, "what is not sent is not read"


def test_messages_are_carried_whole_with_who_has_read_them(tablet, ana):
    nina = made_worker("nina", "community_nurse")
    message = draft("write_message", "h", {"text": "Câinele este legat. " * 40})
    secret = draft("write_message", "h", {"text": "numai noi", "note_for": "profession"})
    applied(ana, family("h"), message, secret)
    applied(nina, draft("read_messages", "h", {"messages": [str(message.uuid)]}))
    tablet.sync()
    [home] = tablet.held.values()
    assert {one["text"][:9] for one in home["messages"]} == {"Câinele e", "numai noi"}
    [whole] = [one for one in home["messages"] if one["uuid"] == str(message.uuid)]
    assert len(whole["text"]) > 700 and (whole["read_by"], whole["read_names"]) == ([str(nina.uuid)], [nina.full_name])
    other = Tablet(nina)
    other.sync()
    [home] = other.held.values()
    assert [one["uuid"] for one in home["messages"]] == [str(message.uuid)]


def test_the_team_named_for_a_case_is_carried_its_lead_first(tablet, ana):
    nina = made_worker("nina", "community_nurse")
    applied(ana, family("h"), draft("open_case", "h", {}, on=ago(9)))
    tablet.sync()
    assert [home["case"]["team"] for home in tablet.held.values()] == [[]]
    applied(ana, draft("name_team", "h", {"members": [str(nina.uuid)]}, on=ago(8)))
    tablet.sync()
    assert [home["case"]["team"] for home in tablet.held.values()] == [[str(ana.uuid), str(nina.uuid)]]


def test_that_another_profession_has_something_to_do_is_told_without_what(ana):
    services = [{"service": "N08", "codes": ["SA07"], "due_on": str(ago(-3)), "responsible": "community_nurse"}]
    applied(ana, family("h"), draft("open_case", "h", {}, on=ago(9)), draft(
        "agree_plan", "h", {"agreed_with": "mama", "services": services}, on=ago(8), number=uuid4()))
    mediator = Tablet(made_worker("mia", "school_mediator"))
    mediator.sync()
    [home] = mediator.held.values()
    assert (home["plan"]["services"], home["plan"]["others"]) == (
        [], [{"role": "community_nurse", "due_on": str(ago(-3))}])
    assert "N08" not in json.dumps(home) and "SA07" not in json.dumps(home)
