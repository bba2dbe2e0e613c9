"""Two runs side by side: what differs in conditions, pairs and those left; the same fingerprint, the same pairs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.core.errors import Conflict, Denied
from nastavnik.core.models import LogEntry
from nastavnik.matching.comparing import services
from nastavnik.matching.comparing.rules import Seen, Turn, changes
from nastavnik.matching.weights.rules import Word
from tests.cast import Cast, make_person

from .test_screens import entered, text
from .weights.test_settings import saved, two_mentors
from .world import asks, offers, ran, simple

SIDE = st.dictionaries(
    st.integers(0, 6),
    st.builds(
        lambda mentor, parts: Seen(mentor, sum(parts.values()), parts),
        st.integers(0, 4),
        st.fixed_dictionaries({"subject": st.integers(0, 50), "windows": st.integers(0, 50)}),
    ),
)


@given(SIDE, SIDE)
def test_changes_lead_from_the_first_set_to_the_second(
    before: dict[int, Seen[int]], after: dict[int, Seen[int]]
) -> None:
    found = changes(before, after)
    made = dict(before)
    for one in found:
        if one.after is None:
            del made[one.request]
        else:
            made[one.request] = one.after
    assert {key: seen.mentor for key, seen in made.items()} == {
        key: seen.mentor for key, seen in after.items()
    }
    assert changes(after, after) == []
    order = [list(Turn).index(one.turn) for one in found]
    assert order == sorted(order)
    for one in found:
        assert all(delta * (1 if one.gain >= 0 else -1) > 0 for _, delta in one.parts())


def compared(cast: Cast, one: object, other: object, person: object = None) -> str:
    client = entered(person or cast.vera)  # type: ignore[arg-type]
    return text(client.get(f"/matching/compare/?a={one.pk}&b={other.pk}"))  # type: ignore[attr-defined]


def test_other_weights_other_pairs_and_both_are_told(cast: Cast) -> None:
    two_mentors(cast)
    first = ran(cast)
    saved(cast, domains=Word.NONE)
    second = ran(cast)
    page = compared(cast, second, first)  # the earlier stands first whatever the order
    assert "Отпечатки данных разные" in page
    assert "баллы двух подборов прямо сравнивать нельзя" in page
    assert "Для всех запросов: затруднения и сильные стороны" in page
    assert "Мещерякова Г. В. →" in page
    assert "Доказано: лучше подобрать нельзя" in page


def test_the_same_fingerprint_gives_the_same_pairs_and_the_page_says_so(cast: Cast) -> None:
    simple(cast)
    first, second = ran(cast), ran(cast)
    assert first.digest == second.digest
    page = compared(cast, first, second)
    assert "один отпечаток всегда даёт одни пары" in page
    assert "Пары одни и те же" in page
    assert "Важности, цель и порог одни и те же" in page


def test_who_is_left_stands_with_the_run_that_left_them(cast: Cast) -> None:
    asks(cast.kirill)
    asks(cast.darya)
    offers(cast.galina, capacity=1)
    first = ran(cast)
    offers(make_person("Савина Ольга Петровна", cast.school), capacity=1)
    second = ran(cast)
    page = compared(cast, first, second)
    assert "только в первом" in page
    assert "без наставника →" in page


def test_runs_of_another_school_and_nonsense_are_not_found(cast: Cast) -> None:
    simple(cast)
    first, second = ran(cast), ran(cast)
    client = entered(cast.vera)
    assert client.get(f"/matching/compare/?a={first.pk}&b=нет").status_code == 404
    assert client.get("/matching/compare/").status_code == 200
    second.__class__.objects.filter(pk=second.pk).update(organisation=cast.other_school)
    assert client.get(f"/matching/compare/?a={first.pk}&b={second.pk}").status_code == 404


def test_a_run_is_named_by_who_runs_matching(cast: Cast) -> None:
    simple(cast)
    run = ran(cast)
    client = entered(cast.vera)
    assert "Назвать" in text(client.get("/matching/"))
    data = {"name": "Предмет важнее", "version": str(run.version)}
    page = text(client.post(f"/matching/{run.pk}/name/", data, follow=True))
    assert "Предмет важнее" in page
    again = text(client.post(f"/matching/{run.pk}/name/", data | {"name": "Другое"}))
    assert "только что изменил другой человек" in again
    run.refresh_from_db()
    assert run.name == "Предмет важнее"
    with pytest.raises(Denied):
        services.name(run, "Моё", seen=run.version, by=cast.as_actor(cast.galina))
    with pytest.raises(Conflict):
        services.name(run, "Моё", seen=run.version - 1, by=cast.as_actor(cast.vera))
    assert LogEntry.objects.filter(event="match.named").count() == 1


def test_comparing_asks_few_queries(cast: Cast, django_assert_max_num_queries: object) -> None:
    two_mentors(cast)
    first = ran(cast)
    saved(cast, domains=Word.NONE)
    second = ran(cast)
    client = entered(cast.vera)
    client.get("/matching/")
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        client.get(f"/matching/compare/?a={first.pk}&b={second.pk}")
