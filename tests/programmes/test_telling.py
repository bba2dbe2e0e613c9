"""What others see of a programme, and what it tells the pair, the agenda, the next step and the reminders."""

from datetime import date

import pytest
from django.utils import timezone

from nastavnik.core.errors import Refusal
from nastavnik.meetings.agenda import agenda_of
from nastavnik.pairs.head import head_of
from nastavnik.pairs.life import lives_of
from nastavnik.pairs.models import Mentorship
from nastavnik.people.models import Person
from nastavnik.programmes import life, queries
from nastavnik.programmes.models import Activity, Goal
from nastavnik.programmes.rules import GoalState
from nastavnik.programmes.services import moving, progress
from tests.cast import TODAY, Cast, make_person
from tests.programmes.conftest import SignedIn

from . import world

LATER = date(2026, 11, 10)


@pytest.mark.parametrize(
    ("who", "draft", "sent_on"),
    [("galina", 200, 200), ("vera", 200, 200), ("rodion", 404, 302), ("darya", 404, 404), ("oleg", 404, 404)],
)
def test_a_draft_is_for_its_people_and_a_sent_one_for_the_head(
    cast: Cast, enter: SignedIn, who: str, draft: int, sent_on: int
) -> None:
    programme = world.started(cast)
    client = enter(getattr(cast, who))
    address = f"/programmes/{programme.pk}/"
    shown = client.get(address, follow=draft == 200).status_code
    assert shown == draft
    world.sent(cast, programme)
    assert client.get(address, follow=sent_on == 200).status_code == sent_on


def test_the_head_approves_without_learning_of_difficulties(cast: Cast, enter: SignedIn) -> None:
    programme = world.sent(cast)
    address = f"/programmes/pair/{programme.mentorship_id}/"
    head = enter(cast.rodion).get(address).content.decode()
    mentor = enter(cast.galina).get(address).content.decode()
    assert "Устранить трудность" in mentor
    assert "Устранить трудность" not in head
    assert "Поддержать сильную сторону" not in head


def test_upper_levels_see_no_programme(cast: Cast, enter: SignedIn) -> None:
    programme = world.approved(cast)
    lady = make_person("Котова Инна Львовна", cast.town, "municipal")
    client = enter(lady)
    for address in (f"/programmes/pair/{programme.mentorship_id}/", f"/programmes/{programme.pk}/docx/"):
        assert client.get(address).status_code == 404
    assert "Мещерякова" not in client.get("/programmes/").content.decode()


def test_a_programme_tells_the_pair_how_it_stands(cast: Cast) -> None:
    programme = world.running(cast)
    pair = programme.mentorship
    before = lives_of([pair], today=LATER)[pair.pk]
    assert (before.has_programme, before.programme_approved, before.done) == (True, True, 0)
    assert before.overdue > 0
    first = programme.activities.first()
    assert first is not None
    progress.mark_done(programme, first, today=LATER, by=cast.as_actor(cast.kirill))
    with pytest.raises(Refusal, match="уже отмечено"):
        progress.mark_done(programme, first, today=LATER, by=cast.as_actor(cast.galina))
    after = lives_of([pair], today=LATER)[pair.pk]
    assert (after.done, after.overdue) == (1, before.overdue - 1)


@pytest.mark.req_part("R203", "short goals of the programme stand in the agenda of the next meeting")
def test_open_goals_stand_in_the_agenda_of_the_next_meeting(cast: Cast) -> None:
    programme = world.running(cast)
    goal = queries.goals_of(programme)[0]
    assert goal.words in agenda_of(programme.mentorship, [], met=0, today=TODAY).goals
    Goal.objects.filter(pk=goal.pk).update(state=GoalState.REACHED)
    assert goal.words not in agenda_of(programme.mentorship, [], met=0, today=TODAY).goals


def test_the_next_step_of_the_pair_follows_the_programme(cast: Cast) -> None:
    pair = world.at_work(cast, methods=0)

    def step(person: Person) -> str:
        fresh = Mentorship.objects.select_related("issue", "form", "organisation").get(pk=pair.pk)
        found = head_of(cast.as_actor(person), fresh, today=TODAY, current="overview").next_step
        return found.label if found else ""

    assert step(cast.galina) == "Составить программу"
    programme = world.started(cast, pair)
    assert step(cast.kirill) == "Согласовать программу"
    world.agreed(cast, programme)
    assert step(cast.galina) == "Отправить программу"
    moving.send(programme, today=TODAY, by=cast.as_actor(cast.galina))
    assert step(cast.rodion) == "Утвердить программу"


def test_reminders_tell_what_is_due_and_cease_when_it_is_done(cast: Cast) -> None:
    span = (date(2026, 9, 1), world.ENDS)
    pair = world.at_work(cast, methods=0)
    assert [d.key for d in life.due_programmes(cast.school, *span)] == [str(pair.pk)]
    programme = world.started(cast, pair)
    assert list(life.due_programmes(cast.school, *span)) == []
    world.sent(cast, programme)
    waiting = list(
        life.due_approvals(cast.school, date(2026, 9, 1), timezone.now().date().replace(year=2030))
    )
    assert [d.people for d in waiting if cast.rodion.pk in d.people]
    moving.approve(programme, today=TODAY, by=cast.as_actor(cast.rodion))
    due = list(life.due_activities(cast.school, *span))
    assert {d.key for d in due} == {str(pk) for pk in programme.activities.values_list("pk", flat=True)}
    Activity.objects.filter(programme=programme).update(done_on=TODAY)
    assert list(life.due_activities(cast.school, *span)) == []
