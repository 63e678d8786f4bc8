"""`vatra demo` of a handful of families, that dies at a moment: `python -m tests.faults.small_demo WHAT NUMBER`.

It kills itself right after the so-manieth call of what is named in MOMENTS. By a number that never comes it lives, and
says at the end how many calls there were.
"""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from typing import Any

MOMENTS = {
    "received": ("vatra.demo.running", "receive"), "compared": ("vatra.results.comparing", "go_on"),
    "opened": ("vatra.access.exceptional", "open_exceptionally"), "counted": ("vatra.results.tallies", "refresh"),
    "drafted": ("vatra.releases.entries", "begin_draft"), "tried": ("vatra.releases.entries", "go_on"),
}
ARGUMENTS = ("--seed", "3", "--on", "2026-11-20", "--if-empty", "--password", "parola de probă")


def main() -> None:
    """Make the demo, or die on the way."""
    import django

    django.setup()
    from tests.unit.demo.test_stories import TEAM
    from vatra.cli.demo import demo
    from vatra.demo import running
    from vatra.demo.county import Place, Share

    small = Share(Place(21123, "Asău", 5475, False), 1, 40, 16, 28, 2, 18, 3, TEAM)
    running.county_shares = lambda communities: [small]
    calls = _die_after(*MOMENTS[sys.argv[1]], int(sys.argv[2]))
    demo(list(ARGUMENTS), standalone_mode=False)
    print(len(calls))


def _die_after(module: str, name: str, number: int) -> list[str]:
    """What is called, as it is called."""
    room: Any = import_module(module)
    real, calls = getattr(room, name), list[str]()

    def then_die(*args: Any, **kwargs: Any) -> Any:
        answer = real(*args, **kwargs)
        calls.append(name)
        if len(calls) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(room, name, then_die)
    return calls


if __name__ == "__main__":
    main()
