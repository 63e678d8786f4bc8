"""P8: the pages of casework and of its supervision, as the server answers them, with a county in SQLite.

Processor time of the server, SQLite's included (Django's test client: middleware, queries, templates; no
network), for a social worker of one commune and for a supervisor of the whole county. A demo commune is given three
years of casework in each of its cases (bench/casework.py) and multiplied into counties (bench/county.py). It is kept
for the next run, as long as the code that made it is the same, in the folder `VATRA_BENCH_DEMO`, else in the system's
temporary one; `VATRA_BENCH_HOME` names a filled home (`vatra demo --communes 45`) to add to the sizes.
`VATRA_BENCH_SIZES` (households, “6000,46800”) and `VATRA_BENCH_REQUESTS` (of each page) make it shorter.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from time import process_time
from typing import Any

from bench.county import grow
from bench.report import Figure, percentile, print_figure

SIZES = tuple(int(size) for size in os.environ.get("VATRA_BENCH_SIZES", "5000,15000,46800").split(","))  # households
GOAL_MS = {"worklist": 50.0, "household": 50.0, "case": 50.0, "search": 50.0}
GOAL_ELSEWHERE_MS = 100.0
MOST_GROWTH = 2.0  # from the smallest county to the largest
REQUESTS = int(os.environ.get("VATRA_BENCH_REQUESTS", "60"))
KEPT = "vatra-casework-"  # and the digest of what made it
PEERS = "HOPE list of 25: 22-35 ms for 15,000 households; ODK first 25: 137 ms at 50,000"
PAGES = {  # of each page its address; of `case` and `household` there are many
    "worklist": "/azi/", "case": "", "household": "", "list": "/gospodarii/", "search": "/gospodarii/cautare/",
    "week": "/saptamana/", "referrals": "/trimiteri/", "directory": "/furnizori/", "unmet": "/nevoi-neacoperite/",
    "council": "/consiliu/", "decisions": "/consiliu/hotarari/", "supervising": "/supervizare/", "county": "/judet/",
    "settle": "/de-clarificat/", "signals": "/semnalari/", "results": "/rezultate/", "coverage": "/acoperire/",
    "closed referrals": "/trimiteri/?show=closed", "unmet referrals": "/trimiteri/?show=unmet",
}
NOT_THEIRS = {"worker": ("supervising",), "supervisor": ("week", "council", "decisions")}


def main() -> None:
    """Measure each size in a process of its own, print the largest with the growth over all."""
    if len(sys.argv) == 2 and sys.argv[1] == "--measure":
        print(json.dumps(_measure()))
        return
    found = []
    with tempfile.TemporaryDirectory(prefix="vatra-p8-") as folder:
        made = _commune(Path(os.environ.get("VATRA_BENCH_DEMO") or tempfile.gettempdir()))
        for households in SIZES:
            home = Path(folder) / str(households)
            shutil.copytree(made, home)
            grow(home / "vatra.sqlite3", households)
            found.append(_measured_in(home))
            shutil.rmtree(home)
        if os.environ.get("VATRA_BENCH_HOME"):
            found.append(_measured_in(Path(os.environ["VATRA_BENCH_HOME"])))
    for who in ("worker", "supervisor"):
        for page in PAGES:
            if page not in NOT_THEIRS[who]:
                _print(who, page, found)


def _commune(kept: Path) -> Path:
    """A demo of one commune with three years of casework; what other code made is taken away."""
    made = kept / f"{KEPT}{_digest_of_what_makes_it()}"
    if not made.exists():
        for other in kept.glob(f"{KEPT}*"):
            shutil.rmtree(other)
        half, quiet = made.with_name("half"), {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        shutil.rmtree(half, ignore_errors=True)
        for command in ([Path(sys.executable).with_name("vatra"), "demo", "--communes", "1", "--seed", "1"],
                        [sys.executable, "-m", "bench.casework"]):
            subprocess.run(command, check=True, env=_environment(half), **quiet)
        half.rename(made)
    return made


def _digest_of_what_makes_it() -> str:
    root = Path(__file__).parents[1]
    files = [file for folder in ("vatra", "rulebook") for file in (root / folder).rglob("*")
             if file.suffix in (".py", ".csv", ".xlsx")]
    found = sha256()
    for file in sorted([*files, root / "bench/casework.py"]):
        found.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()[:12]


def _print(who: str, page: str, found: list[dict]) -> None:
    name = f"{who} {page}"
    largest = found[-1]
    p95, goal = largest["p95"][name], GOAL_MS.get(page, GOAL_ELSEWHERE_MS)
    print_figure(Figure(
        "P8", f"{name}, {largest['households']:,} households", f"p95 ≤ {goal:.0f} ms", f"{p95:.1f} ms",
        p95 <= goal and p95 <= MOST_GROWTH * found[0]["p95"][name],
        ratio=f"{p95 / largest['floor']:.1f}x the empty page ({largest['floor']:.1f} ms); {PEERS}",
        growth=tuple(f"{size['households']:,}: {size['p95'][name]:.1f} ms" for size in found),
    ))


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "VATRA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "vatra.config.settings"}


def _measured_in(home: Path) -> dict:
    said = subprocess.run([sys.executable, "-m", "bench.p8_pages", "--measure"], env=_environment(home), check=True,
                          capture_output=True, text=True)
    return json.loads(said.stdout.splitlines()[-1])


def _measure() -> dict:
    """p95 in milliseconds of each page for each role, the households there are, and the cheapest page."""
    import django

    django.setup()
    from django.apps import apps

    from vatra.config.asgi import keep_what_lives

    households = apps.get_model("people", "Household").objects
    persons, cases = apps.get_model("people", "Person").objects, apps.get_model("care", "Case").objects
    chance = random.Random(8)
    p95 = {}
    for who, role in (("worker", "social_worker"), ("supervisor", "supervisor_dgaspc")):
        held = apps.get_model("access", "RoleHeld").objects.filter(role=role).select_related("worker").first()
        scope = {"commune_id": held.commune_id} if held.commune_id else {}
        of_cases = {f"household__{name}": value for name, value in scope.items()}
        uuids = {
            "household": list(households.filter(**scope).order_by("uuid").values_list("uuid", flat=True)[:5000]),
            "case": list(cases.filter(**of_cases).order_by("uuid").values_list("household__uuid", flat=True)[:5000]),
        }
        names = list(persons.order_by("uuid").values_list("surname", "given_name")[:5000])
        for page, address in PAGES.items():
            if page in NOT_THEIRS[who]:
                continue
            paths = [address or f"/gospodarii/{chance.choice(uuids[page])}/" for _ in range(REQUESTS)]
            typed = [" ".join(chance.choice(names))[:-1] for _ in range(REQUESTS)] if page == "search" else None
            _times(held.worker, "post" if typed else "get", paths[:1], typed)
            keep_what_lives()
            p95[f"{who} {page}"] = percentile(_times(held.worker, "post" if typed else "get", paths, typed), 0.95)
    floor = percentile(_times(None, "get", ["/intrare/"] * REQUESTS), 0.5)
    return {"households": households.count(), "p95": p95, "floor": floor}


def _times(worker: Any, method: str, paths: list[str], typed: list[str] | None = None) -> list[float]:
    """Milliseconds of processor of each request after one that warms up; every answer must be 200."""
    from django.test import Client

    client = Client(HTTP_HOST="127.0.0.1")
    if worker is not None:
        password = (Path(os.environ["VATRA_HOME"]) / "demo-password").read_text().strip()
        client.post("/intrare/", {"username": worker.username, "password": password})
    taken = []
    for position, path in enumerate([paths[0], *paths]):
        data = {"words": typed[position - 1]} if typed else {}
        before = process_time()
        answer = getattr(client, method)(path, data)
        spent = process_time() - before
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")
        if position:
            taken.append(spent * 1000)
    return taken


if __name__ == "__main__":
    main()
