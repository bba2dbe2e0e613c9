"""Edges of a staff list: an impossible year of a worker, no people at all, no column of names."""

import pytest

from nastavnik.core.errors import Refusal
from nastavnik.people.importing import import_file
from nastavnik.people.models import Person
from tests.cast import TODAY, Cast

from .test_importing import counts, table, take


def test_a_worker_born_three_years_ago_is_kept_without_the_year(cast: Cast) -> None:
    told = take(cast, ("Ольхина Анна Игоревна", "учитель", "", "2023", "", ""))
    assert counts(told) == (1, 0, 0, 1)
    assert (told["errors"][0]["cell"], "меньше 14 лет" in told["errors"][0]["message"]) == ("D2", True)
    assert Person.objects.get(last_name="Ольхина").birth_year is None


@pytest.mark.parametrize("position", ["ученик 3 класса", ""])
def test_a_child_without_a_job_keeps_the_year(cast: Cast, position: str) -> None:
    told = take(cast, ("Ольхина Анна Игоревна", position, "", "2016", "", ""))
    assert counts(told) == (1, 0, 0, 0)
    assert Person.objects.get(last_name="Ольхина").birth_year == 2016


def test_a_list_of_headings_alone_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal, match="ни одного человека"):
        take(cast)


def test_a_list_without_a_column_of_names_says_how_to_head_it(cast: Cast) -> None:
    with pytest.raises(Refusal, match="Озаглавьте его «ФИО»"):
        import_file(
            table(("учитель", "18"), head=("Должность", "Нагрузка")),
            "кадры.csv",
            organisation=cast.school,
            dry_run=True,
            today=TODAY,
            by=cast.as_actor(cast.vera),
        )
