"""The link of a letter in wrong hands: guessed, replayed, after its end, bent towards other referrals, stuffed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from tests.attacks import land
from tests.attacks.conftest import browser_of
from tests.attacks.land import FAR, HERE, NEAR
from vatra.access import guessing
from vatra.care import links
from vatra.web.screens.partner import SALT

SCRIPT = "<script>alert(1)</script>"


def referral(commune: int, mark: str) -> Any:
    """A referral of a plain household to the commune's day centre, by the law, for a child."""
    home, today = land.uuid(f"plain{commune}"), timezone.localdate()
    made = land.draft("send_referral", home, {
        "service": "S02", "institution": f"centru-{commune}", "note": f"nota {mark}",
        "sharing": {"basis": "legal_duty"},
    }, today, commune=commune, mark=mark)
    by = "social_worker" if commune == HERE else f"social_worker_{commune}"
    assert {one.outcome for one in land.handed_in([made], by)} == {"received"}
    return land.model("care.Referral").objects.get(uuid=made.uuid)


def link(sent: Any, commune: int = HERE) -> links.Made:
    return links.make_link(sent.uuid, by=sent.by, commune=commune, at=timezone.now())


def opened(secret: str, client: Client | None = None):
    return (client or Client()).post("/raspuns/", {"secret": secret})


def slip_of(answer: Any) -> str:
    return re.search(r'name="slip" value="([^"]+)"', answer.content.decode()).group(1)


def answered(slip: str, **said: str):
    return Client().post("/raspuns/trimis/", {"slip": slip, **said})


