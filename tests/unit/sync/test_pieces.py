"""Pieces packed apart are one gzip file, whatever they hold."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.sync.world import ago, draft, family, handed_in, model, today, uuid
from vatra.sync.pieces import packed, together
from vatra.sync.views import scope_of
from vatra.sync.whole import page_of_everything


@given(st.lists(st.binary(max_size=300) | st.integers(1, 9_000), max_size=6))
def test_pieces_together_are_what_was_packed(drawn):
    """Short pieces of anything, and long ones (drawn as a number) beyond a window of the packing."""
    parts = [part if isinstance(part, bytes) else b"Popescu Ana; " * part for part in drawn]
    assert gzip.decompress(together([packed(part) for part in parts])) == b"".join(parts)


@pytest.mark.django_db
@pytest.mark.postgres
def test_a_page_is_packed_once_and_again_after_an_entry(ana, monkeypatch):
    handed_in(ana, *(family(f"h{number}") for number in range(3)))
    scope = scope_of(ana, on=today())
    first = page_of_everything(scope, 0, 2, on=today())
    made = []
    monkeypatch.setattr("vatra.sync.whole.documents", lambda *rest, **more: made.append(1) or {})
    assert page_of_everything(scope, 0, 2, on=today()) == first and not made
    monkeypatch.undo()
    handed_in(ana, draft("record_visit", "h0", {"kind": "home"}, on=ago(1)))
    assert page_of_everything(scope, 0, 2, on=today()).piece.crc != first.piece.crc
    assert model("sync.PackedPage").objects.count() == 1 and len(first.communes) == 2


@pytest.mark.django_db
def test_a_page_of_one_view_is_not_anothers(ana):
    from tests.unit.sync.world import made_worker

    handed_in(ana, family("h", cnp={"state": "none"}))
    pages = {role: page_of_everything(scope_of(made_worker(role, role), on=today()), 0, 9, on=today())
             for role in ("community_nurse", "school_mediator")}
    assert {frozenset(page.communes) for page in pages.values()} == {frozenset({uuid("h")})}
    assert model("sync.PackedPage").objects.count() == 2
