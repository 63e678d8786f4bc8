"""A process behind the API's door, on a database of its own whose disk may fail under it.

`python -m tests.faults.door` reads a batch of entries (a list, in JSON) from each line of standard input and answers
with what the door said; an empty list asks what the register holds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.repository.tree import ROOT


class Door:
    """The process, from outside."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen([sys.executable, "-m", "tests.faults.door"], env=environment, cwd=ROOT,
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def push(self, *entries: dict[str, Any]) -> dict[str, Any]:
        """What the door said: `status`, `code` of a refusal or None, `outcomes`."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(entries) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def holds(self) -> dict[str, Any]:
        """`entries`: the uuids in the register; `faults` of its chain; whether it is `rebuilt_alike`."""
        return self.push()

    def close(self) -> None:
        """End it."""
        with self._process:
            self._process.kill()


def main() -> None:
    """Answer until there is nothing more to read."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vatra.config.settings")
    import django

    django.setup()
    from django.conf import settings

    from tests.faults import pusher
    from tests.unit.register import jars

    settings.RULEBOOK = str(Path(__file__).resolve().parent.parent / "unit" / "register" / "rulebook")
    settings.ROOT_URLCONF, settings.ALLOWED_HOSTS = "tests.unit.api.urls", ["*"]
    with jars.declared():
        pusher.prepare()
        _answer()


def _answer() -> None:
    from django.contrib.auth import get_user_model

    from tests.faults import pusher
    from tests.unit.api.conftest import Program

    program = Program(get_user_model().objects.get(username="maria"))
    for line in sys.stdin:
        entries = json.loads(line)
        if not entries:
            pusher.check()
            sys.stdout.flush()
            continue
        answer = program.push({"entries": entries})
        said = answer.json() if answer.headers["Content-Type"].startswith("application/") else {}
        print(json.dumps({
            "status": answer.status_code, "code": said.get("code"),
            "outcomes": [receipt["outcome"] for receipt in said.get("receipts", ())],
        }), flush=True)


if __name__ == "__main__":
    main()
