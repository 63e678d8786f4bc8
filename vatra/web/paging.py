"""Pages of a list: a number from the address, bounded; a slice that knows how many there are."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.http import HttpRequest

LAST = 5_000


def page_number(request: HttpRequest) -> int:
    """The page asked for, 1 when none is; a bad request when it is no such number."""
    text = request.GET.get("page", "1")
    if not text.isascii() or not text.isdigit() or len(text) > 9 or not 1 <= int(text) <= LAST:
        raise BadRequest("page")
    return int(text)


@dataclass(frozen=True, slots=True)
class Slice:
    """Where in a list a page stands, in the words the template of Django's paginator knows."""

    number: int
    size: int
    count: int

    @property
    def paginator(self) -> Slice:
        """Itself: the template asks the paginator for the number of pages."""
        return self

    @property
    def num_pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.count // self.size))

    @property
    def has_previous(self) -> bool:
        """Whether a page stands before."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Whether a page stands after."""
        return self.number < self.num_pages

    @property
    def previous_page_number(self) -> int:
        """The page before."""
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        """The page after."""
        return self.number + 1

    @property
    def start(self) -> int:
        """The place of its first row in the list, from 0."""
        return (self.number - 1) * self.size
