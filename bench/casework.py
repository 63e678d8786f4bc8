"""Three years of casework in every household that has a case: what a busy team writes down beside the demo's stories.

    VATRA_HOME=… python -m bench.casework

Handed to the register of a filled home like everything else: a planned and a made visit, a service and messages for
each of 36 months, a referral with its outcome each quarter, a signal each year, and a council that meets every month.
A case that was open for less time has its months closer together.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import groupby
from typing import Any
from uuid import UUID

MONTHS = 36
BATCH = 1_500
SERVICE, REFERRED = "W01", "N01"
CASES = 2  # on each agenda
Told = tuple[int, Any]  # an act with its month
OUTCOMES = ("helped", "partly", "refused", "waiting_list")


def main() -> None:
    """Add the casework of every commune; says how many entries that made."""
    import django

    django.setup()
    from django.apps import apps
    from django.utils import timezone

    from vatra.demo.haste import in_haste
    from vatra.demo.workers import worker_of

    on, made = timezone.localdate(), 0
    cases: dict[int, list[Any]] = {}
    for case in apps.get_model("care", "Case").objects.select_related("household").order_by("id"):
        cases.setdefault(case.household.commune_id, []).append(case)
    with in_haste():
        for commune, several in cases.items():
            team = _team(commune)
            told = [act for case in several for act in _story(case, on)]
            told += _meetings(commune, [case.household_id for case in several if case.closed_on is None], on)
            made += _hand_in(told, worker_of(team), commune, on)
    sys.stdout.write(f"{made} entries\n")


def _team(commune: int) -> dict[str, list[Any]]:
    from django.apps import apps

    found: dict[str, list[Any]] = {}
    for held in apps.get_model("access", "RoleHeld").objects.filter(commune=commune).select_related("worker"):
        found.setdefault(held.role, []).append(held.worker)
    return found


def _story(case: Any, on: date) -> Iterator[Told]:
    """The acts of a household, each with its month."""
    home, until = case.household_id, (case.closed_on or on) - timedelta(days=3)
    days = max(0, (until - case.opened_on).days)
    for month in range(MONTHS):
        begun = case.opened_on + timedelta(days=days * month // MONTHS)
        day = begun + timedelta(days=2)
        tell = partial(_told, month, case.uuid, home, day)
        yield _told(month, case.uuid, home, begun, "plan_visit", {"day": day.isoformat(), "note": "după ora 14"})
        yield tell("record_visit", {"kind": "home", "purpose": "W20", "minutes": 35})
        yield tell("record_delivery", {"service": SERVICE, "outcome": "done", "minutes": 25})
        yield tell("write_message", {"text": f"A fost bine în luna a {month + 1}-a. Mergem din nou."},
                   role=("social_worker", "community_nurse")[month % 2])
        if month % 3 == 0:
            sent = tell("send_referral", {"service": REFERRED, "institution": ""})
            yield sent
            yield tell("record_referral_outcome", {"referral": str(sent[1].uuid),
                                                   "outcome": OUTCOMES[month // 3 % len(OUTCOMES)]})
        if month % 12 == 0:
            signal = tell("record_signal", {"source": "report", "noticed_at": sent[1].at.isoformat(),
                                            "about": "O vecină a spus că plâng."})
            yield signal
            yield tell("triage_signal", {"signal": str(signal[1].uuid), "decision": "visit"})


def _meetings(commune: int, homes: list[UUID], on: date) -> Iterator[Told]:
    """The council of the commune, every month: a matter and two cases, each discussed and decided."""
    from vatra.community import queries as community

    council = community.council_of(commune)
    if council is None:
        return
    members = [str(one.uuid) for one in community.members_of(commune)]
    first = council.decided_on + timedelta(days=20)
    for month in range(MONTHS):
        day = first + (on - first) * month // MONTHS
        tell = partial(_told, month, council.uuid, None, day)
        called = tell("call_meeting", {"council": str(council.uuid), "day": day.isoformat(), "hour": "16:00",
                                       "place": "primărie"})
        meeting = {"meeting": str(called[1].uuid)}
        yield called
        first_case = month * CASES % max(1, len(homes))
        about = [{"sort": "community", "title": "Drumul la școală"}] + [
            {"sort": "case", "title": "Un caz care stă pe loc", "why": "Nu este furnizor.", "household": str(home)}
            for home in homes[first_case : first_case + CASES]]
        items = [tell("put_on_agenda", {**meeting, **said, "need": "Se caută ajutor."}, str(number))
                 for number, said in enumerate(about)]
        yield from items
        yield tell("hold_meeting", {**meeting, "present": members[:5], "begun": "16:00", "ended": "17:30",
                                    "chair": members[0]})
        for (_month, item), said in zip(items, about, strict=True):
            named = {**meeting, "item": str(item.uuid)} | (
                {"household": said["household"]} if "household" in said else {})
            yield tell("record_discussion", {**named, "words": "S-a vorbit."}, str(item.uuid))
            yield tell("decide", {**named, "words": "Se caută cine poate ajuta.", "institution": "Primăria",
                                  "due_on": (day + timedelta(days=45)).isoformat()}, str(item.uuid))


def _told(month: int, of: UUID, home: UUID | None, on: date, kind: str, payload: dict[str, Any], name: str = "", *,
          role: str = "social_worker") -> Told:
    from vatra.base.ids import derived_uuid
    from vatra.demo.acts import Act

    return month, Act(derived_uuid(of, "casework", month, kind, name), kind, home, on, role, payload=payload)


def _hand_in(told: Iterable[Told], worker_of: Any, commune: int, on: date) -> int:
    """Month by month, one kind of one worker after the other; nothing may be refused or left to settle."""
    from vatra.care.queries import package_on
    from vatra.register.entries import receive

    order, version, made = {}, package_on(on).version, 0
    rows = [(month, act.kind, worker_of(act), act) for month, act in told]
    for month, kind, *_rest in rows:
        order.setdefault((month, kind), len(order))
    rows.sort(key=lambda row: (row[0], order[row[0], row[1]], row[2].pk))
    for (_month, _kind, worker), run in groupby(rows, key=lambda row: (row[0], row[1], row[2])):
        acts = [row[3] for row in run]
        for start in range(0, len(acts), BATCH):
            part = acts[start : start + BATCH]
            drafts = [act.draft(commune, version) for act in part]
            for receipt in receive(drafts, by=worker, at=max(one.at for one in drafts) + timedelta(hours=1)):
                if receipt.outcome not in ("received", "duplicate"):
                    raise SystemExit(f"not taken in: {receipt.outcome} {receipt.reason}")
            made += len(part)
    return made


if __name__ == "__main__":
    main()
