"""10,000 stories of the simulator: real tablets, the real server, every fault; goes on where it was stopped.

Shares of 100 runs by seed, each with a home, a server, a database and a process of tablets of its own; every tenth
share stands on PostgreSQL. As many side by side as there are processors, or --processes. What is done is noted in a
file (in VATRA_HOME or the folder `var`) with a digest of the code it stood on: stop it when you like, and the next
call tells what is not yet told of this code. A page or a paper that no story runs leaves the digest as it was.
Failing seeds are printed with their command.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import grimp

from bench.report import Figure, print_figure

RUNS, SHARE, ON_POSTGRES = 10_000, 100, 10
ROOTS = ("tests.simulator", "vatra.sync")  # with what they import; config is named to Django, not imported
TABLET = ("records", "sync", "vault")
BESIDE = ("vatra/config/*.py", "field/simulator/*.ts", "field/package-lock.json", "rulebook/**/*.csv")
PATIENCE = 5  # seconds in which a share ends its server and its tablets
_shares: set[subprocess.Popen[str]] = set()
_starting = threading.Lock()


def main() -> int:
    """Tell what is not yet told; the exit status is 1 when a story failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--first", type=int, default=1_000, help="the first seed; those below are for tests")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="shares side by side")
    parser.add_argument("--again", action="store_true", help="forget what was done before")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, _stopped)
    signal.signal(signal.SIGINT, _stopped)
    notes = Path(os.environ.get("VATRA_HOME", "var")) / "simulator-progress.jsonl"
    notes.parent.mkdir(parents=True, exist_ok=True)
    if asked.again:
        notes.unlink(missing_ok=True)
    code, end = _code(), asked.first + asked.runs
    done = _noted(notes, code)
    wanted = {first: min(SHARE, end - first) for first in range(asked.first, end, SHARE)}
    todo = [first for first, runs in wanted.items() if first not in done or done[first]["runs"] < runs]
    with ThreadPoolExecutor(asked.processes) as side_by_side:
        for one in side_by_side.map(lambda first: _share(first, wanted[first]), todo):
            done[one["first"]] = one
            if one["cpu"]:  # one that broke off is told again
                with notes.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(one | {"code": code}) + "\n")
            _tell(done, asked)
    return _figure([one for first, one in done.items() if asked.first <= first < end])


def _code() -> str:
    """A digest of what the stories stand on: the modules they reach, their rooms' migrations, the tablet's code."""
    graph = grimp.build_graph("vatra", "tests", cache_dir=None)
    reached = set(ROOTS).union(*(
        graph.find_descendants(root) | graph.find_upstream_modules(root, as_package=True) for root in ROOTS
    ))
    rooms = {module.split(".")[1] for module in reached if module.startswith("vatra.")}
    patterns = (
        *BESIDE, *(f"vatra/{room}/migrations/*.py" for room in rooms), *(f"field/src/{one}/**/*.ts" for one in TABLET)
    )
    files = {file for pattern in patterns for file in Path().glob(pattern)}
    for module in reached:
        path = Path(*module.split("."))
        files.add(path / "__init__.py" if path.is_dir() else path.with_suffix(".py"))
    digest = sha256()
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _noted(notes: Path, code: str) -> dict[int, dict[str, Any]]:
    lines = map(json.loads, notes.read_text("utf-8").splitlines() if notes.exists() else [])
    return {one["first"]: one for one in lines if one.get("code") == code}


def _share(first: int, runs: int) -> dict[str, Any]:
    database = "postgres" if first // SHARE % ON_POSTGRES == 0 else "sqlite"
    command = [sys.executable, "-m", "tests.simulator", "--seeds", f"{first}-{first + runs - 1}", "--json"]
    environment = {name: value for name, value in os.environ.items() if name not in ("VATRA_HOME", "DATABASE_URL")}
    begun = time.monotonic()
    with _starting:  # whoever stops it holds this for good
        told = subprocess.Popen(
            [*command, "--no-shrink", "--database", database], env=environment, stdout=subprocess.PIPE, text=True
        )
        _shares.add(told)
    with told:
        assert told.stdout
        lines = told.stdout.read().splitlines()
    _shares.discard(told)
    for line in lines[:-1]:
        print(line, flush=True)
    said = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {"failed": ["the share broke off"]}
    return {"runs": runs, "of_all": [], "cpu": 0.0, **said, "first": first, "seconds": time.monotonic() - begun,
            "database": database}


def _stopped(*_told: Any) -> None:
    """Shares end their servers and tablets by themselves; those under way are told again next time."""
    _starting.acquire()
    while under_way := [share for share in _shares if share.poll() is None]:
        for share in under_way:  # once more to one that could not hear it just then
            share.terminate()
        time.sleep(PATIENCE)
    print("stopped; the next call goes on from here", file=sys.stderr, flush=True)
    os._exit(130)


def _tell(done: dict[int, dict[str, Any]], asked: argparse.Namespace) -> None:
    told, failed = sum(one["runs"] for one in done.values()), sum(len(one["failed"]) for one in done.values())
    each = sum(one["seconds"] for one in done.values()) / max(1, told) / asked.processes
    left = each * max(0, asked.runs - told) / 60
    print(f"     {told:,} of {asked.runs:,} runs, {failed} failed; some {left:.0f} minutes left",
          file=sys.stderr, flush=True)


def _figure(done: list[dict[str, Any]]) -> int:
    runs, cpu = sum(one["runs"] for one in done), sum(one["cpu"] for one in done)
    failed = [seed for one in done for seed in one["failed"]] + [said for one in done for said in one["of_all"]]
    on_postgres = sum(one["runs"] for one in done if one["database"] == "postgres")
    print_figure(Figure(
        "SIM", f"{runs:,} seeded stories of tablets and server under faults, {on_postgres:,} of them on PostgreSQL",
        "0 broken invariants", f"{len(failed)} broken", not failed,
        ratio=f"{cpu / max(1, runs):.2f} s of processor each",
    ))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
