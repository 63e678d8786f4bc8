"""Notices: what is told to whom, once, by each channel, again when it failed; and nothing personal in any of it."""

from __future__ import annotations

import json
import re
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.utils import timezone, translation

from tests.attacks import land
from vatra.access import exceptional
from vatra.config.mail import mail_settings
from vatra.notices import entries, queries, telling
from vatra.notices.channels import ChannelFailed, Email, SmsFolder
from vatra.notices.entries import CannotPrefer
from vatra.notices.models import Notice, Sending

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def at(db: None) -> datetime:
    land.made_land(timezone.localdate())
    return timezone.make_aware(datetime.combine(timezone.localdate(), time(7)))


@pytest.fixture
def outbox(settings: Any, tmp_path: Path) -> Path:
    settings.NOTICES_BY_EMAIL, settings.NOTICES_SMS_FOLDER = True, str(tmp_path / "sms")
    return tmp_path / "sms"


def wants(username: str, **ways: Any) -> Any:
    worker = land.worker(username)
    entries.prefer(worker, **{"by_email": False, "email": "", "by_sms": False, "phone": ""} | ways)
    return worker


class Broken:
    """A channel whose server is away as long as `away` says."""

    name, away, sent = "email", True, 0

    def address_of(self, preference: Any) -> str:
        return preference.email if preference.by_email else ""

    def send(self, to: str, subject: str, text: str, **_rest: Any) -> None:
        if self.away:
            raise ChannelFailed("ConnectionRefusedError")
        self.sent += 1


def secrets() -> set[str]:
    """Every name, address and uuid of the land."""
    said = {word for surname, given in land.NAMES.values() for word in (surname, *given)} | set(land.ADDRESSES.values())
    for label in ("people.Household", "people.Person", "assessment.Finding", "care.Referral", "access.Worker",
                  "access.ExceptionalAccess"):
        said |= {str(uuid) for uuid in land.model(label).objects.values_list("uuid", flat=True)}
    return said | {str(name) for name in land.model("access.Worker").objects.values_list("full_name", flat=True)}


@pytest.mark.parametrize("language", ["ro", "en"])
def test_no_notice_tells_of_anybody(at, outbox, language):
    land.opening(land.HERE)
    for worker in land.model("access.Worker").objects.filter(is_active=True):
        land.model("access.Worker").objects.filter(pk=worker.pk).update(language=language)
        entries.prefer(worker, by_email=True, email=f"w{worker.pk}@exemplu.ro", by_sms=True, phone="0740123456")
    entries.send_day(at=timezone.now())
    texts = [f"{one.subject} {one.body}" for one in mail.outbox]
    texts += [path.read_text("utf-8") for path in outbox.iterdir()]
    texts += [str(values) for values in Notice.objects.values_list("kind", "counts")]
    assert len(mail.outbox) > 10 and len({one.body for one in mail.outbox}) > 4
    told = "\n".join(texts).lower()
    assert not [secret for secret in secrets() if secret.lower() in told]
    assert not re.search(r"\b[A-Z]{2}[0-9]{2}\b|violen|abuz|tubercul|gravid", "\n".join(texts), re.I)
    for name in ("răcăciuni", "sascut", "deleni"):
        assert name not in told
    vulnerabilities = {row["name_ro"].lower() for row in land.vulnerabilities().values()}
    assert not [name for name in vulnerabilities if name in told]


def test_the_digest_counts_as_the_first_screen_and_who_has_nothing_is_not_told(at):
    made = {one.worker.username: one.counts for one in telling.digests(at=at)}
    assert not {"mayor", "administrator", "national", "no_role", "ended_yesterday"} & made.keys()
    from tests.attacks.conftest import browser_of

    page = browser_of("social_worker").get("/azi/").content.decode()
    late = made["social_worker"]["late"]
    assert late == 0 or f"{late} " in page
    assert made["social_worker"]["signals"] == 1 and made["community_nurse"]["signals"] == 0
    with translation.override("ro"):
        assert queries.notices_of(land.worker("social_worker"))[0].text.endswith("Intrați în Vatra.")


