"""A mentorship from the first proposal to «ждёт приказа»."""

import pytest

from nastavnik.access.roles import Role
from nastavnik.core.errors import Conflict, Denied, Refusal
from nastavnik.core.models import LogEntry
from nastavnik.pairs import services
from nastavnik.pairs.changing import services as changing
from nastavnik.pairs.changing.rules import ChangeKind
from nastavnik.pairs.changing.services import Wanted
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.rules import Answer, PairState, Side
from nastavnik.people.models import Appointment, Consent
from nastavnik.people.rules import ConsentKind
from tests.cast import TODAY, Cast, make_person

from .conftest import Enter
from .world import approved, formed, give, in_bank, terms, with_consents, withdraw


def test_a_formed_pair_is_proposed_and_has_both_sides(cast: Cast) -> None:
    pair = formed(cast)

    assert pair.state == PairState.PROPOSED
    sides = {(p.person, p.side) for p in pair.participations.all()}
    assert sides == {(cast.galina, Side.MENTOR), (cast.kirill, Side.MENTEE)}
    assert LogEntry.objects.filter(event="pair.formed", subject_id=pair.pk).count() == 1


@pytest.mark.req("R185")
def test_a_group_needs_two_mentees(cast: Cast) -> None:
    in_bank(cast.galina, capacity=3)
    with pytest.raises(Refusal, match="не меньше двух"):
        services.form(
            cast.galina,
            [cast.kirill],
            terms(cast.school, is_group=True),
            organisation=cast.school,
            by=cast.as_actor(cast.vera),
        )
    group = formed(cast, cast.kirill, cast.darya)
    assert group.is_group
    assert group.participations.filter(side=Side.MENTEE).count() == 2


def test_nobody_is_ones_own_mentor(cast: Cast) -> None:
    with pytest.raises(Refusal, match="самому себе"):
        formed(cast, cast.galina)


def test_the_same_pair_by_the_same_issue_is_refused_and_by_another_is_formed(cast: Cast) -> None:
    in_bank(cast.galina, capacity=5)
    formed(cast)
    with pytest.raises(Refusal, match="уже есть"):
        formed(cast)
    assert Mentorship.objects.count() == 1

    other = services.form(
        cast.galina,
        [cast.kirill],
        terms(cast.school, issue="parents"),
        organisation=cast.school,
        by=cast.as_actor(cast.vera),
    )
    assert other.issue.code == "parents"


def test_a_mentee_may_have_several_mentors_for_different_issues(cast: Cast) -> None:
    formed(cast)
    second = services.form(
        cast.darya,
        [cast.kirill],
        terms(cast.school, issue="digital"),
        organisation=cast.school,
        by=cast.as_actor(cast.vera),
    )
    assert Participation.objects.filter(person=cast.kirill, side=Side.MENTEE).count() == 2
    assert second.state == PairState.PROPOSED


def test_a_mentor_at_the_limit_is_refused(cast: Cast) -> None:
    in_bank(cast.galina, capacity=1)
    formed(cast)
    with pytest.raises(Refusal, match="уже ведёт 1 из 1"):
        formed(cast, cast.darya)


def test_a_curator_of_another_school_may_not_form_a_pair_here(cast: Cast) -> None:
    with pytest.raises(Denied):
        services.form(
            cast.galina,
            [cast.kirill],
            terms(cast.school),
            organisation=cast.school,
            by=cast.as_actor(cast.oleg),
        )


@pytest.mark.req_part("R190", "the rule: by distance only")
def test_a_mentor_of_another_school_of_the_town_helps_by_distance_only(cast: Cast) -> None:
    guest = make_person("Юдина Лариса Борисовна", cast.other_school, subjects="английский язык")
    with pytest.raises(Refusal, match="дистанционно"):
        formed(cast, cast.darya, mentor=guest)

    pair = formed(cast, cast.darya, mentor=guest, distance=True)

    assert pair.organisation == cast.school
    assert pair.participations.get(side=Side.MENTOR).person.organisation == cast.other_school


def test_approval_makes_a_sheet_of_consent_for_each_side(cast: Cast) -> None:
    pair = approved(cast)

    assert pair.state == PairState.AWAITS_CONSENTS
    sheets = Consent.objects.filter(kind=ConsentKind.DUTIES, about=pair.pk)
    assert {c.person for c in sheets} == {cast.galina, cast.kirill}


def test_approving_twice_is_refused_and_changes_nothing(cast: Cast) -> None:
    pair = approved(cast)
    stale = Mentorship.objects.get(pk=pair.pk)
    stale.state = PairState.PROPOSED  # what a second window still shows

    with pytest.raises(Conflict):
        services.approve(stale, today=TODAY, by=cast.as_actor(cast.vera))

    assert LogEntry.objects.filter(event="pair.approved").count() == 1


def test_a_teacher_without_the_right_does_not_approve(cast: Cast) -> None:
    with pytest.raises(Denied):
        services.approve(formed(cast), today=TODAY, by=cast.as_actor(cast.galina))


