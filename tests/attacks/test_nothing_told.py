"""A whole journey with every sort of mistake: no name in a log, in an address, on an error page, in the audit."""

from __future__ import annotations

import json
import logging
from uuid import uuid4

from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from tests.attacks import land
from tests.attacks.addresses import PAGES, address, ids_of
from tests.attacks.conftest import browser_of
from tests.attacks.land import HERE, PASSWORD, uuid
from tests.attacks.test_every_address import SECRET, program
from vatra.web.quiet import REQUEST_LOGS

THEIRS = "Oltefania Zgrumbaru, Ulita Plopsoreanca 7"  # apart from the lines of code that a log may quote
PLANTED = {*SECRET, "Zgrumbaru", "zgrumbaru", PASSWORD, "Oltefania"}


def _breaks(*_args: object, **_more: object) -> None:
    try:
        raise IntegrityError(THEIRS)
    except IntegrityError as behind:
        raise ValueError(THEIRS) from behind


def _journey(monkeypatch) -> list:
    """Everything that a log could be tempted to write about."""
    from vatra.api import urls as api
    from vatra.web.screens import households, today

    client, answers = browser_of("head"), []
    client.raise_request_exception = False
    for name, page in PAGES.items():
        answers += [client.generic(verb, address(name, **ids_of(HERE))) for verb in page.verbs if name != "sign_out"]
    answers += [
        client.post(address("household_search"), {"words": "Zgrumbaru Oltefania"}),
        client.get("/gospodarii/Zgrumbaru Oltefania/"), client.get("/Zgrumbaru/?words=Zgrumbaru"),
        client.get("/gospodarii/?page=Zgrumbaru"), client.get("/azi/?show=Zgrumbaru"),
        client.get("/intrare/", headers={"Host": "zgrumbaru"}), client.generic("ZGRUMBARU", "/azi/"),
        client.post("/intrare/Zgrumbaru/", {"a": "Zgrumbaru"}), client.post("/limba/", {"language": "Zgrumbaru"}),
        client.post(address("household_search"), {"words": "Zgrumbaru" * 200_000}),
        Client(enforce_csrf_checks=True).post("/intrare/", {"username": "Zgrumbaru", "password": PASSWORD}),
        *(Client().post("/intrare/", {"username": "Zgrumbaru", "password": PASSWORD}) for _try in range(8)),
    ]
    answers += _of_a_program(client)
    monkeypatch.setattr(today, "_counts", _breaks)
    monkeypatch.setattr(households, "_found", _breaks)
    monkeypatch.setattr(api, "receipts_for", _breaks)
    answers += [client.get("/azi/"), client.post(address("household_search"), {"words": "Zgrumbaru"})]
    broken = Client(raise_request_exception=False, headers=program("head"))
    answers.append(broken.post("/api/entries", b'{"entries": []}', content_type="application/json"))
    return answers


def _of_a_program(_client: Client) -> list:
    """Entries that cannot be read, cannot be applied, break their room, or come from nobody."""
    device, now = Client(headers=program("head")), timezone.now()

    def entry(kind: str, payload: object, **more: object) -> dict:
        return {"uuid": str(uuid4()), "kind": kind, "version": 1, "commune": HERE, "payload": payload,
                "household": str(uuid(f"plain{HERE}")), "on": timezone.localdate().isoformat(), "at": now.isoformat(),
                **more}

    sent = [
        entry("Zgrumbaru", {"Zgrumbaru": "Oltefania"}), entry("record_visit", {"Zgrumbaru": "Oltefania"}),
        entry("record_visit", {"kind": "Zgrumbaru"}),
        entry("enrol_person", {"uuid": "Zgrumbaru", "surname": "Zgrumbaru"}),
        entry("correct_person", {"field": "surname", "base": "Zgrumbaru", "value": "\x00Oltefania"}),
        entry("record_visit", {"kind": "home", "note": "Zgrumbaru"}, on="Zgrumbaru"),
        entry("record_interview", {"questionnaire": "Zgrumbaru", "household": {"Zgrumbaru": "Zgrumbaru"}}),
    ]
    bodies = [json.dumps({"entries": sent}), '{"Zgrumbaru": ', '{"Zgrumbaru": []}', '["Zgrumbaru"]']
    return [
        *(device.post("/api/entries", body.encode(), content_type="application/json") for body in bodies),
        device.get("/api/entries/since", {"commune": "Zgrumbaru"}), device.get("/api/Zgrumbaru"),
        device.get("/api/entries/since", {"commune": HERE, "cursor": "Zgrumbaru", "Zgrumbaru": 1}),
        Client(headers={"Authorization": "Bearer Zgrumbaru"}).get("/api/entries/since"),
    ]


def test_a_journey_with_every_mistake_names_nobody_anywhere(monkeypatch, caplog, capfd):
    caplog.set_level(logging.INFO)
    answers = _journey(monkeypatch)
    printed = capfd.readouterr()
    written = caplog.text + str([vars(record) for record in caplog.records]) + printed.out + printed.err
    assert "ValueError" in written, "what broke is told"
    assert "test_nothing_told.py" in written, "and where"
    assert not [name for name in PLANTED if name in written], "a log"
    _check_error_pages([one for one in answers if one.status_code >= 400 and one.status_code not in (422, 429)])
    headers = "".join(str(dict(one.headers)) + str(one.cookies) for one in answers).lower()
    assert not [name for name in PLANTED if name.lower() in headers], "an address, a cookie or another header"
    rows = [str(list(land.model(name).objects.values())) for name in ("audit.AuditRow", "access.SignInAttempt")]
    assert not [name for name in PLANTED if name.lower() in "".join(rows).lower()], "the audit"


def _check_error_pages(answers: list) -> None:
    assert {400, 401, 403, 404, 405, 500} <= {answer.status_code for answer in answers}
    for answer in answers:
        body = answer.content.decode()
        assert not [name for name in PLANTED if name in body]
        assert "Traceback" not in body


def test_every_log_about_requests_goes_through_the_filter():
    from django.core import exceptions

    kinds = {name for name in vars(exceptions) if isinstance(vars(exceptions)[name], type)
             and issubclass(vars(exceptions)[name], exceptions.SuspiciousOperation)}
    assert {f"django.security.{name}" for name in kinds} | {"django.request", "django.security.csrf"} <= \
        set(REQUEST_LOGS) | {"django.security.SuspiciousOperation"}
