"""`vatra assess`: findings for one household in JSON, or for a population in CSV or Parquet."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from vatra.cli.assess_tables import counts_as_json, print_counts, print_result
from vatra.cli.household_file import Unusable, read_household
from vatra.method import BadInput, Program, RulebookInvalid, compile_rulebook, read_rulebook
from vatra.method.sheets import day_of

POPULATIONS = (".csv", ".parquet")
ENGINES = ("sqlite", "postgres", "duckdb", "python")
WORDS = {
    "ro": {
        "day": "--on: „{}” nu este o zi (AAAA-LL-ZZ)",
        "rulebook": "metodologia nu se poate citi:",
        "gone": "{}: fișierul nu există",
        "rows": "rânduri",
        "written": "scris în {}",
        "stopped": "întrerupt; nu s-a scris nimic",
    },
    "en": {
        "day": "--on: “{}” is not a day (YYYY-MM-DD)",
        "rulebook": "the rulebook cannot be read:",
        "gone": "{}: there is no such file",
        "rows": "rows",
        "written": "written to {}",
        "stopped": "stopped; nothing was written",
    },
}


def refuse(*sentences: str) -> None:
    """Says what is wrong on the standard error and ends with status 2."""
    for sentence in sentences:
        click.echo("".join(sign for sign in sentence if sign.isprintable()), err=True)
    raise SystemExit(2)


def program_in(folder: Path | None, lang: str) -> Program:
    """The compiled rulebook of a folder, or of Romania; ends with status 2 when it has mistakes."""
    from vatra.base.shipped import shipped

    try:
        return compile_rulebook(read_rulebook(folder or shipped("rulebook/romania")))
    except RulebookInvalid as error:
        refuse(WORDS[lang]["rulebook"], *(mistake.sentence(lang) for mistake in error.mistakes[:20]))
        raise  # never reached


@click.command()
@click.argument("source", metavar="FILE")
@click.option("--on", "on_text", metavar="DAY", help="Day of evaluation, YYYY-MM-DD; today when left out.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["json", "table"]),
    default=None,
    help="How to print; json for a household, table for a population, unless said.",
)
@click.option("--rulebook", "folder", type=click.Path(path_type=Path), help="Folder of another rulebook.")
@click.option("--lang", type=click.Choice(["ro", "en"]), default="ro", show_default=True, help="Language of words.")
@click.option("--engine", type=click.Choice(ENGINES), default=None, help="Engine for a population; duckdb unless said.")
@click.option("--out", type=click.Path(path_type=Path), help="File of results per row, .csv or .parquet.")
@click.option("--database", envvar="DATABASE_URL", help="URL of a PostgreSQL; a private one is started when left out.")
def assess(
    source: str,
    on_text: str | None,
    format_: str | None,
    folder: Path | None,
    lang: str,
    engine: str | None,
    out: Path | None,
    database: str | None,
) -> None:
    """Find vulnerabilities of one household (FILE in JSON, `-` = standard input) or of a population (CSV, Parquet)."""
    on = day_of(on_text) if on_text is not None else date.today()
    if on is None:
        refuse(WORDS[lang]["day"].format(on_text))
        return
    if source != "-" and not Path(source).is_file():
        refuse(WORDS[lang]["gone"].format(source))
    program = program_in(folder, lang)
    if engine is not None or Path(source).suffix.lower() in POPULATIONS:
        url = database if database and database.startswith(("postgres://", "postgresql://")) else None
        assess_file(Path(source), program, on, engine or "duckdb", out, url, format_ or "table", lang)
    else:
        assess_household(source, program, on, format_ or "json", lang)


def assess_household(source: str, program: Program, on: date, format_: str, lang: str) -> None:
    """One household: its findings as JSON or as tables."""
    try:
        household, members = read_household(sys.stdin.buffer if source == "-" else Path(source))
        result = program.assess(household, members, on=on)
    except (BadInput, Unusable) as error:
        refuse(error.sentence(lang))
        return
    if format_ == "json":
        import json

        click.echo(json.dumps(result.as_dict(), ensure_ascii=False, indent=2))
    else:
        print_result(result, program.rulebook, lang)


def assess_file(
    source: Path,
    program: Program,
    on: date,
    engine: str,
    out: Path | None,
    database: str | None,
    format_: str,
    lang: str,
) -> None:
    """A population: a progress bar, counts, and a file of results when wanted."""
    from vatra.results.population import BadPopulation, NoEngine, assess_population

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(WORDS[lang]["rows"]),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )
    task = bar.add_task(f"{source.name} · {engine}", total=None)

    def progress(done: int, total: int | None) -> None:
        bar.update(task, completed=done, total=total)

    try:
        with bar:
            counts = assess_population(
                source, program, on=on, engine=engine, out=out, database=database, progress=progress
            )
            bar.update(task, completed=counts.rows, total=counts.rows)
    except BadPopulation as error:
        refuse(*error.sentences(lang))
        return
    except NoEngine as error:
        refuse(str(error))
        return
    except OSError as error:
        refuse(f"{error.filename or out or source}: {error.strerror or error}")
        return
    except KeyboardInterrupt:
        click.echo(WORDS[lang]["stopped"], err=True)
        raise SystemExit(130) from None
    about: dict[str, Any] = {"rulebook": program.version, "on": on.isoformat(), "engine": engine}
    if format_ == "json":
        click.echo(counts_as_json(counts, about))
    else:
        print_counts(counts, about, program.rulebook, on, lang)
    if out is not None:
        click.echo(WORDS[lang]["written"].format(out), err=True)
