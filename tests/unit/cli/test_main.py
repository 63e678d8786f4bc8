"""The command's root: every subcommand can be loaded, and the list of them costs nothing."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

from vatra.cli.main import COMMANDS, main

VATRA = Path(sys.executable).with_name("vatra")


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_subcommand_can_be_loaded_and_says_what_it_does(name):
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.help


def test_an_unknown_subcommand_is_told_in_a_sentence():
    said = subprocess.run([VATRA, "asess"], capture_output=True, text=True, check=False)
    assert said.returncode == 2
    assert "No such command" in said.stderr
    assert "Traceback" not in said.stderr


def test_help_lists_every_subcommand_without_django():
    code = ("import sys\nfrom vatra.cli.main import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
            "sys.exit('django' in sys.modules)")
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert said.returncode == 0
    assert all(name in said.stdout for name in COMMANDS)
