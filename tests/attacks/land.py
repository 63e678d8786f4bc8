"""Three communes of two counties, a worker of every role in one of them, and families with all that can be found.

Made once, through the register's door. Every name of a person is a word that stands nowhere else, so that finding it
in an answer, a log or an address is proof.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from vatra.base.shipped import shipped
from vatra.register.entries import Draft, Receipt, receive

ROOT = UUID("a7a7a7a7-0000-4000-8000-0000000000aa")
HERE, NEAR, FAR = 24801, 25166, 99001  # the first two in county BC, the third in IS
COUNTY_OF = {HERE: "BC", NEAR: "BC", FAR: "IS"}
PASSWORD = "sapte ciori pe gardul vechi"
NAMES = {  # surname, given names: of whom lives where
    HERE: ("Zgrumbaru", ("Oltefania", "Dragomirel", "Vintila", "Sabinuta", "Horodiana", "Pamfilica")),
    NEAR: ("Quastorel", ("Ilieftimia", "Nechiforel")),
    FAR: ("Wygrotanu", ("Eudoxiana", "Teofilactu")),
}
ADDRESSES = {HERE: "Ulita Plopsoreanca 7", NEAR: "Ulita Quintesenta 9", FAR: "Ulita Wolframului 3"}
Row = dict[str, str]


def uuid(name: str) -> UUID:
    """The same uuid for the same name."""
    return uuid5(ROOT, name)


def read(name: str) -> list[Row]:
    """A file of the rulebook."""
    with (Path(shipped("rulebook/romania")) / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def roles() -> dict[str, Row]:
    """roles.csv as it is written, read here apart from the code under attack."""
    return {row["code"]: row for row in read("roles.csv")}


@cache
def vulnerabilities() -> dict[str, Row]:
    """vulnerabilities.csv by code."""
    return {row["code"]: row for row in read("vulnerabilities.csv")}


@cache
def facts() -> dict[str, Row]:
    """facts.csv by code."""
    return {row["code"]: row for row in read("facts.csv")}


def sees(role: str) -> set[str]:
    """The domains a role sees of a case."""
    return set(roles()[role]["sees"].split("|")) - {"aggregates", "statistics", ""}


def does(role: str, act: str) -> bool:
    """Whether a role may do an act."""
    return act in roles()[role]["acts"].split("|")


def model(name: str) -> Any:
    """A model by its label; tests may reach into any room."""
    return apps.get_model(name)


@cache
def _hashed() -> str:
    return make_password(PASSWORD)


def made_places() -> None:
    """Two counties and three communes."""
    for siruta, code, name in ((47, "BC", "Bacău"), (225, "IS", "Iași")):
        model("places.County").objects.create(code=code, siruta=siruta, name=name)
    for siruta, name in ((HERE, "Răcăciuni"), (NEAR, "Sascut"), (FAR, "Deleni")):
        commune = model("places.Commune").objects.create(
            siruta=siruta, name=name, searched=name.lower(), kind="commune", county_id=COUNTY_OF[siruta], urban=False,
            lat=46.33, lon=26.98 + siruta / 1e6, population=7000,
        )
        model("places.Village").objects.create(siruta=siruta + 1, name=f"Satu {siruta}", searched="s", commune=commune)
        model("places.CensusAgeGroup").objects.create(commune=commune, age_from=0, age_until=18, persons=100)
        model("places.Institution").objects.create(
            code=f"centru-{siruta}", kind="provider", name="Centrul de zi", commune=commune, service_code="8891CZ-C-II",
        )


def made_worker(username: str, role: str | None, commune: int | None = HERE, **period: date | None) -> Any:
    """A worker who holds a role where its level says; `since` and `until` bound it."""
    worker = model("access.Worker")(uuid=uuid(username), username=username, full_name=f"Agent {username}",
                                    password=_hashed())
    worker.save()
    if role is not None:
        level = roles()[role]["level"]
        model("access.RoleHeld").objects.create(**{
            "uuid": uuid(f"role/{username}"), "worker": worker, "role": role,
            "commune_id": commune if level == "commune" else None,
            "county_id": COUNTY_OF[commune] if level == "county" else None, "since": date(2020, 1, 1), **period,
        })
    return worker


def made_workers(today: date) -> None:
    """One worker for each role, in the first commune or its county; social workers and nurses of the others."""
    for code in roles():
        made_worker(code, code)
    for commune in (NEAR, FAR):
        made_worker(f"social_worker_{commune}", "social_worker", commune)
    made_worker("no_role", None)
    made_worker("inactive", "social_worker")
    made_worker("ended_yesterday", "social_worker", until=today - timedelta(days=1))
    made_worker("begins_tomorrow", "social_worker", since=today + timedelta(days=1))


def worker(username: str) -> Any:
    """A worker by the name of the account."""
    return model("access.Worker").objects.get(username=username)


def tablet(commune: int) -> UUID:
    """The tablet of a commune's social worker, enrolled when it is first asked for."""
    owner = worker("social_worker" if commune == HERE else f"social_worker_{commune}")
    found, _ = model("access.Device").objects.get_or_create(uuid=uuid(f"tablet{commune}"), defaults={
        "worker": owner, "name": "tableta", "token_digest": f"{commune:064d}", "enrolled_at": timezone.now(),
        "is_tablet": True, "lease_secret": "s", "recovery_secret": "r", "pending": 0,
    })
    return found.uuid


