"""P11: the pages of results for a county of 93 communes and for a nation, three years of tallies in SQLite.

The tallies of a demo commune are copied into every commune, each at a size of its own, and the counties summed as
`vatra results refresh` does. Processor time of the server, SQLite's included (Django's test client, no network), and
beside it the same pages read commune by commune, as while a county is being counted. `VATRA_BENCH_DEMO` names a folder
in which the demo is kept for the next run; `county` or `nation` as an argument measures one of them.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

from bench.report import Figure, percentile, print_figure

PAGES = {
    "results": "/rezultate/", "indicators": "/rezultate/indicatori/", "one share": "/rezultate/gp_registered/?judet=BC",
    "vulnerabilities": "/rezultate/prevalence/",
}
PEER = "PostgreSQL over raw rows 0.3-9.5 s"


@dataclass(frozen=True)
class Size:
    """A register: of so many communes of the demo's county, or (None) of all there are; who reads it, how often."""

    communes: int | None
    readers: tuple[str, ...]
    requests: int
    goal_ms: float


SIZES = {
    "county": Size(93, ("supervisor_dgaspc", "county_council"), 20, 100),
    "nation": Size(None, ("national",), 5, 1000),
}


def main() -> None:
    """Each size in a copy of the demo and in a process of its own."""
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(_measure(SIZES[sys.argv[2]])))
        return
    with tempfile.TemporaryDirectory(prefix="vatra-p11-") as folder:
        made = _demo(Path(os.environ.get("VATRA_BENCH_DEMO") or folder) / "counted")
        for name in sys.argv[1:] or SIZES:
            home = Path(folder) / name
            shutil.copytree(made, home)
            rows = _fill(home / "vatra.sqlite3", SIZES[name].communes)
            said = subprocess.run([sys.executable, "-m", "bench.p11_pages", "--measure", name], check=True,
                                  env=_environment(home), stdout=subprocess.PIPE, text=True)
            _print(name, rows, json.loads(said.stdout.splitlines()[-1]))
            shutil.rmtree(home)


def _demo(made: Path) -> Path:
    """A demo of one commune, counted."""
    if not made.exists():
        half = made.with_name("half")
        shutil.rmtree(half, ignore_errors=True)
        subprocess.run([Path(sys.executable).with_name("vatra"), "demo", "--communes", "1", "--seed", "1"], check=True,
                       env=_environment(half), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        half.rename(made)
    return made


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "VATRA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "vatra.config.settings"}


def _fill(file: Path, communes: int | None) -> int:
    """Copy the demo's tallies into other communes, each 20 to 300 % of them; how many rows of tallies there are then.

    Their streams are given the demo's head, so that they count as communes with entries.
    """
    base = sqlite3.connect(file, isolation_level=None)
    base.executescript("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY;")
    here, county = base.execute("SELECT commune_id, county_id FROM results_tallied t JOIN places_commune c "
                                "ON c.siruta = t.commune_id").fetchone()
    others = [code for (code,) in base.execute(
        "SELECT siruta FROM places_commune WHERE siruta <> ? ORDER BY county_id <> ?, siruta", (here, county))]
    chance = random.Random(11)
    base.execute("CREATE TEMP TABLE others (commune INTEGER PRIMARY KEY, size INTEGER)")
    base.executemany("INSERT INTO others VALUES (?, ?)", [
        (code, chance.randint(20, 300)) for code in others[:communes and communes - 1]])
    indexes = base.execute("SELECT name, sql FROM sqlite_master WHERE tbl_name = 'results_tally' AND type = 'index' "
                           "AND sql IS NOT NULL").fetchall()
    for name, _sql in indexes:
        base.execute(f"DROP INDEX {name}")
    base.executescript(f"""
        BEGIN;
        INSERT INTO results_tally (indicator, code, value, commune_id, month, numerator, denominator, known_since)
            SELECT indicator, code, value, commune, month, numerator * size / 100, denominator * size / 100, known_since
            FROM others CROSS JOIN results_tally WHERE commune_id = {here} AND known_until IS NULL;
        INSERT INTO results_tallied SELECT commune, digest, rulebook, "on", 0 FROM others CROSS JOIN results_tallied;
        INSERT OR IGNORE INTO register_stream SELECT commune, last_number, last_digest
            FROM others CROSS JOIN register_stream WHERE commune_id = {here};
        COMMIT;
    """)
    for _name, sql in indexes:
        base.execute(sql)
    base.executescript("ANALYZE; PRAGMA journal_mode = WAL;")
    rows = int(base.execute("SELECT count(*) FROM results_tally").fetchone()[0])
    base.close()
    return rows


def _measure(size: Size) -> dict[str, Any]:
    """Seconds for the sums; of each reader and page p95 in milliseconds, its questions, and without sums."""
    import django

    django.setup()
    from django.apps import apps

    from vatra.assessment.rulebooks import rulebook_in_force
    from vatra.config.asgi import keep_what_lives
    from vatra.method.indicators import indicators_of
    from vatra.results.county_sums import sum_counties

    tallied = apps.get_model("results", "Tallied").objects
    on = tallied.first().on
    indicators = {one.code: one for one in indicators_of(rulebook_in_force(on=on).rulebook)}
    before = process_time()
    counties = len(sum_counties(indicators))
    found: dict[str, Any] = {"summing": process_time() - before, "counties": counties, "pages": {}}
    keep_what_lives()
    for role in size.readers:
        reader = apps.get_model("access", "RoleHeld").objects.filter(role=role).select_related("worker").first().worker
        for page, path in PAGES.items():
            milliseconds, questions = _asked(reader, path, size.requests)
            found["pages"][f"{page}, {role}"] = [percentile(milliseconds, 0.95), questions]
    tallied.update(summed=False)
    for page, path in PAGES.items() if size.communes else ():  # of a nation it takes minutes
        found["pages"][f"{page}, {size.readers[0]}"].append(_asked(reader, path, 1)[0][0])
    return found


def _asked(worker: Any, path: str, times: int) -> tuple[list[float], int]:
    """Milliseconds of processor of each request after one that warms up, and the questions of one to the database."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_HOST="127.0.0.1")
    password = (Path(os.environ["VATRA_HOME"]) / "demo-password").read_text().strip()
    client.post("/intrare/", {"username": worker.username, "password": password})
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    questions = len(asked)  # what is asked later clears the list
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}")
    taken = []
    for _ in range(times):
        before = process_time()
        client.get(path)
        taken.append((process_time() - before) * 1000)
    return taken, questions


def _print(name: str, rows: int, found: dict[str, Any]) -> None:
    goal, load = SIZES[name].goal_ms, "/".join(f"{each:.1f}" for each in os.getloadavg())
    print_figure(Figure(
        "P11", f"{found['counties']} counties summed from {rows:,} rows of tallies", "at night",
        f"{found['summing']:.1f} s of processor", None, ratio=f"load {load} on {os.cpu_count()} cores"))
    for page, (p95, questions, *single) in found["pages"].items():
        without = f"; commune by commune {single[0]:,.0f} ms" if single else ""
        print_figure(Figure(
            "P11", f"{name}: {page}, 36 months, {questions} questions", f"p95 ≤ {goal:g} ms", f"{p95:.0f} ms",
            p95 <= goal, ratio=PEER + without))


if __name__ == "__main__":
    main()
