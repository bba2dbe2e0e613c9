"""Rows read together are the rows that each table gives alone."""

from typing import Any

import pytest

from nastavnik.core.together import together
from nastavnik.people.models import Person, User
from nastavnik.programmes.models import Activity, Agreement, Goal, Section
from nastavnik.programmes.services import moving
from tests.cast import TODAY, Cast
from tests.meetings.world import working
from tests.programmes.world import started, told


def test_rows_read_together_are_those_read_one_by_one(cast: Cast, django_assert_num_queries: Any) -> None:
    told(cast, cast.kirill, methods=0)
    programme = started(cast, working(cast))
    moving.agree(programme, today=TODAY, by=cast.as_actor(cast.galina))
    lists = [
        Goal.objects.filter(programme=programme),
        Activity.objects.filter(programme=programme).order_by("-created_at", "id"),
        Agreement.objects.filter(programme=programme),
        Section.objects.none(),
        User.objects.order_by("-email", "pk"),
    ]
    with django_assert_num_queries(1):
        found = together(*lists)
    assert all(found[place] for place in (0, 1, 2, 4))
    for rows, alone in zip(found, lists, strict=True):
        assert [_values(row) for row in rows] == [_values(row) for row in alone]


def _values(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_a_table_with_a_json_column_is_refused() -> None:
    with pytest.raises(TypeError, match="JSON"):
        together(Person.objects.all())
