"""Wishes of both sides: who is shown, what is kept, who sees it, what a run makes of it, what happens after the day."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from nastavnik.bank.models import Mentor, Request
from nastavnik.bank.rules import RequestState
from nastavnik.core.errors import Denied, Refusal
from nastavnik.core.models import LogEntry
from nastavnik.desk.log.lines import Wanted, lines_of
from nastavnik.matching.models import MenteeWish, MentorWish, Openness, WishRound
from nastavnik.matching.weights.rules import Word
from nastavnik.matching.wishes import awaiting, queries, services
from nastavnik.matching.wishes.rules import Act
from nastavnik.people.models import Person
from nastavnik.people.own_data import about
from nastavnik.people.rules import PersonKind
from tests.cast import TODAY, Cast, make_person
from tests.matching.test_screens import entered, text
from tests.matching.weights.test_settings import saved
from tests.matching.world import asks, offers, proposed, ran

UNTIL = TODAY + timedelta(5)


def opened(cast: Cast, *people: Person) -> None:
    for person in people:
        Openness.objects.create(organisation=person.organisation, person=person)


def going(cast: Cast) -> None:
    services.collect(cast.school, UNTIL, 7, today=TODAY, by=cast.as_actor(cast.vera))


@pytest.fixture
def sides(cast: Cast) -> tuple[Request, Mentor, Mentor]:
    """A round that goes on: Kirill asks, Galina and Rodion offer with open cards."""
    found = asks(cast.kirill), offers(cast.galina), offers(cast.rodion)
    opened(cast, cast.galina, cast.rodion)
    going(cast)
    return found


def press(cast: Cast, request: Request, act: Act, mentor: Mentor) -> None:
    by = cast.as_actor(cast.kirill)
    services.of_mentee(request, act, mentor.pk, today=TODAY, by=by)


def still_going() -> date:
    """Pages go by the clock of the day on which the tests run."""
    until = timezone.localdate() + timedelta(5)
    WishRound.objects.update(until=until)
    return until


Sides = tuple[Request, Mentor, Mentor]


def test_wishes_are_kept_in_their_order(cast: Cast, sides: Sides) -> None:
    request, galina, rodion = sides
    press(cast, request, Act.STAR, galina)
    press(cast, request, Act.STAR, rodion)
    press(cast, request, Act.STAR, rodion)
    press(cast, request, Act.UP, rodion)
    assert queries.of_request(request).order == (rodion.pk, galina.pk)
    press(cast, request, Act.HIDE, rodion)
    assert queries.of_request(request) == queries.Wished((galina.pk,), frozenset({rodion.pk}))
    press(cast, request, Act.SHOW, rodion)
    assert queries.of_request(request).hidden == frozenset()


def test_only_mentors_who_opened_their_card_are_shown(cast: Cast) -> None:
    request = asks(cast.kirill)
    offers(cast.galina)
    rodion = offers(cast.rodion)
    savina = make_person("Савина Ольга Петровна", cast.school)
    offers(savina, consent=False)
    pupil = make_person("Орлова Мария Ивановна", cast.school, kind=PersonKind.PUPIL)
    offers(pupil)
    opened(cast, cast.rodion, savina, pupil)
    going(cast)
    assert queries.mentors_shown(request, today=TODAY) == [rodion]
    with pytest.raises(Refusal, match="в списке больше нет"):
        press(cast, request, Act.STAR, Mentor.objects.get(person=cast.galina))
    services.show(cast.galina, agreed=True, by=cast.as_actor(cast.galina))
    assert len(queries.mentors_shown(request, today=TODAY)) == 2
    services.show(cast.galina, agreed=False, by=cast.as_actor(cast.galina))
    assert queries.mentors_shown(request, today=TODAY) == [rodion]


def test_a_card_is_opened_by_its_own_person_alone_and_never_by_a_pupil(cast: Cast) -> None:
    with pytest.raises((Denied, Refusal)):
        services.show(cast.galina, agreed=True, by=cast.as_actor(cast.vera))
    pupil = make_person("Орлова Мария Ивановна", cast.school, kind=PersonKind.PUPIL)
    with pytest.raises(Refusal, match="не показываются"):
        services.show(pupil, agreed=True, by=cast.as_actor(pupil))
    assert not Openness.objects.exists()


def test_a_mentor_sees_the_issue_and_a_name_only_where_it_is_allowed(cast: Cast) -> None:
    asks(cast.kirill, domains=["methods"], words="мне очень тяжело")
    asks(cast.darya, "parents")
    galina = offers(cast.galina)
    opened(cast, cast.darya)
    going(cast)
    page = text(entered(cast.galina).get(f"/matching/wishes/mentors/{galina.pk}/"))
    assert "Методика обучения и преподавания" in page
    assert "методическая область" in page
    assert "Вершинина Дарья Олеговна" in page
    assert "Зимин" not in page
    assert "тяжело" not in page


def test_wishes_feed_the_run_and_are_told_to_the_curator_alone(cast: Cast, sides: Sides) -> None:
    request, galina, rodion = sides
    assert proposed(ran(cast)) in ({("Мещерякова", "Зимин")}, {(cast.rodion.last_name, "Зимин")})
    press(cast, request, Act.STAR, rodion)
    by = cast.as_actor(cast.galina)
    services.of_mentor(galina, Act.STAR, request.pk, today=TODAY, by=by)
    saved(cast, mentee_wish=Word.HIGH)
    run = ran(cast)
    assert proposed(run) == {(cast.rodion.last_name, "Зимин")}
    words = {part["code"]: part["words"] for part in run.proposals.get().parts}
    assert words["mentee_wish"] == "Пожелание № 1"
    assert words["mentor_wish"] == "Пожеланий нет: засчитана половина"
    assert "Пожелание" in text(entered(cast.vera).get(f"/matching/{run.pk}/"))
    for person in (cast.oleg, cast.rodion):
        answer = entered(person).get(f"/matching/{run.pk}/")
        assert answer.status_code != 200 or "Пожелание" not in text(answer)
    page = text(entered(cast.vera).get("/matching/wishes/"))
    assert "Первое" in page
    assert rodion.person.short_name.replace("\u00a0", " ") in page


def test_required_wishes_bar_the_others_without_saying_whom_anybody_named(cast: Cast, sides: Sides) -> None:
    request, _, rodion = sides
    press(cast, request, Act.STAR, rodion)
    saved(cast, mentee_wish=Word.REQUIRED)
    assert proposed(ran(cast)) == {(cast.rodion.last_name, "Зимин")}
    page = text(entered(cast.vera).get(f"/matching/requests/{request.pk}/"))
    assert "Не проходит по условиям, которые поставил куратор" in page


def test_the_journal_hides_wishes_and_own_data_has_them(cast: Cast, sides: Sides) -> None:
    request, galina, _ = sides
    press(cast, request, Act.STAR, galina)
    assert LogEntry.objects.filter(event="wish.changed").exists()
    told = lines_of(cast.school, Wanted(), by=cast.as_actor(cast.vera))
    assert not told.filter(event__startswith="wish.").exists()
    assert told.filter(event="wishing.opened").exists()
    assert len(about(cast.as_actor(cast.kirill))["Мои пожелания: наставники"]) == 1  # type: ignore[arg-type]
    assert about(cast.as_actor(cast.galina))["Мои пожелания: наставники"] == []


def test_nobody_wishes_for_another(cast: Cast, sides: Sides) -> None:
    request, galina, _ = sides
    for person in (cast.vera, cast.galina, cast.darya):
        with pytest.raises(Denied):
            services.of_mentee(request, Act.STAR, galina.pk, today=TODAY, by=cast.as_actor(person))
    with pytest.raises(Denied):
        services.of_mentor(galina, Act.STAR, request.pk, today=TODAY, by=cast.as_actor(cast.kirill))
    for person in (cast.galina, cast.oleg):
        with pytest.raises(Denied):
            services.collect(cast.school, UNTIL, 7, today=TODAY, by=cast.as_actor(person))


def test_after_the_day_it_is_closed_with_a_sentence_and_nothing_is_lost(cast: Cast, sides: Sides) -> None:
    request, galina, rodion = sides
    press(cast, request, Act.STAR, galina)
    late = UNTIL + timedelta(1)
    with pytest.raises(Refusal, match="Сбор пожеланий закончился"):
        services.of_mentee(request, Act.STAR, rodion.pk, today=late, by=cast.as_actor(cast.kirill))
    assert MenteeWish.objects.count() == 1
    services.collect(cast.school, late, 7, today=late, by=cast.as_actor(cast.vera))
    services.of_mentee(request, Act.STAR, rodion.pk, today=late, by=cast.as_actor(cast.kirill))
    assert queries.of_request(request).order == (galina.pk, rodion.pk)


def test_a_request_that_looks_no_longer_takes_no_wishes(cast: Cast, sides: Sides) -> None:
    request, galina, _ = sides
    Request.objects.update(state=RequestState.SERVED)
    with pytest.raises(Refusal, match="уже не ищут"):
        press(cast, request, Act.STAR, galina)


def test_who_has_not_wished_is_invited_and_reminded_until_done(cast: Cast, sides: Sides) -> None:
    request, galina, _ = sides
    until = still_going()
    client = entered(cast.kirill)
    assert "Назовите, с кем хотели бы работать" in text(client.get("/"))
    assert "Назовите, кому хотели бы помочь" in text(entered(cast.galina).get("/"))
    (due,) = awaiting.mentees(cast.school, TODAY, until)
    assert (due.people, due.due_on) == ([cast.kirill.pk], until)
    assert "Зимин" not in due.subject + due.text
    press(cast, request, Act.STAR, galina)
    assert list(awaiting.mentees(cast.school, TODAY, until)) == []


def test_the_page_of_a_mentee_tells_the_rules_beside_the_buttons(cast: Cast, sides: Sides) -> None:
    request, galina, rodion = sides
    still_going()
    client = entered(cast.kirill)
    address = f"/matching/wishes/requests/{request.pk}/"
    page = text(client.get(address))
    for words in (
        "Пожелания собираем до",
        "Ответ придёт не позже",
        "смотрим второе пожелание",
        "видит только куратор",
    ):
        assert words in page
    page = text(client.post(f"{address}act/", {"act": "star", "who": galina.pk}, follow=True))
    assert "Первое пожелание" in page
    page = text(client.post(f"{address}act/", {"act": "star", "who": UUID(int=5)}, follow=True))
    assert "в списке больше нет" in page
    assert "устарела" in text(client.post(f"{address}act/", {"act": "dance"}, follow=True))
    page = text(client.post(f"{address}act/", {"act": "open"}, follow=True))
    assert Openness.objects.filter(person=cast.kirill).exists()
    assert entered(cast.darya).get(address).status_code == 404
    assert rodion.person.full_name in page


def test_mentors_wishes_are_kept_too(cast: Cast, sides: Sides) -> None:
    request, galina, _ = sides
    still_going()
    client = entered(cast.galina)
    address = f"/matching/wishes/mentors/{galina.pk}/"
    page = text(client.post(f"{address}act/", {"act": "star", "who": request.pk}, follow=True))
    assert "Первое пожелание" in page
    assert MentorWish.objects.get().rank == 1
    assert "Скрытые: 1" in text(
        client.post(f"{address}act/", {"act": "hide", "who": request.pk}, follow=True)
    )


def test_pages_of_wishes_ask_few_queries(
    cast: Cast, sides: Sides, django_assert_max_num_queries: object
) -> None:
    request, _, _ = sides
    still_going()
    for n in range(12):
        person = make_person(f"Савина{'абвгдежзикл'[n % 11]} Ольга Петровна", cast.school, account=False)
        offers(person)
        opened(cast, person)
    client = entered(cast.kirill)
    client.get("/")
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        client.get(f"/matching/wishes/requests/{request.pk}/")
    curator = entered(cast.vera)
    curator.get("/")
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        curator.get("/matching/wishes/")
