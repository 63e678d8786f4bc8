"""Three years of one household, told as acts: the census, what was found, what was done, what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from vatra.base.ids import derived_uuid
from vatra.care.queries import Opened, Package, propose
from vatra.demo.acts import HERE, Act
from vatra.demo.answers import Having, interview
from vatra.demo.county import STAFF
from vatra.demo.families import Family, Member
from vatra.demo.names import names

QUESTIONNAIRE = "household"
APART = frozenset({"S03", "S04", "W12", "W20"})  # told by themselves, not as services of a plan
SOMETIMES_UNASKED = ("c_vacc", "c_dev", "c_mental", "c_sen", "c_smoke", "c_offence", "a_alcohol", "a_mental")
LAWFUL = ("moved", "refused", "transferred")
REPLIES = (("helped", 45), ("partly", 16), ("no_provider", 18), ("waiting_list", 10), ("refused", 5))
ABROAD = frozenset({"FA01", "FA02"})
PLAN_DAYS = 360


@dataclass(slots=True)
class Storyteller:
    """What a story needs to know of the world: the days, the method's package, the providers."""

    rng: Random
    first: date
    last: date
    package: Callable[[date], Package]
    providers: Sequence[str] = ()  # codes, the nearest first
    team: frozenset[str] = frozenset({"social_worker"})  # the roles somebody holds there


@dataclass(slots=True)
class Story:
    """The acts of one household, each told once and in order."""

    teller: Storyteller
    family: Family
    troubles: list[Having]
    lesson: str = ""  # what a newcomer should meet among the questions to settle: see `making.LESSONS`
    acts: list[Act] = field(default_factory=list)
    ended: bool = False

    def tell(self, kind: str, on: date, payload: dict[str, Any], role: str = "social_worker",
             person: UUID | None = None) -> Act | None:
        """One more act, unless its day has not come or the household has gone."""
        if on > self.teller.last or self.ended:
            return None
        uuid = derived_uuid(self.family.uuid, "act", len(self.acts))
        act = Act(uuid, kind, self.family.uuid, on, role, person, payload)
        self.acts.append(act)
        return act

    def enrol(self, on: date) -> None:
        """The household is written down for the first time."""
        self.tell("enrol_household", on, {
            "village": self.family.village, "address": self.family.address,
            "members": [
                {
                    "uuid": str(one.uuid), "surname": one.surname, "given_name": one.given_name, "sex": one.sex,
                    "born": one.born_on.isoformat(), "relation": one.relation, "is_head": one.is_head,
                    "ethnicity": self.family.ethnicity,
                }
                for one in self.family.members
            ],
        })

    def ask(self, on: date, turn: str, role: str = "social_worker") -> None:
        """An interview, with the answers of that day; who was born since is written down first."""
        self._births(on)
        self._start_school(on)
        house, members = interview(self.family, self.troubles, on)
        rng = self.teller.rng
        if turn == "census":
            self._leave_some_unasked(members)
        started = datetime.combine(on, time(rng.randrange(8, 16), rng.randrange(60)), HERE)
        minutes = 12 + 6 * len(members) + rng.randrange(8)
        self.tell("record_interview", on, {
            "questionnaire": QUESTIONNAIRE, "questionnaire_version": "", "round": turn,
            "started_at": started.isoformat(), "ended_at": (started + timedelta(minutes=minutes)).isoformat(),
            "household": house, "members": members,
        }, role)

    def _leave_some_unasked(self, members: list[dict[str, Any]]) -> None:
        """At the first interview not everything gets an answer: it stands under “still to ask”."""
        for member in members:
            if self.chance(0.06):
                fact = self.teller.rng.choice(SOMETIMES_UNASKED)
                if member["facts"].get(fact) in ("none", "ok", "complete", False):
                    del member["facts"][fact]

    def _births(self, on: date) -> None:
        for one in self.troubles:
            if one.until and one.until <= on and not one.over:
                for other in self.troubles:
                    if other is one or other.trouble.code == "LO03":  # the house was mended before the child came
                        other.over, other.over_on = True, other.over_on or one.until
                mother = next(m for m in self.family.members if m.uuid == one.person)
                sex = self.teller.rng.choice("fm")
                given = names().given(self.teller.rng, sex, young=True)
                uuid = derived_uuid(one.person, "born")
                child = Member(uuid, mother.surname, given, sex, one.until, "child", "child")
                self.family.members.append(child)
                self.tell("record_birth", one.until, {
                    "uuid": str(child.uuid), "surname": child.surname, "given_name": given, "sex": sex,
                    "born": one.until.isoformat(), "relation": "child",
                }, person=child.uuid)

    def _start_school(self, on: date) -> None:
        """Who was in no kindergarten goes to school at six."""
        ages = {one.uuid: one.months(on) for one in self.family.members}
        for one in self.troubles:
            if one.trouble.code == "ED01" and not one.over and one.person and ages[one.person] >= 6 * 12:
                one.over, one.over_on = True, on

    def contradict(self, on: date) -> None:
        """The nurse, there on the same day, hears of hunger what the social worker did not."""
        self.tell("record_interview", on, {
            "questionnaire": QUESTIONNAIRE, "questionnaire_version": "", "round": "census",
            "household": {"h_food_short": 1}, "members": [],
        }, "community_nurse")

    def open_findings(self) -> list[Opened]:
        """What the method will have found, as the story knows it."""
        return [Opened(one.trouble.code, one.trouble.severity, one.person) for one in self.troubles
                if not one.over and one.trouble.code]

    def severity(self) -> int:
        """The gravest of what is still there."""
        return max((one.trouble.severity for one in self.troubles if not one.over), default=0)

    def chance(self, share: float) -> bool:
        """Whether something that happens this often happens."""
        return self.teller.rng.random() < share

    def after(self, on: date, least: int, most: int) -> date:
        """A day some days on."""
        return on + timedelta(days=self.teller.rng.randint(least, most))


