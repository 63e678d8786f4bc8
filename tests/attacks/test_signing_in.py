"""Guessing passwords in every way there is (A45), behind every proxy there is; passwords too long or unlike (A47)."""

from __future__ import annotations

import unicodedata

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone

from tests.attacks import land
from tests.attacks.land import PASSWORD
from vatra.access import entries as access
from vatra.access import throttle
from vatra.access.passwords import LONGEST, PasswordRefused
from vatra.web.proxies import networks

pytestmark = pytest.mark.postgres


@pytest.fixture(autouse=True)
def _quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["tests.unit.access.conftest.QuickArgon2"]
    access._nobodys_password.cache_clear()
    yield
    access._nobodys_password.cache_clear()


def tried(username: str, password: str, address: str = "203.0.113.9", **headers: str) -> int:
    said = {"username": username, "password": password}
    return Client(REMOTE_ADDR=address).post("/intrare/", said, headers=headers).status_code


def looked_at() -> int:
    """How many tries were compared with a password at all."""
    return land.model("access.SignInAttempt").objects.exclude(outcome="locked").count()


def test_of_many_passwords_on_one_account_six_are_looked_at():
    statuses = {tried("head", f"parola numărul {number}") for number in range(100)}
    assert (statuses, looked_at()) == ({422, 429}, throttle.PER_ACCOUNT)
    assert tried("head", PASSWORD) == 429


def test_of_many_passwords_on_one_account_from_many_addresses_six_are_looked_at():
    for number in range(100):
        tried("head", f"parola numărul {number}", f"198.51.{number}.7")
    assert looked_at() == throttle.PER_ACCOUNT


def test_of_one_password_on_many_accounts_twenty_are_looked_at():
    for number in range(100):
        tried(f"worker{number}", "Primavara2026!", f"198.51.{number}.7")
    assert looked_at() == throttle.PER_PASSWORD


def test_of_many_accounts_and_passwords_from_one_address_sixty_are_looked_at():
    for number in range(100):
        tried(f"worker{number}", f"parola numărul {number}")
    assert looked_at() == throttle.PER_ADDRESS


def test_the_many_addresses_of_one_subscriber_are_one():
    for number in range(100):
        tried(f"worker{number}", f"parola numărul {number}", f"2001:db8:7:7::{number:x}")
    assert looked_at() == throttle.PER_ADDRESS


def test_a_forged_address_is_ignored_where_no_proxy_is_trusted():
    for number in range(100):
        tried(f"worker{number}", f"parola numărul {number}", **{"X-Forwarded-For": f"198.51.{number}.7"})
    assert looked_at() == throttle.PER_ADDRESS


FORGED = ["198.51.{}.7, 203.0.113.9", "198.51.{}.7,10.0.0.8, 203.0.113.9", "x, 198.51.{}.7 , 203.0.113.9, 10.0.0.8",
          "::ffff:198.51.{}.7, ::ffff:203.0.113.9, ::ffff:10.0.0.8", "198.51.{}.7, nonsense",
          "198.51.{0}.7," * 500 + "x"]


@pytest.mark.parametrize("said", FORGED)
def test_behind_a_trusted_proxy_what_stands_left_of_its_word_is_ignored(settings, said):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    for number in range(70):
        tried(f"worker{number}", f"parola numărul {number}", "10.0.0.7", **{"X-Forwarded-For": said.format(number)})
    assert looked_at() == throttle.PER_ADDRESS


@pytest.mark.parametrize("sender", ["10.0.0.7", "::ffff:10.0.0.7"])
def test_behind_a_trusted_proxy_each_asker_counts_alone(settings, sender):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8", " 2001:db8::1 ", ""]
    for number in range(70):
        said = {"X-Forwarded-For": f"9.9.9.9, 198.51.{number}.7"}
        tried(f"worker{number}", f"parola numărul {number}", sender, **said)
    assert looked_at() == 70
    assert tried("head", PASSWORD, sender, **{"X-Forwarded-For": "198.51.100.200"}) == 302


def test_https_is_believed_of_a_trusted_proxy_alone(settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.TRUSTED_PROXIES = ["10.0.0.7"]
    said = {"X-Forwarded-Proto": "https"}
    statuses = {address: Client(REMOTE_ADDR=address).get("/intrare/", headers=said).status_code
                for address in ("10.0.0.7", "10.0.0.8", "")}
    assert statuses == {"10.0.0.7": 200, "10.0.0.8": 301, "": 301}


@pytest.mark.parametrize("word", ["proxy", "10.0.0.0/99", "*"])
def test_a_proxy_that_is_no_address_stops_the_start(word):
    with pytest.raises(ImproperlyConfigured):
        networks(["10.0.0.7", word])


def test_a_password_is_neither_cut_nor_changed_and_one_too_long_is_not_hashed():
    """Twins of Unicode (NFC, NFD, full width) are different passwords; 72 bytes are no limit; NUL is refused."""
    long = "ș" * 500 + "abcdefghij" * 50
    assert len(long) == LONGEST
    worker = land.worker("head")
    access.set_password(worker, long, by=None, at=timezone.now())
    wrong = [long[:-1], long + "x", long[:36], unicodedata.normalize("NFD", long),
             unicodedata.normalize("NFKC", long) + " ", long.upper(),
             long.replace("ș", "ş"), long + "\x00", long[:72], "x" * 5_000, "x" * 900_000]
    for number, password in enumerate(wrong):
        assert tried("head", password, f"198.51.{number}.7") in (422, 429), number
        land.model("access.SignInAttempt").objects.all().delete()
    assert tried("head", "x" * 1_000_100) in (400, 422)
    assert tried("head", long) == 302
    for short in (long + "x", "x" * 5_000, "parola\x00lungă de tot"):
        with pytest.raises(PasswordRefused):
            access.set_password(worker, short, by=None, at=timezone.now())


def test_there_is_no_link_that_sets_a_password():
    """A48 has nothing to attack: a password is set by its worker, who is signed in, or by an administrator."""
    from tests.attacks.addresses import PAGES

    found = {name: page.whom for name, page in PAGES.items() if "reset" in name or "forgot" in name}
    assert found == {"reset_password": "accounts"}
