"""The server as a later version of it would be: another protocol, documents of another shape.

`python -m tests.simulator.later --port N` serves like `vatra serve`; SIMULATED in the environment says what differs.
"""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import asdict, dataclass

from granian.constants import Interfaces
from granian.server import Server

SIMULATED = "VATRA_SIMULATED"


@dataclass(frozen=True)
class Later:
    """Which protocols it speaks; its documents differ whenever the newest does."""

    newest: int
    oldest: int

    def environment(self) -> dict[str, str]:
        """What tells its processes."""
        return {SIMULATED: json.dumps(asdict(self))}


def _become(later: Later) -> None:
    from vatra.sync import spoken, views

    spoken.SPOKEN, spoken.OLDEST = later.newest, later.oldest
    views.SHAPE += later.newest


if SIMULATED in os.environ:
    from vatra.config.asgi import application  # noqa: F401 - Granian's processes look for it here

    _become(Later(**json.loads(os.environ[SIMULATED])))


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    Server(
        "tests.simulator.later:application", port=parser.parse_args().port, interface=Interfaces.ASGINL, workers=1,
        log_access=False, websockets=False,
    ).serve()


if __name__ == "__main__":
    main()
