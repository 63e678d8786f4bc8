"""A case from the first sign to its end, through the register's door; each text that somebody typed is one of its own.

`TYPED` tells which paper is to say which of them, so that a field without a place on paper is seen.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from tests.unit.care.village import colleague, day, draft, send, uuid
from tests.unit.papers import family
from tests.unit.papers.family import HOUSE, person

OPEN, NOT_AGREED, ENDED = day(131), day(145), day(160)  # days of printing: as the case runs, and after its end
BY_AGREEMENT = "Acordul mamei, la telefon"
TYPED = {
    "fisa-de-identificare-a-riscurilor": (
        "09:15", "10:05", "50", "Vizită comună a mai multor profesii", "Țăranu Maria, Țăranu Andrei",
        "Aragaz stricat lângă pat", "Camera este frigul însuși", "Andrei tace și se ferește", "ridicat",
        "urgență", "Ofițerul Balan", "0234 111 222", "DP 77", "Andrei doarme la bunica", "7 februarie 2026",
        "Italia", "Mătușa Profira", "25.05.2026",
    ),
    "plan-de-servicii": (
        "Andrei la școală în fiecare zi", "31 mai 2026", "Ioana era la bunica în acea zi", "DISP-314",
        "23 februarie 2026", "Nina Rusu", "Mihai este la școală numai lunea",
    ),
    "raport-de-monitorizare": (
        "merge bine", "merge încet", "Vine zilnic cu autobuzul", "Lipsesc hârtiile de la primărie",
        "Mama a găsit de lucru", "Râde și vorbește iar", "4 aprilie 2026", "35", "Țăranu Maria, Țăranu Andrei",
        "planul continuă așa cum este", "Mihai este la școală numai lunea",
        "Casa încălzită, mâncare pe masă", "Ieri a lipsit motorina",
    ),
    "raport-de-revizuire": (
        "Mergem mai departe cu autobuzul", "Îmi place la ora de desen", "Ne este mai ușor dimineața",
        "planul continuă așa cum este", "Andrei la școală în fiecare zi", "31.05.2026", "Ieri a lipsit motorina",
        "Mihai este la școală numai lunea",
    ),
    "fisa-de-inchidere": (
        "Au trecut toate grijile mari", "Andrei are medic și clasă", "Nina îl vede o dată pe lună",
        "Sefa", "Hotărârea: de acord", "Am fost și eu la ei", "obiectivele planului au fost atinse",
    ),
    "scrisoare-de-referire": (
        "A. Ț., 11 ani, băiat", "Are nevoie de ochelari", "acordul familiei", BY_AGREEMENT, "0234 555 666",
        "30 iunie 2026",
    ),
}
FIRST_ASKED = ("Ne pare gata", "Mai este de făcut gardul")  # a closing that was not agreed, and why


def _moment(on: int, hour: str) -> str:
    return f"{day(on).isoformat()}T{hour}:00+02:00"


def _beginning() -> list[Any]:
    told = {"told_at": _moment(3, "18:20"), "whom": "Ofițerul Balan"}
    return [
        family.signal_of_school(),
        draft("record_delivery", HOUSE, 3, {
            "service": "W12", "person": person("andrei"), "codes": ["VI01"], "outcome": "done",
            "report": {"told": "police", "number": "0234 111 222", "measures": "Andrei doarme la bunica", **told},
        }, name="call"),
        draft("record_delivery", HOUSE, 4, {
            "service": "W12", "person": person("andrei"), "codes": ["VI01"], "outcome": "done",
            "report": {"told": "dgaspc", "number": "DP 77", "in_writing": True, **told},
        }, name="writing"),
        draft("record_initial_assessment", HOUSE, 4, {
            "kind": "joint", "started_at": _moment(4, "09:15"), "ended_at": _moment(4, "10:05"), "minutes": 50,
            "persons": [person("mama"), person("andrei")], "risk": "high", "child_seen": "yes", "safe_tonight": False,
            "words": "Andrei tace și se ferește", "signs": [
                {"domain": "housing", "seen": "yes", "words": "Camera este frigul însuși"},
                {"domain": "risk", "seen": "yes", "words": "Aragaz stricat lângă pat"},
            ],
        }),
        draft("agree_need", HOUSE, 5, {"code": "ED03"}, person=f"{HOUSE}/andrei"),
        draft("open_case", HOUSE, 5, {}),
        draft("name_team", HOUSE, 6, {"members": [str(uuid("nina")), str(uuid("mihai"))],
                                      "note": "Mihai este la școală numai lunea"}),
        draft("record_delivery", HOUSE, 12, {"service": "S04", "outcome": "done"}, name="assessed"),
    ]


def _planned() -> list[Any]:
    def service(code: str, codes: list[str], role: str) -> dict[str, Any]:
        return {"service": code, "codes": codes, "due_on": day(150).isoformat(), "responsible": role,
                "person": person("andrei")}

    return [
        draft("agree_plan", HOUSE, 20, {
            "agreed_with": "Maria Țăranu", "child_not_heard": "Ioana era la bunica în acea zi",
            "signature": family.SIGNATURE, "services": [
                service("E02", ["ED03"], "school_mediator"), service("W12", ["VI01"], "social_worker"),
            ], "objectives": [{"what": "Andrei la școală în fiecare zi", "codes": ["ED03"], "by": "2026-05-31"}],
        }),
        draft("approve_plan", HOUSE, 22, {"number": "DISP-314", "signed_on": day(21).isoformat()}),
        draft("announce_departure", HOUSE, 25, {
            "parent": person("mama"), "leaves_on": day(112).isoformat(), "country": "Italia", "notified": True,
            "carer_words": "Mătușa Profira",
        }),
        draft("send_referral", HOUSE, 26, {
            "service": "N01", "person": person("andrei"), "codes": ["SA01"], "note": "Are nevoie de ochelari",
            "sharing": {"basis": "consent", "agreed_with": BY_AGREEMENT, "phone": "0234 555 666",
                        "until": "2026-06-30"},
        }),
    ]


def _followed(sheet: int, changed: str, **more: Any) -> Any:
    entry = uuid(f"agree_plan/{HOUSE}/20/")
    school, safety = (str(one) for one in _promised(entry))
    return draft("record_visit", HOUSE, sheet, {
        "kind": "home", "purpose": "W20", "minutes": 35, "persons": [person("mama"), person("andrei")],
        "note": "Casa încălzită, mâncare pe masă",
        "monitoring": {"changed": changed, **more, "services": [
            {"planned": school, "goes": "well", "words": "Vine zilnic cu autobuzul"},
            {"planned": safety, "goes": "slowly", "words": "Lipsesc hârtiile de la primărie"},
        ]},
    }, name=str(sheet))


def _promised(plan: Any) -> list[Any]:
    from django.apps import apps

    rows = apps.get_model("care.PlannedService").objects.filter(plan__uuid=plan)
    return [rows.get(service=code).uuid for code in ("E02", "W12")]


def _monitored() -> list[Any]:
    return [
        _followed(60, "Mama a găsit de lucru", child="Râde și vorbește iar", next_on="2026-04-04"),
        draft("record_delivery", HOUSE, 70, {
            "service": "E02", "person": person("andrei"), "codes": ["ED03"], "outcome": "not_done",
            "reason": "Ieri a lipsit motorina"}, name="late"),
        draft("review_case", HOUSE, 112, {
            "words": "Mergem mai departe cu autobuzul", "child_opinion": "Îmi place la ora de desen",
            "family_opinion": "Ne este mai ușor dimineața", "decision": "go_on"}),
    ]


def _well_again() -> Any:
    facts = {"c_enrolled": True, "c_ever_enrolled": True, "c_gp": True, "c_phys": "none", "c_birth_cert": True,
             "c_mother": "present", "c_father": "present", "c_chronic": "none"}
    return draft("record_interview", HOUSE, 132, {
        "questionnaire": "household", "household": {
            "h_rooms": 6, "h_dwelling": "house", "h_electricity": True, "h_water": "indoor", "h_food_short": 0,
            "h_sources": ["wage"], "h_toilet": "indoor", "h_heating": "ok", "h_hazards": ["none"], "h_couples": 0},
        "members": [{"person": person(name), "facts": facts} for name in ("andrei", "ioana")]
        + [{"person": person("mama"), "facts": {"a_role": "parent", "a_gp": True, "a_insured": True}}]
        + [{"person": person("bunica"), "facts": {"a_gp": True, "a_insured": True}}],
    }, name="well")


def _asked_to_close(on: int, **words: str) -> Any:
    return draft("ask_to_close", HOUSE, on, {"reason": "objectives_met", **words})


def _answered(on: int, *, agreed: bool, note: str) -> Any:
    closing = str(uuid(f"ask_to_close/{HOUSE}/{on - 1}/"))
    return draft("agree_to_close", HOUSE, on, {"closing": closing, "agreed": agreed, "note": note})


def lived(ana: Any, until: date = ENDED) -> None:
    """The whole life of the case of the fixed family, as far as a day."""
    head = colleague("sefa", "head")
    acts = [(ana, one) for part in (_beginning(), _planned()) for one in part]
    _kept(acts)
    _kept([(ana, one) for one in _monitored()])
    if until <= OPEN:
        return
    _kept([(ana, _well_again()), (ana, _asked_to_close(140, note=FIRST_ASKED[0])),
           (head, _answered(141, agreed=False, note=FIRST_ASKED[1]))])
    if until <= NOT_AGREED:
        return
    _kept([(ana, _asked_to_close(150, note="Au trecut toate grijile mari", results="Andrei are medic și clasă",
                                 after="Nina îl vede o dată pe lună")),
           (head, _answered(151, agreed=True, note="Am fost și eu la ei"))])


def _kept(acts: list[tuple[Any, Any]]) -> None:
    for by, one in acts:
        [receipt] = send(by, one)
        assert receipt.outcome == "received", (one.kind, receipt)


def the_referral() -> Any:
    """The uuid of the referral to the eye doctor."""
    return uuid(f"send_referral/{HOUSE}/26/")


def _of_council(kind: str, name: str, on: int, /, **payload: Any) -> Any:
    return replace(draft(kind, name, on, payload), household=None, uuid=uuid(name))


MINUTES = (
    "Vasile Preda", "Lucia Dobre", "HCL 12", "sala mare", "17:05", "18:40", "Notarul din vecini",
    "Un copil fără drum", "O mamă cu doi copii", "Cine îl duce la școală", "Autobuzul nu oprește",
    "Preotul vorbește cu șoferul", "Se mută stația", "06.04.2026", "Se curăță șanțul", "Am cerut oferte",
    "Drumul este rău", "Se cere balast", "sala mică",
)
HIDDEN = ("Țăranu", "Andrei", "Bisericii")


def the_meeting() -> Any:
    """The uuid of the meeting of 9 March that was held."""
    return uuid("sedinta-2")


def the_next_meeting() -> Any:
    """The uuid of the meeting to come."""
    return uuid("sedinta-3")


def sat(ana: Any) -> None:
    """A council, a meeting with a task, a second one at which it is told of, and one that is called."""
    council = str(uuid("scc"))
    members = {name: str(uuid(name)) for name in ("preda", "dobre")}
    first, second = str(uuid("sedinta-1")), str(the_meeting())
    acts = [
        _of_council("found_council", "scc", 0, decision="HCL 12", decided_on=day(0).isoformat(),
                    decided_by="local_council"),
        _of_council("appoint_member", "preda", 0, council=council, name="Vasile Preda", quality="priest",
                    decision="HCL 12", since=day(0).isoformat()),
        _of_council("appoint_member", "dobre", 0, council=council, name="Lucia Dobre", quality="teacher",
                    decision="HCL 12", since=day(0).isoformat()),
        _of_council("call_meeting", "sedinta-1", 1, council=council, day=day(7).isoformat(), hour="17:00",
                    place="sala"),
        _of_council("hold_meeting", "held-1", 7, meeting=first, present=[members["preda"], members["dobre"]]),
        _of_council("decide", "sarcina", 7, meeting=first, words="Se curăță șanțul", institution="Primăria",
                    due_on=day(30).isoformat()),
        _of_council("call_meeting", "sedinta-2", 8, council=council, day=day(35).isoformat(), hour="17:00",
                    place="sala mare"),
        _of_council("put_on_agenda", "punct", 30, meeting=second, sort="case", household=str(uuid(HOUSE)),
                    title="Un copil fără drum", about="O mamă cu doi copii", need="Cine îl duce la școală",
                    why="Autobuzul nu oprește"),
        _of_council("put_on_agenda", "drum", 30, meeting=second, sort="community", title="Drumul este rău"),
        _of_council("hold_meeting", "held-2", 35, meeting=second, present=[members["preda"]], chair=members["preda"],
                    others="Notarul din vecini", begun="17:05", ended="18:40"),
        _of_council("record_discussion", "vorbe", 35, meeting=second, item=str(uuid("punct")),
                    household=str(uuid(HOUSE)), words="Preotul vorbește cu șoferul"),
        _of_council("decide", "statie", 35, meeting=second, item=str(uuid("punct")), household=str(uuid(HOUSE)),
                    words="Se mută stația", institution="Primăria", due_on=day(63).isoformat()),
        _of_council("decide", "balast", 35, meeting=second, words="Se cere balast"),
        _of_council("report_task", "spus", 35, task=str(uuid("sarcina")), outcome="carried_over",
                    note="Am cerut oferte", meeting=second, due_on=day(70).isoformat()),
        _of_council("call_meeting", "sedinta-3", 36, council=council, day=day(90).isoformat(), hour="16:00",
                    place="sala mică"),
    ]
    _kept([(ana, one) for one in acts])
