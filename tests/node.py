"""Runs Node and npm for the tests: the same ones that build the field app."""

from __future__ import annotations

import os
import sys

from field.build import node_folder, node_program, npm


def program(name: str) -> str:
    """The path of `node`; raises FileNotFoundError with a sentence."""
    return node_program(node_folder(), name)


def npm_command() -> list[str]:
    """The command npm, of the same Node."""
    return npm(node_folder())


if __name__ == "__main__":  # `python -m tests.node npm ci`: npm of the right version, with its Node on the path
    folder = node_folder()
    os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ['PATH']}"
    wanted, *rest = sys.argv[1:]
    command = [*(npm(folder) if wanted == "npm" else [node_program(folder, wanted)]), *rest]
    os.execv(command[0], command)