def draft(kind: str, house: UUID | None, payload: dict[str, Any], on: date, *, commune: int = HERE,
          person: UUID | None = None, mark: object = "") -> Draft:
    """An entry; `mark` tells two of the same kind and day apart."""
    return Draft(
        uuid=uuid(f"{kind}/{house}/{person}/{on}/{mark}"), kind=kind, version=1, commune=commune, household=house,
        person=person, payload=payload, on=on,
        at=timezone.make_aware(datetime.combine(on, time())),  # has come, at whatever hour the tests run
    )


def handed_in(drafts: list[Draft], username: str) -> list[Receipt]:
    """Through the door, whatever becomes of them."""
    return receive(drafts, by=worker(username), at=timezone.now())


@dataclass
class House:
    """A household being put together: whom it holds, and what is answered."""

    name: str
    commune: int
    members: list[dict[str, Any]]
    answers: dict[str, dict[str, Any]]
    about: dict[str, Any]

    @property
    def uuid(self) -> UUID:
        """The household's uuid."""
        return uuid(self.name)

    def member(self, born: str, *, sex: str = "f", facts: dict[str, Any] | None = None) -> UUID:
        """One more member; the first heads the household."""
        surname, given = NAMES[self.commune]
        who = uuid(f"{self.name}/{len(self.members)}")
        self.members.append({
            "uuid": str(who), "surname": surname, "given_name": given[len(self.members) % len(given)], "sex": sex,
            "born": born, "relation": "child" if self.members else "head", "is_head": not self.members,
            "cnp": {"state": "none"},
        })
        if facts:
            self.answers[str(who)] = facts
        return who

    def drafts(self, enrolled: date, asked: date) -> list[Draft]:
        """The enrolment and the interview."""
        return [
            draft("enrol_household", self.uuid, {"village": self.commune + 1, "address": ADDRESSES[self.commune],
                                                 "members": self.members}, enrolled, commune=self.commune),
            draft("record_interview", self.uuid, {
                "questionnaire": "household", "household": self.about,
                "members": [{"person": who, "facts": said} for who, said in self.answers.items()],
            }, asked, commune=self.commune),
        ]


def house(name: str, commune: int, today: date) -> House:
    """A household with its head, aged about 40."""
    made = House(name, commune, [], {}, {})
    made.member((today - timedelta(days=40 * 366)).isoformat())
    return made


ENVELOPE = {"id", "kind", "birth_date", "sex"}


def troubled_houses(today: date) -> list[House]:
    """Households in which, taken together, each vulnerability of the rulebook is found, by its own first example."""
    houses: list[House] = []
    for code in vulnerabilities():
        case = next(row for row in read(f"cases/{code}.csv") if row["expect_state"] == "present")
        said, later = json.loads(case["facts"]), today - date.fromisoformat(case["on"])
        about = said.get("household", {})
        there = next((one for one in houses if len(one.members) + len(said["members"]) <= 12
                      and all(one.about.get(fact, value) == value for fact, value in about.items())), None)
        if there is None:
            there = house(f"troubled{len(houses)}", HERE, today)
            houses.append(there)
        there.about |= about
        for one in said["members"]:
            born = date.fromisoformat(one["birth_date"]) + later if one.get("birth_date") else today
            there.member(born.isoformat(), sex=one.get("sex", "f"),
                         facts={fact: value for fact, value in one.items() if fact not in ENVELOPE})
    return houses


