"""A partner answers by the link of a letter, without an account; the worker sees it; consent can be taken back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from tests.unit.papers.reading import text_of_pdf
from tests.unit.web.test_acts import field
from tests.unit.web.village import HERE, draft, handed_in, uuid, worker
from vatra.care import queries as care

HOME = f"/gospodarii/{uuid('popescu')}/"
CHILD = str(uuid("popescu/Andrei"))
NOTHING = "Acest cod sau link nu este bun ori nu mai este."
GONE = "Familia și-a retras acordul"


@pytest.fixture
def doctor(the_village):
    return apps.get_model("places.Institution").objects.create(
        code="cabinet-1", kind="clinic", name="Cabinetul Dr. Ionescu", commune_id=HERE)


@pytest.fixture
def ana(signed_in, doctor):
    return signed_in("ana")


def sent(client, path: str, **said: str):
    seal = field(client.get(HOME + path).content.decode(), "seal")
    return client.post(HOME + path, {"seal": seal, "on": timezone.localdate().isoformat(), **said}, follow=True)


def a_referral(client, **said: str):
    asked = {"person": CHILD, "service": "W12", "institution": "cabinet-1", "basis": "consent", "agreed_with": "mama",
             "names": "initials", "phone": "0234 123 456", "note": "Are nevoie de o consultație."}
    assert "Referirea este păstrată." in sent(client, "trimitere/", **asked | said).content.decode()
    return apps.get_model("care.Referral").objects.get(household__uuid=uuid("popescu"), state="sent")


def a_letter(client, referral) -> tuple[str, str]:
    """The token and the code of a letter just made."""
    page = client.post(f"{HOME}trimiteri/{referral.uuid}/scrisoare/").content.decode()
    [token], [code] = (re.findall(rf'name="{name}" value="([^"]+)"', page) for name in ("token", "code"))
    assert f"#c={token}<" in page and f'class="value">{code}<' in page
    return token, code


def opened(secret: str):
    return Client().post("/raspuns/", {"secret": secret})


def answered(page, **said: str):
    return Client().post("/raspuns/trimis/", {"slip": field(page.content.decode(), "slip"), **said})


def test_a_partner_opens_the_link_sees_the_least_and_answers(ana):
    referral = a_referral(ana)
    token, code = a_letter(ana, referral)
    for secret in (token, code, code.lower().replace("-", " ")):
        page = opened(secret)
        body = page.content.decode()
        assert page.status_code == 200
        assert page.headers["Cache-Control"] == "private, no-store"
        assert "A. P., 9" in body
        assert "Are nevoie de o consultație." in body and "0234 123 456" in body and "Ana Munteanu" in body
        assert not [hidden for hidden in ("Andrei", "Popescu", "VI01", "Abuz", "Bisericii", "Ioana") if hidden in body]
    answer = answered(page, answer="acknowledged", who="Asistenta Lia")
    assert answer.headers["Location"] == "/raspuns/multumim/"
    assert GONE not in Client().get("/raspuns/multumim/").content.decode()
    [entry] = apps.get_model("register.Entry").objects.filter(kind="answer_referral")
    assert (entry.state, entry.by.full_name, entry.by.answers_for) == ("applied", "Cabinetul Dr. Ionescu", "cabinet-1")
    assert entry.by_id != worker("ana").pk
    assert "Cabinetul Dr. Ionescu a răspuns: au primit" in ana.get("/azi/").content.decode()
    page = ana.get(f"{HOME}trimiteri/{referral.uuid}/").content.decode()
    assert "prin linkul din scrisoare" in page and "Asistenta Lia" in page


def test_the_name_is_told_only_where_it_was_decided_so(ana):
    token, _code = a_letter(ana, a_referral(ana, names="full"))
    assert "Andrei Popescu" in opened(token).content.decode() or "Popescu Andrei" in opened(token).content.decode()


def test_the_link_leads_from_received_to_the_last_answer_and_then_no_further(ana):
    referral = a_referral(ana)
    token, code = a_letter(ana, referral)
    later = (timezone.localdate() + timedelta(days=3)).isoformat()
    assert answered(opened(token), answer="appointment").status_code == 422
    assert answered(opened(token), answer="appointment", appointment_on="2020-01-01").status_code == 422
    answered(opened(token), answer="appointment", appointment_on=later, appointment_at="09:30", place="cabinet")
    assert "Programare pe" in ana.get(f"{HOME}trimiteri/{referral.uuid}/").content.decode()
    answered(opened(token), answer="started")
    page = opened(token)
    assert answered(page, answer="appointment", appointment_on=later).status_code == 422  # begun already
    last = opened(token)
    assert answered(last, answer="helped", words="Consultat.").status_code == 302
    referral.refresh_from_db()
    assert (referral.state, referral.outcome) == ("closed", "helped")
    for again in (opened(token), opened(code), answered(last, answer="helped"), answered(page, answer="partly")):
        assert (again.status_code, NOTHING in again.content.decode()) == (404, True)


def test_the_same_form_sent_twice_is_one_answer(ana):
    token, _code = a_letter(ana, a_referral(ana))
    page = opened(token)
    assert [answered(page, answer="acknowledged").status_code for _try in range(2)] == [302, 422]
    assert apps.get_model("register.Entry").objects.filter(kind="answer_referral").count() == 1


def test_a_new_letter_ends_the_link_before_it(ana):
    referral = a_referral(ana)
    first, second = a_letter(ana, referral), a_letter(ana, referral)
    assert [opened(secret).status_code for secret in (*first, *second)] == [404, 404, 200, 200]


def test_a_letter_wants_a_right_and_somebody_to_write_to(ana):
    handed_in([draft("send_referral", "popescu", {"service": "W12", "institution": "cabinet-1"})], "ana")
    referral = apps.get_model("care.Referral").objects.get(household__uuid=uuid("popescu"))
    page = ana.post(f"{HOME}trimiteri/{referral.uuid}/scrisoare/", follow=True).content.decode()
    assert "în ce temei" in page
    assert not apps.get_model("care.PartnerLink").objects.exists()


def test_when_consent_is_withdrawn_the_sharing_stops_and_the_partner_is_told(ana):
    referral = a_referral(ana)
    token, _code = a_letter(ana, referral)
    page = opened(token)
    said = sent(ana, f"trimiteri/{referral.uuid}/retragere/", by_whom="mama").content.decode()
    assert "comunicarea s-a încheiat" in said
    for told in (opened(token), answered(page, answer="acknowledged")):
        body = told.content.decode()
        assert GONE in body and "A. P." not in body and "consultație" not in body
    referral.refresh_from_db()
    assert (referral.state, referral.acknowledged_on) == ("withdrawn", None)


def test_what_the_law_asks_for_goes_on_without_consent_and_says_so(ana):
    referral = a_referral(ana, basis="legal_duty", agreed_with="")
    token, _code = a_letter(ana, referral)
    page = sent(ana, f"trimiteri/{referral.uuid}/retragere/", by_whom="mama").content.decode()
    assert "ce cere legea merge mai departe" in ana.get(f"{HOME}trimiteri/{referral.uuid}/").content.decode(), page
    body = opened(token).content.decode()
    assert "Familia nu este de acord" in body and "A. P." in body
    assert answered(opened(token), answer="acknowledged").status_code == 302


def test_a_link_ends_on_its_day_and_with_the_sharing(ana):
    referral = a_referral(ana)
    token, _code = a_letter(ana, referral)
    links, referrals = apps.get_model("care.PartnerLink").objects, apps.get_model("care.Referral").objects
    assert (links.get().expires_at - timezone.now()).days in (59, 60)
    referrals.update(shared_until=timezone.localdate() - timedelta(days=1))
    assert opened(token).status_code == 404
    referrals.update(shared_until=None)
    assert opened(token).status_code == 200
    links.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert opened(token).status_code == 404


def test_a_referral_drafted_on_one_day_is_sent_on_another_as_the_same(ana):
    page = sent(ana, "trimitere/", draft="1", person=CHILD, service="W12").content.decode()
    assert "de trimis mai târziu" in page
    referral = apps.get_model("care.Referral").objects.get(household__uuid=uuid("popescu"))
    assert (referral.state, referral.sent_on) == ("draft", None)
    assert "De trimis" in ana.get("/trimiteri/?show=draft").content.decode()
    said = {"person": CHILD, "service": "W12", "institution": "cabinet-1", "basis": "legal_duty"}
    sent(ana, f"trimiteri/{referral.uuid}/trimite/", **said)
    referral.refresh_from_db()
    assert (referral.state, referral.institution, referral.basis) == ("sent", "cabinet-1", "legal_duty")
    assert ana.get(f"{HOME}trimiteri/{referral.uuid}/trimite/").status_code == 404


def test_sending_says_by_what_right(ana):
    page = sent(ana, "trimitere/", person=CHILD, service="W12")
    assert page.status_code == 422 and "în ce temei" in page.content.decode()
    assert sent(ana, "trimitere/", person=CHILD, service="W12", basis="consent").status_code == 422
    assert not care.referrals_of([uuid("popescu")])


def test_an_account_of_a_partner_is_nobodys_to_sign_in_by_or_to_manage(ana, signed_in):
    token, _code = a_letter(ana, a_referral(ana))
    answered(opened(token), answer="acknowledged")
    account = apps.get_model("access.Worker").objects.get(answers_for="cabinet-1")
    assert not account.has_usable_password()
    for who in ("admin", "sefa"):
        client = signed_in(who)
        for path in ("/conturi/", "/tablete/"):
            assert account.username not in client.get(path).content.decode()
        assert client.post("/tablete/cod/", {"worker": str(account.uuid)}).status_code == 404
    assert signed_in("admin").post("/conturi/parola/", {"username": account.username}).status_code in (403, 404)


def test_who_moved_away_is_still_the_one_it_is_about(ana):
    token, _code = a_letter(ana, a_referral(ana, names="full"))
    handed_in([replace(draft("move_out", "popescu", {"to": "unknown"}), person=uuid("popescu/Andrei"))], "ana")
    body = opened(token).content.decode()
    assert "Andrei" in body and "Maria" not in body


def test_a_letter_printed_by_another_profession_does_not_tell_its_authors_words(ana, signed_in):
    handed_in([draft("send_referral", "popescu", {
        "service": "S02", "institution": "cabinet-1", "note": "Scris de Ana.", "sharing": {"basis": "legal_duty"},
    })], "ana")
    referral = apps.get_model("care.Referral").objects.get(household__uuid=uuid("popescu"))
    path = f"{HOME}trimiteri/{referral.uuid}/scrisoare/"
    assert "Scris de Ana." in ana.post(path).content.decode()
    assert "Scris de Ana." not in signed_in("mihai").post(path).content.decode()


def test_the_letter_comes_as_a_pdf_with_the_secret_it_showed_and_makes_no_other_link(ana):
    referral = a_referral(ana)
    token, code = a_letter(ana, referral)
    path = f"{HOME}trimiteri/{referral.uuid}/scrisoare/pdf/"
    pdf = ana.post(path, {"token": token, "code": code})
    assert pdf.headers["Content-Type"] == "application/pdf" and "no-store" in pdf.headers["Cache-Control"]
    text = text_of_pdf(pdf.content).replace("- ", "-")
    assert f"#c={token}" in text and code in text and "A. P., 9" in text
    assert opened(token).status_code == 200


def test_a_letter_whose_link_ended_or_that_never_was_is_not_made_as_a_pdf(ana):
    referral = a_referral(ana)
    old, new = a_letter(ana, referral), a_letter(ana, referral)
    path = f"{HOME}trimiteri/{referral.uuid}/scrisoare/pdf/"
    for token, code in (old, (new[0], old[1]), (old[0], new[1]), ("", ""), ("x" * 5_000, "ș" * 5_000)):
        answer = ana.post(path, {"token": token, "code": code}, follow=True)
        assert "nu mai este valabil" in answer.content.decode()


def test_a_letter_tells_the_person_as_was_decided_and_neither_number_nor_address(ana):
    referral = a_referral(ana)
    page = ana.post(f"{HOME}trimiteri/{referral.uuid}/scrisoare/").content.decode()
    assert "A. P., 9" in page and "0234 123 456" in page and "Cabinetul Dr. Ionescu" in page
    assert not [hidden for hidden in ("Andrei", "Popescu", "Bisericii") if hidden in page]