def tell_other(story: Story, surveyed_on: date) -> list[Act]:
    """A household in which nothing grave is found: the census, and its yearly renewal."""
    story.enrol(surveyed_on)
    story.ask(surveyed_on, "census", _asker(story))
    on = _a_year_after(story, surveyed_on)
    while on <= story.teller.last:
        story.ask(on, "renewal", _asker(story))
        on = _a_year_after(story, on)
    return story.acts


def _a_year_after(story: Story, on: date) -> date:
    """The day of the next renewal: within the year, or some weeks late."""
    return story.after(on, 300, 363) if story.chance(0.93) else story.after(on, 369, 450)


def tell_vulnerable(story: Story, surveyed_on: date, noticed_on: date) -> list[Act]:
    """A vulnerable household: found at the census, or (noticed later) when it was asked again."""
    story.enrol(surveyed_on)
    if noticed_on > surveyed_on:
        later, story.troubles = story.troubles, []
        story.ask(surveyed_on, "census", _asker(story))
        story.troubles = later
    story.ask(noticed_on, "census" if noticed_on == surveyed_on else "renewal", _asker(story))
    if story.lesson == "contradiction":
        story.contradict(noticed_on)
    on = _looked_at(story, noticed_on)
    if story.severity() >= 3 or story.chance(0.55):
        on = _casework(story, on)
    while (on := _a_year_after(story, on)) <= story.teller.last:
        _overcome(story, 0.6, on)
        story.ask(on, "renewal", _asker(story))
    _visits_for_those_left(story, noticed_on)
    story.acts.sort(key=lambda act: act.on)
    return story.acts


def _visits_for_those_left(story: Story, on: date) -> None:
    """Children with a parent abroad are seen every two months for half a year, then twice a year."""
    away = [one for one in story.troubles if one.trouble.code in ABROAD]
    seldom = on + timedelta(days=183)
    until = max((one.over_on or story.teller.last for one in away), default=on)
    while (on := story.after(on, *((44, 60) if on < seldom else (140, 181)))) < until:
        story.tell("record_visit", on if story.chance(0.9) else story.after(on, 5, 30),
                   {"kind": "home", "purpose": "W08", "minutes": 35})


def _asker(story: Story) -> str:
    return "social_worker" if story.chance(0.75) else "community_nurse"


def _looked_at(story: Story, on: date) -> date:
    """The visit within 72 hours, the report of an emergency, the worker's judgement."""
    grave = story.severity()
    seen_on = on
    if grave == 4 and story.chance(0.96):
        story.tell("record_delivery", story.after(on, 0, 1), {
            "service": "W12", "codes": [f.code for f in story.open_findings() if f.severity == 4], "outcome": "done",
            "minutes": 40,
        })
    if grave >= 3:
        seen_on = story.after(on, 0, 3) if story.chance(0.9) else story.after(on, 4, 14)
        story.tell("record_visit", seen_on, {"kind": "home", "purpose": "S03", "minutes": 60})
    for one in story.troubles:
        if one.trouble.severity < 2:
            continue
        intimate = story.teller.package(on).domains[one.trouble.code] == "health_detail"
        by = "community_nurse" if intimate else "social_worker"
        if by in story.teller.team and story.chance(0.5):
            story.tell("agree_need", seen_on, {"code": one.trouble.code}, by, person=one.person)
    return seen_on