def made_land(today: date) -> None:
    """Everything."""
    made_places()
    made_workers(today)
    enrolled, asked = today - timedelta(days=40), today - timedelta(days=10)
    drafts = defaultdict(list)
    for one in troubled_houses(today):
        drafts["social_worker"] += one.drafts(enrolled, asked)
    for commune in (HERE, NEAR, FAR):
        plain = house(f"plain{commune}", commune, today)
        plain.about = {"h_food_short": 2}
        plain.member((today - timedelta(days=9 * 366)).isoformat(), sex="m", facts={
            "c_enrolled": False, "c_ever_enrolled": True, "c_phys": "suspected", "c_chronic": "untreated"})
        by = "social_worker" if commune == HERE else f"social_worker_{commune}"
        drafts[by] += plain.drafts(enrolled, asked)
        drafts[by] += [
            draft("open_case", plain.uuid, {}, today, commune=commune),
            draft("send_referral", plain.uuid, {"service": "S02"}, today, commune=commune),
            draft("record_signal", plain.uuid, {
                "source": "observation", "noticed_at": f"{today}T00:00:00Z", "told_by": "x", "words": "x",
            }, today, commune=commune),
            draft("record_delivery", plain.uuid, {"service": "Z99", "outcome": "done"}, today, commune=commune,
                  mark="to settle"),
        ]
    for by, several in drafts.items():
        handed_in(several, by)
    _worked_on(today)


def referral(house: UUID) -> UUID:
    """The referral of a plain household, for a service that every role may know."""
    return next(one.uuid for one in model("care.Referral").objects.filter(household__uuid=house, service="S02"))


def referral_draft(house: UUID) -> UUID:
    """A referral of a plain household that was written and not sent, when it is first asked for."""
    found = model("care.Referral").objects.filter(household__uuid=house, state="draft").first()
    if found is not None:
        return found.uuid
    commune = model("people.Household").objects.get(uuid=house).commune_id
    made = draft("draft_referral", house, {"service": "S02"}, timezone.localdate(), commune=commune)
    handed_in([made], "social_worker" if commune == HERE else f"social_worker_{commune}")
    return made.uuid


def twice(commune: int) -> UUID:
    """A household of a commune that was written down twice: the record merged away, when it is first asked for."""
    kept, gone = (uuid(f"{name}{commune}") for name in ("kept", "gone"))
    if not model("people.Household").objects.filter(uuid=gone).exists():
        today = timezone.localdate()
        first, second = (house(f"{name}{commune}", commune, today) for name in ("kept", "gone"))
        handed_in([
            one.drafts(today, today)[0] for one in (first, second)
        ] + [draft("merge_households", kept, {"gone": str(gone), "reason": "x", "members": [
            {"kept": first.members[0]["uuid"], "gone": second.members[0]["uuid"]}]}, today, commune=commune)],
            "social_worker" if commune == HERE else f"social_worker_{commune}")
    return gone


def council(commune: int) -> dict[str, UUID]:
    """A member, a meeting with the case of a plain household, and a task of a commune's council, founded when asked."""
    here, member, meeting, item, task = (uuid(f"{what}{commune}") for what in (
        "council", "member", "meeting", "item", "task"))
    if not model("community.Council").objects.filter(commune=commune).exists():
        today, home = timezone.localdate(), str(uuid(f"plain{commune}"))
        said = [
            (here, "found_council", {"decision": "HCL 1", "decided_on": str(today), "decided_by": "mayor"}),
            (member, "appoint_member", {"council": str(here), "name": "Membru", "quality": "priest",
                                        "decision": "HCL 1", "since": str(today)}),
            (meeting, "call_meeting", {"council": str(here), "day": str(today), "hour": "17:00", "place": "sala"}),
            (item, "put_on_agenda", {"meeting": str(meeting), "sort": "case", "title": "Un caz", "household": home}),
            (uuid(f"held{commune}"), "hold_meeting", {"meeting": str(meeting), "present": [str(member)]}),
            (task, "decide", {"meeting": str(meeting), "item": str(item), "household": home, "words": "Se face.",
                              "institution": "Primăria", "due_on": str(today)}),
        ]
        receipts = handed_in([replace(draft(kind, None, payload, today, commune=commune), uuid=own)
                              for own, kind, payload in said],
                             "social_worker" if commune == HERE else f"social_worker_{commune}")
        assert {one.outcome for one in receipts} == {"received"}, [one.reason for one in receipts]
    return {"member": member, "meeting": meeting, "task": task}


