"""The council of each local authority: founded, its meetings of two years, decisions done, carried over and open.

It is told after the stories and by a chance of its own, and sent after them: a case on an agenda is of a household that
the register has by then. Nothing of the stories changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from vatra.base.days import add_months
from vatra.base.ids import derived_uuid
from vatra.demo.acts import Act
from vatra.demo.names import names

LEAVE = ("move_out", "move_in", "record_death", "merge_households")
MEETINGS = 8  # one each quarter, the last of them still to come
TERM_YEARS = 4
MOST_AWAY = 3  # of seven seats: there is always a quorum
SEATS = ("priest", "teacher", "doctor", "police", "councillor", "business", "teacher")
MATTERS = (  # what the community speaks of, what it decides, and who does it
    ("Drumul la școală iarna", "Se cere un microbuz și pe ulița de peste vale.", "councillor"),
    ("Apa de la fântânile publice", "Se cere analiza apei și se spune tuturor rezultatul.", "doctor"),
    ("Copiii care lipsesc mult de la ore", "Se vorbește cu părinții la ședința de la școală.", "teacher"),
    ("Haine și lemne pentru iarnă", "Se strâng haine și lemne după slujbă.", "priest"),
    ("Muncă de sezon pentru părinți", "Se întreabă patronii din zonă cine angajează.", "business"),
)
CASES = (
    ("Un caz care stă pe loc", "Familia nu are cu ce drum să ajungă la servicii.",
     "Se caută cine poate duce familia cu mașina.", "business"),
    ("Un caz fără furnizor", "Nu s-a găsit niciun furnizor în apropiere.",
     "Se cere ajutorul unui furnizor din oraș.", ""),
)

Spoken = tuple[UUID, str | None, str, str]  # an item, whose case it is, what was decided, by whom it is done


@dataclass(slots=True)
class Telling:
    """A council being told: what happened, its members by quality, the tasks that are still open."""

    seed: str
    rng: Random
    acts: list[Act] = field(default_factory=list)
    members: list[tuple[UUID, str]] = field(default_factory=list)
    open: list[UUID] = field(default_factory=list)

    def tell(self, kind: str, on: date, *name: object, **payload: Any) -> UUID:
        """One act more; gives its uuid."""
        uuid = derived_uuid(self.seed, "council", kind, *name)
        self.acts.append(Act(uuid, kind, None, on, payload=payload))
        return uuid

    def seat_of(self, quality: str) -> str:
        """A member of a quality."""
        return str(next(uuid for uuid, sits in self.members if sits == quality))


def council(told: Sequence[list[Act]], *, seed: str, last: date, member: Any | None) -> list[Act]:
    """Everything that happened in one council until a day; `member`: who of it has an account."""
    telling = Telling(seed, Random(f"{seed}/council"))
    founded_on = add_months(last, -3 * MEETINGS)
    number = f"HCL {telling.rng.randint(8, 60)}/{founded_on.year}"
    here = telling.tell("found_council", founded_on, decision=number, decided_by="local_council", rhythm="quarterly",
                        decided_on=(founded_on - timedelta(days=5)).isoformat())
    _seat(telling, here, number, founded_on, member)
    cases = _cases(told, telling.rng)
    for place in range(MEETINGS):
        day = last + timedelta(days=9) - timedelta(days=91 * (MEETINGS - 1 - place))
        _meet(telling, here, place, day, last, next(cases, None))
    return telling.acts


def _seat(telling: Telling, here: UUID, number: str, on: date, account: Any | None) -> None:
    for place, quality in enumerate(SEATS):
        rng = telling.rng
        name = f"{names().given(rng, rng.choice('fm'), young=False)} {names().surname(rng)}"
        payload = {"name": name, "quality": quality}
        if place == 0 and account is not None:
            payload = {"name": account.full_name, "quality": quality, "worker": str(account.uuid)}
        uuid = telling.tell("appoint_member", on, place, council=str(here), decision=number, since=on.isoformat(),
                            until=on.replace(year=on.year + TERM_YEARS, day=min(on.day, 28)).isoformat(), **payload)
        telling.members.append((uuid, quality))


def _cases(told: Sequence[list[Act]], rng: Random) -> Iterator[tuple[UUID, date]]:
    """Households with a case that stay here, each with the day from which it is open."""
    known = [
        (act.household, act.on) for story in told for act in story
        if act.kind == "open_case" and act.household and not any(other.kind in LEAVE for other in story)
    ]
    yield from sorted(rng.sample(known, min(MEETINGS, len(known))), key=lambda one: one[1])


def _meet(
    telling: Telling, here: UUID, place: int, day: date, last: date, case: tuple[UUID, date] | None
) -> None:
    """One meeting: called, its agenda, and when its day has come who was there, what was said and decided."""
    called_on = day - timedelta(days=14)
    meeting = str(telling.tell("call_meeting", called_on, place, council=str(here), day=day.isoformat(), hour="17:00",
                               place="sala de ședințe a primăriei"))
    title, decided, quality = MATTERS[place % len(MATTERS)]
    item = telling.tell("put_on_agenda", called_on, place, "matter", meeting=meeting, sort="community", title=title,
                        need="Să se hotărască ce face comunitatea.")
    items: list[Spoken] = [(item, None, decided, quality)]
    if case is not None and case[1] <= called_on:
        title, why, decided, quality = CASES[place % len(CASES)]
        item = telling.tell("put_on_agenda", called_on, place, "case", meeting=meeting, sort="case", title=title,
                            why=why, need="Să se găsească cine poate ajuta.", household=str(case[0]))
        items.append((item, str(case[0]), decided, quality))
    if day <= last:
        _hold(telling, meeting, place, day, items)


def _hold(telling: Telling, meeting: str, place: int, day: date, items: list[Spoken]) -> None:
    rng = telling.rng
    away = rng.sample(range(len(telling.members)), rng.randint(0, MOST_AWAY))
    present = [str(uuid) for seat, (uuid, _quality) in enumerate(telling.members) if seat not in away]
    telling.tell("hold_meeting", day, place, meeting=meeting, present=present, begun="17:00", ended="18:30",
                 chair=present[0])
    for task in list(telling.open):
        _report(telling, meeting, task, place, day)
    for item, household, decided, quality in items:
        named = {"item": str(item), "meeting": meeting} | ({"household": household} if household else {})
        telling.tell("record_discussion", day, item, words="S-a vorbit despre ce se poate face și cu cine.", **named)
        owner = {"member": telling.seat_of(quality)} if quality else {"institution": "Primăria"}
        due_on = (day + timedelta(days=rng.choice((30, 60, 120)))).isoformat()
        telling.open.append(telling.tell("decide", day, item, words=decided, due_on=due_on, **owner, **named))


def _report(telling: Telling, meeting: str, task: UUID, place: int, day: date) -> None:
    """Most tasks are done by the next meeting, some are carried over, few closed undone."""
    named: dict[str, Any] = {"task": str(task), "meeting": meeting}
    about = next(act for act in telling.acts if act.uuid == task).payload.get("household")
    named |= {"household": about} if about else {}
    drawn = telling.rng.random()
    if drawn < 0.7:
        telling.tell("report_task", day, task, place, outcome="done", **named)
    elif drawn < 0.9:
        due_on = (day + timedelta(days=60)).isoformat()
        telling.tell("report_task", day, task, place, outcome="carried_over", due_on=due_on, **named)
        return
    else:
        telling.tell("report_task", day, task, place, outcome="not_done", note="Nu s-a găsit nimeni.", **named)
    telling.open.remove(task)
