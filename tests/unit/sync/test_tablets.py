"""Enrolled by a code, leased, locked, allowed again, wiped, recovered; each of it in the audit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.unit.sync.world import HERE, PASSWORD, THERE, Tablet, made_worker, model
from vatra.access import codes
from vatra.access import entries as access
from vatra.access.policies import NotPermitted
from vatra.access.tablets import tablets_managed, workers_managed

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def now():
    return timezone.now()


def code_for(worker, *, by=None, at=None) -> str:
    return access.make_device_code(worker, by=by, at=at or now())[1]


def enrol(code: str, address: str = "10.0.0.1", **more):
    client = Client(raise_request_exception=False, REMOTE_ADDR=address)
    return client.post("/api/sync/enrol", {"code": code, "name": "tableta", **more}, content_type="application/json")


def recover(tablet, said: dict[str, str]):
    """As a tablet whose PIN is forgotten does: without a token, with its name."""
    client = Client(raise_request_exception=False)
    return client.post(
        "/api/sync/recover", said | {"device": tablet.told["device"]}, content_type="application/json"
    )


def test_a_tablet_is_told_all_it_needs_once(ana):
    told = enrol(code_for(ana)).json()
    assert told["worker"] == {"uuid": str(ana.uuid), "name": ana.full_name, "language": "ro",
                              "roles": [{"role": "social_worker", "commune": HERE}]}
    assert told["communes"] == [HERE] and told["policy"]["lease_days"] == 14
    assert len(told["lease"]["secret"]) == len(told["recovery"]["secret"]) == 44
    assert told["lease"]["secret"] != told["recovery"]["secret"]
    device = model("access.Device").objects.get()
    assert str(device.uuid) == told["device"] and told["token"] not in str(vars(device))


@pytest.mark.parametrize("typed", [
    str.lower, lambda code: code.replace("-", ""), lambda code: f" {code[:7]} {code[7:]} ",
])
def test_a_code_is_read_however_it_is_typed(ana, typed):
    assert enrol(typed(code_for(ana))).status_code == 200


def test_letters_that_look_like_digits_are_read_as_them():
    assert codes.read("oil1-0000-uuuu") == "01110000VVVV"


def test_a_code_is_kept_as_a_digest_only(ana):
    code = code_for(ana)
    [kept] = model("access.DeviceCode").objects.values()
    assert code.replace("-", "")[4:] not in str(kept)


def test_a_code_serves_once(ana):
    code = code_for(ana)
    assert [enrol(code).status_code for _ in range(2)] == [200, 403]


def test_a_newer_code_ends_the_older(ana):
    older = code_for(ana)
    newer = code_for(ana)
    assert [enrol(older).status_code, enrol(newer).status_code] == [403, 200]


def test_a_code_expires_in_half_an_hour(ana):
    code = code_for(ana, at=now() - timedelta(minutes=31))
    answer = enrol(code)
    assert (answer.status_code, answer.json()["code"]) == (403, "code_refused")


def test_five_wrong_tries_burn_a_code(ana):
    code = code_for(ana)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert {enrol(wrong, address=f"10.0.0.{number}").status_code for number in range(5)} == {403}
    assert enrol(code, address="10.0.9.9").status_code == 403


def test_four_wrong_tries_do_not(ana):
    code = code_for(ana)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    for number in range(4):
        enrol(wrong, address=f"10.0.0.{number}")
    assert enrol(code, address="10.0.9.9").status_code == 200


def test_five_wrong_codes_close_an_address_for_half_an_hour(ana):
    for number in range(5):
        enrol(f"0000-0000-000{number}")
    assert enrol(code_for(ana)).status_code == 403
    assert enrol(code_for(ana), address="10.0.0.2").status_code == 200


def test_every_wrong_code_gets_one_and_the_same_answer(ana):
    used, expired = code_for(ana), code_for(made_worker("ion"), at=now() - timedelta(hours=1))
    enrol(used)
    answers = [enrol(code, address=f"10.0.1.{place}").content
               for place, code in enumerate([used, expired, "0000-0000-0000", "x", "é" * 50])]
    assert len(set(answers)) == 1


@pytest.mark.parametrize("body", [{}, {"code": 7, "name": "x"}, {"code": "x"}, {"code": "x" * 61, "name": "x"},
                                  {"code": "x", "name": "x", "by": "ana"}])
def test_what_is_no_enrolment_is_refused(body):
    assert Client().post("/api/sync/enrol", body, content_type="application/json").status_code == 422


def test_a_tablet_has_a_name(ana):
    code = code_for(ana)
    client = Client()
    for name in ("", " ", "a\0b"):
        assert client.post("/api/sync/enrol", {"code": code, "name": name},
                           content_type="application/json").status_code == 422


def test_a_colleagues_code_wants_the_workers_own_password(ana):
    head = made_worker("sef", "head")
    code = code_for(ana, by=head)
    assert enrol(code).json()["code"] == "password_wanted"
    assert enrol(code, password="ghicit").json()["code"] == "password_wanted"
    assert enrol(code, password=PASSWORD).status_code == 200


def test_who_may_make_codes_for_whom(ana):
    on = timezone.localdate()
    head, other = made_worker("sef", "head"), made_worker("alt", "head", THERE)
    both = made_worker("doi", "community_nurse")
    model("access.RoleHeld").objects.create(uuid=both.uuid, worker=both, role="community_nurse", commune_id=THERE,
                                            since=on)
    administrator = made_worker("adm", "administrator", None)
    for by, whom in ((ana, head), (ana, both), (head, both), (head, other), (other, ana), (head, administrator)):
        with pytest.raises(NotPermitted):
            access.make_device_code(whom, by=by, at=now())
    for by, whom in ((ana, ana), (head, ana), (administrator, ana), (administrator, both), (head, head)):
        access.make_device_code(whom, by=by, at=now())
    assert workers_managed(head, on=on) == [head, ana]


def test_a_closed_account_enrols_nothing(ana):
    code = code_for(ana)
    access.close_account(ana, by=None, at=now())
    assert enrol(code).status_code == 403
    with pytest.raises(access.CannotChangeTablet):
        access.make_device_code(ana, by=None, at=now())


def test_a_locked_tablet_is_told_so_and_its_lease_secret_is_gone(tablet):
    access.revoke_device(tablet.device, by=None, at=now())
    answer = tablet.get("pull")
    assert (answer.status_code, answer.json()["code"]) == (401, "device_locked")
    assert tablet.device.lease_secret == "" and tablet.device.recovery_secret
    assert "sigilat" in answer.json()["message"]


def test_a_switched_off_worker_locks_the_tablet(tablet, ana):
    access.close_account(ana, by=None, at=now())
    assert tablet.get("pull").json()["code"] == "device_locked" and tablet.device.lease_secret == ""


def test_an_allowed_tablet_has_another_lease_and_its_way_back(tablet, ana):
    head, before = made_worker("sef", "head"), tablet.told
    access.revoke_device(tablet.device, by=ana, at=now())
    with pytest.raises(access.CannotChangeTablet):
        access.allow_tablet(tablet.device, by=ana, at=now())
    access.allow_tablet(tablet.device, by=head, at=now())
    told = recover(tablet, {"username": "ana", "password": PASSWORD}).json()
    assert told["recovery"] == before["recovery"] and told["lease"]["secret"] != before["lease"]["secret"]
    assert told["lease"]["until"] > now().isoformat()
    assert tablet.get("pull").json()["code"] == "not_recognised", "the token of before is dead"
    tablet.token = told["token"]
    assert tablet.page()["lease"]["secret"] == told["lease"]["secret"]


def test_a_locked_tablet_is_not_recovered_until_the_office_allows_it(tablet, ana):
    access.revoke_device(tablet.device, by=ana, at=now())
    answer = recover(tablet, {"username": "ana", "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (401, "device_locked")


def test_a_program_has_no_way_back(tablet, ana):
    program, _token = access.enrol_device(ana, "program", at=now())
    tablet.told["device"] = str(program.uuid)
    assert recover(tablet, {"username": "ana", "password": PASSWORD}).json()["code"] == "sign_in_refused"


def test_a_wiped_tablet_is_told_to_forget_and_nothing_brings_it_back(tablet, ana):
    access.wipe_tablet(tablet.device, by=ana, at=now())
    back = recover(tablet, {"username": "ana", "password": PASSWORD})
    for answer in (tablet.get("pull"), tablet.push(), back):
        assert (answer.status_code, answer.json()["code"]) == (401, "device_wiped")
        assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert tablet.device.recovery_secret == ""
    with pytest.raises(access.CannotChangeTablet):
        access.allow_tablet(tablet.device, by=None, at=now())


@pytest.mark.parametrize(("username", "password"), [("ana", "ghicit"), ("ioana", PASSWORD), ("nimeni", PASSWORD)])
def test_the_way_back_is_for_the_tablets_own_worker(tablet, username, password):
    made_worker("ioana")
    answer = recover(tablet, {"username": username, "password": password})
    assert (answer.status_code, answer.json()["code"]) == (403, "sign_in_refused")


def test_the_way_back_is_throttled_like_signing_in(tablet):
    answers = [recover(tablet, {"username": "ana", "password": f"x{number}"}) for number in range(7)]
    assert [answer.status_code for answer in answers] == [403] * 6 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 60


def test_contact_renews_the_lease(tablet):
    long_ago = now() - timedelta(days=9)
    model("access.Device").objects.update(last_contact_at=long_ago, lease_until=long_ago + timedelta(days=14))
    until = tablet.page()["lease"]["until"]
    assert until > (now() + timedelta(days=13)).isoformat()
    assert tablet.device.last_contact_at > long_ago


def test_a_tablets_token_opens_no_other_door_and_a_programs_not_this_one(tablet, ana):
    header = {"Authorization": f"Bearer {tablet.token}"}
    assert Client().get("/api/entries/since", {"commune": HERE}, headers=header).status_code == 401
    _device, token = access.enrol_device(ana, "program", at=now())
    answer = Client().get("/api/sync/pull", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "not_recognised")


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer"}, {"Authorization": "Bearer x"}])
def test_who_is_not_recognised_gets_one_and_the_same_answer(header):
    for path in ("pull", "bundle/x"):
        assert Client().get(f"/api/sync/{path}", headers=header).json()["code"] == "not_recognised"
    for path in ("push", "accounted"):
        answer = Client().post(f"/api/sync/{path}", b"{}", content_type="application/json", headers=header)
        assert answer.json()["code"] == "not_recognised"


def test_a_tablet_whose_token_is_newer_than_a_restored_backup_is_told_the_way_back(tablet, ana):
    old = model("access.Device").objects.filter(pk=tablet.device.pk).values("token_digest").get()
    way = {"device": str(tablet.device.uuid), "username": ana.username, "password": PASSWORD}
    tablet.token = tablet.post("recover", way).json()["token"]
    model("access.Device").objects.filter(pk=tablet.device.pk).update(**old)  # the backup knows the token of before
    answer = tablet.get("pull")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_recognised")
    assert "parola" in answer.json()["message"]
    tablet.token = tablet.post("recover", way).json()["token"]
    assert tablet.get("pull").status_code == 200


def test_what_was_done_to_a_tablet_stands_in_the_audit(tablet, ana):
    head = made_worker("sef", "head")
    recover(tablet, {"username": "ana", "password": PASSWORD})
    access.revoke_device(tablet.device, by=head, at=now())
    access.allow_tablet(tablet.device, by=head, at=now())
    access.wipe_tablet(tablet.device, by=head, at=now())
    rows = model("audit.AuditRow").objects.filter(subject=tablet.device.uuid, act="change").order_by("id")
    assert [(row.purpose, row.by) for row in rows] == [
        ("enrol_tablet", ana.uuid), ("recover_tablet", ana.uuid), ("revoke_device", head.uuid),
        ("allow_device", head.uuid), ("revoke_device", head.uuid), ("wipe_device", head.uuid)]


def test_a_head_lists_the_tablets_of_the_team_and_a_worker_their_own(tablet, ana):
    on = timezone.localdate()
    head, ion = made_worker("sef", "head"), made_worker("ion", commune=THERE)
    Tablet(ion)
    assert [one.uuid for one in tablets_managed(head, on=on)] == [tablet.device.uuid]
    assert [one.worker for one in tablets_managed(ion, on=on)] == [ion]
    assert len(tablets_managed(made_worker("adm", "administrator", None), on=on)) == 2


def test_the_owner_of_the_machine_makes_a_code_on_the_command_line(ana):
    from click.testing import CliRunner

    from vatra.cli.workers import workers

    said = CliRunner().invoke(workers, ["tablet-code", "ana"])
    assert said.exit_code == 0 and enrol(said.output.strip()).status_code == 200


def test_the_owner_of_the_machine_begins_an_epoch_on_the_command_line(tablet):
    from click.testing import CliRunner

    from vatra.cli.register import register
    from vatra.register.epoch import epoch

    said = CliRunner().invoke(register, ["new-epoch"])
    assert str(epoch()) in said.output and str(epoch()) != tablet.told["epoch"]
