"""`vatra results`: count the indicators for the pages; write every cell to a file, on whichever engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from vatra.access.queries import worker_named
from vatra.assessment.queries import rulebook_in_force
from vatra.base.refusal import Refusal
from vatra.cli.cost import show_cost
from vatra.places import queries as places
from vatra.register.verify import heads
from vatra.releases import open_data
from vatra.releases.open_files import keep_missing_files
from vatra.results.cells_file import FORMATS, CellsFile
from vatra.results.evidence import Gathering, together
from vatra.results.evidence_files import EvidenceFiles, keep_evidence
from vatra.results.indicators import Counting
from vatra.results.periods import months_until
from vatra.results.population.engines import Engine, SqliteEngine, engine_named
from vatra.results.population.errors import NoEngine
from vatra.results.population.spark import spark
from vatra.results.tallies import MONTHS, refresh

ENGINES = ("duckdb", "sqlite", "postgres", "spark")
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def results() -> None:
    """What the work brought: counts of indicators, for the pages and for files."""


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


@results.command("refresh")
@click.option("--on", type=DAY, help="As of which day; today when not given.")
@click.option("--commune", "communes", type=int, multiple=True, help="SIRUTA code; every commune else.")
@click.option("--months", type=click.IntRange(1, 120), default=MONTHS, show_default=True, help="How many months back.")
def refresh_(on: datetime | None, communes: tuple[int, ...], months: int) -> None:
    """Count again what has news since it was last counted. Run it every night; stopped, it goes on where it was."""
    with _bar() as bar:
        task = bar.add_task(_("Communes counted"), total=None)
        done = refresh(
            on=_day(on), communes=communes or None, months=months,
            progress=lambda at, of: bar.update(task, completed=at, total=of),
        )
    keep_missing_files()
    click.echo(_("%(number)s communes counted anew.") % {"number": len(done)})


@results.command("cells")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--on", type=DAY, help="As of which day; today when not given.")
@click.option("--months", type=click.IntRange(1, 120), default=MONTHS, show_default=True, help="How many months back.")
@click.option("--from", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="A folder written by `vatra results export` or `vatra synth`, in the place of the register.")
@click.option("--engine", type=click.Choice(ENGINES), default=ENGINES[0], show_default=True)
@click.option("--database", help="URL of a PostgreSQL to count in; a private one is started when left out.")
@click.option("--master", help="Spark's master, such as spark://host:7077; this machine's cores when left out.")
def cells(
    out: Path, on: datetime | None, months: int, folder: Path | None, engine: str, database: str | None,
    master: str | None,
) -> None:
    """Write every cell (indicator, month, commune, sex, age, code) to OUT, .parquet or .csv. For evaluators, not open
    data: small numbers stand in it. Stopped, it goes on with the indicator it was at.
    """
    if out.suffix not in FORMATS:
        raise click.ClickException(_("The file must end in .parquet or .csv."))
    program = rulebook_in_force(on=_day(on))
    counting = Counting(program.rulebook, tuple(months_until(_day(on), number=months)))
    with _bar() as bar:
        found = _from_files(folder, counting, program.version) if folder else _from_register(counting, bar)
        file = CellsFile(out, counting, {"rulebook": program.version, "on": str(_day(on)), "months": months,
                                         "communes": found.communes})
        left = file.begin()
        known = len(counting.indicators) - len(left)
        task = bar.add_task(_("Indicators counted"), total=len(counting.indicators), completed=known)
        try:
            with _engine(engine, database, master) as running:
                found.load(running)
                for indicator, counted in counting.tables(
                    running, only=left, progress=lambda at, of: bar.update(task, completed=known + at)
                ):
                    file.keep(indicator, counted)
        except NoEngine as missing:
            raise click.ClickException(str(missing)) from None
        written = file.finish()
    click.echo(_("%(number)s cells written to %(file)s.") % {"number": written, "file": out})


@dataclass(frozen=True)
class _Evidence:
    """What is counted over: the state of each commune in it, and how an engine is given it."""

    communes: Mapping[int, str]
    load: Callable[[Engine], None]


def _from_register(counting: Counting, bar: Progress) -> _Evidence:
    every = heads()
    if not every:
        raise click.ClickException(_("The register is empty: there is nothing to count."))
    gathering, gathered = Gathering(counting.book, counting.facts), []
    task = bar.add_task(_("Communes gathered"), total=len(every))
    for head in every:
        gathered.append(gathering.commune(head.commune))
        bar.advance(task)
    return _Evidence({head.commune: head.digest for head in every},
                     lambda engine: counting.load(engine, together(gathered)))


def _from_files(folder: Path, counting: Counting, version: str) -> _Evidence:
    files = EvidenceFiles(folder, counting.book, version, counting.facts)
    if not files.is_whole():
        raise click.ClickException(_(
            "What stands in %(folder)s is of another rulebook or not whole. Write it again with the command that "
            "began it.") % {"folder": folder})
    return _Evidence(files.taken(), files.read_into)


@results.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--on", type=DAY, help="As of which day; today when not given.")
def export(folder: Path, on: datetime | None) -> None:
    """Keep what indicators count over as Parquet files below FOLDER, by county and month; again, only what has news.

    Without names, but for evaluators only: a row is one person, one visit. Stopped, it goes on where it was.
    """
    day = _day(on)
    program = rulebook_in_force(on=day)
    counting = Counting(program.rulebook, tuple(months_until(day, number=1)))
    files = EvidenceFiles(folder, program.rulebook, program.version, counting.facts)
    if folder.is_dir() and any(folder.iterdir()) and not files.begun():
        raise click.ClickException(_("%(folder)s holds other files. Name an empty folder.") % {"folder": folder})
    counties = {one.siruta: one.county_id for one in places.communes([head.commune for head in heads()]).values()}
    states: dict[str, dict[int, str]] = {}
    for head in heads():
        states.setdefault(counties[head.commune], {})[head.commune] = f"{head.digest} {day}"
    with _bar() as bar:
        task = bar.add_task(_("Communes gathered"), total=None)
        taken, changed = keep_evidence(
            files, states, progress=lambda at, of: bar.update(task, completed=at, total=of))
    click.echo(_("%(communes)s communes taken anew, %(files)s files changed, %(rows)s rows in all.") % {
        "communes": taken, "files": changed, "rows": files.rows()})


@results.command("publish")
@click.option("--by", "username", required=True, help="The sign-in name of who decides it.")
@click.option("--words", required=True, help="The decision: by what, and why. It stands on the open page.")
@click.option("--look", is_flag=True, help="Only say what a new version would bring; publish nothing.")
def publish(username: str, words: str, look: bool) -> None:
    """Publish the years that are over as open data, for anybody (/date-deschise/). Never run by a timer."""
    now = timezone.now()
    worker = worker_named(username)
    if worker is None:
        raise click.ClickException(_("There is no worker of this name."))
    new = open_data.proposed(on=_day(None))
    every, withheld = new.counts
    click.echo(_("New: %(number)s cells of %(indicators)s indicators, %(withheld)s of them withheld; years: %(years)s.")
               % {"number": every, "indicators": len(new.indicators), "withheld": withheld,
                  "years": ", ".join(map(str, new.years)) or "–"})
    if look:
        return
    try:
        made = open_data.publish_data(words=words, by=worker, at=now)
    except Refusal as refusal:
        raise click.ClickException(refusal.message()) from None
    click.echo(_("Version %(version)s is open at /date-deschise/.") % {"version": made.version})


def _engine(name: str, database: str | None, master: str | None) -> AbstractContextManager[Engine]:
    if name == "spark":
        return spark(master)
    return closing(SqliteEngine(parts=1)) if name == "sqlite" else engine_named(name, database)


def _day(on: datetime | None) -> date:
    return on.date() if on else timezone.localdate(timezone.now())


@results.command("cost")
@click.option("--on", type=DAY, help="As of which day; today when not given.")
@click.option("--commune", "communes", type=int, multiple=True, help="SIRUTA code; every commune with entries else.")
def cost(on: datetime | None, communes: tuple[int, ...]) -> None:
    """What a year of work costs, per child and per result, posts needed, and what it may spare. Nothing is withheld."""
    day = _day(on)
    found = show_cost(communes or [head.commune for head in heads()], on=day)
    if found is None:
        raise click.ClickException(_("The rulebook in force holds no unit costs to reckon with (costs.csv)."))
    for table in found:
        Console().print(table)
