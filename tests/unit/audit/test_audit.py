import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, connections, transaction

from vatra.audit import entries, queries
from vatra.audit.entries import Act
from vatra.audit.models import AuditRow, Strand
from vatra.audit.verify import Fault, ends_now, verify

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
ANA, ION = UUID(int=1), UUID(int=2)
HOUSEHOLD, OTHER = UUID(int=11), UUID(int=12)


def read(subject=HOUSEHOLD, by=ANA, **rest):
    return Act("read", "household", subject, by=by, commune=21007, purpose="page", **rest)


@pytest.fixture
def forged():
    """A hand that can change the audit: one who owns the database and has dropped the triggers."""
    def run(sql, *values):
        with connection.cursor() as cursor:
            for table in ("audit_auditrow", "audit_strand"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_kept{on}")
            cursor.execute(sql, values)
    return run


def written(*batches, at=AT):
    for number, batch in enumerate(batches):
        entries.record(batch, at=at + timedelta(minutes=number))
    return verify()


def test_an_untouched_audit_verifies():
    result = written([read()], [read(OTHER), read(by=ION)], [])
    assert (result.strands, result.rows, result.faults) == (1, 3, [])


def test_reading_is_one_insert_on_an_open_strand(django_assert_num_queries):
    entries.record([read()], at=AT)
    with django_assert_num_queries(4):  # savepoint, the strand's end, one insert, release
        entries.record([read(), read(OTHER), read(by=ION)], at=AT)


def test_who_read_and_who_changed_a_household_is_told_newest_first():
    entries.record([read(), Act("change", "household", HOUSEHOLD, by=ION, purpose="record_visit")], at=AT)
    entries.record([read(by=ION), read(OTHER)], at=AT + timedelta(hours=1))
    assert [told.by for told in queries.reads_of(HOUSEHOLD)] == [ION, ANA]
    assert [told.purpose for told in queries.changes_of(HOUSEHOLD)] == ["record_visit"]
    assert queries.reads_of(uuid4()) == []


def test_what_a_worker_did_in_a_span_is_told_for_a_lost_tablet():
    tablet = uuid4()
    entries.record([read(device=tablet), read(OTHER)], at=AT)
    until = AT + timedelta(hours=1)
    entries.record([read()], at=until)
    assert len(queries.acts_of(ANA, since=AT, until=until)) == 2
    assert [told.subject for told in queries.acts_of(ANA, since=AT, until=until, device=tablet)] == [HOUSEHOLD]
    assert queries.subjects_read(ANA, since=AT, until=until + timedelta(hours=1)) == 2
    assert queries.subjects_read(ION, since=AT, until=until) == 0


def test_refusals_are_told():
    entries.record([Act("refused", "household", OTHER, by=ION, purpose="out_of_scope"), read()], at=AT)
    assert [told.by for told in queries.refusals(since=AT, until=AT + timedelta(1))] == [ION]
    assert queries.refusals(since=AT, until=AT + timedelta(1), workers=[ANA]) == []


@pytest.mark.parametrize("act", [
    Act("peek", "household"), Act("read", ""), Act("read", "Popescu Ion"), Act("read", "household", purpose="vizită"),
    Act("read", "household", purpose="x" * 61), Act("read", "h" * 41), Act("read", "household", purpose="a\x00b"),
])
def test_what_is_no_code_is_refused_before_anything_is_written(act):
    with pytest.raises(ValueError, match=r"audit|act"):
        entries.record([read(), act], at=AT)
    assert not AuditRow.objects.exists()


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        entries.record([read()], at=AT.replace(tzinfo=None))


@pytest.mark.parametrize("column", ["by", "subject", "commune", "purpose", "at", "act", "about", "device"])
def test_a_changed_row_is_found(forged, column):
    written([read(device=ION), read(OTHER, device=ION), read(device=ION)])
    values = {"by": ION.hex, "subject": OTHER.hex, "device": ANA.hex, "commune": 1, "purpose": "x",
              "at": AT + timedelta(1), "act": "change", "about": "person"}
    value = values[column]
    if connection.vendor == "postgresql" and column in ("by", "subject", "device"):
        value = str(UUID(value))
    if column == "subject":
        forged('UPDATE audit_auditrow SET subject = %s WHERE number = 1', value)
        assert [fault.number for fault in verify().faults] == [1]
    else:
        forged(f'UPDATE audit_auditrow SET "{column}" = %s WHERE number = 2', value)
        assert Fault(Strand.objects.get().number, 2, "changed") in verify().faults


def test_a_deleted_row_is_found(forged):
    written([read(), read(OTHER), read()])
    forged("DELETE FROM audit_auditrow WHERE number = 2")
    assert verify().faults == [Fault(1, 2, "missing")]


def test_reordered_rows_are_found(forged):
    written([read(), read(OTHER), read(by=ION), read()])
    for before, after in ((2, 99), (3, 2), (99, 3)):
        forged("UPDATE audit_auditrow SET number = %s WHERE number = %s", after, before)
    assert {fault.number for fault in verify().faults} >= {2, 3}


def test_a_row_chained_anew_with_its_own_digest_is_found_by_the_next(forged):
    from vatra.audit.chain import digest_of_row

    written([read(), read(OTHER), read()])
    row = AuditRow.objects.select_related("strand").get(number=2)
    row.by = ION
    forged('UPDATE audit_auditrow SET "by" = %s, digest = %s WHERE number = 2',
           str(ION) if connection.vendor == "postgresql" else ION.hex, digest_of_row(row, row.strand.uuid))
    assert verify().faults == [Fault(1, 3, "reordered")]


def test_a_strand_opens_each_day_and_ties_the_ends_of_the_others(forged):
    written([read()], [read(OTHER)])
    entries.record([read()], at=AT + timedelta(days=1))
    assert [tie[:2] for tie in Strand.objects.get(number=2).ties] == [[1, 2]]
    forged("DELETE FROM audit_auditrow WHERE strand_id = 1 AND number = 2")
    assert verify().faults == [Fault(1, 2, "cut_off")]


def test_an_act_of_an_earlier_day_opens_no_strand_of_its_own():
    written([read()])
    entries.record([read()], at=AT - timedelta(days=30))
    assert Strand.objects.count() == 1
    assert verify().faults == []


def test_a_missing_strand_is_found(forged):
    written([read()])
    entries.record([read()], at=AT + timedelta(days=1))
    entries.record([read()], at=AT + timedelta(days=2))
    forged("DELETE FROM audit_auditrow WHERE strand_id = 2")
    forged("DELETE FROM audit_strand WHERE number = 2")
    assert Fault(2, None, "missing") in verify().faults


def test_the_newest_rows_lost_are_found_with_ends_kept_elsewhere(forged):
    written([read(), read(OTHER)])
    kept = ends_now()
    forged("DELETE FROM audit_auditrow WHERE number = 2")
    assert verify().faults == [], "a chain alone cannot know its own end"
    assert verify(kept).faults == [Fault(1, 2, "cut_off")]
    forged("DELETE FROM audit_auditrow")
    forged("DELETE FROM audit_strand")
    assert verify(kept).faults == [Fault(1, None, "missing")]


def test_a_strand_chained_anew_is_found_with_ends_kept_elsewhere(forged):
    written([read(), read(OTHER)])
    kept = ends_now()
    forged("DELETE FROM audit_auditrow")
    entries.record([read(by=ION), read(OTHER)], at=AT)
    assert verify().faults == []
    assert verify(kept).faults == [Fault(1, 2, "changed")]


def test_a_changed_opening_is_found(forged):
    written([read()])
    forged("UPDATE audit_strand SET ties = %s", "[[7, 7, \"x\"]]")
    assert Fault(1, None, "changed") in verify().faults


def test_the_database_refuses_to_change_a_row():
    written([read()])
    for rows in (AuditRow.objects.all(), Strand.objects.all()):
        field = "purpose" if rows.model is AuditRow else "previous"
        with pytest.raises(DatabaseError, match="only ever appended"), transaction.atomic():
            rows.update(**{field: "x"})


@pytest.mark.postgres_only
def test_postgresql_refuses_to_delete_a_row():
    written([read()])
    with pytest.raises(DatabaseError, match="only ever appended"), transaction.atomic():
        AuditRow.objects.all().delete()


def test_what_is_rolled_back_leaves_a_whole_chain():
    written([read()])
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        entries.record([read(OTHER)], at=AT)
        raise ZeroDivisionError
    entries.record([read(by=ION)], at=AT)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        entries.record([read(OTHER)], at=AT + timedelta(days=1))
        raise ZeroDivisionError
    entries.record([read()], at=AT + timedelta(days=1))
    result = verify()
    assert (result.strands, result.rows, result.faults) == (2, 3, [])


def work(worker):
    """Twenty reads of one worker, as one thread of the server would write them."""
    by = UUID(int=worker)
    try:
        for minute in range(10):
            entries.record([read(by=by), read(OTHER, by=by)], at=AT + timedelta(minutes=minute))
    finally:
        connections.close_all()


def read_in_threads():
    with ThreadPoolExecutor(max_workers=6) as threads:
        for done in [threads.submit(work, worker) for worker in range(6)]:
            done.result()
    return verify()


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_threads_write_strands_of_their_own_and_none_is_lost():
    result = read_in_threads()
    assert 1 <= result.strands <= 6
    assert (result.rows, result.faults) == (120, [])


# In another process, because the tests' own SQLite lives in memory, where threads lock each other out.
ON_A_FILE = """
import django
from django.conf import settings
from vatra.config.settings import DATABASES
settings.configure(DATABASES=DATABASES, INSTALLED_APPS=["vatra.audit"], USE_TZ=True)
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.unit.audit.test_audit import read_in_threads
result = read_in_threads()
print(result.strands <= 6, result.rows, result.faults)
"""


def test_threads_write_one_sqlite_file_and_none_is_lost(tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "DJANGO"))}
    done = subprocess.run([sys.executable, "-c", ON_A_FILE], env=environment | {"VATRA_HOME": str(tmp_path)},
                          cwd=Path(__file__).parents[3], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "True 120 []", done.stderr
