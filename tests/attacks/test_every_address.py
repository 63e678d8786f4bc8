"""Every address x every role x an object of another commune x every verb: generated, nothing written by hand."""

from __future__ import annotations

import io
import zipfile
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.attacks import land
from tests.attacks.addresses import (
    API,
    PAGES,
    RARE,
    SYNC,
    VERBS,
    address,
    api_paths,
    finding,
    ids_of,
    named,
    sync_paths,
    wants,
)
from tests.attacks.conftest import browser_of
from tests.attacks.land import COUNTY_OF, FAR, HERE, NEAR
from tests.unit.papers.reading import text_of_pdf
from vatra.access.entries import enrol_device

ROLES = tuple(land.roles())
TOLD_AS_NOTHING = ("settle_one", "take", "not_come", "not_known")  # to who sees cases and may not do it
NO_ROLE = ("no_role", "ended_yesterday", "begins_tomorrow")
OUT = ("signed_out", "inactive")
WHO = ROLES + NO_ROLE + OUT
SECRET = {name for commune, (surname, given) in land.NAMES.items()
          for name in (surname, *given, land.ADDRESSES[commune])}


def test_every_address_has_an_expectation():
    assert set(named()) == set(PAGES), "say in addresses.py for whom the new page is"
    assert api_paths() == sorted(API), "say in addresses.py what the new path of the API answers"
    assert sync_paths() == sorted(SYNC), "say in addresses.py what the new path of the tablets' door answers"


def reach(who: str) -> set[int]:
    """The communes whose households exist for somebody, by roles.csv."""
    if who not in ROLES or not land.sees(who):
        return set()
    level = land.roles()[who]["level"]
    near = {commune for commune, county in COUNTY_OF.items() if county == "BC"}
    return {"commune": {HERE}, "county": near, "nation": set()}[level]


def looks_after(who: str, commune: int | None) -> bool:
    """Whether the tablet of a commune's social worker is somebody's to lock and wipe."""
    return commune == HERE and who in ("social_worker", "head", "administrator")


def is_for(who: str, whom: str) -> bool:
    """Whether a page is for somebody, by roles.csv."""
    if whom == "cases":
        return bool(reach(who))
    if whom == "council":
        return who in ROLES and land.does(who, "attend_council")
    if whom == "method":
        return who in ROLES and land.does(who, "edit_method")
    if whom == "numbers":
        return who in ROLES and land.roles()[who]["sees"] not in ("", "-")
    return whom == "anyone" or (whom == "accounts" and who == "administrator")


def expected(who: str, name: str, verb: str, *, commune: int | None, seen: bool = True) -> int:
    """The status that roles.csv and the design ask for; `seen`: the finding is of a domain the role sees."""
    page = PAGES[name]
    allowed = {*page.verbs, *(["HEAD"] if "GET" in page.verbs else [])}
    if verb not in {"GET", "HEAD", "POST"}:
        return 405
    if page.whom == "public":
        return (page.sent if verb == "POST" else 200) if verb in allowed else 405
    if who in OUT:
        return 302
    if not is_for(who, page.whom):
        return 403
    if verb not in allowed:
        return 405
    if name in ("provider", "describe_provider") and who not in ROLES:
        return 404
    if "tablet" in wants(name):
        return (page.sent if verb == "POST" else 200) if looks_after(who, commune) else 404
    if wants(name) and commune not in ({HERE} if page.whom == "council" else reach(who)):
        return 404
    if page.level and land.roles()[who]["level"] != page.level:
        return 403
    if page.act and not (who in ROLES and all(land.does(who, act) for act in page.act.split("|"))):
        return 404 if name in TOLD_AS_NOTHING else 403
    if page.domain and page.domain not in land.sees(who):
        return 403
    if "finding" in wants(name) and not seen:
        return 404
    if page.now:
        return page.now
    if name == "second_interview" and who == "social_worker":  # who asked first
        return 404
    return page.sent if verb == "POST" else 302 if name == "household_search" else 200