def _casework(story: Story, on: date) -> date:
    """A case from its opening to its end, or to this day; gives the last day told."""
    opened_on = story.after(on, 0, 4 if story.severity() >= 3 else 30)
    story.tell("open_case", opened_on, {"registered_on": on.isoformat()})
    if story.chance(0.92):
        assessed_on = story.after(opened_on, 2, 14)
        story.tell("record_delivery", assessed_on, {"service": "S04", "outcome": "done", "minutes": 90})
    agreed_on = story.after(opened_on, 15, 29) if story.chance(0.87) else story.after(opened_on, 31, 55)
    services = _agree(story, agreed_on)
    if not services:
        return opened_on
    ends_on = story.after(agreed_on, 110, 330)
    if story.lesson == "closed too early":
        story.tell("close_case", story.after(agreed_on, 20, 40), {"reason": "objectives_met"})
    acts = sorted((*_deliveries(story, services, agreed_on, ends_on), *_visits(story, agreed_on, ends_on),
                   *_referrals(story, services, agreed_on, ends_on), *_reviews(story, agreed_on, ends_on)),
                  key=lambda told: told[0])
    for day, act in acts:
        if day < ends_on:
            act(day)
    return _end(story, ends_on, agreed_on)


Told = tuple[date, Callable[[date], object]]


def _agree(story: Story, on: date) -> list[dict[str, Any]]:
    """The plan: what the method proposes, as far as a team can promise it."""
    offers = [
        offer for offer in propose(story.teller.package(on), story.open_findings(), on=on)
        if offer.service not in APART and offer.responsible in STAFF
    ]
    promised = [
        {
            "service": offer.service, "person": str(offer.persons[0]) if len(offer.persons) == 1 else None,
            "codes": list(offer.codes), "responsible": offer.responsible,
            "due_on": (offer.due_on or story.after(on, 30, 60)).isoformat(),
        }
        for offer in offers[: story.teller.rng.randint(4, 7)]
    ]
    if promised:
        talkative = any(one.months(on) >= 120 for one in story.family.children(on))
        story.tell("agree_plan", on, {
            "agreed_with": "mama" if story.family.kind != "grandparents" else "bunica", "services": promised,
            "child_opinion": "Copilul a fost ascultat și este de acord." if talkative else "",
        })
    return promised


def _deliveries(story: Story, services: list[dict[str, Any]], agreed_on: date, ends_on: date) -> Iterator[Told]:
    """Each service once, mostly by its day; some not done at first, some refused."""
    for service in services:
        due_on = date.fromisoformat(service["due_on"])
        in_time = max(1, (due_on - agreed_on).days)
        on = story.after(agreed_on, 1, in_time) if story.chance(0.85) else story.after(due_on, 1, 20)
        if story.chance(0.08):
            yield on, _delivering(story, service, "not_done", "Nu am găsit pe nimeni acasă.")
            on = story.after(on, 4, 12)
        if story.chance(0.05):
            yield on, _delivering(story, service, "refused", "Familia nu dorește acest serviciu.")
        else:
            on = on if story.chance(0.985) else story.after(due_on, 20, 70)
            yield min(on, ends_on - timedelta(days=1)), _delivering(story, service, "done", "")


def _delivering(story: Story, service: dict[str, Any], outcome: str, reason: str) -> Callable[[date], object]:
    payload = {key: service[key] for key in ("service", "person", "codes")} | {"outcome": outcome}
    if reason:
        payload["reason"] = reason
    payload["minutes"] = 20 + 5 * story.teller.rng.randrange(9)
    return _telling(story, "record_delivery", payload, service["responsible"])


def _telling(story: Story, kind: str, payload: dict[str, Any], role: str = "social_worker") -> Callable[[date], object]:
    return lambda day: story.tell(kind, day, payload, role)


