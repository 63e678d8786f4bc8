"""A program with a device's token, before the API as it will be hooked in."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.unit.register.conftest import django_db_setup, made_communes, made_worker, room  # noqa: F401
from tests.unit.register.jars import AT, ON
from vatra.access.entries import enrol_device


@pytest.fixture(autouse=True)
def addresses(settings) -> Iterator[None]:
    settings.ROOT_URLCONF = "tests.unit.api.urls"
    return


class Program:
    """Another program, which holds the token of a device."""

    def __init__(self, worker: Any) -> None:
        self.worker = worker
        self.device, self.token = enrol_device(worker, "program", at=AT)
        self.client = Client(raise_request_exception=False)

    def push(self, body: Any, **headers: str):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.post("/api/entries", raw, content_type="application/json", headers=self._with(headers))

    def push_packed(self, raw: bytes):
        return self.push(gzip.compress(raw), **{"Content-Encoding": "gzip"})

    def pull(self, **asked: Any):
        return self.client.get("/api/entries/since", asked, headers=self._with({}))

    def _with(self, headers: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} | headers


@pytest.fixture
def communes(db) -> list[int]:
    return made_communes()


@pytest.fixture
def program(communes) -> Program:
    return Program(made_worker("maria", commune=20001))


def entry(**changes: Any) -> dict[str, Any]:
    """An entry as it goes over the wire."""
    return {
        "uuid": str(uuid4()), "kind": "put_in", "version": 1, "commune": 20001, "household": str(uuid4()),
        "payload": {"count": 1}, "on": ON.isoformat(), "at": AT.isoformat(),
    } | changes
