"""The doors: forged forms, other hosts, other sites, stolen sessions, too much of everything, crooked addresses."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from datetime import timedelta
from io import BytesIO
from urllib.parse import quote

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client
from django.utils import timezone

from tests.attacks import land
from tests.attacks.addresses import PAGES, address, fills, ids_of
from tests.attacks.conftest import browser_of
from tests.attacks.land import HERE, PASSWORD, uuid
from vatra.access import entries as access
from vatra.web.middleware import BEGAN_KEY

pytestmark = pytest.mark.postgres
SENT = [name for name, page in PAGES.items() if "POST" in page.verbs]


@pytest.mark.parametrize("name", SENT)
def test_a_form_without_the_pages_own_token_changes_nothing(name):
    signed_in = name != "sign_in"
    client = browser_of(fills(name), enforce_csrf_checks=True) if signed_in else Client(enforce_csrf_checks=True)
    client.get(address("password" if name != "sign_in" else "sign_in"))
    path, before = address(name, **ids_of(HERE)), land.model("register.Entry").objects.count()
    good, said = client.cookies["csrftoken"].value, {"language": "en", "words": "zgrumbaru", "choice": "set_aside"}
    for token, headers in ((None, {}), ("", {}), ("x" * 32, {}), ("\u0163" * 64, {}),
                           (good, {"Origin": "https://evil.example"}), (good, {"Origin": "null"})):
        answer = client.post(path, said if token is None else {**said, "csrfmiddlewaretoken": token}, headers=headers)
        assert answer.status_code == 403, (token, headers)
        assert "zgrumbaru" not in answer.content.decode().lower()
    assert client.post(path, b'{"language": "en"}', content_type="text/plain").status_code == 403
    assert client.post(path, {**said, "csrfmiddlewaretoken": good}).status_code != 403
    assert land.model("register.Entry").objects.count() == before


def every_sort_of_answer() -> dict[str, object]:
    """A page, a redirection, each fault, a file, the API."""
    from vatra.web.screens import today

    client, nobody = browser_of("head"), Client()
    client.raise_request_exception = False
    answers = {path: client.get(path) for path in (
        address("today"), address("household", household=uuid(f"plain{HERE}")), "/", "/nothing/", "/conturi/",
        "/azi/?page=x", "/azi", "/api/nothing", "/api/openapi.json", "/api/entries/since",
        staticfiles_storage.url("web/page.css"), staticfiles_storage.url("web/vatra.svg"), "/static/nothing.css")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(today, "_counts", None)
        answers["500"] = client.get("/azi/")
    answers |= {"405": client.put("/azi/"), "host": nobody.get("/intrare/", headers={"Host": "evil.example"}),
                "sign in": nobody.get("/intrare/"), "csrf": Client(enforce_csrf_checks=True).post("/intrare/")}
    return answers


def test_every_answer_whatever_it_is_carries_the_strict_headers():
    answers = every_sort_of_answer()
    assert {answer.status_code for answer in answers.values()} == {200, 301, 302, 400, 401, 403, 404, 405, 500}
    for path, answer in answers.items():
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';"), path
        assert not re.search(r"unsafe|data:|blob:|https?:|\*", policy)
        assert "frame-ancestors 'none'" in policy
        assert "base-uri 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        assert answer.headers["Referrer-Policy"] == "same-origin", path
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", path
        if not path.startswith("/static/") or answer.status_code != 200:
            assert answer.headers["Cache-Control"] == "private, no-store", path
        assert "Server" not in answer.headers
        assert "X-Powered-By" not in answer.headers
        for close in answer._resource_closers:  # closing the answer itself would close the database too
            close()


def test_a_fault_is_told_even_when_nobody_can_be_looked_up(monkeypatch):
    from vatra.web import context
    from vatra.web.screens import today

    def broken(*_args: object) -> None:
        raise RuntimeError("the database is gone")

    client = browser_of("head")
    client.raise_request_exception = False
    monkeypatch.setattr(today, "me_of", broken)
    monkeypatch.setattr(context, "me_of", broken)
    answer = client.get("/azi/")
    assert answer.status_code == 500
    assert "Ceva s-a stricat la noi" in answer.content.decode()


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites():
    client = Client()
    client.get("/intrare/")
    client.post("/intrare/", {"username": "head", "password": PASSWORD})
    for name, same_site in (("vatra", "Lax"), ("csrftoken", "Strict")):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"], cookie["domain"], cookie["path"]) == (True, same_site, "", "/")
    assert int(client.cookies["vatra"]["max-age"]) <= 12 * 3600


def test_behind_https_the_server_passes_djangos_own_inspection():
    with tempfile.TemporaryDirectory() as home:
        told = subprocess.run(
            [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"], capture_output=True,
            text=True, check=False, env={"PATH": os.environ["PATH"], "VATRA_HTTPS": "1", "VATRA_HOME": home,
                                         "DJANGO_SETTINGS_MODULE": "vatra.config.settings"})
    warned = set(re.findall(r"\(([a-z]+\.[EW]\d+)\)", told.stderr))
    assert warned <= {"security.W021"}, told.stderr  # the preload list is the owner of the domain's to ask for
    assert "check identified" in told.stderr + told.stdout


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "localhost@evil.example", "localhost.evil.com",
                                  "", "[::1", "zgrumbaru", "a b", "localhost/../"])
def test_another_host_is_refused_and_not_repeated(host):
    for headers in ({"Host": host}, {"Host": "localhost", "X-Forwarded-Host": host}):
        answer = Client().get("/intrare/", headers=headers)
        assert answer.status_code == (400 if headers["Host"] == host else 200)
        assert not host or host not in answer.content.decode()
        assert "evil" not in str(dict(answer.headers))


EVIL = ["//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "///evil.example", "//[",
        "http:", "/\t/evil.example", "javascript:alert(1)", "/azi/\r\nX: y",
        "/azi/?next=//evil.example",
        "%2f%2fevil.example",
        "/azi/@evil.example", "\x00", "/gospodarii/../../evil", "/azi/" * 5000]


@pytest.mark.parametrize("place", EVIL)
def test_nothing_that_is_sent_leads_to_another_site(place):
    client = Client()
    signed_in = client.post(f"/intrare/?next={quote(place)}", {"username": "head", "password": PASSWORD, "next": place},
                            headers={"Referer": "https://evil.example/"})
    assert signed_in.headers["Location"] == "/"
    for where in ({"back": place, "language": "ro"}, {"back": place, "language": "en", "next": place}):
        answer = client.post("/limba/", where)
        assert (answer.status_code, answer.headers["Location"]) in {(302, "/"), (302, "/azi/")}
    assert Client().get(quote(place[:2000]) or "/").headers.get("Location", "/").startswith("/")


def test_a_session_planted_before_is_not_the_one_after_signing_in():
    client = Client()
    client.cookies["vatra"] = "a" * 32
    client.post("/intrare/", {"username": "head", "password": PASSWORD})
    assert client.cookies["vatra"].value != "a" * 32
    assert client.get("/azi/").status_code == 200
    client.post("/limba/", {"language": "en"})
    first = client.cookies["vatra"].value
    other = Client()
    other.cookies["vatra"] = first
    other.post("/iesire/")
    other.post("/intrare/", {"username": "community_nurse", "password": PASSWORD})
    assert client.get("/azi/").status_code == 302


@pytest.mark.parametrize("change", ["password", "closed", "closed and reopened", "role ended", "no beginning"])
def test_a_session_ends_with_what_it_was_begun_with(change):
    client, worker, now = browser_of("head"), land.worker("head"), timezone.now() + timedelta(seconds=1)
    ids = ids_of(HERE)  # some of it the head makes, who may not for long
    if change == "password":
        access.set_password(worker, "opt berze peste lunca", by=None, at=now)
    elif change.startswith("closed"):
        access.close_account(worker, by=None, at=now)
        if change != "closed":
            access.reopen_account(worker, by=None, at=now)
    elif change == "role ended":
        session = client.session
        session[BEGAN_KEY] = (timezone.now() - timedelta(days=2)).isoformat()
        session.save()
        access.end_role(worker.roles_held.get(), until=timezone.localdate(), by=None, at=now)
    else:
        session = client.session
        del session[BEGAN_KEY]
        session.save()
    for name in ("today", "household", "visit"):
        answer = client.get(address(name, **ids))
        assert (answer.status_code, answer.headers["Location"]) == (302, "/intrare/")


def test_no_failure_to_sign_in_tells_which_accounts_exist():
    bodies = set()
    for number, (username, password) in enumerate((
        ("head", "x" * 12), ("inactive", PASSWORD), ("nobody", PASSWORD), ("ended_yesterday", "x" * 12),
        ("head", "\x00"),
    )):
        if username == "inactive":
            access.close_account(land.worker(username), by=None, at=timezone.now())
        answer = Client(REMOTE_ADDR=f"10.0.0.{number}").post("/intrare/", {"username": username, "password": password})
        assert answer.status_code == 422
        bodies.add(re.sub(r'value="[^"]*"', "", answer.content.decode()))
    assert len(bodies) == 1


@pytest.mark.parametrize(
    "path", ["/intrare/", "/limba/", "/gospodarii/cautare/", address("visit", household=uuid("plain24801"))]
)
def test_too_much_is_refused_before_it_is_kept(path, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    client = browser_of("head") if path != "/intrare/" else Client()
    for body in ({"note": "x" * 1_100_000}, {f"f{number}": "" for number in range(700)},
                 {"file": BytesIO(b"MZ" * 10)}, {"file": BytesIO(b"x" * 3_000_000)}):
        answer = client.post(path, body)
        assert answer.status_code == 400, (answer.status_code, next(iter(body)))
        assert client.post(path, "&".join(f"{key}={value}" for key, value in body.items() if key != "file").encode(),
                           content_type="application/x-www-form-urlencoded").status_code < 500
    assert client.post(path, b"x", content_type="multipart/form-data").status_code < 500
    assert client.post(path, b"x", content_type="multipart/form-data; boundary=" + "y" * 300).status_code < 500
    assert not list(tmp_path.iterdir())


CROOKED = ["/%00", "/azi/%00", "/%E0%A4%A/", "/..%2f..%2fetc/passwd", "/%252e%252e/", "/static/..%2f..%2fsettings.py",
           "/static/%2e%2e/%2e%2e/etc/passwd", "/static/web/", "/static//etc/passwd", "/azi/" + "a" * 20_000,
           "/gospodarii/1/", "/gospodarii/None/", "/gospodarii/{}/", f"/gospodarii/{uuid('plain24801').hex}/",
           f"/gospodarii/{str(uuid('plain24801')).upper()}/", "/api/entries/", "/api//entries", "/admin/",
           "/.git/config", "/%ff%fe/", "/\u0163/", "/;/", "/gospodarii/' OR 1=1/"]


@pytest.mark.parametrize("path", CROOKED)
def test_a_crooked_address_is_nothing(path):
    assert browser_of("head").get(path).status_code in (301, 400, 404)


NUMBERS = ["-1", "0", "00000000199999999999999999999", "1" + "0" * 5000, "000000001" + "9" * 5000, "1e9", "\u0661",
           "+1", " 1", "1;", "NaN", "5001", "true", "[]", "\x00"]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_crooked_page_filter_or_column_is_refused_or_of_no_effect(number):
    client = browser_of("supervisor_dgaspc")
    for path in ("/azi/", "/gospodarii/", "/de-clarificat/"):
        assert client.get(path, {"page": number}).status_code == 400, path
        if number not in ("-1", "1e9", "[]"):
            continue
        plain = len(client.get(path).content)
        for name in ("show", "level", "order", "q", "password__startswith", "_connector", "fields", "commune", "limit"):
            answer = client.get(path, {name: f"{number}' OR 1=1 --"})
            assert (answer.status_code, len(answer.content)) == (200, plain), (path, name)
    assert browser_of("administrator").get("/conturi/", {"page": number}).status_code == 400


LINKS_NO_HOUSEHOLD = {  # of the land, as the head sees it; some lead back to the household unanswered
    "agree_to_close", "answer_method_question", "approval", "ask_for", "attendance", "begin_round", "blank_paper",
    "blank_paper_pdf", "blank_papers", "close_need", "come_back", "dwelling_outcome", "enrol",
    "household_paper_pdf", "list_dwellings", "lists", "look_at_opening", "method_question", "method_questions",
    "method_questions_file", "monitoring", "no_case", "not_come", "not_known", "open_case", "openings",
    "referral_paper_pdf", "review", "sample", "samples", "schools", "settle_answer", "settle_death", "settle_one",
    "settle_person", "settle_plans", "signal", "signal_paper", "signal_paper_pdf", "signals", "supervised_commune",
    "take", "triage", "worker_session",
}


def test_every_household_that_a_page_shows_is_written_down_as_read():
    read = land.model("audit.AuditRow").objects.filter(act__in=("read", "export"), about="household",
                                                            by=uuid("head"))
    client = browser_of("head")
    shown = {name: lambda name=name: client.get(address(name, **ids_of(HERE)))
             for name, page in PAGES.items()
             if page.whom == "cases" and "GET" in page.verbs and name != "household_search"
             }
    shown["household_search"] = lambda: client.post(address("household_search"), {"words": "zgrumbaru"})
    without = set()
    for name, ask in shown.items():
        before = set(read.values_list("pk", flat=True))
        body = ask().content.decode(errors="replace")  # some are PDFs
        homes = set(re.findall(r"/gospodarii/([0-9a-f-]{36})/", body))
        noted = {str(one) for one in read.exclude(pk__in=before).values_list("subject", flat=True)}
        assert homes <= noted, name
        if not homes:
            without.add(name)
    assert without == LINKS_NO_HOUSEHOLD
