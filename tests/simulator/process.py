"""The Node process that hosts the tablets, driven by lines of JSON; see the head of field/simulator/main.ts."""

from __future__ import annotations

import json
import subprocess
from concurrent.futures import Future
from pathlib import Path
from threading import Thread
from typing import Any

from tests.node import program

FIELD = Path(__file__).resolve().parents[2] / "field"
PATIENCE = 120.0
ROOM = ["--max-semi-space-size=64"]  # MB for what lives shortly: looked through less often

Answer = dict[str, Any]


class TabletSaidNo(Exception):
    """A command that failed on the tablet; `name` tells how (Locked, killed, …)."""

    def __init__(self, command: dict[str, Any], name: str, message: str) -> None:
        self.name = name
        super().__init__(f"{command['do']}: {name}: {message}")


class Process:
    """Many tablets in one process, side by side."""

    def __init__(self, base: str) -> None:
        command = [program("node"), *ROOM, "--import", "tsx", "simulator/main.ts", "--base", base, "--seed", "1"]
        self._process = subprocess.Popen(
            command, cwd=FIELD, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self.pid = self._process.pid
        self._asked = 0
        self._waiting: dict[int, tuple[dict[str, Any], Future[Answer]]] = {}
        Thread(target=self._listen, daemon=True).start()

    def begin(self, do: str, tablet: str, **more: Any) -> Future[Answer]:
        """Have a tablet do something; the answer comes when it comes."""
        self._asked += 1
        command = {"id": self._asked, "do": do, "tablet": tablet, **more}
        future: Future[Answer] = Future()
        self._waiting[self._asked] = (command, future)
        assert self._process.stdin
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        return future

    def ask(self, do: str, tablet: str, **more: Any) -> Answer:
        """The same, and wait for the answer; raises TabletSaidNo."""
        return self.begin(do, tablet, **more).result(timeout=PATIENCE)

    def quit(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            answer = json.loads(line)
            command, future = self._waiting.pop(answer["id"])
            if answer["ok"]:
                future.set_result(answer)
            else:
                future.set_exception(TabletSaidNo(command, answer["error"], answer["message"]))
        for _, future in self._waiting.values():
            future.set_exception(RuntimeError("the process of the tablets has ended"))
