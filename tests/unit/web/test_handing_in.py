"""A tablet's encrypted file: who may hand it in, what becomes of each entry, and of every file that is no such file."""

from __future__ import annotations

import gzip
import json
import logging
import os
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.unit.sync import world
from tests.unit.web.test_tablets import browser
from vatra.access import entries as access
from vatra.access.queries import digest_of_token
from vatra.config.words import compile_catalogue
from vatra.wire.body import MOST_BYTES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(db: None) -> None:
    compile_catalogue()
    world.made_places()


def sealed(tablet: world.Tablet, content: Any) -> bytes:
    """The file as the field app makes it (field/src/sync/outbox-file.ts)."""
    line, salt, nonce = f"vatra-outbox 1 {tablet.device.uuid}".encode(), os.urandom(32), os.urandom(12)
    secret = bytes.fromhex(digest_of_token(tablet.token))
    key = HKDF(SHA256(), 32, salt, b"vatra outbox file 1").derive(secret)
    packed = gzip.compress(json.dumps(content, default=str).encode())
    return line + b"\n" + salt + nonce + AESGCM(key).encrypt(nonce, packed, line)


def file_of(tablet: world.Tablet, *drafts: Any) -> bytes:
    return sealed(tablet, {"entries": [world.sent(one) for one in drafts]})


def visit(house: str = "h", **rest: Any) -> Any:
    return world.draft("record_visit", house, {"kind": "home"}, **rest)


def handed_in(client: Client, raw: bytes | None) -> Any:
    given = {} if raw is None else {"file": SimpleUploadedFile("Popescu Maria.vatra", raw)}
    return client.post(reverse("web:hand_in"), given)


def kept() -> int:
    return world.model("register.Entry").objects.count()


def refused(answer: Any) -> str:
    page = answer.content.decode()
    assert answer.status_code == 422 and "Nu s-a luat nimic." in page, page
    return page


def test_the_worker_hands_in_the_own_file_and_each_entry_has_its_receipt(tablet, ana):
    answer = handed_in(browser(ana), file_of(tablet, world.family("h"), visit(), visit("nobody")))
    page = answer.content.decode()
    assert answer.status_code == 200 and "3 înregistrări în fișier; noi: 3." in page
    assert page.count("primită") >= 2 and "de clarificat" in page
    entry = world.model("register.Entry").objects.filter(kind="record_visit").first()
    assert (entry.by_id, entry.device_id) == (ana.pk, tablet.device.pk)


def test_who_settles_for_the_commune_hands_it_in_as_its_workers_word_and_that_is_written_down(tablet, ana, head):
    assert handed_in(browser(head), file_of(tablet, world.family("h"))).status_code == 200
    assert world.model("register.Entry").objects.get().by_id == ana.pk
    row = world.model("audit.AuditRow").objects.filter(purpose="hand_in").get()
    assert (row.act, row.by, row.subject) == ("change", head.uuid, tablet.device.uuid)


def test_twice_by_file_and_once_by_the_tablet_is_kept_once(tablet, ana):
    drafts = [world.family("h"), visit(), visit()]
    raw = file_of(tablet, *drafts)
    handed_in(browser(ana), raw)
    page = handed_in(browser(ana), raw).content.decode()
    assert "noi: 0" in page and page.count("era deja aici") == 3
    assert [one["outcome"] for one in tablet.push(*drafts).json()["receipts"]] == ["duplicate"] * 3
    assert kept() == 3


def test_a_tablet_that_was_locked_or_wiped_since_does_not_take_its_file_along(tablet, ana, head):
    raw = file_of(tablet, world.family("h"))
    access.wipe_tablet(tablet.device, by=None, at=timezone.now())
    assert handed_in(browser(head), raw).status_code == 200 and kept() == 1


def test_one_bad_entry_does_not_hold_up_the_others(tablet, ana):
    bad = world.sent(visit()) | {"on": "yesterday"}
    answer = handed_in(browser(ana), sealed(tablet, {"entries": [world.sent(world.family("h")), bad, 7]}))
    assert answer.content.decode().count("nepreluată") == 2 and kept() == 1


def test_an_empty_file_says_so(tablet, ana):
    assert "Fișierul nu conține" in handed_in(browser(ana), file_of(tablet)).content.decode()


