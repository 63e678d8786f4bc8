"""The land is made once and undone at the end; each test works in a savepoint of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests.attacks import land
from vatra.config.words import compile_catalogue
from vatra.web.middleware import BEGAN_KEY


@pytest.fixture(scope="package")
def the_land(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    compile_catalogue()
    with django_db_blocker.unblock(), transaction.atomic():
        land.made_land(timezone.localdate())
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def in_a_savepoint(the_land: None, db: None) -> None:
    """Whatever a test does to the land is undone after it."""


def browser_of(username: str, **options: object) -> Client:
    """A browser in which a worker has signed in."""
    client = Client(**options)
    client.force_login(land.worker(username))
    session = client.session
    session[BEGAN_KEY] = timezone.now().isoformat()
    session.save()
    return client


@pytest.fixture
def signed_in() -> Callable[..., Client]:
    return browser_of
