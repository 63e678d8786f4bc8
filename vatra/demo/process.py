"""The steps of the process in the stories: sheets, teams, approvals, reviews, closings by two, and a case reopened.

They are put into the finished stories by a chance of their own, so that nothing that was told before changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from vatra.base.ids import derived_uuid
from vatra.demo.acts import Act
from vatra.places import queries as places

LEAVE = ("move_out", "move_in", "record_death")
SEEN = {
    "high": ("Copilul este speriat și nu vrea să vorbească de față cu tatăl.", "risk"),
    "medium": ("Casa este rece, copiii poartă haine subțiri; mama caută de lucru.", "housing"),
    "low": ("Familia se descurcă acum, cu sprijinul bunicii.", "economic"),
}
OBJECTIVES = ("Copilul merge zilnic la școală.", "Copiii sunt înscriși la medicul de familie.",
              "Familia primește drepturile la care are dreptul.", "În casă nu se mai ridică mâna la nimeni.")
CHANGED = ("Nu s-a schimbat nimic de data trecută.", "Mama a depus dosarul la primărie.",
           "Tatăl a început să lucreze cu ziua.", "Au reparat soba; în cameră este cald.")
CHILD = ("Merge la școală și spune că îi place.", "Este sănătos, mănâncă la cantină.",
         "Este retras; consilierul vorbește cu el.")
OPINIONS = (("Vreau să merg mai departe la școală.", "Ne ajută că vine cineva și întreabă de noi."),
            ("Îmi place la centrul de zi.", "Mai avem nevoie de ajutor cu dosarul."),
            ("Mi-e dor de tata.", "Suntem mulțumiți; ne descurcăm mai bine."))  # a child's and its family's
UNTIL_REOPENED = timedelta(days=150)
Beginning = Callable[[Act, date, Random], list[Act]]


def with_steps(told: Sequence[list[Act]], *, seed: str, last: date) -> None:
    """Put the steps of the process into the stories of one local authority, none after the last day."""
    rng = Random(f"{seed}/process")
    for story in told:
        if any(act.kind == "open_case" for act in story):
            story[:] = sorted(_told(story, rng, last), key=lambda act: act.on)
    _one_in_each_state(told, last)
    _reopened(told, last)
    _leaving(told, last)


def _told(story: list[Act], rng: Random, last: date) -> Iterator[Act]:
    grave = any(act.payload.get("purpose") == "S03" for act in story)
    planned = False
    for act in story:
        made = list(_around(act, rng, grave=grave, planned=planned))
        planned = planned or act.kind == "agree_plan"
        yield from (one for one in made if one.on <= last)


def _around(act: Act, rng: Random, *, grave: bool, planned: bool) -> Iterator[Act]:
    """An act as the process tells it, and the step that follows from it."""
    match act.kind, act.payload:
        case "record_visit", {"purpose": "S03"}:
            act.kind, act.payload = "record_initial_assessment", _sheet(rng, "high" if rng.random() < 0.4 else "medium")
            yield act
        case "record_visit", {"purpose": "W20"} if rng.random() < 0.3:
            act.payload |= {"monitoring": {"services": [], "changed": rng.choice(CHANGED), "child": rng.choice(CHILD)}}
            yield act
        case "record_delivery", {"service": "W12"}:
            act.payload |= {"report": {"told": "dgaspc", "told_at": act.at.isoformat(), "in_writing": True,
                                       "number": str(rng.randrange(100, 9000)), "whom": "ofițerul de serviciu"}}
            yield act
        case "open_case", _:
            yield act
            yield _after(act, "name_team", rng.randint(0, 2), {"members": []})
        case "agree_plan", _:
            act.payload |= {"objectives": [{"what": one} for one in rng.sample(OBJECTIVES, 2)]}
            yield act
            signed = act.on + timedelta(days=rng.randint(1, 6))
            yield _after(act, "approve_plan", (signed - act.on).days, {
                "plan": str(act.uuid), "number": str(rng.randrange(20, 900)), "signed_on": signed.isoformat()})
        case "record_interview", {"round": "review" | "end"} if planned:
            yield act
            child, family = OPINIONS[act.on.toordinal() % len(OPINIONS)]
            yield _after(act, "review_case", 0, {
                "words": rng.choice(CHANGED), "decision": "close" if act.payload["round"] == "end" else "go_on",
                "child_opinion": child, "family_opinion": family})
        case "close_case", _ if grave and planned:
            yield from _by_two(act, rng)
        case _:
            yield act


def _by_two(act: Act, rng: Random) -> Iterator[Act]:
    """The lead asks, the head of the service agrees; at once when the family moves that day."""
    act.kind = "ask_to_close"
    act.payload |= {"results": "Obiectivele planului au fost urmărite cu familia.",
                    "after": "O vizită în trei luni, făcută de asistentul social."}
    yield act
    waits = 0 if act.payload["reason"] == "moved" else rng.randint(1, 5)
    yield _after(act, "agree_to_close", waits, {"closing": str(act.uuid), "agreed": True}, role="head")


def _after(act: Act, kind: str, days: int, payload: dict[str, Any], role: str = "social_worker") -> Act:
    return Act(derived_uuid(act.uuid, kind), kind, act.household, act.on + timedelta(days=days), role, None, payload)


def _sheet(rng: Random, risk: str) -> dict[str, Any]:
    words, domain = SEEN[risk]
    return {
        "risk": risk, "child_seen": "yes", "safe_tonight": True, "words": words, "minutes": 45 + 5 * rng.randrange(6),
        "signs": [{"domain": one, "seen": "yes" if one == domain else "no"}
                  for one in ("economic", "social", "health", "education", "housing", "risk")],
    }


def _one_in_each_state(told: Sequence[list[Act]], last: date) -> None:
    """Quiet families about whom somebody worried lately, so that a newcomer meets a household in every state."""
    rng = Random(str(last))
    quiet = [story for story in told if story and story[0].household and story[-1].on < last - timedelta(days=220)
             and not any(act.kind in ("open_case", *LEAVE) for act in story)]
    beginnings: tuple[Beginning, ...] = (
        _emergency, _to_decide, _no_case, _transferred, _assessing, _planning, _forgotten,
    )
    for story, told_on in zip(quiet, beginnings, strict=False):
        story += told_on(story[0], last, rng)


def _looked(first: Act, on: date, risk: str, rng: Random) -> Act:
    return Act(derived_uuid(first.household, "looked"), "record_initial_assessment", first.household, on,
               payload=_sheet(rng, risk))


def _emergency(first: Act, last: date, _rng: Random) -> list[Act]:
    signal = Act(derived_uuid(first.household, "told"), "record_signal", first.household, last)
    signal.payload = {"source": "hotline_119", "noticed_at": signal.at.isoformat(),
                      "words": "La 119 s-a spus că un copil este încuiat singur în casă."}
    return [signal, _after(signal, "triage_signal", 0, {"signal": str(signal.uuid), "decision": "emergency"})]


def _to_decide(first: Act, last: date, rng: Random) -> list[Act]:
    return [_looked(first, last - timedelta(days=1), "medium", rng)]


def _no_case(first: Act, last: date, rng: Random) -> list[Act]:
    seen = _looked(first, last - timedelta(days=12), "low", rng)
    return [seen, _after(seen, "decide_no_case", 1, {
        "decision": "no_case", "reason": "Familia știe ce drepturi are și unde să ceară ajutor."})]


def _transferred(first: Act, last: date, rng: Random) -> list[Act]:
    seen = _looked(first, last - timedelta(days=12), "high", rng)
    return [seen, _after(seen, "decide_no_case", 1, {
        "decision": "transferred", "to": "DGASPC Bacău",
        "reason": "Copilul nu poate rămâne acasă; DGASPC preia evaluarea."})]


def _assessing(first: Act, last: date, rng: Random, on: int = 8) -> list[Act]:
    seen = _looked(first, last - timedelta(days=on), "medium", rng)
    return [seen, _after(seen, "open_case", 0, {}), _after(seen, "name_team", 1, {"members": []})]


def _planning(first: Act, last: date, rng: Random, on: int = 18) -> list[Act]:
    begun = _assessing(first, last, rng, on)
    return [*begun, _after(begun[0], "record_delivery", 10, {"service": "S04", "outcome": "done", "minutes": 80})]


def _forgotten(first: Act, last: date, rng: Random) -> list[Act]:
    """A plan agreed half a year ago, seen once since, and not reviewed."""
    begun = _planning(first, last, rng, 200)
    agreed = _after(begun[0], "agree_plan", 20, {"agreed_with": "mama", "child_not_heard": "Copilul are un an.",
                    "objectives": [{"what": OBJECTIVES[1]}], "services": [{
                        "service": "W10", "due_on": str(last - timedelta(days=150)), "responsible": "social_worker"}]})
    return [*begun, agreed,
            _after(agreed, "approve_plan", 3, {"number": "88", "signed_on": str(agreed.on + timedelta(days=2))}),
            _after(agreed, "record_visit", 30, {"kind": "home", "purpose": "W20", "minutes": 40})]


def _reopened(told: Sequence[list[Act]], last: date) -> None:
    """A family whose case was closed long ago asks for help again."""
    for story in told:
        opened = [act for act in story if act.kind == "open_case"]
        ended = [act for act in story if act.kind in ("close_case", "agree_to_close")]
        if (len(opened) == 1 and ended and story[-1].on < last - timedelta(days=30)
                and ended[-1].on < last - UNTIL_REOPENED and not any(act.kind in LEAVE for act in story)):
            story.append(_after(opened[0], "open_case", (last - timedelta(days=9) - opened[0].on).days, {
                "reopens": str(opened[0].uuid), "why": "Mama a cerut din nou ajutor: tatăl a rămas fără lucru."}))
            return


def _leaving(told: Sequence[list[Act]], last: date) -> None:
    """Two mothers who will leave: one told in time and has the court's decision, of the other the team only heard."""
    staying = [story for story in told if story and not any(act.kind in LEAVE for act in story)
               and story[0].kind == "enrol_household"]
    for place, story in enumerate(staying[3:40:30]):
        head = next(one for one in story[0].payload["members"] if one["is_head"])
        story.append(Act(derived_uuid(story[0].household, "leaving"), "announce_departure", story[0].household,
                         max(last - timedelta(days=6), story[-1].on), payload={
            "parent": head["uuid"], "leaves_on": (last + timedelta(days=50)).isoformat(), "country": "Italia",
            "notified": place == 0, "carer_words": "bunica" if place == 0 else "",
            "delegated_on": last.isoformat() if place == 0 else None}))


def lists_of_schools(commune: int, *, seed: str, last: date) -> list[Act]:
    """Of the schools of the commune most were asked this autumn, the first has answered."""
    year = last.year if last.month >= 10 else last.year - 1
    asked_on = min(date(year, 10, 14), last)
    schools = [near.institution for near in places.institutions_near(commune, "school")
               if near.institution.commune_id == commune]
    asked = [Act(derived_uuid(f"{seed}/asked", school.code), "ask_school", None, asked_on,
                 payload={"school": school.code, "year": year}) for school in schools[:-1] or schools]
    return asked + [
        Act(derived_uuid(f"{seed}/answered", one.uuid), "record_school_list", None,
            min(asked_on + timedelta(days=16), last), payload=one.payload | {"children": 11}) for one in asked[:1]
    ]
