"""What people type is text and nothing else: on every page that shows it, and in every field of every form."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from unicodedata import normalize
from urllib.parse import quote

import pytest
from django.db import transaction
from django.utils import timezone

from tests.attacks import land
from tests.attacks.addresses import FORM, PAGES, address, fills, ids_of
from tests.attacks.conftest import browser_of
from tests.attacks.land import HERE, draft, uuid
from tests.attacks.waiting import ids_at_the_moment

HOSTILE = [
    "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "</textarea><script>alert(1)</script>", "<!--", "]]>",
    "' onmouseover='alert(1)", "{{7*7}}${7*7}{% now %}", "&lt;script&gt;", "=cmd|'/c calc'!A1", "javascript:alert(1)",
    "</title></style></details><form action=//evil.example>", "a" + "\u0301" * 60, "\u0627\u0644\u0639", "s\u0326",
    "😀",
]
REFUSED = ["\x00", "\x1b[2J", "\u202egnp.exe", "\u200b", "\ufeff", "\x85", "\ufffe", "\r\nSet-Cookie: a=b"]
CALM = "zq"


class Skeleton(HTMLParser):
    """The tags of a page with the names of their attributes, and what it links to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(sorted(name for name, _value in attrs))))
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action", "formaction")]

    def handle_comment(self, data):
        raise AssertionError("a comment stands in the page")


def check_inert(page: str) -> Skeleton:
    """No script but ours, no handler, no style, no link to elsewhere."""
    bones = Skeleton(page)
    for tag, attributes in bones.tags:
        assert tag not in {"img", "iframe", "object", "embed", "base", "style"}
        assert tag != "script" or attributes[-1] == "src" or "src" in attributes
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
    assert not [link for link in bones.links if not re.match(r"/(?![/\\])|[#?]|$", link)]
    return bones


def planted(words: str, number: int, *, named: bool = True) -> object:
    """A household in which every text that an entry can hold is these words; its uuid."""
    today, home = timezone.localdate(), uuid(f"hostile{number}")
    head, child = uuid(f"hostile{number}/0"), uuid(f"hostile{number}/1")
    said = f"{CALM}{words}"
    name, served = said if named else CALM, {"service": "W02", "codes": ["ED03"]}
    member = {"surname": name, "given_name": name, "sex": "f", "cnp": {"state": "none"}, "ethnicity": name[:50]}
    drafts = [
        draft("enrol_household", home, {"address": name, "members": [
            {**member, "uuid": str(head), "born": "1980", "relation": "head", "is_head": True},
            {**member, "uuid": str(child), "born": f"{today.year - 9}-01-01", "relation": "child"}]}, today),
        draft("record_interview", home, {"questionnaire": said[:60], "round": said[:20], "household": {}, "members": [
            {"person": str(child), "facts": {"c_enrolled": False, "c_ever_enrolled": True, "c_phys": "suspected",
                                             "c_gp": False, "c_bully": said}}]}, today),
        draft("open_case", home, {}, today),
        draft("agree_plan", home, {"agreed_with": said, "child_opinion": said, "services": [
            {"service": "W02", "codes": ["ED03"], "due_on": str(today), "responsible": "social_worker"}]}, today),
        draft("record_visit", home, {"kind": "home", "note": said}, today),
        draft("record_delivery", home, {**served, "outcome": "not_done", "reason": said}, today),
        draft("send_referral", home, {**served, "note": said, "institution": said[:60]}, today),
        draft("agree_need", home, {"code": "ED03", "note": said}, today, person=child),
        draft("reject_finding", home, {"code": "VI01", "reason": said}, today, person=child),
        draft("add_need", home, {"code": "LO01", "reason": said}, today),
        draft("close_need", home, {"code": "ED03", "outcome": "withdrawn", "reason": said}, today, person=child),
        draft("close_case", home, {"reason": "other", "note": said}, today),
        draft("record_delivery", home, {"service": "Z99", "outcome": "refused", "reason": said}, today, mark="wait"),
        draft(said[:50], home, {"a": said}, today, mark="unknown kind"),
    ]
    outcomes = [one.outcome for one in land.handed_in(drafts, "head")]
    assert set(outcomes) <= {"received", "to_settle", "refused"}
    return home


def pages_of(home: object) -> dict[str, str]:
    """Every page on which the household's texts may stand."""
    client = browser_of("head")
    paths = [address(name, household=home) for name in ("household", "visit", "delivery", "plan")]
    paths += [address("reject", household=home, finding=one.uuid) for one in land.findings(home)]
    shown = {path: client.get(path) for path in [*paths, address("today"), address("households"), address("settle")]}
    shown["search"] = client.post(address("household_search"), {"words": CALM})
    assert not [path for path, answer in shown.items() if answer.status_code != 200]
    return {path: answer.content.decode() for path, answer in shown.items()}


