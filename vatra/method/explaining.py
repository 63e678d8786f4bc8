"""Rules in plain Romanian and English, made from the same trees that are computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from vatra.method.checking import choice_labels
from vatra.method.phrases import Phrases
from vatra.method.program import row_tree
from vatra.method.rulebook import Rulebook, Service, Vulnerability
from vatra.method.tree import Fact, Node, Parameter, walk

AGE_LABELS = {
    "ro": {
        "age_y": "vârsta în ani",
        "age_m": "vârsta în luni",
        "age_d": "vârsta în zile",
        "birth_date": "data nașterii",
        "sex": "sexul",
    },
    "en": {
        "age_y": "age in years",
        "age_m": "age in months",
        "age_d": "age in days",
        "birth_date": "date of birth",
        "sex": "sex",
    },
}
SEVERITIES = {
    "ro": {1: "1 (atenție)", 2: "2 (de urmărit)", 3: "3 (grav)", 4: "4 (urgență)"},
    "en": {1: "1 (attention)", 2: "2 (moderate)", 3: "3 (severe)", 4: "4 (emergency)"},
}
SUBJECTS = {
    "ro": {
        "household": "gospodărie",
        "child": "copil",
        "adult": "părinte sau îngrijitor",
        "pregnant": "gravidă sau lăuză",
    },
    "en": {
        "household": "household",
        "child": "child",
        "adult": "parent or carer",
        "pregnant": "pregnant woman or new mother",
    },
}
WORDS = {
    "ro": {
        "about": "Privește",
        "when": "Este prezentă când",
        "severity": "gravitatea",
        "with": "unde",
        "source": "Sursa",
        "services": "Servicii propuse",
        "since": "din",
        "until": "până la",
        "and": "și",
        "unconfirmed": "neconfirmat",
        "yes": "da",
        "no": "nu",
        "days": "în {} zile",
        "known": "prezentă",
        "missing": "absentă",
        "parameter": "parametru",
    },
    "en": {
        "about": "About",
        "when": "It is present when",
        "severity": "severity",
        "with": "where",
        "source": "Source",
        "services": "Services proposed",
        "since": "since",
        "until": "until",
        "and": "and",
        "unconfirmed": "not confirmed",
        "yes": "yes",
        "no": "no",
        "days": "within {} days",
        "known": "present",
        "missing": "absent",
        "parameter": "parameter",
    },
}


def label(code: str, book: Rulebook, language: str) -> str:
    """The short name of a fact, a derived fact, an age, a vulnerability or a parameter."""
    if code in AGE_LABELS[language]:
        return AGE_LABELS[language][code]
    known: Any = book.facts.get(code) or book.derived.get(code)
    if known is not None:
        return str(known.row[f"label_{language}"])
    found = next((each for each in book.vulnerabilities if each.code == code), None)
    return f"{code} „{found.name(language)}”" if found else code


def choice_label(fact: str, choice: str, book: Rulebook, language: str) -> str:
    """The words of a choice of a fact."""
    asked = book.facts.get(fact)
    return choice_labels(asked.row, language).get(choice, choice) if asked else choice


def explain(book: Rulebook, code: str, language: str = "ro") -> str:
    """A vulnerability's rule in words: whom it is about, when it is present, from which source, with which services.

    Raises KeyError when there is no vulnerability of this code.
    """
    versions = [each for each in book.vulnerabilities if each.code == code]
    if not versions:
        raise KeyError(code)
    return "\n\n".join(explained(book, each, language) for each in versions)


def explained(book: Rulebook, found: Vulnerability, language: str) -> str:
    """One version of a vulnerability in words."""
    words, phrases = WORDS[language], Phrases(book, language)
    lines = [f"{found.code} {found.name(language)}"]
    lines += [f"{words[key]} {day}" for key, day in (("since", found.since), ("until", found.until)) if day]
    lines += [
        found.row[f"meaning_{language}"],
        f"{words['about']}: {SUBJECTS[language][found.subject]}",
        "",
        f"{words['when']}:",
    ]
    for row in found.rows:
        conditions = phrases.of(row_tree(row.cells))
        note = row.row.get(f"note_{language}", "")
        lines.append(
            f"  {row.name}. {conditions} → {words['severity']} {SEVERITIES[language][row.severity]}"
            + (f"  ({note})" if note else "")
        )
    lines += where(book, found, phrases, language)
    lines += [
        "",
        f"{words['source']}: {sources(book, found.row['source'], language)}"
        + ("" if found.row["confirmed"] == "yes" else f" ({words['unconfirmed']})"),
    ]
    services = [service for service in book.services if service.propose == "finding" and code_in(found.code, service)]
    if services:
        lines += ["", f"{words['services']}:"] + [
            f"  {service.code} {service.name(language)}{due(service, words)}" for service in services
        ]
    return "\n".join(lines)


def code_in(code: str, service: Service) -> bool:
    """Whether a service is for a vulnerability."""
    return service.vulnerabilities == ("*",) or code in service.vulnerabilities


def due(service: Service, words: Mapping[str, str]) -> str:
    """Within how many days a service is due."""
    return f" ({words['days'].format(service.first_due_days)})" if service.first_due_days is not None else ""


def where(book: Rulebook, found: Vulnerability, phrases: Phrases, language: str) -> list[str]:
    """What the derived facts and parameters named in a rule stand for, each once."""
    waiting: list[Node] = [cell.condition for row in found.rows for cell in row.cells]
    told: dict[str, str] = {}
    while waiting:
        for part in walk(waiting.pop(0)):
            if isinstance(part, Fact) and part.code in book.derived and part.code not in told:
                derived = book.derived[part.code]
                told[part.code] = f"  {label(part.code, book, language)} = {phrases.of(derived.expression)}"
                waiting.append(derived.expression)
            elif isinstance(part, Parameter) and f"P.{part.code}" not in told:
                told[f"P.{part.code}"] = "\n".join(dated(book, part.code, language))
    return ["", f"{WORDS[language]['with']}:", *told.values()] if told else []


def dated(book: Rulebook, code: str, language: str) -> list[str]:
    """The values of a parameter in time, with their sources."""
    words, lines = WORDS[language], []
    for number in book.parameters[code]:
        times = " ".join(
            f"{words[key]} {day}" for key, day in (("since", number.since), ("until", number.until)) if day
        )
        unit = f" {number.row['unit']}" if number.row["unit"] else ""
        doubt = "" if number.row["confirmed"] == "yes" else f", {words['unconfirmed']}"
        lines.append(
            f"  {number.row[f'label_{language}']} = {number.value:g}{unit}{f' {times}' if times else ''}"
            f" [{number.row['source']}{doubt}]"
        )
    return lines


def sources(book: Rulebook, codes: str, language: str) -> str:
    """Titles of sources, by their codes."""
    titles = []
    for code in codes.split(";"):
        source = book.sources.get(code.strip())
        if source is None:
            titles.append(code.strip())
            continue
        article = (source.get("article_en") if language == "en" else "") or source["article"]
        titles.append(" ".join(filter(None, (source[f"title_{language}"], article))))
    return "; ".join(titles)


def reasons_in_words(reasons: Mapping[str, Any], book: Rulebook, language: str = "ro") -> list[str]:
    """`label: value` of every reason of a finding, in words."""
    return [
        f"{label(code, book, language)}: {value_in_words(code, value, book, language)}"
        for code, value in reasons.items()
    ]


def value_in_words(code: str, value: Any, book: Rulebook, language: str) -> str:
    """One value in words."""
    words = WORDS[language]
    if isinstance(value, bool):
        return words["yes"] if value else words["no"]
    if value in ("present", "absent") and code not in book.facts:
        return words["known" if value == "present" else "missing"]
    if isinstance(value, list):
        return ", ".join(choice_label(code, each, book, language) for each in value) or "—"
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", "," if language == "ro" else ".")
    return choice_label(code, str(value), book, language)


def ask_in_words(ask: Iterable[str], book: Rulebook, language: str = "ro") -> list[str]:
    """The questions still to be asked."""
    asked = []
    for code in ask:
        fact = book.facts.get(code)
        asked.append((fact.row.get(f"question_{language}") if fact else None) or label(code, book, language))
    return asked
