"""The council at the office: founded, called, its agenda built, held; what each role reads."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.unit.web import council_village as council
from tests.unit.web import village
from tests.unit.web.test_acts import field
from tests.unit.web.village import HERE, THERE, uuid
from vatra.community import queries as community

MEETING = f"/consiliu/intalniri/{uuid('meeting')}/"
AGENDA = MEETING + "ordine/"


@pytest.fixture
def the_council(the_village):
    council.made_council()
    village.handed_in(council.stuck_case(), "ana")


@pytest.fixture
def ana(signed_in, the_council):
    return signed_in("ana")


def sent(client, path: str, **said):
    page = client.get(MEETING if path == AGENDA else path).content.decode()
    form = {"seal": field(page, "seal"), "on": timezone.localdate().isoformat()}
    return client.post(path, form | said, follow=True)


def taken(client) -> community.Item:
    [proposal] = [one for one in community.proposals(uuid("meeting"), HERE, on=timezone.localdate())
                  if one.household == uuid("popescu")]
    answer = sent(client, AGENDA, do="take", about=str(proposal.uuid))
    assert "Este pe ordinea de zi." in answer.content.decode()
    [item] = [one for one in community.items_of(uuid("meeting")) if one.sort == "case"]
    return item


def test_a_council_is_founded_and_taught_of_before(signed_in):
    ana = signed_in("ana")
    page = ana.get("/consiliu/").content.decode()
    assert "art. 114" in page and "hotărâre a consiliului local" in page
    answer = sent(ana, "/consiliu/infiintare/", decision="HCL 7", decided_on="2025-02-03", decided_by="local_council",
                  rhythm="monthly")
    assert "HCL 7" in answer.content.decode()
    assert community.council_of(HERE).rhythm == "monthly"
    answer = sent(ana, "/consiliu/membri/nou/", name="Lucia Dobre", quality="teacher", decision="HCL 7",
                  begins="2025-02-03")
    assert "Lucia Dobre" in answer.content.decode()
    [member] = community.members_of(HERE, on=timezone.localdate())
    sent(ana, f"/consiliu/membri/{member.uuid}/incheiere/", reason="resigned")
    assert community.members_of(HERE, on=timezone.localdate()) == []


def test_the_mayor_calls_a_meeting_and_keeps_nothing(signed_in, the_council):
    mayor = signed_in("primar")
    day = timezone.localdate() + timedelta(days=9)
    answer = sent(mayor, "/consiliu/intalniri/noua/", day=day.isoformat(), hour="18:00", place="căminul cultural")
    assert "căminul cultural" in answer.content.decode()
    for path in ("/consiliu/infiintare/", "/consiliu/membri/nou/", MEETING + "scriere/", MEETING + "punct/"):
        assert mayor.get(path).status_code == 403
    assert mayor.get("/").headers["Location"] == "/consiliu/"


def test_a_case_is_proposed_with_its_reason_and_taken_without_its_name(ana):
    page = ana.get(MEETING).content.decode()
    assert "Nu s-a găsit niciun furnizor" in page and str(uuid("popescu")) in page
    item = taken(ana)
    assert re.fullmatch(r"[2-9B-Z]{4}", item.code)
    assert community.case_of(item.uuid) == uuid("popescu")
    assert "Gospodăria M. P." in ana.get(MEETING).content.decode()


def test_what_tells_whose_case_it_is_is_kindly_refused(ana):
    [proposal] = [one for one in community.proposals(uuid("meeting"), HERE, on=timezone.localdate()) if one.household]
    path = f"{MEETING}punct/?propunere={proposal.uuid}"
    for words in ("Maria nu are bani", "familia Popescului", "stă pe Str. Bisericii 7", "din Gâsteni",
                  "CNP 2800101123457"):
        answer = sent(ana, path, title="Un caz", about=words)
        assert answer.status_code == 422, words
    assert community.items_of(uuid("meeting")) == []
    assert sent(ana, path, title="Un caz", about="mama și copilul de 9 ani").status_code == 200
    assert [one.about for one in community.items_of(uuid("meeting"))] == ["mama și copilul de 9 ani"]


def test_a_name_in_words_of_no_case_is_asked_about(ana):
    answer = sent(ana, MEETING + "punct/", sort="other", title="Ajutor pentru Maria Rotaru")
    assert answer.status_code == 422 and "Maria Rotaru" in answer.content.decode()
    answer = sent(ana, MEETING + "punct/", sort="other", title="Ajutor pentru Maria Rotaru", sure="on")
    assert answer.status_code == 200
    assert sent(ana, MEETING + "punct/", sort="other", title="Mulțumiri pentru Vasile Preda").status_code == 200


def test_items_are_put_in_order_dropped_and_passed_over(ana):
    for title in ("Unu", "Doi trei", "Patru"):
        sent(ana, MEETING + "punct/", sort="other", title=title)
    first, _second, third = community.items_of(uuid("meeting"))
    sent(ana, AGENDA, do="up", about=str(third.uuid))
    sent(ana, AGENDA, do="drop", about=str(first.uuid))
    assert [one.title for one in community.items_of(uuid("meeting"))] == ["Patru", "Doi trei"]
    [proposal] = [one for one in community.proposals(uuid("meeting"), HERE, on=timezone.localdate()) if one.household]
    sent(ana, AGENDA, do="pass", about=str(proposal.uuid))
    assert proposal.uuid not in {one.uuid for one in community.proposals(uuid("meeting"), HERE,
                                                                         on=timezone.localdate())}


def written(client, path: str = MEETING + "scriere/", **said):
    return sent(client, path, **said)


def test_minutes_are_kept_in_one_go_and_a_decision_becomes_a_task_on_azi(ana, signed_in):
    item = taken(ana)
    due = (timezone.localdate() + timedelta(days=14)).isoformat()
    nina = f"w:{uuid('nina')}"
    answer = written(ana, present=[str(uuid("member/preot")), str(uuid("member/medic"))], begun="17:05",
                     **{f"words_{item.uuid}": "S-a vorbit despre transport.",
                        f"decision_{item.uuid}": "Asistenta caută un furnizor în Bacău.",
                        f"owner_{item.uuid}": nina, f"due_{item.uuid}": due})
    assert answer.status_code == 200 and "caută un furnizor" in answer.content.decode()
    found = community.meeting(uuid("meeting"))
    assert (found.state, len(found.present), found.quorum) == ("held", 2, True)
    page = signed_in("nina").get("/azi/").content.decode()
    assert "Asistenta caută un furnizor" in page
    [task] = community.open_tasks(HERE)
    assert "Asistenta caută" in ana.get(f"/gospodarii/{uuid('popescu')}/").content.decode()
    assert "Asistenta caută" in signed_in("nina").get(f"/gospodarii/{uuid('popescu')}/").content.decode()
    assert "Asistenta caută" not in signed_in("mihai").get(f"/gospodarii/{uuid('popescu')}/").content.decode()
    answer = sent(signed_in("nina"), f"/consiliu/sarcini/{task.uuid}/", outcome="done", note="găsit")
    assert community.open_tasks(HERE) == []
    assert community.task(task.uuid).state == "done"


def test_minutes_that_name_the_family_are_refused_and_nothing_is_kept(ana):
    item = taken(ana)
    answer = written(ana, **{f"words_{item.uuid}": "Maria a venit."})
    assert answer.status_code == 422 and "Maria" in answer.content.decode()
    assert community.meeting(uuid("meeting")).state == "called"


def test_a_decision_wants_words_an_owner_and_a_day(ana):
    item = taken(ana)
    due = (timezone.localdate() + timedelta(days=14)).isoformat()
    for wrong in ({"due": due}, {"decision": "Se face.", "due": due},
                  {"decision": "Se face.", "institution": "Poliția"},
                  {"decision": "Se face.", "institution": "Poliția", "owner": f"w:{uuid('ana')}", "due": due},
                  {"decision": "Se face.", "institution": "Poliția", "due": "2020-01-01"}):
        answer = written(ana, **{f"{name}_{item.uuid}": value for name, value in wrong.items()})
        assert answer.status_code == 422, wrong
    assert community.decisions_of(uuid("meeting")) == []


def test_another_communes_council_does_not_exist(signed_in, the_council):
    sorin = signed_in("sorin")
    for path in (MEETING, MEETING + "proces-verbal/", MEETING + "scriere/", MEETING + "punct/",
                 f"/consiliu/?commune={HERE}", f"/consiliu/membri/{uuid('member/preot')}/incheiere/"):
        assert sorin.get(path).status_code == 404
    assert sorin.get("/consiliu/").status_code == 200
    assert THERE != HERE
