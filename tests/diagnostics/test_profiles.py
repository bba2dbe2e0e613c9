"""A profile is the latest own sheet and the latest sheet of another, for any number of people at once."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.diagnostics import queries
from nastavnik.diagnostics.models import AssessedLevel, Assessment
from nastavnik.diagnostics.rules import Profile
from nastavnik.organisations.models import ListItem
from nastavnik.people.models import Person
from tests.cast import TODAY, Cast


def sheet(person: Person, assessor: str, on: date = TODAY, **levels: int) -> Assessment:
    made = Assessment.objects.create(
        organisation=person.organisation, person=person, assessor=assessor, on=on
    )
    for code, mastery in levels.items():
        domain = ListItem.objects.get(organisation=person.organisation, list="domain", code=code)
        AssessedLevel.objects.create(
            organisation=person.organisation, assessment=made, domain=domain, mastery=mastery
        )
    return made


def test_the_latest_sheet_of_each_side_counts(cast: Cast, django_assert_num_queries: object) -> None:
    sheet(cast.kirill, "self", TODAY - timedelta(days=90), methods=0, law=4)
    sheet(cast.kirill, "self", methods=2)
    sheet(cast.kirill, "expert", methods=1, ict=3)
    sheet(cast.kirill, "expert", TODAY + timedelta(days=1), methods=4)
    sheet(cast.galina, "self", methods=4)
    people = [cast.kirill.pk, cast.galina.pk, cast.darya.pk]
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = queries.profiles(people, today=TODAY)
    assert found == {
        cast.kirill.pk: Profile({"methods": 2}, {"methods": 1, "ict": 3}),
        cast.galina.pk: Profile({"methods": 4}, {}),
    }


LEVELS = st.dictionaries(st.sampled_from(["law", "ict", "methods"]), st.integers(0, 4))


@pytest.mark.req_part("R166", "strengths follow from the assessed levels")
@given(LEVELS, LEVELS)
def test_a_known_domain_is_either_a_difficulty_or_a_strength(
    own: dict[str, int], expert: dict[str, int]
) -> None:
    profile = Profile(own, expert)
    hard, strong = profile.difficulties(), profile.strengths()
    assert sorted([*hard, *strong]) == sorted({*own, *expert})
    assert all((profile.mastery(d) or 0) <= 2 for d in hard)
