"""The two answers must agree: a row is in the list exactly when the row itself says yes."""

import pytest

from nastavnik.access.permissions import Permission
from nastavnik.people.models import Employment, Person
from tests.cast import Cast


@pytest.mark.parametrize("permission", Permission)
def test_list_and_row_agree_for_the_whole_cast(cast: Cast, permission: Permission) -> None:
    for who in (cast.vera, cast.rodion, cast.kirill, cast.oleg):
        actor = cast.as_actor(who)
        for model in (Person, Employment):
            listed = set(model.objects.visible_to(actor, permission))
            assert listed == {row for row in model.objects.all() if actor.can(permission, row)}


def test_a_curator_sees_the_own_school_and_nobody_elses(cast: Cast) -> None:
    seen = Person.objects.visible_to(cast.as_actor(cast.oleg), Permission.PERSON_VIEW)
    assert set(seen) == {cast.oleg}
