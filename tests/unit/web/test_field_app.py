"""The field app's files: served with their own policy, kept long, and nothing else of the disk."""

from __future__ import annotations

import gzip

import pytest

from vatra.web import field_app


@pytest.fixture
def built(tmp_path, monkeypatch):
    """A small built app."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>Vatra</title>")
    (tmp_path / "index.html.gz").write_bytes(gzip.compress(b"<!doctype html><title>Vatra</title>"))
    (tmp_path / "assets" / "app-1.js").write_text("1")
    (tmp_path / ".made-from").write_text("x")
    monkeypatch.setattr(field_app, "BUILT", tmp_path)
    return tmp_path


@pytest.mark.django_db
def test_the_page_allows_only_its_own_scripts_and_asks_again_each_time(client, built):
    answer = client.get("/teren/")
    assert answer.status_code == 200 and b"Vatra" in answer.content
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src 'self' 'wasm-unsafe-eval';" in policy
    assert "unsafe-inline" not in policy and "'unsafe-eval'" not in policy and "frame-ancestors 'none'" in policy
    assert answer["Cache-Control"] == "no-cache"
    assert client.get("/teren/", HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304


@pytest.mark.django_db
def test_named_files_are_kept_for_good_and_packed_for_who_takes_it(client, built):
    kept = client.get("/teren/assets/app-1.js")
    assert kept["Content-Type"].startswith("text/javascript") and "immutable" in kept["Cache-Control"]
    packed = client.get("/teren/", HTTP_ACCEPT_ENCODING="gzip")
    assert packed["Content-Encoding"] == "gzip" and b"Vatra" in gzip.decompress(packed.content)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", [".made-from", "../field_app.py", "index.html.gz", "assets/", "assets/none.js", "%2e%2e/urls.py"]
)
def test_nothing_else_of_the_disk_can_be_asked_for(client, built, name):
    assert client.get(f"/teren/{name}").status_code == 404


@pytest.mark.django_db
def test_the_app_is_only_read(client, built):
    assert client.post("/teren/").status_code == 405


@pytest.mark.django_db
def test_an_app_that_was_not_built_says_so(client, tmp_path, monkeypatch):
    monkeypatch.setattr(field_app, "BUILT", tmp_path / "nowhere")
    answer = client.get("/teren/")
    assert answer.status_code == 503 and "Node" in answer.content.decode()