@pytest.mark.parametrize("spoiled", [
    lambda raw: raw[:-1], lambda raw: raw[:60], lambda raw: raw.replace(b"1 ", b"1 ", 1)[:-3] + b"abc",
    lambda raw: raw[:15] + b"c0000000-0000-4000-8000-000000000001" + raw[51:],
], ids=["cut", "cut at the nonce", "changed", "unknown tablet"])
def test_a_file_that_was_spoiled_is_refused_whole(tablet, ana, spoiled):
    page = refused(handed_in(browser(ana), spoiled(file_of(tablet, world.family("h")))))
    assert "Fișierul nu se deschide" in page and kept() == 0


def test_a_colleague_a_stranger_and_another_tablets_name_get_one_answer(tablet, ana):
    raw = file_of(tablet, world.family("h"))
    other = world.Tablet(world.made_worker("ioana", "community_nurse"))
    renamed = raw.replace(str(tablet.device.uuid).encode(), str(other.device.uuid).encode())
    there = world.made_worker("alt", "head", world.THERE)
    answers = [refused(handed_in(browser(who), what)) for who, what in (
        (other.worker, raw), (there, raw), (other.worker, renamed))]
    assert all("Fișierul nu se deschide" in one for one in answers) and kept() == 0


def test_who_settles_in_one_commune_hands_in_nothing_for_another(tablet, head):
    for commune in (world.THERE, [world.HERE], "21123", None):
        entries = [world.sent(world.family("h")), world.sent(visit()) | {"commune": commune}]
        refused(handed_in(browser(head), sealed(tablet, {"entries": entries})))
    assert kept() == 0


def test_a_file_from_before_new_pins_by_password_still_opens_and_its_token_does_nothing_else(tablet, ana):
    raw = file_of(tablet, world.family("h"))
    for _ in range(2):
        access.recover_tablet(tablet.device, at=timezone.now())
    assert "1 înregistrare în fișier; noi: 1." in handed_in(browser(ana), raw).content.decode()
    assert tablet.get("pull").status_code == tablet.push(visit()).status_code == 401
    assert kept() == 1


def test_files_of_a_tablets_last_ten_tokens_are_opened_and_no_older_ones(tablet, ana):
    raw = file_of(tablet, world.family("h"))
    for _ in range(11):
        access.recover_tablet(tablet.device, at=timezone.now())
    assert "Fișierul nu se deschide" in refused(handed_in(browser(ana), raw))


@pytest.mark.parametrize("raw", [
    None, b"", b"%PDF-1.7\n", b"vatra-outbox 2 x\n", os.urandom(2_000), b"vatra-outbox 1 " + b"a" * 400,
], ids=["none", "empty", "pdf", "another format", "noise", "long line"])
def test_what_is_no_file_of_a_tablet_is_told_apart(ana, raw):
    assert "Fișierul nu se deschide" not in refused(handed_in(browser(ana), raw))


def test_a_file_that_is_too_large_is_not_read_at_all(tablet, ana):
    assert "mai mare decât" in refused(handed_in(browser(ana), file_of(tablet) + b"0" * MOST_BYTES))


@pytest.mark.parametrize("content", [[], {"entries": {}}, {"other": 1}, "text"])
def test_what_opens_but_is_not_as_agreed_is_kept_for_later(tablet, ana, content):
    assert "Păstrați-l" in refused(handed_in(browser(ana), sealed(tablet, content)))


def test_a_bomb_inside_is_not_unpacked(tablet, ana):
    assert "Păstrați-l" in refused(handed_in(browser(ana), sealed(tablet, {"entries": ["0" * 25_000_000]})))


def test_the_form_wants_its_proof_and_nobody_hands_in_unseen(tablet, ana):
    raw = file_of(tablet, world.family("h"))
    strict = browser(ana)
    strict.handler.enforce_csrf_checks = True
    assert handed_in(strict, raw).status_code == 403
    assert handed_in(Client(), raw).status_code == 302 and kept() == 0


def test_nothing_of_the_file_reaches_a_log_or_the_page_but_kind_day_and_receipt(tablet, ana, caplog):
    with caplog.at_level(logging.DEBUG):
        page = handed_in(browser(ana), file_of(tablet, world.family("h"))).content.decode()
        handed_in(browser(ana), b"not a file")
    for name in ("Popescu Maria", "Famh", "Strada h"):
        assert name not in page + caplog.text
