"""Where the work with a household stands, what comes next and by when: the way-marker, and the steps in words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

if TYPE_CHECKING:
    from vatra.web.screens.opening import Opened

STATES = {
    "registered": lazy("Registered"), "surveyed": lazy("Surveyed"), "signalled": lazy("Signalled"),
    "initial_assessment": lazy("Initial assessment"), "emergency": lazy("Emergency"),
    "to_decide": lazy("To be decided"), "no_case": lazy("No case"), "transferred": lazy("Passed on to DGASPC"),
    "case_opened": lazy("Case opened"), "detailed_assessment": lazy("Detailed assessment"), "plan": lazy("Plan"),
    "approval": lazy("Approval of the plan"), "implementation": lazy("Plan under way"),
    "monitoring": lazy("Monitoring"), "review": lazy("Review"), "closing_asked": lazy("Closing asked for"),
    "closed": lazy("Closed"), "post_monitoring": lazy("Monitoring after closing"), "archived": lazy("Archived"),
}
# What a state asks for: in words, the page of the act, and its word in roles.csv.
ASKED: dict[str, tuple[Any, str, str]] = {
    "registered": (lazy("the first interview, on the tablet"), "", "interview"),
    "surveyed": (lazy("the questionnaire again, on the tablet, within a year"), "", "interview"),
    "signalled": (lazy("the triage of the signal"), "web:signals", "case"),
    "initial_assessment": (lazy("the home visit and the risk sheet"), "web:assess", "case"),
    "emergency": (lazy("DGASPC, 119, 112 or the police are told"), "web:emergency", "deliver"),
    "to_decide": (lazy("a case is opened, or why none is"), "web:open_case", "case"),
    "case_opened": (lazy("the team is named"), "web:team", "case"),
    "detailed_assessment": (lazy("the detailed assessment of the household and each child"), "web:delivery", "deliver"),
    "plan": (lazy("a plan is agreed with the family"), "web:plan", "plan"),
    "approval": (lazy("the mayor's order"), "web:approval", "case"),
    "implementation": (lazy("the first monitoring visit"), "web:monitoring", "visit"),
    "monitoring": (lazy("the next monitoring visit"), "web:monitoring", "visit"),
    "review": (lazy("the review of the case"), "web:review", "case"),
    "closing_asked": (lazy("a second person agrees to the closing"), "web:agree_to_close", "supervise"),
    "post_monitoring": (lazy("a visit, three months after closing at the latest"), "web:visit", "visit"),
}
# What comes before everything else in whatever state, while its deadline is open.
FIRST_OF_ALL = {
    "emergency_report": ASKED["emergency"],
    "emergency_written": (lazy("DGASPC is told in writing, within 24 hours"), "web:emergency", "deliver"),
}
ASSESSED_BY = "S04"  # the service by which the integrated assessment is written down
# The phases that the marker shows, each with its states: a way, not a score.
PHASES: tuple[tuple[Any, frozenset[str]], ...] = (
    (lazy("Survey"), frozenset({"registered", "surveyed", "signalled"})),
    (lazy("Initial assessment"), frozenset({"initial_assessment", "emergency", "to_decide"})),
    (lazy("Detailed assessment"), frozenset({"case_opened", "detailed_assessment"})),
    (lazy("Plan"), frozenset({"plan", "approval"})),
    (lazy("Services and monitoring"), frozenset({"implementation", "monitoring", "review"})),
    (lazy("Closing"), frozenset({"closing_asked", "closed", "post_monitoring", "archived", "no_case", "transferred"})),
)


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of the way; `stands`: before, here or ahead."""

    name: str
    stands: str


@dataclass(frozen=True, slots=True)
class Marker:
    """Where a household stands, since when; what comes next, by when, and the page on which it is done."""

    state: str
    since: date
    next: str
    due_on: date | None
    days_late: int
    address: str
    phases: tuple[Phase, ...]

    @property
    def days_left(self) -> int:
        """Days until it is due."""
        return -self.days_late


def marker(home: Opened, asked: list[Any]) -> Marker | None:
    """The way-marker of a household, from its state and the deadlines that its reader may know."""
    stage = home.stage
    if stage is None:
        return None
    first, due = comes_first(stage.rules, [(one.code, one.due_on) for one in asked])
    said, name, act = FIRST_OF_ALL[first] if first else ASKED.get(stage.state, ("", "", ""))
    place = next(place for place, (_name, states) in enumerate(PHASES) if stage.state in states)
    return Marker(
        state=str(STATES[stage.state]), since=stage.since, next=str(said), due_on=due,
        days_late=(home.me.on - due).days if due else 0, address=_address(home, name, act),
        phases=tuple(
            Phase(str(phase), "here" if at == place else "before" if at < place else "ahead")
            for at, (phase, _states) in enumerate(PHASES)
        ),
    )


def comes_first(rules: Collection[str], asked: Collection[tuple[str, date]]) -> tuple[str, date | None]:
    """What comes before all that a state asks for by these rules, or "", and by when the one or the other is due.

    `asked` are open deadlines: (rule, day). The tablet works out the same: protocol/cases/marker.json.
    """
    first = next((code for code in FIRST_OF_ALL if any(rule == code for rule, _due in asked)), "")
    counted = {first} if first else rules
    return first, min((due for rule, due in asked if rule in counted), default=None)


def _address(home: Opened, name: str, act: str) -> str:
    if not name or not home.may(act) or (act == "supervise" and "violence" not in home.domains):
        return ""
    if name == "web:signals":
        return reverse(name)
    chosen = f"?serviciu={ASSESSED_BY}" if name == "web:delivery" else ""
    return reverse(name, args=[home.uuid]) + chosen