def _visits(story: Story, agreed_on: date, ends_on: date) -> Iterator[Told]:
    """Monitoring, every 30 days (every 7 in an emergency) as far as a team gets to it."""
    rhythm = (5, 8) if story.severity() == 4 else (22, 31)
    on = story.after(agreed_on, *rhythm)
    while on < min(ends_on, story.teller.last):
        joint = story.chance(0.15)
        minutes = 25 + story.teller.rng.randrange(40)
        payload = {"kind": "joint" if joint else "home", "purpose": "W20", "minutes": minutes}
        yield on, _telling(story, "record_visit", payload)
        on = story.after(on, *(rhythm if story.chance(0.93) else (35, 60)))
        rhythm = (22, 31) if (on - agreed_on).days > 45 else rhythm


def _referrals(story: Story, services: list[dict[str, Any]], agreed_on: date, ends_on: date) -> Iterator[Told]:
    """A fifth of the plans send someone on; what comes of it, or that no provider exists."""
    package = story.teller.package(agreed_on)
    offered = [one for one in services if package.services[one["service"]].verb == "refer"]
    for service in offered[:2]:
        if not story.chance(0.5):
            continue
        on = story.after(agreed_on, 2, 20)
        outcome = story.teller.rng.choices([r for r, _ in REPLIES], [w for _, w in REPLIES])[0]
        provider = story.teller.rng.choice(story.teller.providers) if story.teller.providers else ""
        sent: list[UUID] = []
        payload = {**{key: service[key] for key in ("service", "person", "codes")},
                   "institution": "" if outcome == "no_provider" else provider}
        yield on, partial(_send, story, payload, sent)
        replied_on = story.after(on, 3, 21) if story.chance(0.9) else story.after(on, 22, 80)
        yield min(replied_on, ends_on - timedelta(days=1)), partial(_reply, story, outcome, sent)


def _send(story: Story, payload: dict[str, Any], kept: list[UUID], on: date) -> None:
    act = story.tell("send_referral", on, payload)
    if act:
        kept.append(act.uuid)


def _reply(story: Story, outcome: str, kept: list[UUID], on: date) -> None:
    if kept:
        story.tell("record_referral_outcome", on, {"referral": str(kept[0]), "outcome": outcome})


def _reviews(story: Story, agreed_on: date, ends_on: date) -> Iterator[Told]:
    """The questions asked again about every three months, and what has been overcome by then."""
    on = story.after(agreed_on, 80, 91)
    while on < min(ends_on - timedelta(days=20), story.teller.last):
        yield on, partial(_review, story)
        on = story.after(on, 80, 96)


def _review(story: Story, on: date) -> None:
    _overcome(story, 0.4, on)
    story.ask(on, "review")


def _overcome(story: Story, share: float, on: date) -> None:
    """Some troubles end: each as often as its kind does, a share of them by now."""
    for one in story.troubles:
        if not one.over and story.chance(one.trouble.heals * share):
            one.over, one.over_on = True, on


def _end(story: Story, on: date, agreed_on: date) -> date:
    """Asked again; the case ends when nothing grave is left, or for a lawful reason, else it goes on.

    A plan lasts a year at most; then the next one is agreed.
    """
    while on <= story.teller.last:
        _overcome(story, 0.5, on)
        story.ask(on, "end" if story.severity() < 2 else "review")
        closes_on = story.after(on, 0, 10)
        if story.severity() < 2:
            story.tell("close_case", closes_on, {"reason": "objectives_met"})
            again_on = story.after(closes_on, 50, 88) if story.chance(0.92) else story.after(closes_on, 94, 150)
            story.tell("record_visit", again_on, {"kind": "home", "minutes": 30})
            return closes_on
        if story.chance(0.12):
            _end_lawfully(story, closes_on)
            return closes_on
        until = story.after(on, 80, 90)
        told = [*_visits(story, closes_on, until)]
        if (until - agreed_on).days > PLAN_DAYS:
            agreed_on = closes_on
            told += _deliveries(story, _agree(story, agreed_on), agreed_on, until)
        for day, act in sorted(told, key=lambda one: one[0]):
            act(day)
        on = until
    return on


def _end_lawfully(story: Story, on: date) -> None:
    """The help ends although something is left: the family moved, refused, or is in other hands now."""
    reason = story.teller.rng.choice(LAWFUL)
    story.tell("close_case", on, {"reason": reason})
    if reason == "moved":
        story.tell("move_out", on, {"to": "unknown"})
        story.ended = True
