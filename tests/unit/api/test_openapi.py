"""The committed description of the API is the one the server gives."""

from __future__ import annotations

import json
from pathlib import Path

from vatra.api.urls import openapi

COMMITTED = Path(__file__).resolve().parents[3] / "protocol" / "openapi.json"


def test_the_description_is_not_stale():
    assert COMMITTED.read_text("utf-8") == openapi(), "run `make docs`"


def test_every_reference_leads_somewhere():
    written = COMMITTED.read_text("utf-8")
    description = json.loads(written)
    for name in set(_references(description)):
        assert name in description["components"]["schemas"], name
    assert set(description["paths"]) == {"/api/entries", "/api/entries/since"}


def _references(part):
    if isinstance(part, dict):
        yield from (value.rpartition("/")[2] for key, value in part.items() if key == "$ref")
        for value in part.values():
            yield from _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)
