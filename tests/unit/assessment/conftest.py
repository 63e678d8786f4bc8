from pathlib import Path
from typing import Any

import pytest

from tests.unit.assessment import small_rulebook
from tests.unit.assessment.story import Story
from vatra.people import vocabulary


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small rulebook on disk."""
    return small_rulebook.write(tmp_path_factory.mktemp("rulebook"))


@pytest.fixture
def small(settings: Any, small_folder: Path) -> Path:
    """The small rulebook in force."""
    settings.RULEBOOK = str(small_folder)
    return small_folder


@pytest.fixture
def story(db: None, small: Path, monkeypatch: pytest.MonkeyPatch) -> Story:
    """A commune with two workers, where things happen through the register's own door."""
    monkeypatch.setattr(vocabulary, "_vocabulary", vocabulary.Vocabulary())
    return Story()
