"""One fixed family, so that its papers look the same on every machine and day; made through the register's door."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps

from tests.unit.care.village import COMMUNE, day, draft, made_commune, send, uuid
from vatra.audit.entries import Act, record
from vatra.papers import queries as papers
from vatra.papers.queries import Paper

HOUSE = "casa"
ON = date(2026, 3, 16)
SIGNATURE = "M60 130 L90 60 L130 140 L170 70 L200 130 M230 120 L300 80 L280 140 L360 100 L420 120 L540 90"
OPINION = "Vreau să merg înapoi la școală și să vină tata acasă de sărbători."
NOTE = "Mama lucrează cu ziua și lipsește seara; bunica ajută. Casa este curată, dar fără curent."
LETTER = "Andrei nu are medic de familie; mama poate veni oricând după ora 16."
ROLES = {"nina": "community_nurse", "mihai": "school_mediator", "dana": "supervisor_dgaspc"}
NAMES = {"nina": "Nina Rusu", "mihai": "Mihai Lupu", "dana": "Dana Ursu"}
CHILDREN = {
    "andrei": {"c_mother": "present", "c_father": "abroad", "c_enrolled": False, "c_ever_enrolled": True,
               "c_gp": False, "c_phys": "suspected", "c_birth_cert": True},
    "ioana": {"c_mother": "present", "c_father": "abroad", "c_gp": True, "c_chronic": "untreated",
              "c_birth_cert": False},
}
HOUSEHOLD = {"h_rooms": 1, "h_dwelling": "house", "h_electricity": False, "h_water": "public", "h_food_short": 2,
             "h_sources": ["day_labour"]}


def _person(name: str, surname: str, given: str, born: str, sex: str, relation: str, **more: Any) -> dict[str, Any]:
    return {"uuid": str(uuid(f"{HOUSE}/{name}")), "surname": surname, "given_name": given, "sex": sex, "born": born,
            "relation": relation, "is_head": relation == "head", **more}


def _members() -> list[dict[str, Any]]:
    return [
        _person("mama", "Țăranu", "Maria", "1990-05-05", "f", "head",
                cnp={"state": "present", "value": "2900505040010"}),
        _person("andrei", "Țăranu", "Andrei", "2015-01-10", "m", "child"),
        _person("ioana", "Țăranu", "Ioana", "2021-06-20", "f", "child"),
        _person("bunica", "Șerban", "Ileana", "1958-09-01", "f", "parent"),
    ]


def person(name: str) -> str:
    """The uuid of a member, as payloads carry it."""
    return str(uuid(f"{HOUSE}/{name}"))


def made_family(*, members: list[dict[str, Any]] | None = None, facts: dict[str, Any] | None = None) -> Any:
    """The commune, its workers, the family with all that can happen to it until 16 March 2026; the social worker."""
    worker = made_commune()
    for username, role in ROLES.items():
        made = apps.get_model("access.Worker")(uuid=uuid(username), username=username, full_name=NAMES[username])
        made.save()
        place = {"county_id": "BC"} if role.startswith("supervisor") else {"commune_id": COMMUNE}
        apps.get_model("access.RoleHeld").objects.create(
            uuid=uuid(f"{username}/role"), worker=made, role=role, since=date(2020, 1, 1), **place)
    receipts = send(worker, draft("enrol_household", HOUSE, 0, {
        "address": "Str. Bisericii 7", "members": members or _members(),
    }), draft("record_interview", HOUSE, 1, {
        "questionnaire": "household", "household": HOUSEHOLD,
        "members": [{"person": person(name), "facts": said} for name, said in (CHILDREN if facts is None else facts
                                                                              ).items()]
        + ([{"person": person("mama"), "facts": {"a_role": "parent", "a_gp": False}}] if facts is None else []),
    }))
    assert {one.outcome for one in receipts} == {"received"}, receipts
    return worker


def lived(worker: Any) -> None:
    """A signal, an agreed need, a case with its plan, a visit, a service and a referral."""
    receipts = send(worker, signal_of_school(),
                    draft("agree_need", HOUSE, 3, {"code": "ED03"}, person=f"{HOUSE}/andrei"),
                    draft("open_case", HOUSE, 3, {}), _plan(),
                    draft("record_visit", HOUSE, 12, {"kind": "home", "purpose": "W20", "note": NOTE}),
                    draft("record_delivery", HOUSE, 14, {
                        "service": "E02", "person": person("andrei"), "codes": ["ED03"], "outcome": "done"}),
                    draft("send_referral", HOUSE, 15, {
                        "service": "N01", "person": person("andrei"), "codes": ["SA01"], "note": LETTER}))
    assert {one.outcome for one in receipts} == {"received"}, receipts


def signal_of_school() -> Any:
    """The observation sheet that the school's worker filled in."""
    return draft("record_signal", HOUSE, 2, {
        "source": "observation", "noticed_at": "2026-02-04T10:20:00+02:00", "told_by": "diriginta",
        "words": "Andrei nu mai vine la școală din ianuarie.",
        "sheet": {"started_at": "2026-02-04T10:00:00+02:00", "ended_at": "2026-02-04T10:20:00+02:00", "signs": [
            {"domain": "economic", "seen": "yes", "words": "Fără venit sigur."},
            {"domain": "social", "seen": "yes", "words": "Tatăl este plecat în Italia."},
            {"domain": "health", "seen": "not_seen", "words": ""},
            {"domain": "education", "seen": "yes", "words": "Andrei nu mai merge la școală."},
            {"domain": "housing", "seen": "no", "words": ""},
            {"domain": "risk", "seen": "no", "words": ""},
        ]},
    })


