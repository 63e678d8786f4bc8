"""Days that are unlike others: every page answers on the 29th of February and on the last day of a year."""

from __future__ import annotations

from calendar import isleap
from datetime import date

import pytest
from django.utils import timezone

from tests.attacks.addresses import PAGES, address, ids_of
from tests.attacks.conftest import browser_of
from tests.attacks.land import HERE

TODAY = timezone.localdate()
LEAP = next(year for year in range(TODAY.year + 1, TODAY.year + 9) if isleap(year))


@pytest.mark.parametrize("day", [date(LEAP, 2, 29), date(TODAY.year + 1, 12, 31)], ids=str)
@pytest.mark.parametrize("who", ["social_worker", "supervisor_dgaspc"])
def test_every_page_answers_on_a_day_unlike_others(who, day, monkeypatch):
    client, own, told = browser_of(who), ids_of(HERE), {}
    monkeypatch.setattr(timezone, "localdate", lambda *_: day)
    for name in PAGES:
        told[name] = client.get(address(name, **own)).status_code
    assert told["households"] == 200
    assert not {name: status for name, status in told.items() if status >= 500}
