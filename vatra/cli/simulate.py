"""`vatra rulebook simulate`: what another rulebook would move, in the register or in the population of a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from vatra.cli.assess import program_in, refuse
from vatra.cli.progress import how_far
from vatra.method import Program
from vatra.method.comparing import diff
from vatra.method.sheets import day_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vatra.releases.told import Part
    from vatra.results.population.change import Change
    from vatra.results.queries import Range

ENGINES = ("duckdb", "sqlite", "postgres")
WORDS: dict[str, dict[str, Any]] = {
    "ro": {
        "day": "--on: „{}” nu este o zi (AAAA-LL-ZZ)", "gone": "{}: fișierul nu există",
        "empty": "Nicio gospodărie evaluată în registru: nu este ce încerca. Dați --population FIȘIER.",
        "over": "numărat la {} peste {} înregistrări din {} comune; {} comune păstrate de la o rulare dinainte",
        "older rows": "o parte din fișier fusese numărată într-un fel mai vechi: se numără din nou",
        "unread": "{}: fișierul nu se poate citi ({})",
        "older": "{} comune fuseseră numărate într-un fel mai vechi: numărate din nou",
        "communes": "comune încercate", "rows": "rânduri", "stopped": "întrerupt; porniți din nou și continuă de aici",
        "differences": "{} diferențe între metodologii", "moved": "{} din {} copii, {} din {} gospodării",
        "rows moved": "{} din {} copii", "levels": "nivel mai grav: {}; mai ușor: {}",
        "cases": "gospodării care ar cere caz: {} în plus, {} în minus",
        "posts": "posturi de asistent social: {} ({} … {}); lei pe an: {} ({} … {}), în prețurile din {}{}",
        "unconfirmed": "; costuri neconfirmate",
        "code": "vulnerabilitate", "service": "serviciu (gospodării)", "service rows": "serviciu (copii)",
        "commune": "comuna (SIRUTA)", "children": "copii",
        "ways": ("găsită acum", "nu mai este", "mai gravă", "mai ușoară", "de întrebat", "se știe"),
        "more": "în plus", "less": "în minus",
        "groups": {"ethnicity": "etnie declarată", "sex": "sex", "age": "vârstă", "place": "mediu"},
    },
    "en": {
        "day": "--on: “{}” is not a day (YYYY-MM-DD)", "gone": "{}: there is no such file",
        "empty": "No assessed household in the register: there is nothing to try. Give --population FILE.",
        "over": "counted as of {} over {} entries of {} communes; {} communes kept from an earlier run",
        "older rows": "a part of the file had been counted by an older way of counting: it is counted again",
        "unread": "{}: the file cannot be read ({})",
        "older": "{} communes had been counted by an older way of counting: counted again",
        "communes": "communes tried", "rows": "rows", "stopped": "stopped; run it again and it goes on from here",
        "differences": "{} differences between the rulebooks", "moved": "{} of {} children, {} of {} households",
        "rows moved": "{} of {} children", "levels": "graver level: {}; milder: {}",
        "cases": "households that would need a case: {} more, {} fewer",
        "posts": "posts of social workers: {} ({} … {}); lei a year: {} ({} … {}), in the prices of {}{}",
        "unconfirmed": "; costs not confirmed",
        "code": "vulnerability", "service": "service (households)", "service rows": "service (children)",
        "commune": "commune (SIRUTA)", "children": "children",
        "ways": ("newly found", "no longer", "graver", "milder", "to ask", "known"), "more": "more", "less": "fewer",
        "groups": {"ethnicity": "declared ethnicity", "sex": "sex", "age": "age", "place": "place"},
    },
}


@click.command()
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@click.option("--on", "on_text", metavar="DAY", help="As of which day, YYYY-MM-DD; today when left out.")
@click.option("--population", type=click.Path(path_type=Path),
              help="A file of children, .csv or .parquet, instead of the register (see `vatra assess`).")
@click.option("--engine", type=click.Choice(ENGINES), default=ENGINES[0], show_default=True, help="For a file.")
@click.option("--commune", "communes", type=int, multiple=True, help="SIRUTA code; every commune else.")
@click.option("--again", is_flag=True, help="Count again, also what an earlier run has kept.")
@click.option("--lang", type=click.Choice(["ro", "en"]), default="ro", show_default=True, help="Language of words.")
def simulate(
    before: Path, after: Path, on_text: str | None, population: Path | None, engine: str, communes: tuple[int, ...],
    again: bool, lang: str,
) -> None:
    """Print what AFTER would move beside BEFORE (folders of rulebooks). Writes nothing in the register.

    For whoever owns the machine: only small numbers of an ethnicity are withheld. A file may have the columns urban
    (yes or no) and ethnicity beside its answers, for the check of fairness alone. Stopped half-way, it goes on where it
    was.
    """
    words, console = WORDS[lang], Console(highlight=False)
    on = day_of(on_text) if on_text is not None else date.today()
    if on is None:
        refuse(words["day"].format(on_text))
        return
    if population is not None and not population.is_file():
        refuse(words["gone"].format(population))
    programs = program_in(before, lang), program_in(after, lang)
    console.print(words["differences"].format(len(diff(*(program.rulebook for program in programs)))))
    try:
        if population is not None:
            _of_file(population, *programs, on, engine, again, words, console, lang)
        else:
            _of_register(*programs, on, communes, again, words, console, lang)
    except KeyboardInterrupt:
        refuse(words["stopped"])


def _of_file(
    population: Path, before: Program, after: Program, on: date, engine: str, again: bool, words: dict[str, Any],
    console: Console, lang: str,
) -> None:
    import django

    django.setup()
    from vatra.releases.file_trials import kept_pieces
    from vatra.results.population import BadPopulation, NoEngine
    from vatra.results.population.change import change_in_population
    from vatra.results.population.kept import seen

    try:
        kept, lines = kept_pieces(population, before, after, on=on), seen(population).lines
        if again:
            kept.forget()
        if kept.older:
            console.print(words["older rows"])
        with how_far(words["rows"]) as told:
            found = change_in_population(population, before, after, on=on, engine=engine, kept=kept,
                                         progress=lambda done, of: told(done, of or max(done, lines)))
    except BadPopulation as bad:
        refuse(*bad.sentences(lang))
        return
    except NoEngine as missing:
        refuse(str(missing))
        return
    except OSError as error:
        refuse(words["unread"].format(population, error.strerror))
        return
    _print_file(found, after, words, console, lang)


def _print_file(found: Change, after: Program, words: dict[str, Any], console: Console, lang: str) -> None:
    console.print(words["rows moved"].format(found.touched, found.children))
    console.print(words["levels"].format(*found.level_moves))
    names = {each.code: each.name(lang) for each in after.rulebook.vulnerabilities}
    table = Table(words["code"], *words["ways"][:5])
    for code, shift in found.findings.items():
        counts = (shift.gained, shift.lost, shift.graver, shift.milder, shift.to_ask)
        if any(counts):
            table.add_row(f"{code} {names.get(code, '')}", *map(str, counts))
    _print(console, table)
    _print_services({code: list(two) for code, two in found.services.items()}, after, words["service rows"], words,
                    console, lang)
    if found.parts:
        from vatra.releases.told import parts_of_a_file

        _print_parts({words["groups"][name]: parts for name, parts in parts_of_a_file(found).items()}, words, console)


def _of_register(
    before: Program, after: Program, on: date, communes: tuple[int, ...], again: bool, words: dict[str, Any],
    console: Console, lang: str,
) -> None:
    import django

    django.setup()
    from vatra.releases.moved import together
    from vatra.releases.simulating import simulate as over_the_register
    from vatra.releases.told import told_to

    with how_far(words["communes"]) as told:
        found = over_the_register(before, after, on=on, communes=communes or None, again=again, progress=told)
    moved = found.moved
    if not moved:
        refuse(words["empty"])
    console.print(words["over"].format(on, found.entries, len(moved), found.kept))
    if found.older:
        console.print(words["older"].format(found.older))
    whole, shown = together(moved.values()), told_to(moved, before, exact=True, exactly=())
    console.print(words["moved"].format(shown.touched, shown.children, shown.touched_households, shown.households))
    console.print(words["levels"].format(shown.up, shown.down))
    console.print(words["cases"].format(*shown.cases))
    if shown.posts is not None:
        console.print(words["posts"].format(*_ends(shown.posts.posts, "{:+.1f}"), *_ends(shown.posts.lei, "{:+,.0f}"),
                                            shown.posts.year, "" if shown.posts.confirmed else words["unconfirmed"]))
    names = {each.code: each.name(lang) for each in after.rulebook.vulnerabilities}
    table = Table(words["code"], *words["ways"])
    for code, counts in whole.codes.items():
        table.add_row(f"{code} {names.get(code, '')}", *map(str, counts))
    _print(console, table)
    _print_services(whole.services, after, words["service"], words, console, lang)
    _print_parts({**{words["groups"][name]: parts for name, parts in shown.groups.items()},
                  words["commune"]: shown.communes}, words, console)


def _print_parts(groups: Mapping[str, Iterable[Part]], words: dict[str, Any], console: Console) -> None:
    for name, parts in groups.items():
        table = Table(name, words["children"], *words["ways"][:2])
        for part in parts:
            table.add_row(part.name, *("…" if count is None else str(count)
                                       for count in (part.children, part.gained, part.lost)))
        _print(console, table)


def _ends(one: Range, form: str) -> tuple[str, str, str]:
    """The middle of a range, then its ends."""
    return form.format(one.mid), form.format(one.low), form.format(one.high)


def _print_services(
    services: dict[str, list[int]], after: Program, title: str, words: dict[str, Any], console: Console, lang: str
) -> None:
    names = {each.code: each.name(lang) for each in after.rulebook.services}
    table = Table(title, words["more"], words["less"])
    for code, counts in services.items():
        if any(counts):
            table.add_row(f"{code} {names.get(code, '')}", *map(str, counts))
    _print(console, table)


def _print(console: Console, table: Table) -> None:
    if table.row_count:
        console.print(table)
