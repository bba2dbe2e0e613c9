"""The journal can be written and read, and nothing else."""

import pytest
from django.db import DatabaseError, transaction

from nastavnik.core import journal
from nastavnik.core.models import LogEntry
from tests.cast import Cast


@pytest.mark.parametrize("act", ["update", "delete"])
def test_a_line_of_the_journal_is_never_changed(cast: Cast, act: str) -> None:
    journal.record("person.changed", "Карточка изменена", subject=cast.kirill, by=cast.as_actor(cast.vera))
    lines = LogEntry.objects.filter(event="person.changed")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        lines.update(words="Ничего не было") if act == "update" else lines.delete()

    assert [line.words for line in lines] == ["Карточка изменена"]
