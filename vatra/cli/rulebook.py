"""`vatra rulebook`: check, explain, compare, edit as a spreadsheet, build the questionnaire."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from vatra.cli.assess import refuse
from vatra.cli.simulate import simulate
from vatra.method import Mistake, RulebookInvalid, compile_rulebook, inspect_rulebook, read_rulebook
from vatra.method.comparing import diff
from vatra.method.examples import failed_examples
from vatra.method.explaining import explain
from vatra.method.forms import inspect_form
from vatra.method.rulebook import Rulebook

WORDS = {
    "ro": {
        "well": "{}: {} vulnerabilități, {} servicii, {} fapte, {} cazuri; nicio greșeală",
        "mistakes": "{} greșeli",
        "no code": "nu există vulnerabilitatea „{}”; există: {}",
        "same": "nicio diferență",
        "differences": "{} diferențe",
        "written": "{} fișiere în {}",
        "exists": "{} există deja; folosiți --force",
        "questionnaire": "chestionar: {}",
        "exported": "{} fișiere scrise în {}",
    },
    "en": {
        "well": "{}: {} vulnerabilities, {} services, {} facts, {} cases; no mistakes",
        "mistakes": "{} mistakes",
        "no code": "there is no vulnerability “{}”; there are: {}",
        "same": "no differences",
        "differences": "{} differences",
        "written": "{} files in {}",
        "exists": "{} exists already; use --force",
        "questionnaire": "questionnaire: {}",
        "exported": "{} files written to {}",
    },
}
language = click.option(
    "--lang", type=click.Choice(["ro", "en"]), default="ro", show_default=True, help="Language of words."
)
book_option: Callable[..., Callable[..., object]] = click.option(
    "--rulebook", "folder", type=click.Path(path_type=Path), help="Folder of another rulebook."
)


def folder_of(folder: Path | None) -> Path:
    """The folder given, or Romania's."""
    from vatra.base.shipped import shipped

    return folder or shipped("rulebook/romania")


def readable(folder: Path | None, lang: str) -> Rulebook:
    """A rulebook without mistakes; ends with status 2 and all of them otherwise."""
    try:
        return read_rulebook(folder_of(folder))
    except RulebookInvalid as error:
        refuse(*(mistake.sentence(lang) for mistake in error.mistakes))
        raise  # never reached


@click.group()
def rulebook() -> None:
    """Check, explain, compare and edit a rulebook."""


@rulebook.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@language
def check(folder: Path | None, lang: str) -> None:
    """Name file, row, column and reason of every mistake; run the cases; convert the questionnaires."""
    found = inspect_rulebook(folder_of(folder))
    mistakes = list(found.mistakes)
    if not mistakes:
        mistakes = failed_examples(compile_rulebook(found.rulebook)) + questionnaire_mistakes(folder_of(folder))
    if mistakes:
        refuse(*(mistake.sentence(lang) for mistake in mistakes), WORDS[lang]["mistakes"].format(len(mistakes)))
    book = found.rulebook
    codes = {each.code for each in book.vulnerabilities}
    click.echo(
        WORDS[lang]["well"].format(book.version, len(codes), len(book.services), len(book.facts), len(book.examples))
    )


def questionnaire_mistakes(folder: Path) -> list[Mistake]:
    """What is outside our subset in the questionnaires of a rulebook; else what pyxform says, warnings included."""
    import tempfile

    from vatra.exchange.questionnaire import QuestionnaireInvalid, build_workbook, xform_of

    mistakes: list[Mistake] = []
    for each in sorted(path for path in (folder / "questionnaires").glob("*") if path.is_dir()):
        if ours := inspect_form(each):
            mistakes += ours
            continue
        with tempfile.TemporaryDirectory() as place:
            workbook = Path(place) / f"{each.name}.xlsx"
            try:
                build_workbook(each, workbook)
                xform_of(workbook)
            except QuestionnaireInvalid as error:
                mistakes += [
                    Mistake(f"questionnaires/{each.name}", 0, "", line, line)
                    for line in str(error).splitlines()
                    if line
                ]
    return mistakes


@rulebook.command("explain")
@click.argument("code")
@book_option
@language
def explain_(code: str, folder: Path | None, lang: str) -> None:
    """Print one vulnerability's rule in words."""
    book = readable(folder, lang)
    try:
        click.echo(explain(book, code, lang))
    except KeyError:
        refuse(
            WORDS[lang]["no code"].format(code, ", ".join(dict.fromkeys(each.code for each in book.vulnerabilities)))
        )


@rulebook.command("diff")
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@language
def diff_(before: Path, after: Path, lang: str) -> None:
    """Print every row and cell that differs between two rulebooks."""
    found = diff(readable(before, lang), readable(after, lang))
    for difference in found:
        click.echo(difference.sentence(lang))
    click.echo(WORDS[lang]["differences"].format(len(found)) if found else WORDS[lang]["same"])


rulebook.add_command(simulate)


@rulebook.command()
@click.argument("target", type=click.Path(path_type=Path))
@book_option
@language
def export(target: Path, folder: Path | None, lang: str) -> None:
    """Write a rulebook as one spreadsheet (TARGET.xlsx)."""
    from vatra.exchange.rulebook_sheets import export_sheets

    click.echo(WORDS[lang]["exported"].format(export_sheets(folder_of(folder), target), target))


@rulebook.command("import")
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Write over a folder that is not empty.")
@language
def import_(source: Path, folder: Path, force: bool, lang: str) -> None:
    """Write a spreadsheet's sheets as the CSV files of a rulebook."""
    from vatra.exchange.rulebook_sheets import SheetsInvalid, import_sheets

    if folder.exists() and any(folder.iterdir()) and not force:
        refuse(WORDS[lang]["exists"].format(folder))
    try:
        click.echo(WORDS[lang]["written"].format(import_sheets(source, folder), folder))
    except SheetsInvalid as error:
        refuse(error.reasons[lang])


@rulebook.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--name", default="household", show_default=True, help="Which questionnaire.")
@click.option("--xform", type=click.Path(path_type=Path), help="Also write the XForm (.xml).")
@book_option
@language
def questionnaire(target: Path, name: str, xform: Path | None, folder: Path | None, lang: str) -> None:
    """Build a questionnaire's XLSForm workbook and convert it; warnings are errors."""
    from vatra.exchange.questionnaire import QuestionnaireInvalid, build_workbook, xform_of

    part = target.with_name(target.stem + ".part.xlsx")
    try:
        build_workbook(folder_of(folder) / "questionnaires" / name, part)
        converted = xform_of(part)
    except QuestionnaireInvalid as error:
        part.unlink(missing_ok=True)
        refuse(*str(error).splitlines())
        return
    part.replace(target)
    if xform is not None:
        xform.write_text(converted, encoding="utf-8")
    click.echo(WORDS[lang]["questionnaire"].format(target))
