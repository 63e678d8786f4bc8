"""Pages are asked for as a browser would, by workers of a small village."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from tests.unit.sync import world
from tests.unit.web import village
from vatra.config.words import compile_catalogue
from vatra.results.tallies import refresh
from vatra.web.middleware import BEGAN_KEY


@pytest.fixture(scope="session", autouse=True)
def _words():
    compile_catalogue()


@pytest.fixture
def the_village(db):
    village.made_village(timezone.localdate())


@pytest.fixture
def counted(the_village):
    """The village, counted as of today."""
    refresh(on=timezone.localdate())


@pytest.fixture
def signed_in(the_village):
    """`signed_in("ana")`: a browser in which that worker has signed in."""

    def sign_in(username: str) -> Client:
        client = Client()
        client.force_login(village.worker(username))
        session = client.session
        session[BEGAN_KEY] = timezone.now().isoformat()
        session.save()
        return client

    return sign_in


@pytest.fixture
def ana(db):
    """A social worker of the two communes of the tablets' tests."""
    return world.made_worker("ana")


@pytest.fixture
def head(db):
    """Who heads her team, and settles."""
    return world.made_worker("sef", "head")


@pytest.fixture
def tablet(ana):
    """Hers."""
    return world.Tablet(ana)
