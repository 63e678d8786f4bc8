"""The first administrator, from an empty register."""

import pytest
from click.testing import CliRunner

from vatra.access.policies import can_enrol_workers
from vatra.access.queries import device_of_token, roles_of, worker_named
from vatra.cli.worker import worker

pytestmark = pytest.mark.django_db
PASSWORD = "un-cocoș-alb-pe-gard"


def run(*arguments):
    return CliRunner().invoke(worker, list(arguments))


@pytest.fixture
def maria():
    assert run("add", "maria.pop", "--name", "Maria Pop", "--password", PASSWORD).exit_code == 0
    return worker_named("maria.pop")


def test_the_first_administrator_is_made_from_the_command_line(maria):
    assert run("role", "maria.pop", "administrator", "--since", "2026-01-01").exit_code == 0
    (held,) = roles_of(maria, on=held_on())
    assert held.role == "administrator"
    assert can_enrol_workers(maria, on=held_on())


def held_on():
    from datetime import date

    return date(2026, 6, 1)


def test_a_device_token_is_printed_once_and_is_known_afterwards(maria):
    from django.utils import timezone

    token = run("device", "maria.pop", "program").output.strip()
    assert device_of_token(token, at=timezone.now()).worker == maria


@pytest.mark.parametrize("arguments", [
    ("add", "maria.pop", "--name", "Alta", "--password", PASSWORD),
    ("add", "x", "--name", "X", "--password", PASSWORD),
    ("add", "ion.pop", "--name", "Ion Pop", "--password", "scurt"),
    ("role", "maria.pop", "king"),
    ("role", "nobody", "administrator"),
    ("password", "maria.pop", "--password", "1234567890"),
])
def test_what_is_wrong_is_said_in_a_sentence(maria, arguments):
    said = run(*arguments)
    assert said.exit_code == 1
    assert said.output.startswith("Error: ")
    assert "Traceback" not in said.output


def test_a_new_password_ends_the_sessions(maria):
    assert run("password", "maria.pop", "--password", "alt-cocoș-pe-alt-gard").exit_code == 0
    maria.refresh_from_db()
    assert maria.check_password("alt-cocoș-pe-alt-gard")
    assert maria.sessions_since is not None
