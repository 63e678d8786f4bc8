"""Every role x every kind of entry x every field: what can ever leave the server, by the matrix of the rulebook."""

from __future__ import annotations

import json
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pydantic import BaseModel

from tests.attacks import land
from tests.attacks.examples import said
from tests.attacks.land import HERE, facts, roles, sees, uuid, vulnerabilities
from tests.attacks.test_every_address import program
from tests.attacks.test_foreign_entries import KINDS
from vatra.people import queries as people
from vatra.register import kinds

CASE_ROLES = [role for role in roles() if sees(role) and roles()[role]["level"] != "nation"]
CNP, OTHER = "2900101080019", "1110202080023"  # stand in no other text
ETHNICITY = "romă-declarat-aici"
# What each field of a person needs, written here a second time: the code under attack is not asked.
NEEDS = {"cnp": "identity_number", "ethnicity": "statistics"}
WITH_THE_CNP = {"social_worker", "social_technician", "community_nurse", "head"}


def everything(kind: str) -> list[dict]:
    """Payloads of a kind in which every field that could tell something does."""
    person = uuid4()
    plain = said(uuid4(), person, uuid4())[kind]
    stated = {"cnp": {"state": "present", "value": CNP}, "ethnicity": ETHNICITY}
    if kind in ("enrol_person", "record_birth"):
        return [{**plain, **stated}]
    if kind == "enrol_household":
        return [{**plain, "members": [{**one, **stated} for one in plain["members"]]}]
    if kind == "correct_person":
        number = {"state": "non_standard", "value": OTHER}
        return [
            plain, {"field": "ethnicity", "base": "", "value": ETHNICITY},
            *({"field": field, "base": stated["cnp"], "value": number} for field in ("cnp", "surname", "born")),
            {"field": "cnp", "base": CNP, "value": OTHER},
        ]
    if kind == "record_interview":
        every = dict.fromkeys(facts(), True)
        return [{**plain, "household": every, "members": [{"person": str(person), "facts": every}]}]
    if kind in ("agree_need", "add_need", "reject_finding", "close_need"):
        return [{**plain, "code": code} for code in vulnerabilities()]
    return [plain]


def fields(value: object) -> set[str]:
    """Every name of a field anywhere in a payload."""
    if isinstance(value, dict):
        return set(value) | {deep for one in value.values() for deep in fields(one)}
    return {deep for one in value for deep in fields(one)} if isinstance(value, list) else set()


def declared(shape: type[BaseModel]) -> set[str]:
    """Every name of a field that a payload of a kind can have, by its own shape."""
    schema = shape.model_json_schema()
    groups = [schema, *schema.get("$defs", {}).values()]
    return {name for group in groups for name in group.get("properties", {})}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", CASE_ROLES)
def test_no_field_leaves_to_a_role_that_does_not_need_it(role, kind):
    known = kinds.kind_named(kind, 1)
    domains = frozenset(sees(role))
    for payload in everything(kind):
        known.payload.model_validate(payload)
        left = known.shown(payload, domains) if known.shown else None
        text = json.dumps(left, default=str, ensure_ascii=False)
        assert ETHNICITY not in text
        assert role in WITH_THE_CNP or not (CNP in text or OTHER in text)
        gone = {code for code, row in facts().items() if row["domain"] not in domains}
        gone |= {name for name, domain in NEEDS.items() if domain not in domains and name != "cnp"}
        assert not fields(left) & gone
        allowed = declared(known.payload) | set(facts()) | {str(key) for key in payload}
        assert fields(left) <= allowed
        if left and "code" in left:
            assert vulnerabilities()[left["code"]]["need_to_know"] in domains


@pytest.mark.parametrize("role", CASE_ROLES)
def test_the_digits_of_a_cnp_leave_to_the_roles_that_ask_for_papers(role):
    home, today = uuid4(), timezone.localdate()
    member = {"surname": "Vlaston", "given_name": "Irma", "sex": "f", "born": "1990-01-01", "uuid": str(uuid4()),
              "relation": "head", "is_head": True, "cnp": {"state": "non_standard", "value": CNP},
              "ethnicity": ETHNICITY}
    sent = [land.draft("enrol_household", home, {"members": [member]}, today),
            # Kept although it cannot be read: what it holds, nobody can tell.
            land.draft("enrol_household", uuid4(), {"members": [], "free_text": CNP}, today)]
    taken = land.handed_in(sent, "social_worker")
    assert [one.outcome for one in taken] == ["received", "to_settle"], taken
    since = f"/api/entries/since?commune={HERE}&limit=500"
    body = Client(headers=program(role)).get(since).content.decode()
    assert str(home) in body
    assert ETHNICITY not in body.encode().decode("unicode_escape", "ignore")
    assert "free_text" not in body
    assert (CNP in body) == (role in WITH_THE_CNP)
    stated = people.cnps_of([UUID(member["uuid"])], frozenset(sees(role)))[UUID(member["uuid"])]
    assert stated == {"state": "non_standard"} | ({"value": CNP} if role in WITH_THE_CNP else {})


def test_no_role_that_sees_cases_sees_statistics_and_the_cnp_has_its_reason():
    for code, row in roles().items():
        seen = set(row["sees"].split("|"))
        assert "statistics" not in seen or not sees(code), code
        assert ("identity_number" in seen) == (code in WITH_THE_CNP), code
        assert "identity_number" not in seen or "CNP" in row["note"], code


def test_a_role_that_no_longer_sees_anything_general_is_told_no_cnp():
    assert people.cnps_of([uuid(f"plain{HERE}/0")], {"identity_number"}) == {}
