"""A replay gives the same rows, whatever was in the tables and however the runs are cut."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps

from tests.unit.register.conftest import made_worker
from tests.unit.register.jars import AT, Coin, Jar, draft
from tests.unit.register.test_settle import settling
from vatra.register import compare
from vatra.register.entries import receive
from vatra.register.rebuild import rebuild

Entry = apps.get_model("register.Entry")
pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def picture():
    """Everything a replay must give again."""
    return {model._meta.label: list(compare.rows(model, using="default")) for model in compare.compared_models()}


@pytest.fixture
def story(worker):
    """Entries of every fate: applied, failing, held, settled, set aside, copied, from two communes."""
    home, other = uuid4(), uuid4()
    taken, unread = draft("take_out", household=home, count=2), draft("dance")
    bug = draft(payload={"count": 1, "bug": "key"})
    outsider = made_worker("vasile", "head", 20002)
    denied = draft(household=other, count=8)
    receive([taken, draft(household=home), bug, draft(commune=20002, household=other)], by=worker, at=AT)
    receive([denied], by=outsider, at=AT)
    receive([draft(uuid=taken.uuid)], by=outsider, at=AT)
    receive([draft(household=home, payload={"count": 5, "into": str(other)}), unread], by=worker, at=AT)
    later = AT + timedelta(days=1)
    receive([settling(taken), settling(denied), settling(bug, "set_aside"), settling(taken, "dismiss_copies"),
             settling(bug), draft("take_out", household=home, count=4)], by=worker, at=later)
    return home


@pytest.mark.parametrize("longest_run", [1, 2, 500])
def test_a_rebuild_gives_the_same_rows(story, longest_run):
    before = picture()
    told = []
    assert rebuild(longest_run=longest_run, progress=told.append) == Entry.objects.count() == sum(told)
    assert picture() == before
    assert Jar.objects.get(uuid=story).coins == 0
    assert {row[1] for row in before["register.Entry"]} == {"applied", "to_settle", "set_aside"}


def test_a_rebuild_mends_derived_rows_that_were_tampered_with(story):
    before = picture()
    Jar.objects.filter(uuid=story).update(coins=1_000_000)
    Coin.objects.all().delete()
    Entry.objects.filter(state="to_settle").update(state="applied", reason_code="")
    assert picture() != before
    rebuild()
    assert picture() == before


def test_an_empty_register_empties_the_tables(worker):
    Jar.objects.create(uuid=uuid4(), coins=3)
    assert rebuild() == 0
    assert not Jar.objects.exists()


def test_differences_name_table_row_and_column_but_no_value():
    one, two, three = sorted((uuid4() for _ in range(3)), key=lambda uuid: uuid.bytes)
    mine = [(one, 1, "Ionescu"), (two, 2, "a")]
    theirs = [(one, 1, "Popescu"), (three, 3, "b")]
    told = []
    found = list(compare.row_differences("jars.Jar", ["coins", "words"], iter(mine), iter(theirs), told.append))
    assert [(difference.uuid, difference.column) for difference in found] == [(one, "words"), (two, ""), (three, "")]
    assert "Ionescu" not in repr(found)
    assert len(told) == 3


def test_references_to_derived_rows_are_compared_by_uuid():
    assert compare.columns(Coin, {Jar, Coin}) == ["jar_id", "count"]
