"""A private PostgreSQL comes, answers, and leaves nothing behind."""

from pathlib import Path

import psycopg
import pytest

from vatra.base import throwaway_postgres as room
from vatra.base.throwaway_postgres import NoPostgres, throwaway_postgres


def test_it_answers_and_leaves_nothing_behind():
    with throwaway_postgres() as url:
        with psycopg.connect(url) as connection:
            assert connection.execute("select 6 * 7").fetchone() == (42,)
            (folder,) = connection.execute("show data_directory").fetchone()
        assert Path(folder).exists()
    assert not Path(folder).exists()


def test_without_any_programs_it_says_how_to_get_them(monkeypatch):
    monkeypatch.setattr(room.shutil, "which", lambda name: None)
    monkeypatch.setattr(room, "find_spec", lambda name: None)
    monkeypatch.setattr(room.Path, "glob", lambda self, pattern: iter(()))
    with pytest.raises(NoPostgres, match="pip install pgserver"), throwaway_postgres():
        pass


def test_the_programs_of_the_package_registry_serve_as_well(monkeypatch):
    monkeypatch.setattr(room.shutil, "which", lambda name: None)
    plain = Path.glob
    monkeypatch.setattr(
        Path, "glob", lambda self, pattern: iter(()) if "postgresql" in str(self) else plain(self, pattern)
    )
    with throwaway_postgres() as url, psycopg.connect(url) as connection:
        assert connection.info.server_version >= 150000