def signal(commune: int) -> UUID:
    """The signal about a commune's plain household."""
    return model("care.Signal").objects.get(household__uuid=uuid(f"plain{commune}")).uuid


def opening(commune: int) -> UUID:
    """An exceptional access of a commune's social worker, opened when it is first asked for."""
    from vatra.access import exceptional

    home, owner = uuid(f"plain{commune}"), worker("social_worker" if commune == HERE else f"social_worker_{commune}")
    found = model("access.ExceptionalAccess").objects.filter(household=home).first()
    return found.uuid if found else exceptional.open_exceptionally(
        owner, home, "health_detail", "Copilul trebuie dus la spital acum.", commune=commune,
        lasts=timedelta(hours=1), at=timezone.now(),
    ).uuid


def sample(commune: int) -> UUID:
    """A sample of a commune: its plain household, drawn when it is first asked for."""
    home, by = uuid(f"plain{commune}"), "head" if commune == HERE else f"head_{commune}"
    if commune != HERE and not model("access.Worker").objects.filter(username=by).exists():
        made_worker(by, "head", commune)
    interview = model("assessment.Interview").objects.filter(household__uuid=home).select_related("by").first()
    made = draft("draw_sample", None, {
        "seed": 1, "since": str(interview.on), "until": str(interview.on + timedelta(days=1)), "of_each": 1, "frame": 1,
        "frame_digest": "0" * 64, "drawn": [{"interview": str(interview.uuid), "household": str(home),
                                             "worker": str(interview.by.uuid), "on": str(interview.on)}],
    }, timezone.localdate(), commune=commune, mark=commune)
    if not model("supervision.Sample").objects.filter(uuid=made.uuid).exists():
        handed_in([made], by)
    return made.uuid


def drawn(commune: int) -> UUID:
    """The plain household of a commune as it was drawn."""
    return model("supervision.Drawn").objects.get(sample__uuid=sample(commune)).uuid


def question(commune: int) -> UUID:
    """A question to the method from a commune, put when it is first asked for."""
    made = draft("question_rule", None, {"sort": "missing", "words": "x y z"}, timezone.localdate(), commune=commune,
                 mark=commune)
    if not model("supervision.MethodQuestion").objects.filter(uuid=made.uuid).exists():
        handed_in([made], "social_worker" if commune == HERE else f"social_worker_{commune}")
    return made.uuid


def findings(house: UUID) -> list[Any]:
    """All that was found in a household."""
    from vatra.assessment import queries as assessment

    return assessment.findings_of([house]).get(house, [])


def _worked_on(today: date) -> None:
    """Every finding in the first commune is agreed and planned for, half of them delivered and referred."""
    from vatra.care import queries as care

    every = {fact["domain"] for fact in facts().values()} | {"violence", "health_detail", "general"}
    for number in range(len(troubled_houses(today))):
        home = uuid(f"troubled{number}")
        judged = [(draft("agree_need", home, {"code": one.code}, today, person=one.person, mark=one.code), one.domain)
                  for one in findings(home)]
        for role in ("social_worker", "community_nurse"):
            handed_in([one for one, domain in judged if domain in sees(role)], role)
        proposed = care.proposed_plan(home, every, on=today)
        handed_in([
            draft("open_case", home, {"lead": str(uuid("social_worker"))}, today),
            draft("agree_plan", home, {"agreed_with": "cu mama", "services": [
                {"service": one.service, "codes": list(one.codes), "due_on": str(max(today, one.due_on or today)),
                 "responsible": one.responsible, **({"person": str(one.persons[0])} if one.persons else {})}
                for one in proposed
            ]}, today),
            *(draft(kind, home, {"service": one.service, "codes": list(one.codes), **rest}, today, mark=one.service,
                    person=one.persons[0] if one.persons else None)
              for one in proposed[::2] for kind, rest in (("record_delivery", {"outcome": "done"}),
                                                          ("send_referral", {}))),
        ], "head")
