"""The journal can be added to and read, never changed: triggers say so on both databases."""

from django.db import migrations

SQLITE = [
    f"CREATE TRIGGER journal_no_{act.lower()} BEFORE {act} ON core_logentry "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
    for act in ("UPDATE", "DELETE")
]
POSTGRES = [
    "CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$",
    "CREATE TRIGGER journal_read_only BEFORE UPDATE OR DELETE ON core_logentry "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()",
]
SQLITE_BACK = ["DROP TRIGGER journal_no_update", "DROP TRIGGER journal_no_delete"]
POSTGRES_BACK = ["DROP TRIGGER journal_read_only ON core_logentry", "DROP FUNCTION journal_is_append_only()"]


def _run(sqlite, postgres):
    def run(apps, schema_editor):
        for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgres:
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [migrations.RunPython(_run(SQLITE, POSTGRES), _run(SQLITE_BACK, POSTGRES_BACK))]