def plain(answer: Any) -> tuple[int, str, dict[str, str]]:
    """An answer without what is drawn anew each time."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    headers = {k: v for k, v in answer.headers.items() if k not in ("Set-Cookie", "Content-Length")}
    return answer.status_code, body, headers


def test_every_secret_that_does_not_hold_gets_the_same_answer():
    nothing = plain(opened("nimic"))
    assert nothing[0] == 404
    replaced, current = referral(HERE, "replaced"), referral(HERE, "current")
    old = link(replaced)
    link(replaced)
    expired, closed, burned = link(current), link(referral(HERE, "closed")), link(referral(HERE, "burned"))
    rows = land.model("care.PartnerLink").objects
    rows.filter(uuid=expired.uuid).update(expires_at=timezone.now())
    land.model("care.Referral").objects.filter(uuid=rows.get(uuid=closed.uuid).referral).update(
        state="closed", outcome="helped", outcome_on=timezone.localdate())
    answered(slip_of(opened(burned.token)), answer="helped")
    land.model("access.SignInAttempt").objects.all().delete()
    for made in (old, expired, closed, burned):
        for secret in (made.token, made.code):
            assert plain(opened(secret)) == nothing
    for secret in ("", "x" * 10_000, "AAAA-AAAA-AAAA", "%s\x00", "ș" * 40, str(current.uuid)):
        land.model("access.SignInAttempt").objects.all().delete()
        assert plain(opened(secret)) == nothing


def test_guessing_is_stopped_and_then_even_the_right_one_waits():
    made = link(referral(HERE, "guessed"))
    nothing = plain(opened("nimic"))
    for number in range(guessing.MOST_WRONG - 1):
        assert plain(opened(f"ghicit-{number}")) == nothing
    assert plain(opened(made.token)) == nothing
    land.model("access.SignInAttempt").objects.update(at=timezone.now() - 2 * guessing.SPAN)
    assert opened(made.token).status_code == 200


def test_true_letters_do_not_wear_an_address_out():
    made = link(referral(HERE, "often"))
    assert {opened(made.token).status_code for _time in range(3 * guessing.MOST_WRONG)} == {200}


def test_a_short_code_is_burned_by_wrong_tries_at_its_second_part():
    made = link(referral(HERE, "short"))
    for number in range(links.MOST_WRONG):
        land.model("access.SignInAttempt").objects.all().delete()  # as from many addresses
        assert opened(made.code[:5] + f"{number}000-0000").status_code == 404
    land.model("access.SignInAttempt").objects.all().delete()
    assert [opened(secret).status_code for secret in (made.code, made.token)] == [404, 404]


def test_only_digests_are_kept_and_a_token_has_128_bits():
    made = link(referral(HERE, "kept"))
    row = land.model("care.PartnerLink").objects.filter(uuid=made.uuid).values().get()
    assert made.token not in str(row) and made.code.replace("-", "") not in str(row)
    assert len({link(referral(HERE, f"drawn{n}")).token for n in range(20)}) == 20
    assert len(made.token) >= 22


def test_a_slip_opens_its_own_referral_and_cannot_be_made_or_kept():
    mine, theirs = referral(HERE, "mine"), referral(NEAR, "theirs")
    page, other = opened(link(mine).token), link(theirs, NEAR)
    assert "nota mine" in page.content.decode() and "nota theirs" not in page.content.decode()
    slip = slip_of(page)
    forged = signing.dumps([str(other.uuid), str(land.uuid("x"))], key="another key", salt=SALT)
    for wrong in (forged, slip[:-2] + "xx", "", "x" * 100_000, slip.replace(":", ".")):
        assert answered(wrong, answer="acknowledged").status_code == 404
    answered(slip, answer="acknowledged", referral=str(theirs.uuid), institution=f"centru-{NEAR}", by="x",
             link=other.token)
    for one in (mine, theirs):
        one.refresh_from_db()
    assert (mine.state, theirs.state) == ("acknowledged", "sent")


def test_an_old_slip_no_longer_answers(monkeypatch):
    slip = slip_of(opened(link(referral(HERE, "old")).token))
    real = signing.time.time
    monkeypatch.setattr(signing.time, "time", lambda: real() + timedelta(hours=3).total_seconds())
    assert answered(slip, answer="acknowledged").status_code == 404


def test_a_last_answer_is_taken_once_and_replayed_in_vain():
    sent = referral(HERE, "replayed")
    made = link(sent)
    slips = [slip_of(opened(made.token)) for _time in range(3)]
    assert [answered(slip, answer=answer).status_code for slip, answer in
            zip(slips, ("helped", "not_ours", "acknowledged"), strict=True)] == [302, 404, 404]
    assert answered(slips[0], answer="helped").status_code == 404
    sent.refresh_from_db()
    assert sent.outcome == "helped"
    assert land.model("care.ReferralStep").objects.filter(referral=sent, partner=True).count() == 1


def test_what_a_partner_writes_is_shown_as_text_and_bounded():
    sent = referral(HERE, "stuffed")
    slip = slip_of(opened(link(sent).token))
    assert answered(slip, answer="acknowledged", words="x" * 2_001).status_code == 422
    assert answered(slip, answer="acknowledged", who="x" * 121).status_code == 422
    assert answered(slip, answer="nothing of ours").status_code == 422
    assert answered(slip, answer="acknowledged", words="x" * 3_000_000).status_code in (400, 413)
    assert answered(slip, answer="acknowledged", words=SCRIPT, who=SCRIPT + "\x00").status_code == 422
    said = SCRIPT + "javascript:alert(1) \u202e"
    assert answered(slip, answer="acknowledged", words=said, who=SCRIPT).status_code == 302
    for path in (f"trimiteri/{sent.uuid}/", ""):
        page = browser_of("social_worker").get(f"/gospodarii/{land.uuid(f'plain{HERE}')}/{path}").content.decode()
        assert SCRIPT not in page
    assert "&lt;script&gt;" in page


def test_nothing_of_the_secret_stands_in_addresses_logs_headers_or_the_audit(caplog):
    made = link(referral(HERE, "quiet"))
    client = Client()
    page, wrong = opened(made.token, client), opened(made.token[:-1], client)
    done = answered(slip_of(page), answer="acknowledged")
    rows = land.model("audit.AuditRow").objects.order_by("-id")[:20]
    told = caplog.text + str([dict(one.headers) for one in (page, wrong, done)]) + str(
        list(rows.values())) + str([one.request["PATH_INFO"] for one in (page, wrong, done)])
    assert not [secret for secret in (made.token, made.code) if secret in told]
    assert {"partner_link.open", "open_link", "partner_answer.acknowledged"} <= {row.purpose for row in rows}
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "form-action 'self'" in page.headers["Content-Security-Policy"]


def test_no_other_site_answers_in_somebodys_place():
    made = link(referral(HERE, "forged"))
    slip = slip_of(opened(made.token))
    client = Client(enforce_csrf_checks=True)
    assert client.post("/raspuns/trimis/", {"slip": slip, "answer": "helped"}).status_code == 403
    assert client.post("/raspuns/", {"secret": made.token}).status_code == 403


def test_a_link_opens_nothing_but_its_page():
    client = Client()
    opened(link(referral(HERE, "alone")).token, client)
    for path in ("/azi/", "/trimiteri/", "/furnizori/", f"/gospodarii/{land.uuid(f'plain{HERE}')}/"):
        assert client.get(path).headers["Location"] == "/intrare/"


@pytest.mark.parametrize("verb", ["GET", "PUT", "DELETE", "PATCH"])
def test_a_secret_in_an_address_opens_nothing(verb):
    made = link(referral(HERE, f"address{verb}"))
    answer = Client().generic(verb, f"/raspuns/?secret={made.token}&c={made.token}")
    assert "nota address" not in answer.content.decode()


@pytest.mark.parametrize("who", ["social_worker", "head", "mayor", "administrator", "no_role"])
def test_a_provider_of_another_county_is_answered_as_one_that_never_was(who):
    client = browser_of(who)
    for path in ("", "corectare/"):
        theirs, nobodys = (client.get(f"/furnizori/{code}/{path}") for code in (f"centru-{FAR}", "nimeni-nicaieri"))
        assert (theirs.status_code, theirs.content) == (nobodys.status_code, nobodys.content)
        assert theirs.status_code == 404
