"""Haste while a demo is made, and care again afterwards."""

from __future__ import annotations

import gc

import pytest
from django.db import connection

from vatra.demo.haste import HASTE, in_haste


def settings() -> dict[str, object]:
    with connection.cursor() as cursor:
        return {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in HASTE}


@pytest.mark.django_db(transaction=True)
def test_after_making_a_demo_every_commit_reaches_the_disk_as_before() -> None:
    if connection.vendor != "sqlite":
        with in_haste():
            return
    before, thresholds = settings(), gc.get_threshold()
    with pytest.raises(KeyboardInterrupt), in_haste():
        assert settings()["synchronous"] == 0
        raise KeyboardInterrupt
    assert settings() == before and gc.get_threshold() == thresholds
    assert before["synchronous"] == 2
