from datetime import date, timedelta

import pytest

from tests.unit.access.conftest import AGAS, ARONEANU, AT, TODAY
from vatra.access import entries, queries
from vatra.access.models import Device, RoleHeld, Worker
from vatra.access.passwords import PasswordRefused, check_can_be_password
from vatra.access.policies import NotPermitted
from vatra.audit.models import AuditRow

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

PASSWORD = "patru cai albaștri"


@pytest.mark.parametrize(("password", "code"), [
    ("", "too_short"), ("nouă cai!", "too_short"), ("x" * 1001, "too_long"), ("x" * 1_000_000, "too_long"),
    ("patru cai\x00albaștri", "not_typeable"), ("patru cai \ud800", "not_typeable"), ("password1234", "common"),
    ("aaaaaaaaaaaaaa", "common"), ("ababababababab", "common"),
    ("ana.popescu1", "own_name"), ("Popescu Ana 1", "own_name"),
])
def test_a_password_that_is_easily_guessed_or_cannot_be_typed_is_refused(password, code):
    with pytest.raises(PasswordRefused) as refusal:
        check_can_be_password(password, username="ana.popescu", full_name="Ana Popescu")
    assert refusal.value.code == code
    assert password == "" or password[:40] not in str(refusal.value)


@pytest.mark.parametrize("password", [
    PASSWORD, "corect-cal-baterie", "ăîâșțĂÎÂȘȚ1", "💧🌍🔥💨✨💧🌍🔥💨✨", "a1b2c3d4" * 125,
])
def test_long_passwords_of_any_letters_are_accepted(password):
    check_can_be_password(password, username="ana.popescu", full_name="Ana Popescu")


@pytest.mark.parametrize(("username", "full_name", "code"), [
    ("an", "Ana Pop", "username"), ("ana pop", "Ana Pop", "username"), ("a" * 61, "Ana Pop", "username"),
    ("ana\x00pop", "Ana Pop", "username"), ("ana<b>", "Ana Pop", "username"), ("ana", " ", "full_name"),
    ("ana", "A" * 121, "full_name"), ("ana", "A\x00", "full_name"), ("ION.pop", "Ion Pop", "username_taken"),
])
def test_an_account_that_cannot_be_is_refused(username, full_name, code):
    entries.enrol_worker("ion.pop", "Ion Pop", password=None, by=None, at=AT)
    with pytest.raises(entries.CannotChangeAccess) as refusal:
        entries.enrol_worker(username, full_name, password=None, by=None, at=AT)
    assert refusal.value.code == code
    assert Worker.objects.count() == 1


def test_accounts_are_opened_by_heads_and_administrators_only(holder):
    entries.enrol_worker("nou", "Om Nou", password=PASSWORD, by=holder("head", commune=AGAS), at=AT)
    for by in (holder("social_worker", commune=AGAS), holder()):
        with pytest.raises(NotPermitted):
            entries.enrol_worker("altul", "Alt Om", password=PASSWORD, by=by, at=AT)


def test_a_role_is_given_held_and_ended(holder):
    administrator, worker = holder("administrator"), holder()
    held = entries.grant_role(worker, "community_nurse", commune=AGAS, since=TODAY, by=administrator, at=AT)
    assert [(one.role, one.commune.name) for one in queries.roles_of(worker, on=TODAY)] == [("community_nurse", "Agăș")]
    entries.end_role(held, until=TODAY + timedelta(days=1), by=administrator, at=AT)
    assert queries.roles_of(worker, on=TODAY)
    assert queries.roles_of(worker, on=TODAY + timedelta(days=1)) == []


@pytest.mark.parametrize(("role", "place", "code"), [
    ("witch", {"commune": AGAS}, "no_such_role"), ("head", {"county": "BC"}, "which_place"),
    ("head", {}, "which_place"), ("supervisor_dsp", {}, "which_place"),
    ("supervisor_dsp", {"commune": AGAS, "county": "BC"}, "which_place"),
])
def test_a_role_is_held_where_its_level_says(holder, role, place, code):
    with pytest.raises(entries.CannotChangeAccess) as refusal:
        entries.grant_role(holder(), role, **place, since=TODAY, by=None, at=AT)
    assert refusal.value.code == code


@pytest.mark.parametrize("place", [{}, {"county": "BC"}, {"commune": AGAS}])
def test_an_administrators_office_is_as_wide_as_the_installation(holder, place):
    assert entries.grant_role(holder(), "administrator", **place, since=TODAY, by=None, at=AT).pk


def test_an_administrator_is_shown_the_accounts_of_the_own_place(holder):
    of_nation, of_county, of_commune = (
        holder("administrator", **place) for place in ({}, {"county": "BC"}, {"commune": AGAS}))
    inside, outside, once = (holder("head", commune=AGAS), holder("head", commune=ARONEANU),
                             holder("supervisor_dsp", county="BC", until=TODAY))
    empty = holder()
    shown = [set(queries.workers_under(one, on=TODAY)) for one in (of_nation, of_county, of_commune, inside)]
    assert shown == [
        {of_nation, of_county, of_commune, inside, outside, once, empty},
        {of_county, of_commune, inside, once}, {of_commune, inside}, set(),
    ]


