"""Removing content by law: the chain holds, the content is gone, and it is known why."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps

from tests.unit.register.conftest import made_worker
from tests.unit.register.jars import AT, Jar, draft
from tests.unit.register.test_rebuild import picture
from vatra.register import queries
from vatra.register.entries import receive
from vatra.register.rebuild import rebuild
from vatra.register.redact import CannotRedact, redact
from vatra.register.verify import faults

Entry = apps.get_model("register.Entry")
RefusedCopy = apps.get_model("register.RefusedCopy")
pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
LATER = AT + timedelta(days=30)


@pytest.fixture
def supervisor(communes):
    return made_worker("elena", "supervisor_dgaspc")


@pytest.fixture
def told(worker):
    """Two entries about a household; the first holds what must go."""
    home = uuid4()
    drafts = [draft(household=home, payload={"count": 1, "words": "Secret"}), draft(household=home, count=2)]
    receive(drafts, by=worker, at=AT)
    receive([draft(uuid=drafts[0].uuid, payload={"count": 1, "words": "Secret too"})], by=worker, at=AT)
    return drafts


def test_redacted_content_is_gone_everywhere_and_the_chain_holds(told, supervisor):
    redact([told[0].uuid], legal_basis="GDPR art. 17", by=supervisor, at=LATER)
    assert list(faults()) == []
    assert queries.entry(told[0].uuid).payload is None
    jar = Jar.objects.get()
    assert (jar.coins, jar.words) == (2, "")
    assert not RefusedCopy.objects.exists()
    note = queries.entries_of(told[0].household)[-1]
    assert (note.kind, note.payload["legal_basis"]) == ("note_redaction", "GDPR art. 17")
    assert queries.to_settle([20001]) == []


def test_a_rebuild_after_a_redaction_gives_the_same_rows(told, supervisor):
    redact([told[0].uuid], legal_basis="GDPR art. 17", by=supervisor, at=LATER)
    before = picture()
    rebuild(longest_run=1)
    assert picture() == before


def test_a_redacted_entry_sent_again_is_a_duplicate_and_brings_nothing_back(told, supervisor, worker):
    redact([told[0].uuid], legal_basis="GDPR art. 17", by=supervisor, at=LATER)
    [again] = receive([told[0]], by=worker, at=LATER)
    [other] = receive([draft(uuid=told[0].uuid, count=9)], by=worker, at=LATER)
    assert (again.outcome, other.outcome) == ("duplicate", "refused")
    assert not RefusedCopy.objects.exists()
    assert queries.entry(told[0].uuid).payload is None


def test_what_is_unknown_or_gone_already_cannot_be_redacted(told, supervisor):
    redact([told[0].uuid], legal_basis="GDPR art. 17", by=supervisor, at=LATER)
    note = queries.entries_of(told[0].household)[-1]
    for uuid in (told[0].uuid, uuid4(), note.uuid):
        with pytest.raises(CannotRedact):
            redact([told[1].uuid, uuid], legal_basis="GDPR art. 17", by=supervisor, at=LATER)
    assert queries.entry(told[1].uuid).payload == {"count": 2}


def test_who_does_not_supervise_the_commune_redacts_nothing(told, worker):
    with pytest.raises(CannotRedact):
        redact([told[0].uuid], legal_basis="GDPR art. 17", by=made_worker("ion", "mayor", 20002), at=LATER)
    assert queries.entry(told[0].uuid).payload is not None
    assert Entry.objects.count() == 2
