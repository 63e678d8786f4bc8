"""What all tests share."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from tests import browser

# No test is timed: a machine may be busy. What a fixture made is the same for all examples of a test, or undone by it.
# A test that turns red does so because of the change: the examples are the same each time, unless one asks for others
# with `--hypothesis-profile wander`; what fails there becomes an `@example`.
settings.register_profile(
    "wander", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
settings.register_profile("same", settings.get_profile("wander"), derandomize=True)
settings.load_profile("same")


@pytest.fixture(scope="session")
def browser_path() -> str:
    """The path of a Chromium; a journey without one fails with a sentence, it is never skipped."""
    return browser.chromium()
