"""Who has left a group is a stranger to those who came after."""

from datetime import date, timedelta

import pytest
from django.http import Http404

from nastavnik.access.permissions import Permission
from nastavnik.core.errors import Refusal
from nastavnik.pairs import composition, queries, sections, services
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.rules import Answer
from tests.cast import TODAY, Cast, make_person
from tests.pairs.world import approved

LATER = TODAY + timedelta(days=30)


def _left_and_replaced(cast: Cast) -> Mentorship:
    by = cast.as_actor(cast.vera)
    lena = make_person("Ильина Елена Юрьевна", cast.school)
    group = approved(cast, cast.kirill, cast.darya)
    composition_day = date(2026, 9, 20)
    left = Participation.objects.filter(mentorship=group, person=cast.kirill)
    left.update(left_on=composition_day, leave_reason="перешёл в другую группу")
    composition.join(group, lena, on=LATER, today=TODAY, by=by)
    return group


def test_a_former_member_does_not_open_the_group(cast: Cast) -> None:
    group = _left_and_replaced(cast)
    with pytest.raises(Http404):
        queries.mentorship_for(cast.as_actor(cast.kirill), group.pk)
    assert queries.mentorship_for(cast.as_actor(cast.darya), group.pk) == group
    assert not cast.as_actor(cast.kirill).can(Permission.PAIR_VIEW, group)
    assert cast.as_actor(cast.darya).can(Permission.PAIR_VIEW, group)


def test_a_former_member_keeps_the_own_history_without_those_who_came_later(cast: Cast) -> None:
    _left_and_replaced(cast)
    told = str(sections.own_pairs(cast.as_actor(cast.kirill)))
    assert "Мещерякова" in told
    assert "вышел" in told
    assert "Ильина" not in told


def test_a_former_member_gives_no_answer_any_more(cast: Cast) -> None:
    group = _left_and_replaced(cast)
    taker = Participation.objects.select_related("mentorship", "person").get(
        mentorship=group, person=cast.kirill
    )
    with pytest.raises(Refusal, match="вышли"):
        services.answer(taker, Answer.AGREED, today=TODAY, by=cast.as_actor(cast.kirill))