def test_the_pair_waits_for_the_order_once_all_consents_are_here(cast: Cast) -> None:
    pair = approved(cast)
    for person in (cast.galina, cast.kirill):
        give(person, ConsentKind.PROCESSING)
    give(cast.galina, ConsentKind.DUTIES, about=pair)
    pair.refresh_from_db()
    assert pair.state == PairState.AWAITS_CONSENTS
    assert services.consents_given(pair, today=TODAY) == 1

    give(cast.kirill, ConsentKind.DUTIES, about=pair)

    pair.refresh_from_db()
    assert pair.state == PairState.AWAITS_ORDER


@pytest.mark.req_part("R049", "the last answer counts, the former one stays in the journal")
def test_each_side_answers_and_the_history_stays(cast: Cast) -> None:
    pair = approved(cast)
    mine = pair.participations.get(person=cast.kirill)

    services.answer(
        mine, Answer.DECLINED, words="Сейчас нет времени", today=TODAY, by=cast.as_actor(cast.kirill)
    )
    services.answer(mine, Answer.AGREED, today=TODAY, by=cast.as_actor(cast.kirill))

    mine.refresh_from_db()
    assert mine.answer == Answer.AGREED
    history = LogEntry.objects.filter(event="pair.answered", subject_id=pair.pk).order_by("at")
    assert [line.words.split(":")[0] for line in history] == ["Отказ от участия", "Готовность участвовать"]


def test_nobody_answers_for_another(cast: Cast) -> None:
    theirs = approved(cast).participations.get(person=cast.kirill)
    with pytest.raises(Denied):
        services.answer(theirs, Answer.AGREED, today=TODAY, by=cast.as_actor(cast.darya))


@pytest.mark.req_part("R161", "a withdrawn consent takes the pair one step back at once")
def test_a_withdrawn_consent_takes_the_pair_back(cast: Cast) -> None:
    pair = with_consents(cast)
    assert pair.state == PairState.AWAITS_ORDER

    withdraw(Consent.objects.get(about=pair.pk, person=cast.kirill))

    pair.refresh_from_db()
    assert pair.state == PairState.AWAITS_CONSENTS


@pytest.mark.req("R205")
def test_reverse_mentoring_is_two_opposite_pairs_by_different_issues(cast: Cast) -> None:
    forth = formed(cast)
    back = services.form(
        cast.kirill,
        [cast.galina],
        terms(cast.school, issue="digital", kind="reverse"),
        organisation=cast.school,
        by=cast.as_actor(cast.vera),
    )

    services.link_reverse(forth, back, by=cast.as_actor(cast.vera))

    forth.refresh_from_db()
    back.refresh_from_db()
    assert (forth.reverse_of, back.reverse_of) == (back, forth)


def test_two_pairs_of_different_people_are_not_reverse(cast: Cast) -> None:
    forth = formed(cast)
    aside = formed(cast, cast.darya, mentor=cast.kirill)
    with pytest.raises(Refusal, match="Встречные пары"):
        services.link_reverse(forth, aside, by=cast.as_actor(cast.vera))


@pytest.mark.req("R050")
def test_the_screens_and_the_papers_treat_both_sides_as_equals(cast: Cast, enter: Enter) -> None:
    pair = approved(cast)
    for mine, other in ((cast.galina, cast.kirill), (cast.kirill, cast.galina)):
        asked = Consent.objects.filter(person=mine).values_list("kind", flat=True)
        assert set(asked) == {ConsentKind.PROCESSING, ConsentKind.DUTIES}
        page = enter(mine).get(f"/pairs/{pair.pk}/").content.decode()
        assert mine.full_name in page
        assert other.full_name in page
        assert f'href="/people/{other.pk}/"' not in page  # a colleague's card is not theirs to open
    for theirs in pair.participations.all():
        by = cast.as_actor(theirs.person)
        services.answer(theirs, Answer.DECLINED, words="Нет времени", today=TODAY, by=by)
        services.answer(theirs, Answer.AGREED, today=TODAY, by=by)
    assert {t.answer for t in pair.participations.all()} == {Answer.AGREED}
    # The same person stands on the other side of another pair.
    formed(cast, cast.darya, mentor=cast.kirill)
    sides = set(Participation.objects.filter(person=cast.kirill).values_list("side", flat=True))
    assert sides == {Side.MENTOR, Side.MENTEE}


def test_one_person_may_be_a_mentor_and_a_mentee_at_once(cast: Cast) -> None:
    formed(cast)
    formed(cast, cast.darya, mentor=cast.kirill)
    sides = set(Participation.objects.filter(person=cast.kirill).values_list("side", flat=True))
    assert sides == {Side.MENTOR, Side.MENTEE}


def test_stopping_frees_the_pair(cast: Cast) -> None:
    pair = approved(cast)
    changing.record(
        pair, Wanted(ChangeKind.STOP, TODAY, ground="other"), today=TODAY, by=cast.as_actor(cast.vera)
    )

    assert pair.state == PairState.STOPPED
    assert not Appointment.objects.filter(role=Role.MENTOR).exists()
