"""What all tests share."""

from __future__ import annotations

import pytest

from tests import browser


@pytest.fixture(scope="session")
def browser_path() -> str:
    """The path of a Chromium; a journey without one fails with a sentence, it is never skipped."""
    return browser.chromium()
