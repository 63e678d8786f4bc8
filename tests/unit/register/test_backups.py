"""What a backup is refused for, before anything is touched, and which ones are forgotten."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connections

from vatra.register.backups import CannotBackUp, back_up, forget_oldest, put_back
from vatra.register.passing import is_damage, is_passing

AT = datetime(2026, 11, 30, 14, 5, 2, tzinfo=UTC)


USING = "backed_up"  # beside the tests' own database, which lives in memory for as long as it is open


@pytest.fixture
def home(tmp_path, django_db_blocker):
    """A register in a file of its own, with a key and a published rulebook beside it."""
    there = tmp_path / "home"
    (there / "rulebooks" / "autumn").mkdir(parents=True)
    (there / "rulebooks" / "autumn" / "rules.csv").write_text("code\n")
    (there / "secret-key").write_text("drawn once")
    with closing(sqlite3.connect(there / "vatra.sqlite3")) as file:
        file.execute("PRAGMA journal_mode=WAL")
        file.execute("CREATE TABLE said (words TEXT)")
        file.execute("INSERT INTO said VALUES ('first')")
        file.commit()
    connections.databases[USING] = {**connections.databases["default"], "NAME": str(there / "vatra.sqlite3")}
    with django_db_blocker.unblock():
        yield there
    connections[USING].close()
    del connections[USING], connections.databases[USING]


@pytest.fixture
def backup(home, tmp_path):
    """A whole backup of it."""
    return back_up(tmp_path / "backups", beside=[home / "secret-key", home / "rulebooks"], at=AT, using=USING)


def _said(home):
    with closing(sqlite3.connect(home / "vatra.sqlite3")) as file:
        return [row[0] for row in file.execute("SELECT words FROM said")]


def _say(home, words):
    with closing(sqlite3.connect(home / "vatra.sqlite3")) as file:
        file.execute("INSERT INTO said VALUES (?)", [words])
        file.commit()


def test_what_is_put_back_is_what_was_there_and_what_was_written_since_is_set_aside(home, backup):
    _say(home, "since")
    (home / "secret-key").write_text("another")
    aside = put_back(backup, home=home, at=AT + timedelta(days=1), using=USING)
    assert _said(home) == ["first"]
    assert (home / "secret-key").read_text() == "drawn once"
    assert (home / "rulebooks" / "autumn" / "rules.csv").exists()
    assert {path.name for path in aside} == {
        f"{name}.before-2026-12-01-140502" for name in ("vatra.sqlite3", "secret-key", "rulebooks")
    }


def test_a_backup_is_for_its_owner_alone(backup):
    assert backup.stat().st_mode & 0o077 == 0


def test_a_backup_of_which_a_byte_changed_is_not_put_back(home, backup):
    with (backup / "vatra.sqlite3").open("r+b") as file:
        file.seek(5000)
        file.write(b"x")
    with pytest.raises(CannotBackUp, match=r"vatra\.sqlite3"):
        put_back(backup, home=home, at=AT, using=USING)
    assert _said(home) == ["first"]


def test_a_folder_that_is_no_backup_is_not_put_back(home, tmp_path):
    with pytest.raises(CannotBackUp):
        put_back(tmp_path, home=home, at=AT, using=USING)


def test_a_backup_of_a_newer_vatra_is_not_put_back(home, backup):
    manifest = json.loads((backup / "backup.json").read_text())
    manifest["migrations"].append(["people", "9999_of_next_year"])
    (backup / "backup.json").write_text(json.dumps(manifest))
    with pytest.raises(CannotBackUp):
        put_back(backup, home=home, at=AT, using=USING)
    assert _said(home) == ["first"]


def test_a_register_in_use_is_not_replaced(home, backup):
    with closing(sqlite3.connect(home / "vatra.sqlite3")) as server:
        server.execute("SELECT * FROM said").fetchall()
        with pytest.raises(CannotBackUp):
            put_back(backup, home=home, at=AT, using=USING)
    assert _said(home) == ["first"]


def test_only_the_oldest_whole_backups_are_forgotten(home, tmp_path):
    folder = tmp_path / "backups"
    made = [back_up(folder, beside=[], at=AT + timedelta(days=day), using=USING) for day in range(3)]
    (folder / "vatra-letters").mkdir()
    assert forget_oldest(folder, keep=2) == made[:1]
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        ["vatra-letters", *(path.name for path in made[1:])]
    )


def test_a_copy_that_breaks_off_leaves_nothing(home, tmp_path):
    (home / "vatra.sqlite3").write_bytes(b"not a database at all" * 400)
    with pytest.raises(CannotBackUp):
        back_up(tmp_path / "backups", beside=[], at=AT, using=USING)
    assert list((tmp_path / "backups").iterdir()) == []


def test_damage_lies_with_the_machine_and_with_no_entry(home):
    (home / "vatra.sqlite3").write_bytes(b"not a database at all" * 400)
    with pytest.raises(sqlite3.DatabaseError) as caught:
        _said(home)
    error = DatabaseError()
    error.__cause__ = caught.value  # as Django hands it on
    assert is_damage(error) and is_passing(error)
