"""`vatra rebuild --check` and `vatra register` on a register of its own, as an administrator runs them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repository.tree import ROOT

pytestmark = pytest.mark.postgres


def run(environment, *command, module="vatra.cli.main"):
    call = [sys.executable, "-c", "from vatra.cli.main import main; main()", *command]
    if module != "vatra.cli.main":
        call = [sys.executable, "-m", module, *command]
    return subprocess.run(call, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=240)


def in_database(environment, code):
    done = run(environment, "manage", "shell", "--no-imports", "-c", code)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def lived(environment):
    """A register with a life in it."""
    done = run(environment, "live", "4", module="tests.faults.pusher")
    assert done.returncode == 0, done.stderr
    return environment


def test_the_check_finds_nothing_and_then_what_was_tampered_with(lived):
    agreed = run(lived, "rebuild", "--check")
    assert agreed.returncode == 0, agreed.stdout + agreed.stderr
    in_database(lived, "from vatra.people.models import Person as P; P.objects.filter(pk=P.objects.first().pk)"
                       ".update(surname='Planted')")
    in_database(lived, "from vatra.care.models import Visit as V; V.objects.first().delete()")
    found = run(lived, "rebuild", "--check")
    assert found.returncode == 1
    assert "people.Person" in found.stdout and "surname" in found.stdout and "care.Visit" in found.stdout
    assert "Planted" not in found.stdout + found.stderr
    assert run(lived, "rebuild").returncode == 0
    assert run(lived, "rebuild", "--check").returncode == 0


def test_tampering_is_found_by_verify_and_by_receipts_kept_elsewhere(lived, tmp_path: Path):
    whole = run(lived, "register", "verify", "--heads")
    assert whole.returncode == 0, whole.stdout + whole.stderr
    commune, number, digest = whole.stdout.splitlines()[0].split()
    last = f"E.objects.get(stream={commune}, number={number})"
    uuid = in_database(lived, f"from vatra.register.models import Entry as E; print({last}.uuid)")
    kept = tmp_path / "receipts.jsonl"
    kept.write_text(json.dumps({"uuid": uuid, "number": int(number), "digest": digest}) + "\n")
    assert run(lived, "register", "verify", "--receipts", str(kept)).returncode == 0
    in_database(lived, f"from vatra.register.models import Entry as E; E.objects.filter(uuid='{uuid}')"
                       ".update(kind='x')")
    tampered = run(lived, "register", "verify")
    assert tampered.returncode == 1 and uuid in tampered.stdout


def test_redacted_content_is_gone_even_from_the_file(lived):
    first = "from vatra.register.models import Entry as E; e = E.objects.filter(kind='enrol_household').first(); "
    uuid, salt = in_database(lived, first + "print(e.uuid, e.salt)").split()
    for who in ("nobody", "maria"):  # unknown; known, but supervises nothing
        refused = run(lived, "register", "redact", uuid, "--legal-basis", "GDPR art. 17", "--by", who, "--yes")
        assert refused.returncode == 1
    assert not on_sqlite(lived) or salt in on_disk(lived)
    done = run(lived, "register", "redact", uuid, "--legal-basis", "GDPR art. 17", "--by", "elena", "--yes")
    assert done.returncode == 0, done.stderr
    assert salt not in on_disk(lived)
    assert run(lived, "register", "verify").returncode == 0
    assert run(lived, "rebuild", "--check").returncode == 0


def on_sqlite(environment):
    return "DATABASE_URL" not in environment


def on_disk(environment):
    """Everything that stands in the database's files, journal included."""
    files = Path(environment["VATRA_HOME"]).glob("vatra.sqlite3*")
    return "".join(file.read_bytes().decode("latin-1") for file in files)
