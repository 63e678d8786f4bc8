"""The database itself refuses to change a row of the audit; PostgreSQL also refuses to delete one.

SQLite lets rows be deleted, because emptying a test database there is a DELETE; a deletion is found by the chain.
"""

from django.db import migrations

TABLES = ("audit_auditrow", "audit_strand")


def forbid(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            for table in TABLES:
                cursor.execute(
                    f"CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'the audit is only ever appended to'); END"
                )
            return
        cursor.execute(
            "CREATE FUNCTION audit_kept() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the audit is only ever appended to'; END $$"
        )
        for table in TABLES:
            cursor.execute(
                f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION audit_kept()"
            )


def allow(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        on = schema_editor.connection.vendor != "sqlite"
        for table in TABLES:
            cursor.execute(f"DROP TRIGGER {table}_kept" + (f" ON {table}" if on else ""))
        if on:
            cursor.execute("DROP FUNCTION audit_kept()")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_first_record")]
    operations = [migrations.RunPython(forbid, allow)]
