"""10,000 stories of the simulator: real tablets, the real server, every fault; goes on where it was stopped.

Shares of 250 runs, as many side by side as there are processors, each with a home, a server and a process of
tablets of its own. What is done is noted in a file (in VATRA_HOME or the folder `var`); `--again` begins from the
first. Failing seeds are printed with their command.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bench.report import Figure, print_figure

RUNS, SHARE = 10_000, 250


def main() -> int:
    """Tell what is not yet told; the exit status is 1 when a story failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--first", type=int, default=1_000, help="the first seed; those below are for tests")
    parser.add_argument("--again", action="store_true", help="forget what was done before")
    asked = parser.parse_args()
    notes = Path(os.environ.get("VATRA_HOME", "var")) / "simulator-progress.jsonl"
    notes.parent.mkdir(parents=True, exist_ok=True)
    if asked.again:
        notes.unlink(missing_ok=True)
    done = _noted(notes)
    end = asked.first + asked.runs
    todo = [first for first in range(asked.first, end, SHARE) if first not in done]
    with ThreadPoolExecutor(os.cpu_count()) as side_by_side:
        for one in side_by_side.map(lambda first: _share(first, min(SHARE, end - first)), todo):
            done[one["first"]] = one
            if one["cpu"]:  # one that broke off is told again
                with notes.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(one) + "\n")
            _tell(done, asked.runs)
    return _figure([one for first, one in done.items() if asked.first <= first < asked.first + asked.runs])


def _noted(notes: Path) -> dict[int, dict[str, Any]]:
    lines = notes.read_text("utf-8").splitlines() if notes.exists() else []
    return {one["first"]: one for one in map(json.loads, lines)}


def _share(first: int, runs: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.simulator", "--seeds", f"{first}-{first + runs - 1}", "--json"]
    environment = {name: value for name, value in os.environ.items() if name not in ("VATRA_HOME", "DATABASE_URL")}
    begun = time.monotonic()
    with subprocess.Popen([*command, "--no-shrink"], env=environment, stdout=subprocess.PIPE, text=True) as told:
        assert told.stdout
        lines = told.stdout.read().splitlines()
    for line in lines[:-1]:
        print(line, flush=True)
    said = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {"failed": ["the share broke off"]}
    return {"runs": runs, "of_all": [], "cpu": 0.0, **said, "first": first, "seconds": time.monotonic() - begun}


def _tell(done: dict[int, dict[str, Any]], runs: int) -> None:
    told, failed = sum(one["runs"] for one in done.values()), sum(len(one["failed"]) for one in done.values())
    each = sum(one["seconds"] for one in done.values()) / max(1, told) / (os.cpu_count() or 1)
    print(f"     {told:,} of {runs:,} runs, {failed} failed; some {each * max(0, runs - told) / 60:.0f} minutes left",
          file=sys.stderr, flush=True)


def _figure(done: list[dict[str, Any]]) -> int:
    runs, cpu = sum(one["runs"] for one in done), sum(one["cpu"] for one in done)
    failed = [seed for one in done for seed in one["failed"]] + [said for one in done for said in one["of_all"]]
    print_figure(Figure(
        "SIM", f"{runs:,} seeded stories of tablets and server under faults", "0 broken invariants",
        f"{len(failed)} broken", not failed, ratio=f"{cpu / max(1, runs):.2f} s of processor each",
    ))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
