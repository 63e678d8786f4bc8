"""Mistakes that no single cell shows: what refers to nothing, what overlaps, what is not translated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from vatra.method.format import FILES, NEED_TO_KNOW, SEEN_ONLY
from vatra.method.rulebook import DatedNumber, Place, Row, Rulebook, Vulnerability
from vatra.method.sheets import Reader, Sheet, day_of, split
from vatra.method.tree import Parameter, walk

SAID = ("name", "version", "valid_since", "language", "title_ro", "title_en")  # of the rulebook itself


def check(book: Rulebook, sheets: dict[str, Sheet], reader: Reader) -> None:
    """Notes every mistake across rows and files."""
    check_about(book, reader)
    for sheet in sheets.values():
        check_sources(book, sheet, reader)
    check_periods(book, reader)
    check_choice_labels(sheets["facts.csv"], reader)
    check_services(book, reader)
    check_roles(book, sheets["roles.csv"], reader)
    check_costs(sheets["costs.csv"], reader)
    check_stray_files(book, reader)
    check_parameters_hold(book, reader)


def check_about(book: Rulebook, reader: Reader) -> None:
    """A rulebook says its name, version, titles, and since when it is valid."""
    at = Place("rulebook.csv", 0)
    for key in SAID:
        if not book.about.get(key):
            reader.fault(at, "key", f"lipsește {key}", f"{key} is missing")
    since = book.about.get("valid_since", "")
    if since and day_of(since) is None:
        reader.fault(
            at,
            "value",
            f"valid_since: „{since}” nu este o zi (AAAA-LL-ZZ)",
            f"valid_since: “{since}” is not a day (YYYY-MM-DD)",
        )


def check_sources(book: Rulebook, sheet: Sheet, reader: Reader) -> None:
    """Every cited source stands in sources.csv."""
    for at, row in sheet.rows:
        for code in split(row.get("source", ""), ";"):
            if code not in book.sources:
                reader.fault(
                    at, "source", f"sursa „{code}” nu este în sources.csv", f"the source “{code}” is not in sources.csv"
                )


def check_periods(book: Rulebook, reader: Reader) -> None:
    """Rows of one code follow each other in time without overlapping, and each ends after it begins."""
    groups: list[Iterable[DatedNumber | Vulnerability]] = [*book.parameters.values()]
    by_code: dict[str, list[Vulnerability]] = {}
    for each in book.vulnerabilities:
        by_code.setdefault(each.code, []).append(each)
        if each.subject != by_code[each.code][0].subject:
            reader.fault(
                each.at, "subject", "diferă de alt rând al aceluiași cod", "differs from another row of the same code"
            )
    for group in [*groups, *by_code.values()]:
        check_one_after_another(sorted(group, key=lambda each: each.since or date.min), reader)


def check_one_after_another(dated: list[DatedNumber | Vulnerability], reader: Reader) -> None:
    """Notes periods that end before they begin, and those that overlap the one before."""
    for each in dated:
        if each.since and each.until and each.until <= each.since:
            reader.fault(each.at, "until", "se termină înainte de a începe", "ends before it begins")
    for before, after in pairwise(dated):
        if before.until is None or (after.since or date.min) < before.until:
            reader.fault(
                after.at,
                "since",
                f"„{after.code}” se suprapune cu rândul {before.at.row}",
                f"“{after.code}” overlaps with row {before.at.row}",
            )


def check_choice_labels(sheet: Sheet, reader: Reader) -> None:
    """Every choice has words in both languages, and bounds are in order."""
    for at, row in sheet.rows:
        choices = split(row["choices"])
        for language, ro, en in (("ro", "română", "Romanian"), ("en", "engleză", "English")):
            labels = choice_labels(row, language)
            missing = [code for code in choices if not labels.get(code)]
            if missing:
                reader.fault(
                    at,
                    f"choice_labels_{language}",
                    f"„{missing[0]}” nu are traducere în {ro}",
                    f"“{missing[0]}” has no translation into {en}",
                )
        try:
            if row["minimum"] and row["maximum"] and float(row["minimum"]) > float(row["maximum"]):
                reader.fault(at, "minimum", "este mai mare decât maximul", "is larger than the maximum")
        except ValueError:
            continue  # noted when the cell was read


def choice_labels(row: Row, language: str) -> dict[str, str]:
    """The words of every choice of a fact: {"none": "fără", …}."""
    pairs = (part.partition("=") for part in split(row.get(f"choice_labels_{language}", "")))
    return {code.strip(): words.strip() for code, _, words in pairs}


def check_services(book: Rulebook, reader: Reader) -> None:
    """Services name roles and vulnerabilities that exist, and deadlines that make sense."""
    roles = {row["code"] for row in book.roles}
    codes = {each.code for each in book.vulnerabilities}
    for service in book.services:
        for column, named in (("lead", service.lead), ("support", service.support)):
            for role in named:
                if roles and role not in roles:
                    reader.fault(
                        service.at,
                        column,
                        f"profesia „{role}” nu este în roles.csv",
                        f"the profession “{role}” is not in roles.csv",
                    )
        for code in service.vulnerabilities:
            if code != "*" and code not in codes:
                reader.fault(
                    service.at,
                    "vulnerabilities",
                    f"vulnerabilitatea „{code}” nu există",
                    f"there is no vulnerability “{code}”",
                )
        if (service.severe_from is None) != (service.severe_due_days is None):
            reader.fault(
                service.at,
                "severe_due_days",
                "severe_from și severe_due_days merg împreună",
                "severe_from and severe_due_days go together",
            )
        if service.severe_from is not None and not 1 <= service.severe_from <= 4:
            reader.fault(service.at, "severe_from", "gravitatea este 1, 2, 3 sau 4", "the severity is 1, 2, 3 or 4")


def check_roles(book: Rulebook, sheet: Sheet, reader: Reader) -> None:
    """Roles see domains that exist; `aggregates` means numbers only."""
    for at, row in sheet.rows:
        for domain in split(row["sees"]):
            if domain not in (*NEED_TO_KNOW, *SEEN_ONLY):
                reader.fault(at, "sees", f"domeniul „{domain}” nu există", f"there is no domain “{domain}”")


def check_costs(sheet: Sheet, reader: Reader) -> None:
    """Figures lie between their low and their high one; money and indices say of which year they are."""
    years = {row["price_year"] for _, row in sheet.rows if row["kind"] == "prices"}
    for at, row in sheet.rows:
        if (row["currency"] or row["kind"] in ("prices", "exchange")) and not row["price_year"]:
            reader.fault(at, "price_year", "lipsește anul prețurilor", "the year of its prices is missing")
        elif row["currency"] and row["price_year"] not in years:
            reader.fault(at, "price_year", f"lipsește indicele prețurilor din {row['price_year']}",
                         f"there is no index of the prices of {row['price_year']}")
        try:
            value = float(row["value"])
            if not float(row["low"] or value) <= value <= float(row["high"] or value):
                reader.fault(at, "value", "nu este între low și high", "does not lie between low and high")
        except ValueError:
            continue  # noted when the cell was read


def check_stray_files(book: Rulebook, reader: Reader) -> None:
    """Every table and every file of cases belongs to a vulnerability; no unknown CSV lies about."""
    codes = {each.code for each in book.vulnerabilities}
    for folder in ("tables", "cases"):
        for path in sorted((reader.folder / folder).glob("*.csv")):
            if path.stem not in codes:
                reader.fault(
                    Place(f"{folder}/{path.name}", 0),
                    "",
                    f"vulnerabilitatea „{path.stem}” nu există",
                    f"there is no vulnerability “{path.stem}”",
                )
    known = {form.name for form in FILES}
    for path in sorted(reader.folder.glob("*.csv")):
        if path.name not in known:
            reader.fault(Place(path.name, 0), "", "fișierul nu este cunoscut", "the file is not known")


def check_parameters_hold(book: Rulebook, reader: Reader) -> None:
    """A parameter that a rule uses has a value on the day the rulebook becomes valid."""
    since = day_of(book.about.get("valid_since", ""))
    if since is None:
        return
    values = book.parameters_on(since)
    for code in sorted(parameters_used(book)):
        if code in values and values[code] is None:
            reader.fault(
                book.parameters[code][0].at,
                "since",
                f"„{code}” nu are valoare la {since}",
                f"“{code}” has no value on {since}",
            )


def parameters_used(book: Rulebook) -> set[str]:
    """The parameters that some rule compares with."""
    trees = [each.expression for each in book.derived.values()]
    trees += [cell.condition for each in book.vulnerabilities for row in each.rows for cell in row.cells]
    return {part.code for tree in trees for part in walk(tree) if isinstance(part, Parameter)}
