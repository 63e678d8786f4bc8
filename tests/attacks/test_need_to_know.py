"""What lies outside a role's domains is in no byte of what it is sent: no code, no name, no question, no answer."""

from __future__ import annotations

import re
from functools import cache
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from tests.attacks import land
from tests.attacks.addresses import address
from tests.attacks.conftest import browser_of
from tests.attacks.land import HERE, facts, sees, uuid, vulnerabilities
from tests.attacks.test_every_address import program

CASE_ROLES = [role for role in land.roles() if sees(role) and land.roles()[role]["level"] != "nation"]
FACT_WORDS = ("label_ro", "question_ro", "label_en", "question_en")
FOUND_WORDS = ("name_ro", "meaning_ro", "name_en", "meaning_en")
# The rule in words is the method's, the same for every family.
RULE = re.compile(r"<h4>Regula, în cuvinte</h4>.*?(?=<h4>|<p class=\"soft\">)")


def _words(row: dict[str, str], columns: tuple[str, ...]) -> set[str]:
    return {row[column].strip().lower() for column in columns if len(row[column].strip()) > 5}


def _service_seen(row: dict[str, str], role: str) -> bool:
    """A service is known to who sees its own domain and one of its reasons, and to the roles that lead it."""
    reasons = {vulnerabilities()[code]["need_to_know"] for code in row["vulnerabilities"].split("|")
               if code in vulnerabilities()}
    seen = sees(role)
    return role in row["lead"].split("|") or ((row["domain"] or "general") in seen and (
        not reasons or not reasons.isdisjoint(seen)))


@cache
def _said(role: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """What the rulebook says in the domains that are seen, the longest first, and in those that are not."""
    domains = sees(role)
    seen = {word for row in land.read("sources.csv") for word in _words(row, ("title_ro", "title_en"))}
    hidden: set[str] = set()
    for row in vulnerabilities().values():
        (seen if row["need_to_know"] in domains else hidden).update(_words(row, FOUND_WORDS))
    for row in facts().values():
        (seen if row["domain"] in domains else hidden).update(_words(row, FACT_WORDS))
    for row in land.read("services.csv"):
        (seen if _service_seen(row, role) else hidden).update(_words(row, ("name_ro", "name_en")))
    return tuple(sorted(seen, key=len, reverse=True)), frozenset(hidden - seen)


def told(body: str, role: str) -> set[str]:
    """What of the hidden words and codes stands in a body, beside what the role may read."""
    domains = frozenset(sees(role))
    seen, hidden = _said(role)
    text = RULE.sub(" ", re.sub(r"\s+", " ", body))
    codes = {code for code, row in vulnerabilities().items() if row["need_to_know"] not in domains}
    codes = {code for code in codes if re.search(rf"\b{code}\b", text)}
    text = unescape(text).lower()
    for word in seen:
        text = text.replace(word, "")
    return codes | {word for word in hidden if word in text}


@pytest.mark.parametrize("role", CASE_ROLES)
def test_no_page_tells_a_role_what_it_does_not_need_to_know(role):
    client = browser_of(role)
    houses = [uuid(f"troubled{number}") for number in range(5)]
    paths = [address("today"), address("households"), address("settle"), address("county")]
    paths += [address("household", household=one) for one in houses]
    paths += [address(name, household=houses[1]) for name in ("visit", "delivery", "plan")]
    bodies = {path: client.get(path).content.decode() for path in paths}
    assert not {path: told(body, role) for path, body in bodies.items() if told(body, role)}
    names = {row["name_ro"] for row in vulnerabilities().values() if row["need_to_know"] in sees(role)}
    whole = unescape("".join(bodies.values()))
    assert not [name for name in names if name not in whole], "what a role may see is there"


@pytest.mark.parametrize("role", CASE_ROLES)
def test_no_stream_tells_a_role_what_it_does_not_need_to_know(role):
    client, cursor, more, body = Client(headers=program(role)), "", True, ""
    while more:
        answer = client.get("/api/entries/since", {"commune": HERE, "cursor": cursor}).json()
        body, cursor, more = body + str(answer["entries"]), answer["cursor"], answer["more"]
    hidden = {code for code, row in facts().items() if row["domain"] not in sees(role)}
    hidden |= {code for code, row in vulnerabilities().items() if row["need_to_know"] not in sees(role)}
    assert not [code for code in hidden if re.search(rf"\b{code}\b", body)]
    assert [code for code, row in facts().items() if row["domain"] in sees(role) and f"'{code}'" in body]


@pytest.mark.parametrize("role", ["supervisor_dsp", "head", "supervisor_dgaspc", "social_worker"])
def test_the_reason_why_an_entry_waits_tells_nothing_more(role):
    """The sentence of an entry that could not be applied names its vulnerability, which who settles may not see."""
    home, today = uuid(f"plain{HERE}"), timezone.localdate()
    land.handed_in([land.draft("record_interview", home, {"questionnaire": "x", "household": {}, "members": [
        {"person": str(uuid(f"plain{HERE}/1")), "facts": {"c_sex": {"a": 1}, "c_tb": {"a": 1}, "c_left_unit": {}}}
    ]}, today)], "social_worker")
    codes = ("VI03", "SA09", "ED05")
    land.handed_in([land.draft("agree_need", home, {"code": code}, today, mark=code) for code in ("VI03", "ED05")],
                   "social_worker")
    land.handed_in([land.draft("agree_need", home, {"code": "SA09"}, today, mark="SA09")], "community_nurse")
    page = browser_of(role).get(address("settle")).content.decode()
    for code in codes:
        entry = land.draft("agree_need", home, {}, today, mark=code).uuid
        page += browser_of(role).get(address("settle_one", entry=entry)).content.decode()
    seen = {code for code in codes if vulnerabilities()[code]["need_to_know"] in sees(role)}
    assert {code for code in codes if re.search(rf"\b{code}\b", page)} == seen
    asked = {code for code, row in facts().items() if row["domain"] in sees(role)}
    assert {code for code in facts() if f".{code}." in page} <= asked