def browser(who: str) -> Client:
    """A browser in the hands of somebody; the inactive one signed in before the account was closed."""
    if who == "signed_out":
        return Client()
    client = browser_of(who)
    if who == "inactive":
        land.model("access.Worker").objects.filter(username=who).update(is_active=False)
    return client


def text_in(content: bytes) -> str:
    """What can be read in an answer: a page, a PDF, or an archive of both."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "\n".join(text_in(packed.read(name)) for name in packed.namelist())
    return text_of_pdf(content) if content.startswith(b"%PDF-") else content.decode()


def check_names(answer, who: str) -> None:
    """Nobody of a commune out of reach stands in the answer, whatever its status; and no name in its headers."""
    body = text_in(answer.content)
    for commune, (surname, given) in land.NAMES.items():
        if commune not in reach(who):
            assert not [name for name in (surname, *given, land.ADDRESSES[commune]) if name in body]
    headers = str(dict(answer.headers))
    assert not [name for name in SECRET if name in headers]


TRY_EVERY_VERB = {"social_worker", "mayor", "administrator", "signed_out"}  # the others look and send


@pytest.mark.parametrize("who", WHO)
def test_every_page_answers_every_verb_as_the_role_says(who):
    client, own, wrong = browser(who), ids_of(HERE), {}
    seen = who in ROLES and "education" in land.sees(who)
    for name in PAGES:
        for verb in ((*VERBS, *RARE) if who in TRY_EVERY_VERB else ("GET", "POST")):
            if name == "home" and verb in ("GET", "HEAD") and who not in OUT:
                continue  # leads on to the first page of the role
            answer = browser(who).post(address(name)) if name == "sign_out" and verb == "POST" else \
                client.generic(verb, address(name, **own))
            wanted = expected(who, name, verb, commune=HERE, seen=seen)
            if name == "sign_in" and who not in OUT and verb in ("GET", "HEAD", "POST"):
                wanted = 302
            if answer.status_code != wanted:
                wrong[f"{verb} {name}"] = (answer.status_code, wanted)
            check_names(answer, who)
            assert verb != "HEAD" or not answer.content
            if wanted == 302 and who in OUT and PAGES[name].whom != "public":
                assert answer.headers["Location"] == "/intrare/"
    assert not wrong


PARTS = {"finding", "referral", "other", "draft", "event", "subject", "act", "person", "first", "second", "kept"}


def plain(answer) -> tuple[int, bytes, dict[str, str]]:
    """An answer without what is new each time."""
    return answer.status_code, answer.content, {k: v for k, v in answer.headers.items() if k != "Set-Cookie"}


@pytest.mark.parametrize("who", WHO)
def test_what_is_another_communes_is_answered_as_what_never_was(who):
    client = browser(who)
    own = ids_of(HERE)
    kept = ("tablet", "code", "indicator", "fact")
    unknown = {name: 1 if name == "commune" else uuid4() for name in own if name not in kept}
    unknown["fact"] = own["fact"]
    there = [ids_of(commune) for commune in {NEAR, FAR} - reach(who)]
    for name in (name for name in PAGES if wants(name) and "tablet" not in wants(name)):
        for verb in ("GET", "POST"):
            several = [(unknown, there)]
            for part in PARTS & wants(name):
                several.append(({**own, part: unknown[part]}, [{**own, part: foreign[part]} for foreign in there]))
            for nobodys, theirs in several:
                nothing = client.generic(verb, address(name, **nobodys))
                assert nothing.status_code in (302, 403, 404, 405)
                for foreign in theirs:
                    real = client.generic(verb, address(name, **foreign))
                    assert plain(real) == plain(nothing), (name, verb)
                    check_names(real, who)


@pytest.mark.parametrize("who", [who for who in ROLES if reach(who)])
def test_a_finding_of_a_domain_not_seen_is_answered_as_one_that_never_was(who):
    client, home = browser(who), land.uuid(f"plain{HERE}")
    for code in ("VI01", "SA07", "ED03"):
        seen = land.vulnerabilities()[code]["need_to_know"] in land.sees(who)
        for name in ("agree", "reject"):
            for verb in ("GET", "POST"):
                real = client.generic(verb, address(name, household=home, finding=finding(home, code)))
                assert real.status_code == expected(who, name, verb, commune=HERE, seen=seen), (code, name, verb)
                if not seen:
                    assert plain(real) == plain(client.generic(verb, address(name, household=home, finding=uuid4())))


def test_every_refusal_of_a_household_or_entry_is_written_down():
    client = browser("social_worker")
    for name in (name for name in PAGES if wants(name)):
        for verb in PAGES[name].verbs:
            before = _refused("social_worker")
            assert client.generic(verb, address(name, **ids_of(FAR))).status_code == 404
            assert _refused("social_worker") == before + 1, (name, verb)
    for who, page in (("mayor", address("household", **ids_of(HERE))), ("social_worker", address("accounts"))):
        before = _refused(who)
        assert browser(who).get(page).status_code == 403
        assert _refused(who) == before + 1


def _refused(username: str) -> int:
    return land.model("audit.AuditRow").objects.filter(act="refused", by=land.uuid(username)).count()


def program(who: str) -> dict[str, str]:
    """The header by which somebody's device is known."""
    if who == "signed_out":
        return {}
    _device, token = enrol_device(land.worker(who), "tableta", at=timezone.now())
    if who == "inactive":
        land.model("access.Worker").objects.filter(username=who).update(is_active=False)
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize("who", WHO)
def test_every_path_of_the_api_answers_every_verb_as_the_role_says(who):
    client = Client(headers=program(who))
    for path, (verbs, token) in API.items():
        for verb in VERBS:
            query = "?commune=24801" if path == "entries/since" else ""
            answer = client.generic(verb, f"/api/{path}{query}", b'{"entries": []}', content_type="application/json")
            wanted = 200 if verb in verbs or (path == "openapi.json" and verb == "HEAD") else 405
            if verb in verbs and token:
                wanted = 401 if who in OUT else 200 if path == "entries" or reach(who) else 404
            if not path:
                assert answer.status_code in (404, 405), (verb, answer.status_code)
            else:
                assert answer.status_code == wanted, (path, verb, answer.status_code)
            check_names(answer, who)