@pytest.mark.postgres
def test_what_is_in_the_register_is_text_on_every_page_that_shows_it():
    for number, words in enumerate(HOSTILE, start=1):
        with transaction.atomic():
            pages = pages_of(planted(words, number))
            transaction.set_rollback(True)
        for page in pages.values():
            check_inert(page)
        whole = unescape("".join(pages.values()))
        assert whole.count(normalize("NFC", f"{CALM}{words}")[:20]) > 5, words


@pytest.mark.postgres
@pytest.mark.parametrize("words", REFUSED)
def test_signs_that_cannot_be_seen_do_no_harm(words):
    for page in pages_of(planted(f"a{words}b", 50, named=False)).values():
        check_inert(page)
        assert "\x00" not in page
        assert "\x1b" not in page


def fields_of(page: str) -> dict[str, list[str]]:
    """The named fields of a page's last form with the values they hold."""
    form = page[page.rindex("<form", 0, page.rindex("</main>")):]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<(?:input|select|textarea|button)\b[^>]*>", form):
        name, value = (re.search(rf'\b{key}="([^"]*)"', tag) for key in ("name", "value"))
        if name:
            found.setdefault(name[1], []).append(unescape(value[1]) if value else "")
    return found


NAMES_WHAT_IT_IS_ABOUT = {"partner", "schools"}  # in a field: what it names and is not there is answered as nothing
FORMS = [name for name, page in PAGES.items() if page.verbs == FORM]
EXTRA = {"by": "head", "at": "2001-01-01", "received_at": "2001-01-01", "uuid": str(uuid("mine")), "commune": "99001",
         "household": str(uuid("plain99001")), "person": str(uuid("plain99001/0")), "is_staff": "1", "role": "head"}


@pytest.mark.parametrize("name", FORMS)
def test_every_field_of_every_form_takes_any_text_and_shows_it_as_text(name):
    client = browser_of(fills(name)) if name != "sign_in" else browser_of("head").__class__()
    path = address(name, **ids_of(HERE) | ids_at_the_moment(name))
    blank = client.get(path if name != "household_search" else address("households")).content.decode()
    fields = fields_of(blank)
    assert fields
    keys = {key.partition("-")[0]: key for key in fields if key not in ("csrfmiddlewaretoken", "seal")}.values()
    for words in (*HOSTILE, *REFUSED, "x" * 20_000, "\ud800".encode("utf-8", "surrogatepass"), b"\xff\xfe"):
        singly = [{key: words} for key in [*keys, "seal", "nothing"]] if words == HOSTILE[0] else []
        for typed in (dict.fromkeys(keys, words), *singly):
            said = {**fields, "on": "never", **typed}
            body = "&".join(f"{quote(key, safe='')}={quote(one, safe='')}" for key, value in said.items()
                            for one in (value if isinstance(value, list) else [value]))
            with transaction.atomic():  # what one form did is undone, so that each finds the land as it was
                answer = client.post(path, body, content_type="application/x-www-form-urlencoded")
                transaction.set_rollback(True)
            nothing = {404} if name in NAMES_WHAT_IT_IS_ABOUT else set()
            assert answer.status_code in {200, 302, 422, 429} | nothing, (list(typed), words[:30])
            check_inert(answer.content.decode())


@pytest.mark.postgres
@pytest.mark.parametrize("name", ["visit", "delivery", "reject", "plan", "settle_one"])
def test_nothing_beside_the_forms_own_fields_is_believed(name):
    Entry = land.model("register.Entry")
    client, path, last = browser_of("head"), address(name, **ids_of(HERE)), Entry.objects.order_by("-id").first().id
    page = client.get(path).content.decode()
    fields, service = fields_of(page), re.search(r'<option value="([A-Z][0-9]{2})"', page)
    said = {**fields, "kind": "home", "what": "other", "other": service[1] if service else "", "outcome": "done",
            "reason": "pentru că",
            "agreed_with": "cu mama", "choice": "set_aside", "on": [timezone.localdate().isoformat()], **EXTRA}
    if name == "reject":
        said.pop("kind")
    before = timezone.now()
    answer = client.post(path, said)
    assert answer.status_code == 302, re.findall(r"<li>.*?</li>", answer.content.decode())
    kept = list(Entry.objects.filter(id__gt=last).select_related("by"))
    assert kept
    for one in kept:
        assert (one.by.username, one.stream_id, one.household) == ("head", HERE, uuid(f"plain{HERE}"))
        assert one.received_at >= before
        assert abs((one.at - before).total_seconds()) < 60
        assert str(uuid("plain99001/0")) not in one.payload
        assert one.uuid != uuid("mine")


@pytest.mark.postgres
@pytest.mark.parametrize("typed", [
    "zgrumbaru oltefania", "ZGRUMBARU", "Zgrumba\u0301ru", "Zgru\u200bmbaru", "  zgrumbaru  ", "Oltefănia Zgrumbaru",
])
def test_a_search_finds_the_name_however_it_was_written(typed):
    answer = browser_of("social_worker").post(address("household_search"), {"words": typed})
    assert re.search(r">Zgrumbaru \w+</a>", answer.content.decode())