def test_a_role_cannot_end_before_it_begins(holder):
    worker = holder("head", commune=AGAS, since=TODAY)
    with pytest.raises(entries.CannotChangeAccess):
        entries.end_role(worker.roles_held.get(), until=TODAY - timedelta(days=1), by=None, at=AT)
    with pytest.raises(entries.CannotChangeAccess):
        entries.grant_role(worker, "head", commune=AGAS, since=TODAY, until=date(2020, 1, 1), by=None, at=AT)


def test_nobody_gives_or_ends_what_their_office_does_not_cover(holder):
    head, worker = holder("head", commune=AGAS), holder("supervisor_dsp", county="BC")
    with pytest.raises(NotPermitted):
        entries.grant_role(head, "administrator", commune=AGAS, since=TODAY, by=head, at=AT)
    with pytest.raises(NotPermitted):
        entries.end_role(worker.roles_held.get(), until=TODAY, by=head, at=AT)
    assert RoleHeld.objects.count() == 2


def test_a_new_password_ends_the_other_sessions(holder):
    worker = holder("head", commune=AGAS)
    before, after = AT - timedelta(hours=1), AT + timedelta(seconds=1)
    assert queries.worker_is_current(worker, before, at=AT)
    entries.set_password(worker, PASSWORD, by=worker, at=AT)
    assert not queries.worker_is_current(worker, before, at=after)
    assert queries.worker_is_current(worker, AT, at=after)
    with pytest.raises(PasswordRefused):
        entries.set_password(worker, "scurt", by=worker, at=AT)


def test_nobody_sets_anothers_password(holder):
    worker = holder("head", commune=AGAS)
    for by in (holder("administrator", county="BC"), holder("administrator"), holder("social_worker", commune=AGAS)):
        with pytest.raises(NotPermitted):
            entries.set_password(worker, PASSWORD, by=by, at=AT)


def test_a_one_time_password_is_made_by_who_administers_the_account(holder):
    worker, own = holder("head", commune=AGAS), holder("administrator", county="BC")
    made = entries.reset_password(worker, by=own, at=AT)
    assert (worker.check_password(made), worker.password_set_by, worker.password_set_at) == (True, own, AT)
    assert entries.reset_password(worker, by=own, at=AT) != made
    for by in (worker, holder("social_worker", commune=AGAS), holder("administrator", county="IS")):
        with pytest.raises(NotPermitted):
            entries.reset_password(worker, by=by, at=AT)
    elsewhere = holder("head", commune=AGAS)
    entries.grant_role(elsewhere, "social_worker", commune=ARONEANU, since=TODAY, by=None, at=AT)
    with pytest.raises(NotPermitted):
        entries.reset_password(elsewhere, by=own, at=AT)


def test_a_one_time_password_opens_once_within_a_day_to_who_asks_for_another(holder):
    worker, own = holder("head", commune=AGAS), holder("administrator", county="BC")

    def opens(after: timedelta, made: str, **more: bool) -> bool:
        return entries.sign_in(worker.username, made, address="10.0.0.1", at=AT + after, **more).worker == worker

    made = entries.reset_password(worker, by=own, at=AT)
    assert not opens(timedelta(hours=1), made), "no tablet is enrolled or recovered with it"
    assert not opens(timedelta(hours=25), made, one_time=True)
    assert opens(timedelta(hours=2), made, one_time=True)
    assert not opens(timedelta(hours=3), made, one_time=True)
    worker.refresh_from_db()
    entries.set_password(worker, PASSWORD, by=worker, at=AT + timedelta(hours=2))
    assert opens(timedelta(hours=4), PASSWORD)


def test_a_session_ends_on_the_day_a_role_held_at_its_beginning_has_ended(holder):
    worker = holder("head", commune=AGAS, until=TODAY + timedelta(days=1))
    assert queries.worker_is_current(worker, AT, at=AT)
    assert not queries.worker_is_current(worker, AT, at=AT + timedelta(days=1))
    assert queries.worker_is_current(worker, AT + timedelta(days=1), at=AT + timedelta(days=1))


def test_the_day_turns_at_midnight_in_romania(holder):
    worker = holder("head", commune=AGAS, until=TODAY + timedelta(days=1))
    late = AT.replace(hour=21, minute=30)  # 00:30 of the next day in Bucharest
    assert not queries.worker_is_current(worker, AT, at=late)


def test_a_closed_account_ends_sessions_and_devices_at_once(holder):
    worker = holder("head", commune=AGAS)
    _device, token = entries.enrol_device(worker, "tableta 1", at=AT)
    assert queries.worker_of_token(token, at=AT) == worker
    entries.close_account(worker, by=holder("administrator"), at=AT)
    assert not queries.worker_is_current(worker, AT, at=AT)
    assert queries.worker_of_token(token, at=AT) is None
    entries.reopen_account(worker, by=None, at=AT)
    assert queries.worker_of_token(token, at=AT + timedelta(days=1)) is None, "the tablet is enrolled anew"
    with pytest.raises(NotPermitted):
        entries.close_account(worker, by=worker, at=AT)


