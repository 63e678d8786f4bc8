import pytest

from tests.unit.people.village import communes
from vatra.people import vocabulary as words


@pytest.fixture
def village(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three communes, and no vocabulary of another test."""
    monkeypatch.setattr(words, "_vocabulary", words.Vocabulary())
    communes()
