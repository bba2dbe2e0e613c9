"""Search that folds Cyrillic the same way on SQLite and PostgreSQL: lower case, ё as е."""

from typing import Any

from django.db.backends.signals import connection_created
from django.db.models import Func, TextField
from django.dispatch import receiver


def fold_letters(text: str | None) -> str | None:
    return None if text is None else text.lower().replace("ё", "е")


class RuFold(Func):
    """SQL for `fold_letters`, used in generated columns."""

    function = "ru_fold"
    arity = 1
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="translate(lower(%(expressions)s), 'ё', 'е')", **extra
        )


@receiver(connection_created)
def teach_sqlite(sender: Any, connection: Any, **kwargs: Any) -> None:  # noqa: ARG001
    if connection.vendor == "sqlite":
        connection.connection.create_function("ru_fold", 1, fold_letters, deterministic=True)
