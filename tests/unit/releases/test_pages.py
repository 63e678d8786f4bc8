"""The pages of a change of the method, as its editor walks through them; and who is not let in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.unit.care.village import colleague, uuid
from tests.unit.releases.conftest import HOUSES
from vatra.audit.queries import reads_of
from vatra.releases import queries
from vatra.web.middleware import BEGAN_KEY

LIST = "/metodologie/schimbari/"


def browser(worker: Any) -> Client:
    client = Client()
    client.force_login(worker)
    session = client.session
    session[BEGAN_KEY] = timezone.now().isoformat()
    session.save()
    return client


def fields(page: str) -> dict[str, str]:
    """What a form holds before anybody writes into it."""
    return {name: value for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', page)
            if name != "csrfmiddlewaretoken"}


@pytest.fixture
def begun(editor: Any) -> tuple[Client, str]:
    """The editor's browser, and the address of a draft."""
    client = browser(editor)
    answer = client.post(LIST + "noua/", {"title": "Un prag", "reason": "Indexarea din martie"})
    return client, answer.headers["Location"]


def test_a_threshold_is_changed_tried_priced_and_published_with_a_day(begun):
    client, draft = begun
    thresholds = fields(client.get(draft + "praguri/").content.decode())
    assert client.post(draft + "praguri/", {**thresholds, "vmi_fam": "1 500,5"}).status_code == 302
    assert "<ins>1500.5</ins>" in client.get(draft).content.decode()
    client.post(draft + "cazuri/")
    assert client.post(draft + "incearca/").status_code == 302
    page = client.get(draft).content.decode()
    assert 'id="moves"' in page
    client.post(draft + "cost/", {"lei": "96000", "source": "Bugetul 2026"})
    assert "Bugetul 2026" in client.get(draft).content.decode()
    tomorrow = (timezone.localdate() + timezone.timedelta(days=1)).isoformat()
    assert client.post(draft + "publica/", {"since": timezone.localdate().isoformat(), "words": "Ordinul 7"}
                       ).status_code == 422
    assert client.post(draft + "publica/", {"since": tomorrow, "words": "Ordinul 7"}).status_code == 302
    [kept] = queries.method_drafts()
    assert (kept.state, kept.since.isoformat(), kept.decided_words) == ("published", tomorrow, "Ordinul 7")
    client.post(draft + "retrage/", {"words": "Ordinul a fost retras"})
    [kept] = queries.method_drafts()
    assert kept.state == "dropped"


def test_a_cell_that_does_not_parse_is_named_with_its_place_and_can_be_taken_back(begun):
    client, draft = begun
    table = {"0/severity": "3", "0/age_y": "[6..", "0/c_ever_enrolled": "yes", "0/c_enrolled": "no", "1/severity": ""}
    client.post(draft + "tabel/ED03/", table)
    page = client.get(draft).content.decode()
    assert "tables/ED03.csv" in page and "age_y" in page
    client.post(draft + "inapoi/", {"file": "tables/ED03.csv", "key": "1"})
    assert "tables/ED03.csv" not in client.get(draft).content.decode()


@pytest.mark.parametrize("value", ["", "multe", "1e9", "=2+2", "9" * 30])
def test_what_is_no_number_is_no_threshold(begun, value):
    client, draft = begun
    thresholds = fields(client.get(draft + "praguri/").content.decode())
    assert client.post(draft + "praguri/", {**thresholds, "vmi_fam": value}).status_code == 422


def test_a_table_keeps_a_row(begun):
    client, draft = begun
    gone = {"0/severity": "3", "0/gone": "on", "1/severity": ""}
    assert client.post(draft + "tabel/ED03/", gone).status_code == 422
    assert client.post(draft + "tabel/XX99/", gone).status_code == 404


def test_who_also_sees_cases_finds_households_to_look_at_and_the_look_is_written_down(begun, families, editor):
    client, draft = begun
    client.post(draft + "tabel/ED03/", {
        "0/severity": "3", "0/age_y": "[17..18)", "0/c_ever_enrolled": "yes", "0/c_enrolled": "no", "1/severity": ""})
    client.post(draft + "cazuri/"), client.post(draft + "incearca/")
    assert "/gospodarii/" not in client.get(draft).content.decode()
    colleague_of = type(editor).roles_held.rel.related_model
    colleague_of.objects.create(uuid=uuid("doua roluri"), worker=editor, role="supervisor_dgaspc", county_id="BC",
                                since="2020-01-01")
    page = client.get(draft).content.decode()
    shown = set(re.findall(r"/gospodarii/([0-9a-f-]{36})/", page))
    assert 0 < len(shown) <= HOUSES
    assert all(reads_of(one) for one in shown)


@pytest.mark.parametrize("role", ["head", "mayor"])
def test_the_pages_are_not_for_other_roles(begun, families, role):
    _client, draft = begun
    other = browser(colleague(f"alt-{role}", role))
    assert {other.get(path).status_code for path in (LIST, draft, draft + "praguri/", draft + "publica/")} == {403}
