"""The rulebook's own words for what the rooms keep as codes, in one language: names, questions, answers, law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vatra.assessment.queries import rulebook_in_force
from vatra.web.templatetags.page import day_in_words

MOST_REASONS = 4
AGES = {"age_y": lazy("age in years"), "age_m": lazy("age in months"), "age_d": lazy("age in days")}
SPECIAL = {"?dk": lazy("does not know"), "?refused": lazy("did not want to answer")}


def words(*, on: date) -> Words:
    """The words of the rulebook in force on a day, in the active language."""
    language = "en" if (get_language() or "ro").startswith("en") else "ro"
    return _words(rulebook_in_force(on=on), language)


@lru_cache(maxsize=8)
def _words(program: Any, language: str) -> Words:
    return Words(program, language)


class Words:
    """Looks up labels by code; a code it does not know is shown as it is, never an error."""

    def __init__(self, program: Any, language: str) -> None:
        book = program.book
        self.version: str = program.version
        self.language = language
        self.book = book
        self._vulnerabilities = {each.code: each for each in book.vulnerabilities}
        self._services = {each.code: each for each in book.services}
        self._roles = {row["code"]: row for row in book.roles}
        self._deadlines = {row["code"]: row for row in book.deadlines}
        self._choices: dict[str, dict[str, str]] = {}

    def _in(self, row: Mapping[str, str], name: str) -> str:
        return row.get(f"{name}_{self.language}") or row.get(f"{name}_ro") or ""

    def vulnerability(self, code: str) -> str:
        """The name of a vulnerability."""
        found = self._vulnerabilities.get(code)
        return self._in(found.row, "name") if found else code

    def meaning(self, code: str) -> str:
        """What a vulnerability means, in a sentence."""
        found = self._vulnerabilities.get(code)
        return self._in(found.row, "meaning") if found else ""

    def service(self, code: str) -> str:
        """The name of a service."""
        found = self._services.get(code)
        return self._in(found.row, "name") if found else code

    def leads(self, code: str) -> tuple[str, ...]:
        """The roles that lead a service, then those that support it."""
        found = self._services.get(code)
        return (*found.lead, *found.support) if found else ()

    def role(self, code: str) -> str:
        """The name of a role."""
        row = self._roles.get(code)
        return self._in(row, "name") if row else code

    def deadline(self, code: str) -> str:
        """What a deadline asks for; a service's name when the plan asks for it."""
        row = self._deadlines.get(code)
        return self._in(row, "label") if row else self.service(code)

    def fact(self, code: str) -> str:
        """The label of a fact, asked or derived, or of an age."""
        if code in AGES:
            return str(AGES[code])
        row = self._row(code)
        return (self._in(row, "label") if row else "") or code

    def question(self, code: str) -> str:
        """The question that a fact answers."""
        if code == "birth_date":
            return _("the date of birth")
        row = self._row(code)
        return (self._in(row, "question") or self._in(row, "label")) if row else self.fact(code)

    def domain(self, code: str) -> str:
        """The need-to-know domain of a fact; general when it has none."""
        found = self.book.facts.get(code)
        return str(found.domain) if found else "general"

    def _row(self, code: str) -> Mapping[str, str] | None:
        found = self.book.facts.get(code) or self.book.derived.get(code)
        return found.row if found else None

    def value(self, code: str, value: Any) -> str:
        """An answer as a person would say it."""
        if value is None:
            return _("not known")
        if isinstance(value, bool):
            return pgettext("answer", "yes") if value else pgettext("answer", "no")
        if isinstance(value, int | float):
            return number_format(value, force_grouping=True)
        if isinstance(value, list | tuple | set | frozenset):
            return ", ".join(self.value(code, each) for each in value) or pgettext("answer", "none")
        return self._text(code, str(value))

    def _text(self, code: str, value: str) -> str:
        if value in SPECIAL:
            return str(SPECIAL[value])
        if value in ("present", "absent"):
            return _("found") if value == "present" else _("not found")
        if value in ("yes", "no"):
            return self.value(code, value == "yes")
        label = self._labels(code).get(value)
        if label is None and len(value) == 10 and value[4] == "-":
            try:
                return day_in_words(date.fromisoformat(value))
            except ValueError:
                return value
        return label or value

    def _labels(self, code: str) -> dict[str, str]:
        if code not in self._choices:
            text = self._in(self._row(code) or {}, "choice_labels")
            self._choices[code] = dict(pair.split("=", 1) for pair in text.split("|") if "=" in pair)
        return self._choices[code]

    def source(self, code: str) -> str:
        """A source with its article, as it is cited."""
        row = self.book.sources.get(code)
        if not row:
            return code
        article = row.get("article", "")
        return f"{self._in(row, 'title')}, {article}" if article else self._in(row, "title")

    def sources_of(self, vulnerability: str) -> list[str]:
        """The sources of a vulnerability, cited."""
        found = self._vulnerabilities.get(vulnerability)
        return [self.source(code) for code in _parts(found.row.get("source", ""))] if found else []

    def reason(self, reasons: Mapping[str, Any]) -> str:
        """The answers that made a finding, in half a sentence: “este înscris la școală: nu, vârsta în ani: 9”."""
        said = [self._half(code, value) for code, value in reasons.items()]
        return "; ".join(said[:MOST_REASONS])

    def _half(self, code: str, value: Any) -> str:
        if code in self._vulnerabilities:
            return f"{lowered(self.vulnerability(code))}: {self.value(code, value)}"
        return f"{lowered(self.fact(code))}: {lowered(self.value(code, value))}"


def _parts(text: str) -> Iterable[str]:
    return (part.strip() for part in text.split(";") if part.strip())


def lowered(text: str) -> str:
    """The text with a small first letter, unless its first word is all capitals (CNP, VMI)."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
