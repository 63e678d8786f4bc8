"""What a tablet works with: named by its content, made of the method and of places, without any person."""

from __future__ import annotations

import gzip
import json
from hashlib import sha256
from pathlib import Path

import pytest

from tests.unit.sync.world import HERE, THERE, family, handed_in, made_worker, model
from vatra.people.likeness import WEIGHTS
from vatra.sync.urls import openapi

pytestmark = [pytest.mark.django_db]
COMMITTED = Path(__file__).resolve().parents[3] / "protocol" / "sync.json"


def test_a_bundle_is_named_by_its_content(tablet):
    name = tablet.page()["bundle"]
    answer = tablet.get(f"bundle/{name}")
    plain = gzip.decompress(answer.content)
    assert sha256(plain).hexdigest() == name and answer.headers["ETag"] == f'"{name}"'
    again = tablet.client.get(f"/api/sync/bundle/{name}", headers={
        "Authorization": f"Bearer {tablet.token}", "If-None-Match": f'"{name}"'})
    assert again.status_code == 304


def test_a_bundle_holds_the_method_the_words_and_the_places(tablet):
    village = model("places.Village").objects.create(siruta=21124, name="Sat", searched="sat", commune_id=HERE)
    model("places.Institution").objects.create(code="S1", kind="school", name="Școala", commune_id=THERE)
    from vatra.sync.bundle import _bundle

    _bundle.cache_clear()
    held = json.loads(gzip.decompress(tablet.get(f"bundle/{tablet.page()['bundle']}").content))
    _bundle.cache_clear()
    assert len(held["vulnerabilities"]) >= 60 and held["rulebook"]["version"] and held["questionnaires"][0]["nodes"]
    assert held["villages"] == [{"siruta": village.siruta, "name": "Sat", "commune": HERE}]
    assert [one["code"] for one in held["institutions"]] == ["S1"]
    assert held["linkage"]["weights"] == WEIGHTS
    nurse = next(role for role in held["roles"] if role["code"] == "community_nurse")
    assert "visit" in nurse["acts"] and "health_detail" in nurse["sees"]
    assert held["words"]["kinds"]["record_visit"]["ro"]
    triage = next(one for one in held["deadlines"] if one["code"] == "triage")
    assert (triage["article"], triage["article_en"]) == ("HG nr. 612/2025", "Government Decision no. 612/2025")
    laws = [law for one in held["vulnerabilities"] for law in one["laws"]]
    assert all(law["article_en"] for law in [*laws, *held["sources"]] if law["article"])
    assert all(source["title_en"] for source in held["sources"])


def test_a_bundle_names_nobody(tablet, ana):
    handed_in(ana, family("Zgrumbaru"))
    written = gzip.decompress(tablet.get(f"bundle/{tablet.page()['bundle']}").content).decode()
    assert "Zgrumbaru" not in written and ana.full_name not in written and "ana" not in json.loads(written)


@pytest.mark.parametrize("name", ["x", "0" * 64, "..%2f..", "é"])
def test_a_bundle_that_is_not_ones_own_is_not_there(tablet, name):
    assert tablet.get(f"bundle/{name}").status_code == 404


def test_the_bundle_of_another_commune_is_another(tablet):
    from tests.unit.sync.world import Tablet

    other = Tablet(made_worker("ion", commune=THERE))
    name = other.page()["bundle"]
    assert name != tablet.page()["bundle"] and tablet.get(f"bundle/{name}").status_code == 404


def test_the_description_is_not_stale():
    assert COMMITTED.read_text("utf-8") == openapi(), "run `make docs`"


def test_every_reference_of_the_description_leads_somewhere():
    description = json.loads(COMMITTED.read_text("utf-8"))
    written = json.dumps(description)
    assert "$defs" not in written
    for name in set(description["components"]["schemas"]) - {"Pulling"}:  # its fields stand in the address
        assert f"#/components/schemas/{name}" in written, name
