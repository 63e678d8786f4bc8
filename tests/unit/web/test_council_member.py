"""A member of the council reads everything that is offered: nowhere stands whose case it is."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.utils import timezone

from tests.unit.papers.reading import text_of_pdf
from tests.unit.web import council_village as council
from tests.unit.web import village
from tests.unit.web.test_council import sent
from tests.unit.web.village import HERE, uuid
from vatra.community import queries as community

MEETING = f"/consiliu/intalniri/{uuid('meeting')}/"
_LINK = re.compile(r'(?:href|action|src)="(/[^"#]*)')


@pytest.fixture
def spoken_of(signed_in):
    """A meeting with the cases of two families and a matter of all, minutes, a task of the member's own."""
    council.made_council()
    village.handed_in([*council.stuck_case("popescu"), *council.stuck_case("rotaru")], "ana")
    ana = signed_in("ana")
    for one in community.proposals(uuid("meeting"), HERE, on=timezone.localdate()):
        sent(ana, MEETING + "ordine/", do="take", about=str(one.uuid))
    items = community.items_of(uuid("meeting"))
    assert sum(one.sort == "case" for one in items) == 2
    due = (timezone.localdate() + timedelta(days=9)).isoformat()
    typed = {f"decision_{one.uuid}": "Se ajută familia." for one in items}
    typed |= {f"owner_{one.uuid}": f"m:{uuid('member/preot')}" for one in items}
    typed |= {f"due_{one.uuid}": due for one in items}
    sent(ana, MEETING + "scriere/", present=[str(uuid("member/preot"))], **typed)
    assert len(community.open_tasks(HERE)) == len(items)


def secrets() -> set[str]:
    """Every name, address, day of birth and uuid of a household or person of the village."""
    found: set[str] = set()
    for one in apps.get_model("people.Person").objects.all():
        found |= {one.surname, str(one.uuid), one.born_on.isoformat(), one.born_on.strftime("%d.%m.%Y")}
        found |= {f"{one.surname} {one.given_name}", f"{one.given_name} {one.surname}"}
    for one in apps.get_model("people.Household").objects.all():
        found |= {str(one.uuid), one.uuid.hex, one.address}
    for label in ("care.Case", "care.Referral", "assessment.Finding", "assessment.Need"):
        found |= {str(uuid) for uuid in apps.get_model(label).objects.values_list("uuid", flat=True)}
    found |= {str(one) for one in apps.get_model("community.AgendaItem").objects.values_list("proposal", flat=True)}
    return found - {"", "None"}


@pytest.mark.parametrize("who", ["preot", "primar"])
def test_every_page_that_a_member_or_the_mayor_can_reach_tells_nobody(spoken_of, signed_in, who):
    client, told = signed_in(who), secrets()
    [first, *_more] = [one for one in community.open_tasks(HERE) if one.code]
    waiting = ["/", "/consiliu/", "/consiliu/plan/", "/consiliu/hotarari/", MEETING, MEETING + "proces-verbal/",
               MEETING + "scriere/", MEETING + "punct/", f"/consiliu/sarcini/{first.uuid}/",
               f"/gospodarii/{uuid('popescu')}/", "/azi/"]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(("/static/", "/iesire", "/limba")):
            continue
        seen.add(path)
        answer = client.get(path)
        body = "" if answer.streaming else text_of_pdf(answer.content) if path.endswith("/pdf/") else (
            answer.content.decode(errors="replace"))
        body += str(dict(answer.headers))
        for name, *_rest in village.WORKERS.values():  # named on purpose: who wrote, who is to do it
            body = body.replace(name, "")
        assert not [word for word in told if word in body], path
        waiting += [found.replace("&amp;", "&") for found in _LINK.findall(body)]
        if answer.status_code == 302:
            waiting.append(answer.headers["Location"])
    assert {MEETING, MEETING + "proces-verbal/", MEETING + "proces-verbal/pdf/"} <= seen and len(seen) > 8


def test_a_member_who_reports_learns_nothing_from_being_refused(spoken_of, signed_in):
    client = signed_in("preot")
    one, two = [one for one in community.open_tasks(HERE) if one.code]
    answers = []
    for task, words in ((one, "Popescu"), (two, "Wxyzscu")):
        answer = sent(client, f"/consiliu/sarcini/{task.uuid}/", outcome="done", note=words)
        answers.append((answer.status_code, community.task(task.uuid).state))
    assert answers == [(200, "done"), (200, "done")]


def test_the_stream_of_entries_gives_a_program_no_key_to_a_case(spoken_of):
    from vatra.register import queries as register

    page = register.entries_since(HERE, "")
    ours = [one for one in page.entries if one.household is None and one.kind in ("put_on_agenda", "decide")]
    assert len(ours) > 3
    for one in ours:
        given = register.payload_shown(one, frozenset({"general", "economic", "education"}))
        assert given is not None and not {"household", "proposal"} & set(given)
        assert str(uuid("popescu")) not in str(given)
        assert isinstance(one.uuid, UUID)
