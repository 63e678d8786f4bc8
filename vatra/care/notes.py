"""Who may read what a worker wrote in free words: nobody can tell which domain a sentence is of.

So it is for those who may know all that its author's profession may know: the nurse's note is not the
mediator's to read. The author of a visit may say that it is for the whole team. Others see that a visit was
made, by which profession and on what day.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from vatra.access import queries as access
from vatra.access.queries import Role

PROFESSION, TEAM = "profession", "team"


class Authors:
    """The roles that some workers (internal ids) held, read once."""

    def __init__(self, workers: Collection[int]) -> None:
        self._held = access.roles_by_worker(workers) if workers else {}
        self._book = access.roles_book()
        self._needed: dict[tuple[int, date], frozenset[str]] = {}

    def roles(self, author: int, on: date) -> tuple[str, ...]:
        """The codes of the roles an author held on a day that see cases; one that ended on it was held that morning."""
        held = [one.role for one in self._held.get(author, ())
                if one.since <= on and (one.until is None or on <= one.until)]
        return tuple(dict.fromkeys(code for code in held if code in self._book and self._book[code].sees_cases))

    def share(self, author: int, on: date, note_for: str, domains: Collection[str]) -> bool:
        """Whether a reader of these domains may read what an author wrote on a day."""
        if note_for == TEAM:
            return "general" in domains
        return self._domains_of(author, on) <= frozenset(domains)

    def _domains_of(self, author: int, on: date) -> frozenset[str]:
        """All that an author could know on a day."""
        needed = self._needed.get((author, on))
        if needed is None:
            roles = [self._book[code] for code in self.roles(author, on)]
            needed = frozenset().union(*map(_of_cases, roles)) if roles else of_casework()
            self._needed[author, on] = needed
        return needed


def of_casework() -> frozenset[str]:
    """The domains of those who lead cases: what they write, and what nobody of a known role wrote."""
    leading = [_of_cases(role) for role in access.roles_book().values() if "case" in role.acts]
    return frozenset().union(*leading) or frozenset({"general"})


def _of_cases(role: Role) -> frozenset[str]:
    return role.sees & access.CASE_DOMAINS
