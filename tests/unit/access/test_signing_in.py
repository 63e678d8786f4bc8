from datetime import timedelta

import pytest

from tests.unit.access.conftest import AT
from vatra.access import entries, throttle
from vatra.access.hashing import SmallArgon2
from vatra.access.models import SignInAttempt, Worker
from vatra.audit.models import AuditRow

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

PASSWORD, WRONG = "patru cai albaștri", "patru cai roșii"
HOME, ELSEWHERE = "10.0.0.7", "203.0.113.9"


@pytest.fixture
def ana():
    return entries.enrol_worker("Ana.Pop", "Ana Pop", password=PASSWORD, by=None, at=AT)


@pytest.fixture(autouse=True)
def _quick_hashes(request, settings):
    """Argon2id with little work, but where the time itself is looked at."""
    entries._nobodys_password.cache_clear()
    if "real_hashes" not in request.fixturenames:
        settings.PASSWORD_HASHERS = ["tests.unit.access.conftest.QuickArgon2"]


def tried(username="ana.pop", password=PASSWORD, address=HOME, after=0):
    return entries.sign_in(username, password, address=address, at=AT + timedelta(minutes=after))


@pytest.mark.parametrize("typed", ["ana.pop", "ANA.POP", " Ana.Pop "])
def test_a_worker_signs_in_however_the_name_is_cased(ana, typed):
    assert tried(typed).worker == ana


@pytest.mark.parametrize(("username", "password"), [
    ("ana.pop", WRONG), ("ana.pop", ""), ("nobody", PASSWORD), ("", ""), ("ana.pop\x00", PASSWORD),
    ("\ud800", PASSWORD),
    ("ana.pop", PASSWORD + "\x00"), ("ana.pop", "\ud800"), ("a" * 1_000_000, "b" * 1_000_000), ("%", "_"),
    ("' or 1=1 --", "' or 1=1 --"),
])
def test_everything_else_is_one_and_the_same_failure(ana, username, password):
    assert tried(username, password) == entries.SignIn(None, None)


def test_a_password_is_never_cut_short():
    long = "a1b2c3d4" * 125
    entries.enrol_worker("long", "Long One", password=long, by=None, at=AT)
    assert tried("long", long).worker
    assert tried("long", long[:-1]).worker is None
    assert tried("long", long + "x").worker is None


def test_six_failures_lock_an_account_for_thirty_minutes(ana):
    for minute in range(6):
        assert tried(password=WRONG, after=minute).wait_minutes is None
    assert tried(after=6) == entries.SignIn(None, 24)
    assert tried(after=29.5) == entries.SignIn(None, 1)
    assert tried(after=30).worker == ana


def test_trying_while_locked_does_not_lengthen_the_lock(ana):
    for _time in range(6):
        tried(password=WRONG)
    for minute in range(1, 30):
        assert tried(after=minute).wait_minutes == 30 - minute
    assert tried(after=31).worker == ana


def test_an_unknown_account_locks_in_the_same_way(ana):
    answers = [[tried(name, WRONG, address, after=minute) for minute in range(8)]
               for name, address in (("ana.pop", HOME), ("nobody", ELSEWHERE))]
    assert answers[0] == answers[1]


def test_many_addresses_do_not_help_against_one_account(ana):
    for number in range(6):
        tried(password=WRONG, address=f"203.0.113.{number}")
    assert tried(password=WRONG, address="203.0.113.99").wait_minutes == 30


def test_nobody_is_locked_out_from_where_they_last_signed_in(ana):
    assert tried().worker == ana
    for _time in range(6):
        tried(password=WRONG, address=ELSEWHERE, after=1)
    assert tried(address=ELSEWHERE, after=2).wait_minutes
    assert tried(after=2).worker == ana
    for _time in range(6):
        tried(password=WRONG, after=3)
    assert tried(after=4).wait_minutes, "but six failures there lock it there"


def test_one_address_trying_many_accounts_is_locked(ana):
    for number in range(throttle.PER_ADDRESS):
        tried(f"worker{number}", f"{WRONG} {number}", ELSEWHERE)
    assert tried(address=ELSEWHERE).wait_minutes == 30
    assert tried().worker == ana


def test_one_password_tried_on_many_accounts_is_locked_wherever_it_comes_from(ana):
    for number in range(throttle.PER_PASSWORD):
        tried(f"worker{number}", PASSWORD, f"203.0.113.{number}")
    assert tried(address="198.51.100.1").wait_minutes == 30
    assert tried(password=WRONG, address="198.51.100.1").wait_minutes is None


def test_a_success_forgives_earlier_slips(ana):
    for _time in range(5):
        tried(password=WRONG)
    assert tried().worker
    for _time in range(5):
        tried(password=WRONG, after=1)
    assert tried(after=1).worker


def test_neither_name_nor_address_nor_password_is_kept_and_old_attempts_go(ana):
    tried(password=WRONG)
    kept = str(SignInAttempt.objects.values().get())
    assert not [secret for secret in ("ana", HOME, WRONG) if secret in kept]
    tried(after=31 * 24 * 60)
    assert SignInAttempt.objects.count() == 1


def test_an_account_that_is_closed_or_has_no_password_signs_in_nobody(ana):
    entries.close_account(ana, by=None, at=AT)
    assert tried().worker is None
    entries.reopen_account(ana, by=None, at=AT)
    assert tried().worker == ana
    entries.enrol_worker("none", "No Password", password=None, by=None, at=AT)
    assert tried("none", "").worker is None


def test_signing_in_and_failing_to_are_written_down(ana):
    before = AuditRow.objects.count()
    tried()
    tried(password=WRONG)
    tried("nobody")
    rows = list(AuditRow.objects.order_by("id").values_list("act", "subject", "by"))[before:]
    assert rows == [("sign_in", ana.uuid, ana.uuid), ("refused", ana.uuid, None), ("refused", None, None)]


@pytest.mark.usefixtures("real_hashes")
def test_known_and_unknown_accounts_cost_the_same_hashes_and_questions(ana, monkeypatch):
    """Timing tells nobody who has an account: what takes time is counted, as no test trusts a clock."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    closed = entries.enrol_worker("closed", "Closed One", password=PASSWORD, by=None, at=AT)
    entries.close_account(closed, by=None, at=AT)
    tried("warm", WRONG)
    verify, verified, questions = SmallArgon2.verify, [], {}

    def noted(hasher, password, encoded):
        verified.append(encoded.rsplit("$", 2)[0])  # algorithm and costs, without salt and hash
        return verify(hasher, password, encoded)

    monkeypatch.setattr(SmallArgon2, "verify", noted)
    hashes = {}
    for name in ("ana.pop", "nobody", "closed"):
        verified.clear()
        with CaptureQueriesContext(connection) as captured:
            tried(name, WRONG, address=f"10.1.0.{len(name)}")
        questions[name], hashes[name] = len(captured), list(verified)
    assert questions["ana.pop"] == questions["nobody"] == questions["closed"]
    assert hashes["ana.pop"] == hashes["nobody"] == hashes["closed"] and len(hashes["nobody"]) == 1


@pytest.mark.usefixtures("real_hashes")
def test_passwords_are_hashed_with_argon2id(ana):
    assert Worker.objects.get(pk=ana.pk).password.startswith("argon2$argon2id$")
