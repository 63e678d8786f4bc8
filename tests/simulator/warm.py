"""Servers forked from a process that has imported everything: they die often, and their modules stay the same.

`python -m tests.simulator.warm` reads a port and a version from each line of standard input, and says the number of the
process that serves there from then on: `vatra serve` itself, with connections, threads and memory of its own.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import IO, TYPE_CHECKING, Any, NoReturn

from tests.repository.tree import ROOT

if TYPE_CHECKING:  # what it says is read in the environment when it is first imported: in the fork
    from tests.simulator.later import Later


class Forked:
    """A server's first process, which is no child of ours."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    @property
    def lives(self) -> bool:
        """Whether it is there."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def kill(self) -> None:
        """kill -9 of it and all that it started, over when this returns."""
        if self.lives:
            os.killpg(self.pid, signal.SIGKILL)
        while self.lives:
            time.sleep(0.005)


class Warm:
    """The process from which servers are forked; it opens no database and no port itself."""

    def __init__(self, log: IO[bytes]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.simulator.warm"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=log, text=True,
        )

    def fork(self, port: int, later: Later | None) -> Forked:
        """A server on a port, of today or of another version."""
        assert self._process.stdin and self._process.stdout
        environment = later.environment() if later else {}
        self._process.stdin.write(json.dumps({"port": port, "environment": environment}) + "\n")
        self._process.stdin.flush()
        return Forked(int(self._process.stdout.readline()))

    @property
    def pid(self) -> int:
        """Its process, whose children the servers are."""
        return self._process.pid

    def quit(self) -> None:
        """End it; servers must be dead by then."""
        self._process.kill()
        self._process.wait()


def main() -> None:
    """Fork a server for each line, until there are no more."""
    from django.db.migrations.loader import MigrationLoader
    from django.urls import get_resolver

    import vatra.cli.serve
    import vatra.config.asgi

    MigrationLoader(None)
    assert get_resolver().url_patterns
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody else takes down the dead
    for line in sys.stdin:
        asked = json.loads(line)
        pid = os.fork()
        if not pid:
            _serve(asked, vatra.cli.serve.serve)
        print(pid, flush=True)


def _serve(asked: dict[str, Any], serve: Any) -> NoReturn:
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    os.environ.update(asked["environment"])
    port = str(asked["port"])
    try:
        if asked["environment"]:
            from tests.simulator import later

            sys.argv = ["later", "--port", port]
            later.main()
        else:
            serve.main(["--port", port, "--workers", "1", "--threads", "4"], standalone_mode=False)
    finally:
        os._exit(1)


if __name__ == "__main__":
    main()
