"""Levels are seen by the person, the curator, the mentor of an open mentorship and, when asked, the psychologist."""

from collections.abc import Iterator

import pytest

from nastavnik.access.roles import APPOINTED
from nastavnik.core.errors import Denied, Refusal
from nastavnik.core.models import OutgoingMessage
from nastavnik.diagnostics import queries, services, viewers
from nastavnik.diagnostics.models import CareRequest
from nastavnik.people.models import Person
from tests.cast import TODAY, Cast, make_person

from .conftest import Enter
from .sheets import answers

MARK = "шепчу-о-трудном"


@pytest.fixture
def everybody(cast: Cast) -> dict[str, Person]:
    """The cast and one holder of every role."""
    holders = {role.value: make_person("Белова Инна Петровна", cast.school, role) for role in APPOINTED}
    named = {name: getattr(cast, name) for name in ("vera", "rodion", "galina", "kirill", "darya", "oleg")}
    services.assess_oneself(
        cast.kirill, answers(cast.school, law=0), note=MARK, today=TODAY, by=cast.as_actor(cast.kirill)
    )
    return {**holders, **named}


@pytest.fixture
def mentored(cast: Cast) -> Iterator[None]:
    """The package of pairs says that Galina leads Kirill."""
    before = list(viewers._VIEWERS)
    viewers.register(lambda actor, person, _: person == cast.kirill and cast.galina.pk in actor.person_ids)
    yield
    viewers._VIEWERS[:] = before


def watchers(cast: Cast, people: dict[str, Person]) -> set[str]:
    return {
        name
        for name, person in people.items()
        if queries.sees_levels(cast.as_actor(person), cast.kirill, today=TODAY)
    }


def test_the_exact_set_of_those_who_see_levels(
    cast: Cast, everybody: dict[str, Person], mentored: None
) -> None:
    assert watchers(cast, everybody) == {"kirill", "vera", "curator", "galina"}


def test_the_psychologist_sees_them_only_while_the_person_asks_for_care(
    cast: Cast, everybody: dict[str, Person]
) -> None:
    kirill = cast.as_actor(cast.kirill)
    care = services.ask_care(cast.kirill, words="", today=TODAY, by=kirill)
    assert watchers(cast, everybody) == {"kirill", "vera", "curator", "psychologist"}
    services.close_care(care.pk, today=TODAY, by=kirill)
    assert watchers(cast, everybody) == {"kirill", "vera", "curator"}


def test_pages_show_levels_to_the_same_people_and_to_nobody_else(
    cast: Cast, everybody: dict[str, Person], enter: Enter, mentored: None
) -> None:
    shown, codes = set(), {}
    for name, person in everybody.items():
        client = enter(person)
        answer = client.get(f"/diagnostics/{cast.kirill.pk}/")
        codes[name] = answer.status_code
        pages = [answer, client.get(f"/people/{cast.kirill.pk}/"), client.get("/people/")]
        if any(
            MARK in page.content.decode() or "Не знаю, с чего начать" in page.content.decode()
            for page in pages
        ):
            shown.add(name)
    assert shown == {"kirill", "vera", "curator", "galina"}
    assert {codes[name] for name in shown} == {200}
    # Known to them as a person, but not the levels: 403. A stranger must not learn that the card exists: 404.
    inside = {"rodion", "head", "deputy", "psychologist"}
    assert {name for name, code in codes.items() if code == 403} == inside
    assert {name for name, code in codes.items() if code == 404} == set(everybody) - shown - inside


def test_care_is_asked_by_oneself_once_and_reaches_the_psychologist(
    cast: Cast, everybody: dict[str, Person], enter: Enter
) -> None:
    client = enter(cast.kirill)
    client.post("/diagnostics/care/new/", {"words": "хочу поговорить"})
    care = CareRequest.objects.get()
    assert (care.person, care.words) == (cast.kirill, "хочу поговорить")
    assert OutgoingMessage.objects.filter(kind="care_asked", person_id=everybody["psychologist"].pk).exists()
    with pytest.raises(Refusal, match="уже обратились"):
        services.ask_care(cast.kirill, words="", today=care.asked_on, by=cast.as_actor(cast.kirill))
    with pytest.raises(Denied):
        services.ask_care(cast.darya, words="", today=TODAY, by=cast.as_actor(cast.kirill))
    seen = {
        name
        for name, person in everybody.items()
        if "хочу поговорить" in enter(person).get("/diagnostics/care/").content.decode()
    }
    assert seen == {"psychologist"}


@pytest.mark.parametrize(
    ("who", "code"), [("psychologist", 302), ("kirill", 302), ("vera", 404), ("oleg", 404)]
)
def test_care_is_closed_by_the_psychologist_or_the_person(
    cast: Cast, everybody: dict[str, Person], enter: Enter, who: str, code: int
) -> None:
    care = services.ask_care(cast.kirill, words="", today=TODAY, by=cast.as_actor(cast.kirill))
    answer = enter(everybody[who]).post(f"/diagnostics/care/{care.pk}/close/")
    care.refresh_from_db()
    assert answer.status_code == code
    assert (care.closed_on is not None) == (code == 302)