def _plan() -> Any:
    def service(code: str, who: str | None, codes: list[str], due: int, role: str) -> dict[str, Any]:
        return {"service": code, "codes": codes, "due_on": day(due).isoformat(), "responsible": role,
                **({"person": person(who)} if who else {})}

    return draft("agree_plan", HOUSE, 4, {
        "agreed_with": "Maria Țăranu", "child_opinion": OPINION, "signature": SIGNATURE, "services": [
            service("E02", "andrei", ["ED03"], 30, "school_mediator"),
            service("W03", None, ["EC03"], 9, "social_worker"),
            service("W12", "andrei", ["VI01"], 5, "social_worker"),
            service("N07", "ioana", ["SA07"], 20, "community_nurse"),
        ],
    })


def the_signal() -> Any:
    """The uuid of the family's signal."""
    return uuid(f"record_signal/{HOUSE}/2/")


def the_referral() -> Any:
    """The uuid of the family's referral."""
    return uuid(f"send_referral/{HOUSE}/15/")


def worker(username: str) -> Any:
    """A worker of the commune or its county."""
    return apps.get_model("access.Worker").objects.get(username=username)


def every_paper(by: Any, language: str = "ro") -> dict[str, Paper]:
    """Each kind of paper, filled in as far as it can be."""
    filled = {}
    for key, kind in papers.KINDS.items():
        match kind.about:
            case "household":
                filled[key] = papers.paper_of_household(key, uuid(HOUSE), by=by, on=ON, language=language)
            case "signal":
                filled[key] = papers.paper_of_signal(the_signal(), by=by, on=ON, language=language)
            case "referral":
                filled[key] = papers.paper_of_referral(uuid(HOUSE), the_referral(), by=by, on=ON, language=language)
            case _:
                filled[key] = papers.blank(key, by=by, on=ON, language=language)
    return filled


def stranger() -> Any:
    """A social worker of another commune."""
    apps.get_model("places.Commune").objects.create(
        siruta=24801, name="Răcăciuni", searched="racaciuni", kind="commune", county_id="BC", urban=False)
    made = apps.get_model("access.Worker")(uuid=uuid("sorin"), username="sorin", full_name="Sorin Crețu")
    made.save()
    apps.get_model("access.RoleHeld").objects.create(
        uuid=uuid("sorin/role"), worker=made, role="social_worker", commune_id=24801, since=date(2020, 1, 1))
    return made


def looked(*usernames: str) -> None:
    """These workers opened the family's page a week before."""
    at = datetime(2026, 3, 9, 10, tzinfo=UTC)
    record([Act("read", "household", uuid(HOUSE), by=uuid("worker" if one == "ana" else one), commune=COMMUNE,
                purpose="household") for one in usernames], at=at)


def lonely() -> dict[str, Any]:
    """Somebody of whom only a name is known."""
    return _person("mama", "Țăranu", "", None, "", "head")  # type: ignore[arg-type]


def of_no_household(one: Any) -> Any:
    """The same draft, about a household that nobody knows."""
    return replace(one, household=None)


def made_large(*, note: str) -> Any:
    """A mother with twelve children, and a visit of which much was written."""
    children = [
        _person(f"copil{letter}", "Țăranu", f"Copil{letter}", f"{2010 + number}-03-01", "fm"[number % 2], "child")
        for number, letter in enumerate("abcdefghijkl")
    ]
    worker = made_family(members=[_members()[0], *children], facts={
        f"copil{letter}": CHILDREN["andrei"] for letter in "abcdefghijkl"})
    receipts = send(worker, draft("open_case", HOUSE, 3, {}), draft("record_visit", HOUSE, 12, {
        "kind": "home", "purpose": "W20", "note": note}))
    assert {one.outcome for one in receipts} == {"received"}, receipts
    return worker
