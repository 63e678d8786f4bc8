"""The rulebook's own words for what the rooms keep as codes, in the active language: names, roles, rules, law."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache

from django.utils.translation import get_language

from vatra.assessment.queries import rulebook_in_force
from vatra.method import Program
from vatra.method.explaining import where
from vatra.method.phrases import AGES, Phrases
from vatra.method.program import level_of, row_tree

_CODE = re.compile(r"\b(?:[A-Z]{2}[0-9]{2}[A-Z]?|[a-z]_[a-z0-9_]+)\b")
BINDING = frozenset({"law", "government_decision", "order", "standard"})


def words(*, on: date) -> Words:
    """The words of the rulebook in force on a day, in the active language."""
    return _words(rulebook_in_force(on=on), language())


def language() -> str:
    """The active language as the rulebook names it."""
    return "en" if (get_language() or "ro").startswith("en") else "ro"


@lru_cache(maxsize=8)
def _words(program: Program, spoken: str) -> Words:
    return Words(program, spoken)


class Words:
    """Looks up labels by code; a code it does not know is shown as it is, never an error."""

    def __init__(self, program: Program, spoken: str) -> None:
        self.version = program.version
        self.book = program.rulebook
        self.language = spoken
        self._vulnerabilities = {each.code: each for each in self.book.vulnerabilities}
        self._services = {each.code: each for each in self.book.services}
        self._roles = {row["code"]: row for row in self.book.roles}
        self._rules: dict[str, list[str]] = {}
        self._articles: dict[str, str] = {}

    def _in(self, row: Mapping[str, str], name: str) -> str:
        return row.get(f"{name}_{self.language}") or row.get(f"{name}_ro") or ""

    def label(self, row: Mapping[str, str]) -> str:
        """The label of any row of the rulebook that has one."""
        return self._in(row, "label")

    def named(self, row: Mapping[str, str]) -> str:
        """The name of any row of the rulebook that has one."""
        return self._in(row, "name")

    def column(self, name: str) -> str:
        """What a column of a decision table holds: a fact asked or worked out, an age, another vulnerability."""
        if name in self._vulnerabilities:
            return self.vulnerability(name)
        asked = self.book.facts.get(name) or self.book.derived.get(name)
        return self.label(asked.row) if asked else AGES[self.language].get(name, name)

    def part(self, code: str) -> str:
        """The name of what an indicator is split by: a vulnerability, a profession or a service."""
        if code in self._roles:
            return self.role(code)
        return self.vulnerability(code) if code in self._vulnerabilities else self.service(code)

    def vulnerability(self, code: str) -> str:
        """The name of a vulnerability."""
        found = self._vulnerabilities.get(code)
        return found.name(self.language) if found else code

    def may_know(self, code: str, domains: Collection[str]) -> bool:
        """Whether a reader of these domains may know of a vulnerability."""
        found = self._vulnerabilities.get(code)
        return found is None or found.need_to_know in domains

    def without_unknown(self, text: str, domains: Collection[str]) -> str:
        """The text, with “…” for codes of vulnerabilities and facts that a reader of these domains may not know."""
        facts = self.book.facts

        def shown(found: re.Match[str]) -> str:
            code = found[0]
            known = facts[code].domain in domains if code in facts else self.may_know(code, domains)
            return code if known else "…"

        return _CODE.sub(shown, text)

    def service(self, code: str) -> str:
        """The name of a service."""
        found = self._services.get(code)
        return found.name(self.language) if found else code

    def leads(self, code: str) -> tuple[str, ...]:
        """The roles that lead a service, then those that support it."""
        found = self._services.get(code)
        return (*found.lead, *found.support) if found else ()

    def role(self, code: str) -> str:
        """The name of a role."""
        row = self._roles.get(code)
        return self._in(row, "name") if row else code

    def source(self, code: str) -> str:
        """A source with its article, as it is cited."""
        row = self.book.sources.get(code)
        return cited(self._in(row, "title"), self._article(row)) if row else code

    def _article(self, row: Mapping[str, str]) -> str:
        return row.get("article_en") or row.get("article", "") if self.language == "en" else row.get("article", "")

    def article(self, text: str) -> str:
        """Where a deadline comes from, as it is kept: the law in Romanian, else codes of sources.csv; in words."""
        if not self._articles:
            self._articles = {row["article"]: self._article(row) for row in self.book.deadlines if row.get("article")}
        return self._articles.get(text) or "; ".join(self.law(text.split(";")))

    def law(self, codes: Iterable[str]) -> list[str]:
        """The sources as they are cited: those that bind (laws, decisions, orders, standards), else all."""
        known = [code.strip() for code in codes if code.strip()]
        binding = [code for code in known if self._binds(code)]
        return [self.source(code) for code in binding or known]

    def _binds(self, code: str) -> bool:
        return self.book.sources.get(code, {}).get("kind") in BINDING

    def laws_of(self, vulnerability: str) -> list[str]:
        """The laws, decisions, orders and standards among the sources of a vulnerability, cited."""
        found = self._vulnerabilities.get(vulnerability)
        codes = found.row.get("source", "").split(";") if found else []
        return [self.source(code.strip()) for code in codes if self._binds(code.strip())]

    def rule(self, code: str) -> list[str]:
        """The rule of a vulnerability in words: each row of its table, then what the derived facts in it stand for."""
        if code not in self._rules:
            found = self._vulnerabilities.get(code)
            if found is None:
                return []
            phrases = Phrases(self.book, self.language)
            rows = [phrases.of(row_tree(row.cells)) for row in found.rows]
            self._rules[code] = [*rows, *(line.strip() for line in where(self.book, found, phrases, self.language)[2:])]
        return self._rules[code]

    def level_of(self, severities: Iterable[int]) -> str:
        """The composite level of some severities."""
        return level_of(severities)


def cited(title: str, article: str) -> str:
    """A source as people cite it."""
    return f"{title}, {article}" if article else title


def lowered(text: str) -> str:
    """The text with a small first letter, unless its first word is all capitals (CNP, VMI)."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
