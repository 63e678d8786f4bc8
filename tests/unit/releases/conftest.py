from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.unit.care.village import asked, colleague, enrolled, made_commune, send

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
SCHOOL = {"c_ever_enrolled": True, "c_enrolled": False}
HOUSES = 7


@pytest.fixture
def home(settings: Any, tmp_path: Any) -> Any:
    """The server's home, where newer versions of the method are laid."""
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def families(db: None, home: Any) -> Any:
    """Seven families, each with a child of eight who has left school; the social worker."""
    worker = made_commune()
    houses = [f"casa{number}" for number in range(HOUSES)]
    send(worker, *(enrolled(house) for house in houses), *(asked(house, 1, SCHOOL) for house in houses))
    return worker


@pytest.fixture
def editor(families: Any) -> Any:
    """Who edits the method."""
    return colleague("redactor", "method_editor", commune_id=None)


def later(days: int = 0) -> datetime:
    """A moment so many days on."""
    return NOW + timedelta(days=days)
