"""Every address of the server, by name, and what stands behind it. A new one without a line here fails the suite."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, reverse

from tests.attacks import between, census, decided, land
from vatra.api.urls import api
from vatra.sync.urls import sync
from vatra.web.urls import pages


@dataclass(frozen=True)
class Page:
    """For whom a page is: anybody, the signed in, or roles that see cases, numbers, a council or accounts;
    or for those who edit the method.

    `verbs` are those it answers beside HEAD; `act` the words of roles.csv it wants in the household's commune;
    `sent` the status of a form sent empty; `domain` what the role must also see; `now` the status to who may, when
    this is not the moment: nothing of the sort waits in the land's plain household.
    """

    whom: str
    verbs: tuple[str, ...] = ("GET",)
    act: str = ""
    sent: int = 422
    level: str = ""  # of the roles that it is for, when not of all
    domain: str = ""
    now: int = 0


FORM = ("GET", "POST")
# What an address calls otherwise than `ids_of`.
AS = {"undo_event": {"entry": "event"}, "method_table": {"code": "table"}}
PAPER = "plan-de-servicii"  # one that every role may print
PAGES = {
    "home": Page("anyone"),
    "sign_in": Page("public", FORM),
    "sign_out": Page("public", ("POST",), sent=302),
    "password": Page("anyone", FORM),
    "reset_password": Page("accounts", ("POST",), sent=404),
    "language": Page("public", ("POST",), sent=404),
    "today": Page("cases"),
    "households": Page("cases"),
    "household_search": Page("cases", FORM, sent=200),
    "household": Page("cases"),
    "visit": Page("cases", FORM, "visit"),
    "delivery": Page("cases", FORM, "deliver"),
    "attendance": Page("cases", FORM, "visit", domain="education", now=302),
    "plan": Page("cases", FORM, "plan"),
    "enrol": Page("cases", FORM, "register_people"),
    "join": Page("cases", FORM, "register_people"),
    "birth": Page("cases", FORM, "register_people"),
    "death": Page("cases", FORM, "register_people"),
    "move": Page("cases", FORM, "register_people"),
    "need": Page("cases", FORM, "judge_finding"),
    "referral": Page("cases", FORM, "refer"),
    "reply": Page("cases", FORM, "refer"),
    "referrals": Page("cases"),
    "referral_page": Page("cases"),
    "send_draft": Page("cases", FORM, "refer"),
    "referral_letter": Page("cases", ("POST",), "refer", sent=302),
    "referral_letter_pdf": Page("cases", ("POST",), "refer", sent=302),
    "withdraw_consent": Page("cases", FORM, "refer"),
    "unmet_need": Page("cases", FORM, "refer"),
    "directory": Page("anyone"),
    "provider": Page("anyone"),
    "new_provider": Page("anyone", FORM, "directory"),
    "describe_provider": Page("anyone", FORM, "directory"),
    "unmet": Page("numbers"),
    "partner": Page("public", FORM, sent=404),
    "partner_answer": Page("public", ("POST",), sent=404),
    "partner_thanks": Page("public"),
    "close": Page("cases", FORM, "case"),
    "same_family": Page("cases", FORM, "register_people"),
    "unmerge": Page("cases", FORM, "register_people"),
    "agree": Page("cases", ("POST",), "judge_finding", sent=302),
    "reject": Page("cases", FORM, "judge_finding"),
    "close_need": Page("cases", FORM, "judge_finding", now=302),
    "signals": Page("cases"),
    "signal": Page("cases", FORM, "visit"),
    "household_signal": Page("cases", FORM, "visit"),
    "triage": Page("cases", FORM, "case"),
    "council": Page("council"),
    "council_found": Page("council", FORM, "keep_council"),
    "council_plan": Page("council"),
    "council_decisions": Page("council"),
    "council_member": Page("council", FORM, "keep_council"),
    "council_member_end": Page("council", FORM, "keep_council"),
    "council_task": Page("council", FORM, "keep_council"),
    "meeting_call": Page("council", FORM, "call_council"),
    "meeting": Page("council"),
    "agenda": Page("council", ("POST",), "keep_council", sent=404),
    "meeting_move": Page("council", FORM, "call_council"),
    "meeting_call_off": Page("council", FORM, "call_council"),
    "agenda_item": Page("council", FORM, "keep_council"),
    "minutes_write": Page("council", FORM, "keep_council"),
    "minutes": Page("council"),
    "minutes_pdf": Page("council"),
    "open_exceptionally": Page("cases", FORM, level="commune"),
    "end_openings": Page("cases", ("POST",), sent=302),
    "openings": Page("cases"),
    "look_at_opening": Page("cases", FORM, "supervise"),
    "case_session": Page("cases", FORM, "supervise"),
    "worker_session": Page("cases", FORM, "supervise"),
    "supervising": Page("cases", act="supervise"),
    "supervised_commune": Page("cases", act="supervise"),
    "samples": Page("cases", FORM, "supervise"),
    "sample": Page("cases", act="supervise"),
    "to_ask_again": Page("cases"),
    "second_interview": Page("cases", FORM, "interview"),
    "method_questions": Page("cases"),
    "method_questions_file": Page("cases", act="supervise"),
    "method_question": Page("cases", FORM, "interview"),
    "answer_method_question": Page("cases", FORM, "supervise"),
    "message": Page("cases", FORM, "visit"),
    "read_messages": Page("cases", ("POST",), "visit", sent=302),
    "plan_visit": Page("cases", FORM, "visit"),
    "together": Page("cases", ("POST",), "visit", sent=302),
    "cancel_visit": Page("cases", ("POST",), "visit", sent=302),
    "week": Page("cases", act="visit"),
    "household_paper": Page("cases"),
    "household_paper_pdf": Page("cases"),
    "referral_paper": Page("cases", act="refer"),
    "referral_paper_pdf": Page("cases", act="refer"),
    "signal_paper": Page("cases"),
    "signal_paper_pdf": Page("cases"),
    "blank_papers": Page("cases"),
    "blank_paper": Page("cases"),
    "blank_paper_pdf": Page("cases"),
    "settle": Page("cases"),
    "settle_one": Page("cases", FORM, "settle"),
    "county": Page("numbers"),
    "results": Page("numbers"),
    "costs": Page("numbers"),
    "boundaries": Page("accounts", FORM),
    "indicators": Page("numbers"),
    "indicator": Page("numbers"),
    "published": Page("numbers"),
    "accounts": Page("accounts"),
    "notices": Page("anyone", FORM, sent=302),
    "tablets": Page("anyone"),
    "tablet_code": Page("anyone", ("POST",), sent=404),
    "lock_tablet": Page("anyone", ("POST",), sent=302),
    "allow_tablet": Page("anyone", ("POST",), sent=302),
    "wipe_tablet": Page("anyone", FORM, sent=302),
    "life_events": Page("cases", act="register_people"),
    "split": Page("cases", FORM, "register_people"),
    "join_households": Page("cases", FORM, "register_people", sent=200),
    "join_with": Page("cases", FORM, "register_people"),
    "union": Page("cases", FORM, "register_people", domain="family"),
    "parent_gone": Page("cases", FORM, "register_people", domain="family"),
    "parent_back": Page("cases", FORM, "register_people", domain="family"),
    "place": Page("cases", FORM, "register_people", domain="family"),
    "return": Page("cases", FORM, "register_people", domain="family"),
    "undo_event": Page("cases", FORM, "register_people"),
    "come_back": Page("cases", FORM, "register_people", now=404),
    "hand_over": Page("cases", FORM, "register_people"),
    "hand_overs": Page("cases"),
    "ask_for": Page("cases", FORM, "register_people"),
    "take": Page("cases", FORM, "register_people"),
    "not_come": Page("cases", FORM, "register_people"),
    "not_known": Page("cases", FORM, "register_people"),
    "assess": Page("cases", FORM, "case"),
    "emergency": Page("cases", FORM, "deliver"),
    "no_case": Page("cases", FORM, "case", now=302),
    "open_case": Page("cases", FORM, "case", now=302),
    "team": Page("cases", FORM, "case"),
    "approval": Page("cases", FORM, "case", now=302),
    "monitoring": Page("cases", FORM, "visit", now=302),
    "review": Page("cases", FORM, "case", now=302),
    "departure": Page("cases", FORM, "visit"),
    "schools": Page("cases", FORM, "case", sent=404),
    "agree_to_close": Page("cases", FORM, "supervise", domain="violence", now=404),
    "settle_answer": Page("cases", FORM, "settle", now=404),
    "settle_death": Page("cases", FORM, "settle", now=404),
    "settle_plans": Page("cases", FORM, "settle", now=404),
    "settle_person": Page("cases", FORM, "settle|register_people", now=404),
    "hand_in": Page("anyone", FORM),
    "coverage": Page("numbers"),
    "coverage_commune": Page("cases"),
    "begin_round": Page("cases", FORM, "case"),
    "list_dwellings": Page("cases", FORM, "register_people"),
    "dwelling_outcome": Page("cases", FORM, "visit"),
    "outcome": Page("cases", FORM, "visit"),
    "lists": Page("cases", FORM, "register_people"),
    "comparison": Page("cases", FORM, "register_people", sent=302),
    "listed_row": Page("cases", ("POST",), "register_people", sent=404),
    "forget_comparison": Page("cases", ("POST",), "register_people", sent=302),
    "method_changes": Page("method"),
    "method_change_begin": Page("method", FORM),
    "method_change": Page("method"),
    "method_thresholds": Page("method", FORM),
    "method_table": Page("method", FORM),
    "method_take_back": Page("method", ("POST",), sent=302),
    "method_agree": Page("method", ("POST",), sent=302),
    "method_try": Page("method", ("POST",), sent=302),
    "method_cost": Page("method", FORM),
    "method_file": Page("method", now=404),
    "method_file_count": Page("method", ("POST",), now=404),
    "method_publish": Page("method", FORM),
    "method_drop": Page("method", FORM),
    "method_withdraw": Page("method", FORM),
    "studies": Page("numbers"),
    "study": Page("numbers"),
    "study_register": Page("numbers", FORM, "register_study"),
    "study_change": Page("numbers", FORM, "register_study"),
    "study_count": Page("numbers", ("POST",), "register_study", sent=302),
    "study_pack": Page("numbers"),
    "open_data": Page("public"),
    "open_file": Page("public"),
}
API = {  # path: (verbs, whether a token is wanted)
    "": ((), False),
    "openapi.json": (("GET",), False),
    "entries": (("POST",), True),
    "entries/since": (("GET",), True),
}
SYNC = {  # of the tablets' door: (verbs, whether a token is wanted, the status of an empty group sent with one)
    "": ((), False, 404),
    "openapi.json": (("GET",), False, 405),
    "enrol": (("POST",), False, 422),
    "push": (("POST",), True, 422),
    "pull": (("GET",), True, 405),
    "bundle/<hash>": (("GET",), True, 405),
    "accounted": (("POST",), True, 422),
    "recover": (("POST",), False, 422),
}
VERBS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "TRACE")
RARE = ("PATCH", "PROPFIND", "CONNECT")


def fills(name: str) -> str:
    """Who of the land fills in the form of an address."""
    page = PAGES[name]
    who = {"accounts": "administrator", "method": "method_editor"}.get(page.whom, "head")
    return "evaluator" if page.act == "register_study" else who


def named() -> dict[str, URLPattern]:
    """Every page by the name of its address."""
    return {pattern.name: pattern for pattern in pages}


def api_paths() -> list[str]:
    """Every path below /api/."""
    return sorted({str(pattern.pattern) for pattern in _flat(api.urls[0])})


def sync_paths() -> list[str]:
    """Every path below /api/sync/."""
    return sorted({str(pattern.pattern) for pattern in _flat(sync.urls[0])})


def _flat(patterns: list) -> list[URLPattern]:
    return [deep for one in patterns for deep in (_flat(one.url_patterns) if isinstance(one, URLResolver) else [one])]


def wants(name: str) -> set[str]:
    """Which ids stand in an address: household, another one, one merged away, finding, entry.

    The code of a provider is none of them: the directory is about no household and open to its whole county. Nor is
    the name of an indicator, of a paper, or of a fact; nor a change of the method, a study, a version of open data.
    """
    called = AS.get(name, {})
    return {called.get(key, key) for key in named()[name].pattern.converters} - {
        "code", "indicator", "paper", "fact", "change", "table", "version", "file", "population", "study"}


def address(name: str, **ids: object) -> str:
    """The address of a page about some ids."""
    ids, called = {"paper": PAPER, **ids}, AS.get(name, {})
    return reverse(f"web:{name}", kwargs={
        key: ids[called.get(key, key)] for key in named()[name].pattern.converters if called.get(key, key) in ids})


def ids_of(commune: int) -> dict[str, object]:
    """The household of a commune, a finding of it that all may judge who judge anything, an entry to settle."""
    home = land.uuid(f"plain{commune}")
    return {"household": home, "finding": finding(home, "ED03"), "referral": land.referral(home),
            "other": land.uuid("troubled0") if commune == land.HERE else home, "gone": land.twice(commune),
            "tablet": land.tablet(commune),
            "signal": land.signal(commune), **land.council(commune), "draft": land.referral_draft(home),
            "code": f"centru-{commune}", "indicator": "prevalence", "opening": land.opening(commune),
            "commune": commune, "drawn": land.drawn(commune), "sample": land.sample(commune),
            "question": land.question(commune), "planned": land.uuid(f"planned{commune}"),
            "event": between.handed(commune), "hand_over": between.coming(commune),
            "asked": between.asked(commune), "dwelling": census.dwelling(commune),
            "comparison": census.comparison(commune),
            "change": decided.change(), "table": "ED03",
            "version": decided.version(), "file": "indicators.csv", "population": "none",
            "study": decided.study(),
            "subject": home, "fact": "h_food_short", "person": land.uuid(f"plain{commune}/1"),
            "kept": land.uuid(f"plain{commune}/0"), "act": land.uuid(f"act{commune}"),
            "first": land.uuid(f"first{commune}"), "second": land.uuid(f"second{commune}"),
            "entry": land.draft("record_delivery", home, {}, land_day(), commune=commune, mark="to settle").uuid}


def finding(home: object, code: str) -> object:
    """The uuid of a household's open finding."""
    return next(one.uuid for one in land.findings(home) if one.code == code)


def land_day() -> object:
    """The day on which the land was made."""
    from django.utils import timezone

    return timezone.localdate()