@pytest.mark.parametrize("who", ROLES + NO_ROLE)
def test_the_stream_of_another_commune_is_answered_as_one_that_never_was(who):
    client = Client(headers=program(who))
    answers = {commune: client.get("/api/entries/since", {"commune": commune}) for commune in (HERE, NEAR, FAR, 1, 0)}
    for commune, answer in answers.items():
        assert answer.status_code == (200 if commune in reach(who) else 404)
        if commune not in reach(who):
            assert plain(answer) == plain(answers[0])
        check_names(answer, who)
    for cursor in ("x", "0", "-1", "a:1", "9" * 100):
        theirs, nobodys = (client.get("/api/entries/since", {"commune": one, "cursor": cursor}) for one in (FAR, 0))
        assert plain(theirs) == plain(nobodys)
    if reach(who) == {HERE}:
        assert _refused(who) >= 4


def test_a_cursor_of_another_commune_opens_nothing():
    near = Client(headers=program(f"social_worker_{NEAR}"))
    cursor = near.get("/api/entries/since", {"commune": NEAR, "limit": 1}).json()["cursor"]
    answer = Client(headers=program("social_worker")).get("/api/entries/since", {"commune": HERE, "cursor": cursor})
    assert answer.status_code == 422
    check_names(answer, "social_worker")


def test_a_session_is_no_token_and_a_token_no_session():
    client = browser("social_worker")
    assert client.get("/api/entries/since", {"commune": HERE}).status_code == 401
    assert Client(headers=program("social_worker")).get("/azi/").headers["Location"] == "/intrare/"
