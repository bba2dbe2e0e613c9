"""Words of several rows in one column, the same on both databases."""

from django.db.models import Aggregate, TextField


class Joined(Aggregate):
    """`Joined("title", Value(", "))`; in no certain order."""

    function = "STRING_AGG"
    output_field = TextField()

    def as_sqlite(self, compiler, connection, **extra):  # type: ignore[no-untyped-def]
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **extra)
