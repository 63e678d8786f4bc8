"""`vatra workers` and `vatra audit`, as one who owns the machine types them."""

import json

import pytest
from click.testing import CliRunner
from django.utils.translation import override

from tests.unit.access.conftest import AGAS
from vatra.access import queries
from vatra.access.models import Worker
from vatra.cli.audit import audit
from vatra.cli.workers import workers

pytestmark = pytest.mark.django_db

PASSWORD = "patru cai verzi\n"


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def typed(*words, command=workers, given=None):
    return CliRunner().invoke(command, [str(word) for word in words], input=given)


def made():
    return typed("create", "Maria.Pop", "Maria Pop", "--role", "head", "--commune", AGAS, "--password-stdin",
                 given=PASSWORD)


def test_an_account_with_a_role_is_opened_in_one_line(land):
    assert made().output == "maria.pop can sign in.\n"
    worker = queries.worker_named("maria.pop")
    assert worker.check_password(PASSWORD.strip())
    assert "head, Agăș" in typed("show", "maria.pop").output


def test_the_password_is_asked_for_twice_and_never_shown(land):
    result = typed("create", "ion", "Ion Ene", given=PASSWORD * 2)
    assert result.exit_code == 0
    assert "cai" not in result.output


@pytest.mark.parametrize(("words", "said"), [
    (("create", "Maria.POP", "Alta", "--password-stdin"), "Another worker"),
    (("create", "ion", "Ion", "--role", "head", "--password-stdin"), "say which"),
    (("create", "ion", "Ion", "--role", "head", "--commune", 1, "--password-stdin"), "code 1"),
    (("grant", "maria.pop", "witch", "--commune", AGAS), "no role"),
    (("grant", "nobody", "head", "--commune", AGAS), "No worker"),
    (("end", "maria.pop", "mayor", "--commune", AGAS), "does not hold"),
])
def test_what_cannot_be_is_one_sentence_and_leaves_nothing_behind(land, words, said):
    made()
    result = typed(*words, given=PASSWORD)
    assert result.exit_code == 1
    assert said in result.output
    assert Worker.objects.count() == 1


def test_roles_are_given_and_ended_and_accounts_closed_and_reopened(land):
    made()
    assert typed("grant", "maria.pop", "supervisor_dsp", "--county", "BC").exit_code == 0
    assert "supervisor_dsp" in typed("show", "maria.pop").output
    assert typed("end", "maria.pop", "supervisor_dsp", "--county", "BC").exit_code == 0
    assert "supervisor_dsp" not in typed("show", "maria.pop").output
    assert "too short" in typed("password", "maria.pop", "--password-stdin", given="scurt\n").output
    assert typed("password", "maria.pop", "--password-stdin", given="cinci cai verzi\n").exit_code == 0
    assert typed("close", "maria.pop").exit_code == 0
    assert "closed" in typed("show", "maria.pop").output
    assert typed("reopen", "maria.pop").exit_code == 0


def test_the_audit_is_verified_and_its_ends_kept(land, tmp_path):
    made()
    kept = tmp_path / "ends.json"
    kept.write_text(typed("ends", command=audit).output)
    result = typed("verify", "--kept", kept, command=audit)
    assert (result.exit_code, result.output) == (0, "2 rows on 1 strands, 0 faults\n")
    strand, number, _digest = json.loads(kept.read_text())[0]
    kept.write_text(json.dumps([[strand, number, "0" * 64], [99, 1, "0" * 64]]))
    result = typed("verify", "--kept", kept, command=audit)
    assert result.exit_code == 1
    assert "1:2 changed" in result.output
    assert "99 missing" in result.output
    kept.write_text("{}{")
    assert "is not what" in typed("verify", "--kept", kept, command=audit).output


@pytest.mark.django_db
def test_a_device_token_is_printed_once_and_is_known_afterwards():
    from django.utils import timezone

    from vatra.access import entries, queries

    maria = entries.enrol_worker("maria.pop", "Maria Pop", password=None, by=None, at=timezone.now())
    said = CliRunner().invoke(workers, ["device", "maria.pop", "registrul spitalului"])
    assert said.exit_code == 0
    assert queries.device_of_token(said.output.strip(), at=timezone.now()).worker == maria
