"""Findings and counts as tables for people to read."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from vatra.method import Finding, Result, Rulebook, SubjectResult
from vatra.method.explaining import ask_in_words, reasons_in_words

if TYPE_CHECKING:
    from vatra.results.population import Counts

LEVELS = {
    "ro": {"none": "niciun nivel", "low": "scăzut", "medium": "mediu", "high": "ridicat", "immediate": "imediat"},
    "en": {"none": "none", "low": "low", "medium": "medium", "high": "high", "immediate": "immediate"},
}
SEVERITIES = {
    "ro": {1: "1 atenție", 2: "2 de urmărit", 3: "3 grav", 4: "4 urgență"},
    "en": {1: "1 attention", 2: "2 moderate", 3: "3 severe", 4: "4 emergency"},
}
KINDS = {
    "ro": {"household": "gospodărie", "child": "copil", "adult": "adult", "pregnant": "gravidă"},
    "en": {"household": "household", "child": "child", "adult": "adult", "pregnant": "pregnant woman"},
}
WORDS = {
    "ro": {
        "level": "nivel",
        "code": "cod",
        "name": "vulnerabilitate",
        "severity": "gravitate",
        "why": "de ce",
        "ask": "de întrebat",
        "service": "serviciu",
        "for": "pentru",
        "due": "până la",
        "present": "prezentă",
        "absent": "absentă",
        "unknown": "nu se știe",
        "rows": "rânduri",
        "count": "câte",
        "to ask": "încă nu se știe",
        "who": "cine",
    },
    "en": {
        "level": "level",
        "code": "code",
        "name": "vulnerability",
        "severity": "severity",
        "why": "why",
        "ask": "to ask",
        "service": "service",
        "for": "for",
        "due": "due on",
        "present": "present",
        "absent": "absent",
        "unknown": "unknown",
        "rows": "rows",
        "count": "count",
        "to ask": "not known yet",
        "who": "who",
    },
}


def clean(text: str) -> str:
    """A text from outside, harmless to a terminal and to markup."""
    return escape("".join(sign for sign in text if sign.isprintable()))


def print_result(result: Result, book: Rulebook, lang: str) -> None:
    """Every subject: its level, what is present and why, what to ask, and the services."""
    console = Console()
    console.print(f"{clean(result.rulebook)} · {result.on}")
    for subject in (*result.subjects, result.household):
        print_subject(console, subject, book, lang)


def print_subject(console: Console, subject: SubjectResult, book: Rulebook, lang: str) -> None:
    """One subject."""
    words = WORDS[lang]
    console.print(
        f"\n[bold]{clean(subject.id)}[/] ({KINDS[lang][subject.kind]}) · {words['level']}: "
        f"[bold]{LEVELS[lang][subject.level]}[/]"
    )
    names = {each.code: each.name(lang) for each in book.vulnerabilities}
    present = [finding for finding in subject.findings if finding.state == "present"]
    unknown = [finding for finding in subject.findings if finding.state == "unknown"]
    if present:
        table = Table(words["code"], words["name"], words["severity"], words["why"])
        for finding in sorted(present, key=lambda each: (-(each.severity or 0), each.code)):
            table.add_row(
                finding.code,
                clean(names[finding.code]),
                SEVERITIES[lang][finding.severity or 1],
                why(finding, book, lang),
            )
        console.print(table)
    if unknown:
        table = Table(words["code"], words["to ask"], words["ask"])
        for finding in unknown:
            table.add_row(
                finding.code, clean(names[finding.code]), clean("; ".join(ask_in_words(finding.ask, book, lang)))
            )
        console.print(table)
    if subject.services:
        services = {service.code: service.name(lang) for service in book.services}
        table = Table(words["code"], words["service"], words["for"], words["due"])
        for service in subject.services:
            table.add_row(
                service.code, clean(services[service.code]), ", ".join(service.codes), str(service.due_on or "—")
            )
        console.print(table)


def why(finding: Finding, book: Rulebook, lang: str) -> str:
    """The reasons of a finding in words."""
    return clean("; ".join(reasons_in_words(finding.reasons, book, lang)))


def print_counts(counts: Counts, about: dict[str, Any], book: Rulebook, on: date, lang: str) -> None:
    """Counts per vulnerability, level and service; — where no column describes whom it is about."""
    console, words = Console(), WORDS[lang]
    console.print(f"{clean(about['rulebook'])} · {about['on']} · {about['engine']} · {counts.rows} {words['rows']}")
    table = Table(words["code"], words["name"])
    for word in ("present", "absent", "unknown"):
        table.add_column(words[word], justify="right")
    for each in book.vulnerabilities_on(on):
        numbers = counts.found.get(each.code)
        table.add_row(each.code, clean(each.name(lang)), *(["—"] * 3 if numbers is None else map(str, numbers)))
    console.print(table)
    table = Table(words["level"])
    table.add_column(words["count"], justify="right")
    for level, number in counts.levels.items():
        table.add_row(LEVELS[lang][level], str(number))
    console.print(table)
    services = {service.code: service.name(lang) for service in book.services}
    table = Table(words["code"], words["service"])
    table.add_column(words["count"], justify="right")
    for code, number in counts.proposed.items():
        table.add_row(code, clean(services[code]), str(number))
    console.print(table)


def counts_as_json(counts: Counts, about: dict[str, Any]) -> str:
    """The same as JSON; vulnerabilities that do not apply are left out."""
    found = {
        code: dict(zip(("present", "absent", "unknown"), numbers, strict=True))
        for code, numbers in counts.found.items()
    }
    return json.dumps(
        about | {"rows": counts.rows, "vulnerabilities": found, "levels": counts.levels, "services": counts.proposed},
        ensure_ascii=False,
        indent=2,
    )