def test_a_day_is_told_once_however_often_it_is_run(at, outbox):
    wants("social_worker", by_email=True, email="as@exemplu.ro", by_sms=True, phone="0740 123 456")
    first, second = entries.send_day(at=at), entries.send_day(at=at + timedelta(hours=3))
    kinds = sorted(one.kind for one in Notice.objects.filter(worker__username="social_worker"))
    assert kinds.count("digest") == 1
    assert first.sent == 2 * len(kinds) and (second.made, second.sent) == (0, 0)
    assert len(mail.outbox) == len(list(outbox.iterdir())) == len(kinds)
    entries.send_day(at=at + timedelta(days=1))
    assert Notice.objects.filter(worker__username="social_worker", kind="digest").count() == 2
    said = json.loads(next(outbox.iterdir()).read_text("utf-8"))
    assert said["to"] == "0740123456" and said["text"].endswith("Intrați în Vatra.")
    assert next(outbox.iterdir()).stat().st_mode & 0o077 == 0


def test_who_did_not_ask_for_it_and_whose_account_is_closed_gets_nothing(at, outbox):
    wants("community_nurse")
    closed = wants("social_worker", by_email=True, email="as@exemplu.ro")
    land.model("access.Worker").objects.filter(pk=closed.pk).update(is_active=False)
    entries.send_day(at=at)
    assert mail.outbox == [] and Sending.objects.count() == 0


def test_what_failed_is_tried_again_later_and_later_and_not_for_ever(at, outbox):
    wants("social_worker", by_email=True, email="as@exemplu.ro")
    telling.digests(at=at)
    line = Broken()
    assert entries.tell_waiting(at=at, by=[line]).failed == 1
    assert Sending.objects.get().failure == "ConnectionRefusedError"
    assert entries.tell_waiting(at=at + timedelta(minutes=4), by=[line]).failed == 0
    assert entries.tell_waiting(at=at + timedelta(minutes=5), by=[line]).failed == 1
    assert entries.tell_waiting(at=at + timedelta(minutes=14), by=[line]).failed == 0
    for hours in range(1, 40):
        entries.tell_waiting(at=at + timedelta(hours=hours), by=[line])
    assert Sending.objects.get().tries == entries.MOST_TRIES
    line.away = False
    assert entries.tell_waiting(at=at + timedelta(hours=41), by=[line]).sent == 0
    Sending.objects.update(tries=2, tried_at=at)
    assert entries.tell_waiting(at=at + timedelta(hours=1), by=[line]).sent == line.sent == 1
    assert entries.tell_waiting(at=at + timedelta(hours=2), by=[line]).sent == 0


def test_what_was_being_sent_when_the_machine_died_is_not_sent_again(at, outbox):
    wants("social_worker", by_email=True, email="as@exemplu.ro")
    [notice] = [one for one in telling.digests(at=at) if one.worker.username == "social_worker"]
    Sending.objects.create(notice=notice, channel="email", state="claimed", tried_at=at)
    assert entries.tell_waiting(at=at + timedelta(hours=9)).sent == 0


def told_to(role: str, kind: str) -> int:
    return Notice.objects.filter(worker__username=role, kind=kind).count()


def test_an_exceptional_access_is_told_at_once_to_who_supervises(at):
    land.opening(land.HERE)
    telling.urgent(at=timezone.now())
    telling.urgent(at=timezone.now())
    for role, row in land.roles().items():
        assert told_to(role, "opening") == ("supervise" in row["acts"].split("|")), role


def test_an_emergency_is_told_to_who_sees_its_domain(at):
    land.model("assessment.Finding").objects.filter(severity=4).update(since=timezone.localdate())
    telling.urgent(at=at)
    graves = list(land.model("assessment.Finding").objects.filter(until=None, severity=4).exclude(judged="rejected"))
    assert graves
    for role, row in land.roles().items():
        seen = [one for one in graves if one.domain in land.sees(role) and row["level"] != "nation"]
        assert told_to(role, "emergency") == len(seen), role


