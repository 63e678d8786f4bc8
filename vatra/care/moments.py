"""When what the law counts from happened in a household: the words of deadlines.csv, by day."""

from __future__ import annotations

from datetime import date

from vatra.care.history import History, within

AT_HOME = frozenset({"home", "joint"})
AFTER = frozenset({"monitored", "reviewed", "plan_ended"})  # these lie after the start: an act reviews not its own day


def moments(history: History) -> dict[str, list[date]]:
    """Every moment of the household that can start or meet a clock, as sorted days without repeats."""
    visited = {v.on for v in history.visits if v.kind in AT_HOME}
    done = [(d.service, d.on) for d in history.deliveries if d.kind == "done"]
    interviews = set(history.interviews)
    plans = {p.since for p in history.plans}
    asked_again = {day for day in interviews if within(day, history.plans)}
    in_writing = {d.on for d in history.deliveries if (d.service, d.kind, d.by_call) == ("W12", "done", False)}
    decided = {step.on for step in history.steps if step.kind == "decide_no_case"}
    looked_at = {step.on for step in history.steps if step.kind == "review_case"}
    notified = {on for service, on in done if service == "W12"} | {s.sent_on for s in history.sent}
    opened = {c.since for c in history.cases}
    found = {
        "identity_checked": interviews,  # papers are asked for there
        "surveyed": interviews,
        "signalled": {v.on for v in history.visits if v.service == "S02"} | {s.on for s in history.signals},
        "visited": visited,
        "visited_abroad": visited | {on for service, on in done if service == "W08"},
        "triaged": visited | interviews | notified | opened,
        "notified": notified,
        "notified_in_writing": in_writing | {s.sent_on for s in history.sent},
        "case_opened": opened | decided,  # or the reason why none is
        "assessed": {day for day in interviews if within(day, history.cases)}
        | {on for service, on in done if service == "S04"},
        "plan_agreed": plans,
        "plan_ended": {p.until for p in history.plans if p.until},
        "monitored": {day for day in visited | {on for service, on in done if service in ("W08", "W20")}
                      | {v.on for v in history.visits if v.sheet} if within(day, history.plans)},
        "reviewed": asked_again | looked_at | {day for day in plans if any(p.since < day for p in history.plans)},
        "supervised": set(history.supervised),
        "closed": {c.until for c in history.cases if c.until},
        "referral_acknowledged": {s.acknowledged_on for s in history.sent if s.acknowledged_on},
        "referral_answered": {s.answered_on for s in history.sent if s.answered_on},
    }
    return {word: sorted(days) for word, days in found.items()}
