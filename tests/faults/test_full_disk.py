"""A full disk: nothing half taken, a clear answer, reading goes on, and it passes by itself."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection

from tests.unit.api.conftest import Program, entry
from tests.unit.register import jars
from tests.unit.register.conftest import django_db_setup, made_communes, made_worker, room  # noqa: F401
from vatra.register.verify import faults

Entry = apps.get_model("register.Entry")


@contextmanager
def no_page_left():
    """SQLite is not given another page; PostgreSQL is tried with a real full disk by hand only."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        yield
        cursor.execute("PRAGMA max_page_count = 4294967294")


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_is_said_and_survived(settings):
    settings.ROOT_URLCONF = "tests.unit.api.urls"
    made_communes()
    program = Program(made_worker("maria", commune=20001))
    try:
        first = {"entries": [entry()]}
        assert program.push(first).status_code == 200
        large = {"entries": [entry(payload={"count": 1, "words": "x" * 19_000}) for _ in range(20)]}
        with no_page_left():
            answer = program.push(large)
            assert (answer.status_code, answer.json()["code"]) == (507, "disk_full")
            assert answer.headers["Retry-After"]
            assert program.push(first).json()["receipts"][0]["outcome"] == "duplicate"
        assert Entry.objects.count() == 1
        assert {receipt["outcome"] for receipt in program.push(large).json()["receipts"]} == {"received"}
        assert list(faults()) == []
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchone() == ("ok",)
    finally:
        jars.empty_tables()