def test_a_referral_without_an_answer_is_told_to_supervisors_of_its_domain(at):
    today = timezone.localdate()
    rows = land.model("care.Deadline").objects.filter(rule="referral_answered", met_on=None, lapsed_on=None)
    assert rows.exists()
    rows.update(starts_on=today - timedelta(days=15), due_on=today - timedelta(days=1))
    telling.urgent(at=at)
    told = {one.worker.username for one in Notice.objects.filter(kind="unanswered").select_related("worker")}
    assert "head" in told and "supervisor_dgaspc" in told and "social_worker" not in told and "mayor" not in told


def test_after_ninety_days_a_notice_is_forgotten(at):
    telling.digests(at=at - timedelta(days=91))
    assert Notice.objects.exists()
    entries.send_day(at=at)
    assert not Notice.objects.filter(at__lt=at - timedelta(days=1)).exists()


@pytest.mark.parametrize("wrong", [
    {"by_email": True}, {"email": "nu e"}, {"email": "a@b\nBcc: x@y.ro"}, {"by_sms": True}, {"phone": "112"},
    {"phone": "07401234567890123"}, {"phone": "0740 abc 123"},
])
def test_an_address_that_is_none_is_refused(at, wrong):
    with pytest.raises(CannotPrefer):
        wants("social_worker", **wrong)


def test_a_full_disk_and_a_missing_server_are_failures_to_try_again(settings, tmp_path):
    (tmp_path / "taken").write_text("x")
    with pytest.raises(ChannelFailed):
        SmsFolder(tmp_path / "taken").send("0740123456", "", "x", notice=land.uuid("n"))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    with pytest.raises(ChannelFailed) as failed:
        Email().send("a@b.ro", "x", "x", notice=land.uuid("n"))
    assert re.fullmatch(r"\w+", failed.value.code)


def test_nothing_goes_out_unless_the_settings_open_a_way(at, settings):
    wants("social_worker", by_email=True, email="as@exemplu.ro", by_sms=True, phone="0740123456")
    assert not settings.NOTICES_BY_EMAIL and not settings.NOTICES_SMS_FOLDER
    assert entries.send_day(at=at).sent == 0 and mail.outbox == [] and queries.channels_open() == frozenset()


@pytest.mark.parametrize(("address", "found"), [
    ("smtp://u%40x:p%3A@mail.ro", ("mail.ro", 587, True, False, "u@x", "p:")),
    ("smtps://u:p@mail.ro:2465", ("mail.ro", 2465, False, True, "u", "p")),
])
def test_the_way_to_the_mail_server_is_never_in_the_clear(address, found):
    said = mail_settings(address)
    assert tuple(said[f"EMAIL_{name}"] for name in (
        "HOST", "PORT", "USE_TLS", "USE_SSL", "HOST_USER", "HOST_PASSWORD")) == found
    for wrong in ("http://x", "smtp://", "mail.ro"):
        with pytest.raises(ValueError, match="VATRA_MAIL"):
            mail_settings(wrong)


def test_the_command_says_what_it_did(at, outbox):
    from click.testing import CliRunner

    from vatra.cli.main import main

    wants("social_worker", by_email=True, email="as@exemplu.ro")
    ran = CliRunner().invoke(main, ["notices", "send"])
    assert ran.exit_code == 0 and "0 de încercat din nou" in ran.output
    assert mail.outbox
    assert CliRunner().invoke(main, ["notices", "send", "--urgent"]).output.startswith("0 ")


def test_opening_a_domain_tells_the_supervisor_before_any_timer(at, outbox):
    from tests.attacks.conftest import browser_of

    wants("head", by_email=True, email="sef@exemplu.ro")
    client = browser_of("community_nurse")
    answer = client.post(f"/gospodarii/{land.uuid(f'plain{land.HERE}')}/acces-exceptional/", {
        "domain": "violence", "reason": "Copilul este dus la spital cu salvarea.", "password": land.PASSWORD})
    assert answer.status_code == 302
    assert [one.to for one in mail.outbox] == [["sef@exemplu.ro"]]
    assert "spital" not in mail.outbox[0].body and exceptional.openings_since(at - timedelta(days=1))
    assert apps.get_model("notices", "Notice").objects.filter(kind="opening").count() >= 2