def test_a_device_is_known_by_its_token_of_which_only_the_digest_is_kept(holder):
    worker = holder("social_worker", commune=AGAS)
    device, token = entries.enrol_device(worker, "tableta 1", at=AT)
    assert len(token) >= 43, "256 bits"
    assert token not in str(Device.objects.values().get())
    assert queries.device_of_token(token, at=AT) == device
    assert entries.enrol_device(worker, "tableta 2", at=AT)[1] != token


@pytest.mark.parametrize("token", ["", "x", "\x00", "\ud800", "x" * 1_000_000, "' or 1=1"])
def test_no_other_token_is_anybodys(holder, token):
    entries.enrol_device(holder(), "tableta", at=AT)
    assert queries.device_of_token(token, at=AT) is None


def test_a_digest_is_no_token(holder):
    device, _token = entries.enrol_device(holder(), "tableta", at=AT)
    assert queries.worker_of_token(device.token_digest, at=AT) is None


def test_a_revoked_device_is_dead_from_that_moment(holder):
    worker = holder("social_worker", commune=AGAS)
    device, token = entries.enrol_device(worker, "tableta", at=AT)
    later = AT + timedelta(hours=1)
    entries.revoke_device(device, by=worker, at=later)
    assert queries.worker_of_token(token, at=later) is None
    assert queries.worker_of_token(token, at=later + timedelta(days=1)) is None
    entries.revoke_device(device, by=worker, at=later + timedelta(days=1))
    assert Device.objects.get().revoked_at == later
    with pytest.raises(NotPermitted):
        entries.revoke_device(device, by=holder("social_worker", commune=AGAS), at=later)


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\x00b"])
def test_a_device_has_a_name(holder, name):
    with pytest.raises(entries.CannotChangeAccess):
        entries.enrol_device(holder(), name, at=AT)


def test_devices_are_listed_newest_first(holder):
    worker = holder()
    entries.enrol_device(worker, "veche", at=AT)
    entries.enrol_device(worker, "nouă", at=AT + timedelta(days=1))
    assert [device.name for device in queries.devices_of(worker)] == ["nouă", "veche"]


def test_a_language_is_kept_and_an_unknown_one_is_not(holder):
    worker = holder()
    entries.choose_language(worker, "en")
    entries.choose_language(worker, "tlh")
    assert Worker.objects.get(pk=worker.pk).language == "en"


def test_the_team_of_a_commune_is_told_with_its_roles(holder):
    from tests.unit.access.conftest import held

    nurse, mediator = holder("community_nurse", commune=AGAS), holder("school_mediator", commune=AGAS)
    held(mediator, "health_mediator", commune=AGAS)
    holder("supervisor_dsp", county="BC")
    team = queries.team_of(AGAS, on=TODAY)
    assert [(one.full_name, one.roles) for one in team] == [
        (nurse.full_name, ("community_nurse",)), (mediator.full_name, ("health_mediator", "school_mediator"))]


def test_workers_are_counted_by_role_once_each(holder):
    from tests.unit.access.conftest import ASAU, held

    nurse = holder("community_nurse", commune=AGAS)
    held(nurse, "community_nurse", commune=ASAU)
    holder("community_nurse", commune=AGAS, until=TODAY)
    holder("head", commune=AGAS, is_active=False)
    assert queries.number_by_role(on=TODAY) == {"community_nurse": 1}


def test_workers_are_found_by_uuid_name_or_id(holder):
    worker = holder()
    assert queries.worker(worker.uuid) == queries.worker_named(worker.username.upper()) == worker
    assert queries.workers([worker.pk, 0]) == {worker.pk: worker}
    assert Worker.objects.get_by_natural_key(worker.username.upper()) == worker
    assert queries.worker_named("nobody") is None


def test_every_change_of_access_is_written_down(holder):
    administrator, worker = holder("administrator"), holder()
    held = entries.grant_role(worker, "head", commune=AGAS, since=TODAY, by=administrator, at=AT)
    entries.end_role(held, until=TODAY, by=administrator, at=AT)
    entries.reset_password(worker, by=administrator, at=AT)
    entries.close_account(worker, by=administrator, at=AT)
    rows = AuditRow.objects.filter(subject=worker.uuid, by=administrator.uuid, act="change").order_by("id")
    assert [row.purpose for row in rows] == ["grant_role", "end_role", "reset_password", "close_account"]
    assert rows[0].commune == AGAS


def test_an_account_made_without_a_password_matches_none():
    worker = Worker.objects.create_worker(" Maria.ENE ", "Maria Ene")
    assert worker.username == "maria.ene"
    assert not worker.has_usable_password()
    assert not worker.check_password("")
    assert "Maria" not in repr(worker)
