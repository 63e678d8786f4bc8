"""Short histories for the tests of deadlines."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid5

from vatra.care.clocks import Clock
from vatra.care.history import Found, History, Met, Span

HOME = UUID("0f000000-0000-4000-8000-000000000001")
CHILD = UUID("0f000000-0000-4000-8000-000000000002")
DAY = date(2026, 1, 5)

CLOCKS = (
    Clock("D01", "registered", "surveyed", 30, False, False, "MARKET", False),
    Clock("D02", "surveyed", "surveyed", 12, True, True, "RENEW", False),
    Clock("D03", "severity_3", "visited", 3, False, False, "HG612", True),
    Clock("D04", "severity_4", "notified", 1, False, False, "L272", False),
    Clock("D05", "case_opened", "plan_agreed", 30, False, False, "O286", False),
    Clock("D06", "plan_agreed", "monitored", 30, False, True, "SUNRISE", True, 0, 3),
    Clock("D07", "plan_agreed", "monitored", 7, False, True, "P", False, 4, 4),
    Clock("D08", "plan_agreed", "reviewed", 3, True, True, "O286", False),
    Clock("D09", "abroad", "visited", 2, True, True, "HG691", True),
    Clock("D10", "abroad", "visited", 6, True, True, "HG691", True),
    Clock("D11", "referral_sent", "referral_acknowledged", 7, False, False, "P", False),
    Clock("D12", "closed", "visited", 3, True, False, "O288", False),
)


def after(days: int) -> date:
    """A day counted from the start of the story."""
    return DAY + timedelta(days=days)


def found(code: str, severity: int, *, on: int = 0, until: int | None = None, domain: str = "family",
          course: tuple[tuple[int, int], ...] = (), person: UUID | None = CHILD) -> Found:
    """A finding, its days counted from the start of the story."""
    turns = tuple((after(day), level) for day, level in course) or ((after(on), severity),)
    return Found(code, domain, person, after(on), turns, None if until is None else after(until))


def story(**parts: list) -> History:
    """A household enrolled on the first day."""
    return History(household=HOME, commune_id=20616, enrolled_on=DAY, **parts)


def span(name: str, since: int, until: int | None = None, reason: str = "") -> Span:
    """A case or plan."""
    return Span(uuid5(HOME, name), after(since), None if until is None else after(until), reason)


def home_visits(*days: int) -> list[Met]:
    """Visits at home."""
    return [Met(after(day), "home") for day in days]
