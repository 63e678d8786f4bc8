"""A sum says that a part of it is withheld, and is withheld itself where nothing else is known."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from vatra.web.present.withheld import at_least


@pytest.mark.parametrize(("count", "short", "told"), [
    (0, False, "0"), (1200, False, "1.200"), (12, True, "cel puțin 12"), (0, True, "nu se arată"),
])
def test_a_sum_with_a_withheld_part(count: int, short: bool, told: str) -> None:
    with override("ro"):
        assert at_least(count, short=short) == told
