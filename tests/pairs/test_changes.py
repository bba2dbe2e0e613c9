"""How a pair changes and ends: each change dated, refused with the next step, effective on its day."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from nastavnik.access.roles import Role
from nastavnik.bank.models import Request
from nastavnik.bank.rules import RequestState
from nastavnik.core.errors import Conflict, Denied, Refusal
from nastavnik.core.models import LogEntry, OutgoingMessage
from nastavnik.meetings.models import Meeting
from nastavnik.meetings.rules import MeetingState
from nastavnik.organisations.working_days import shipped_days
from nastavnik.pairs import closing
from nastavnik.pairs.changing import due, rules, services
from nastavnik.pairs.changing.foresight import foreseen
from nastavnik.pairs.changing.queries import without_order
from nastavnik.pairs.changing.rules import ChangeKind, ChangeState, Initiator, OrderNeed
from nastavnik.pairs.changing.services import Wanted
from nastavnik.pairs.health.queries import leads
from nastavnik.pairs.models import Mentorship, MentorshipChange, Participation
from nastavnik.pairs.rules import PairState, Side
from nastavnik.people.models import Appointment, Consent, Person
from nastavnik.people.rules import ConsentKind
from tests.cast import TODAY, Cast, make_person

from .living import change, request_of, working
from .world import STARTS, approved, give, in_bank, withdraw

K = ChangeKind
NOW = date(2026, 11, 2)
CALENDAR = {day.day: day.is_working for year in (2026, 2027) for day in shipped_days(year)}


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("notice", "first"),
    [
        (date(2026, 9, 14), date(2026, 9, 17)),  # Monday → Thursday
        (date(2026, 9, 17), date(2026, 9, 22)),  # over a weekend
        (date(2026, 11, 2), date(2026, 11, 6)),  # 4 November is a holiday
        (date(2026, 12, 29), date(2027, 1, 12)),  # over the New Year holidays
        (date(2026, 9, 13), date(2026, 9, 16)),  # said on a Sunday
    ],
)
def test_three_working_days_pass_between_the_notice_and_the_end(notice: date, first: date) -> None:
    found = rules.first_end(notice, CALENDAR)
    assert found == first
    rules.check_notice(notice, first, notice, CALENDAR)
    with pytest.raises(Refusal, match="три рабочих дня"):
        rules.check_notice(notice, first - timedelta(days=1), notice, CALENDAR)


def test_a_refusal_sooner_than_the_notice_names_the_first_possible_day(cast: Cast) -> None:
    pair = working(cast)
    with pytest.raises(Refusal, match=r"Первый возможный последний день — 6.ноября 2026"):
        change(cast, pair, K.REFUSAL, date(2026, 11, 5), today=NOW, on=NOW)
    made = change(cast, pair, K.REFUSAL, date(2026, 11, 6), today=NOW, on=NOW, initiator=Initiator.MENTOR)
    assert (made.state, made.order_need, made.on) == (ChangeState.AHEAD, OrderNeed.END, NOW)
    assert pair.state == PairState.ACTIVE


def test_where_a_side_is_no_employee_no_notice_is_asked(cast: Cast) -> None:
    student = make_person("Рябов Пётр Ильич", cast.school, position="", kind="student", birth_year=2004)
    pair = working(cast, student, form="teacher-teacher")
    change(cast, pair, K.CANCELLATION, NOW, today=NOW, on=NOW)
    assert pair.state == PairState.STOPPED


def test_a_future_end_takes_effect_on_its_day_and_once(cast: Cast) -> None:
    pair = working(cast)
    change(cast, pair, K.REFUSAL, date(2026, 11, 6), today=NOW, on=NOW)
    assert due.apply_due(at(date(2026, 11, 5))) == 0
    assert due.apply_due(at(date(2026, 11, 6))) == 1
    assert due.apply_due(at(date(2026, 11, 6))) == 0
    pair.refresh_from_db()
    assert (pair.state, pair.ended_on) == (PairState.STOPPED, date(2026, 11, 6))
    assert pair.end_reason == "Досрочный отказ наставника"
    assert Request.objects.get().state == RequestState.OPEN
    assert not Appointment.objects.filter(role=Role.MENTOR, ends_on__isnull=True).exists()


def test_a_pause_and_a_return(cast: Cast) -> None:
    pair = working(cast)
    back = date(2026, 12, 1)
    change(cast, pair, K.PAUSE, NOW, today=NOW, until=back, ground="vacation")
    assert pair.state == PairState.PAUSED
    with pytest.raises(Refusal, match="приостановить можно только действующую"):
        change(cast, pair, K.PAUSE, NOW, today=NOW)
    with pytest.raises(Refusal, match="Последнее изменение"):
        change(cast, pair, K.RESUME, NOW - timedelta(days=3), today=NOW)
    change(cast, pair, K.RESUME, back, today=back)
    assert pair.state == PairState.ACTIVE


def test_a_planned_pause_waits_and_may_be_called_off(cast: Cast) -> None:
    pair = working(cast)
    planned = change(cast, pair, K.PAUSE, NOW + timedelta(days=9), today=NOW, ground="vacation")
    assert pair.state == PairState.ACTIVE
    with pytest.raises(Refusal, match="уже записано"):
        change(cast, pair, K.PAUSE, NOW, today=NOW)
    services.withdraw(planned, today=NOW, by=cast.as_actor(cast.vera))
    with pytest.raises(Conflict):
        services.withdraw(planned, today=NOW, by=cast.as_actor(cast.vera))
    assert due.apply_due(at(NOW + timedelta(days=9))) == 0
    pair.refresh_from_db()
    assert pair.state == PairState.ACTIVE


def test_a_change_overtaken_by_the_end_is_called_off(cast: Cast) -> None:
    pair = working(cast)
    planned = change(cast, pair, K.PAUSE, NOW + timedelta(days=9), today=NOW, ground="vacation")
    change(cast, pair, K.COMPLETION, NOW, today=NOW)
    planned.refresh_from_db()
    assert planned.state == ChangeState.WITHDRAWN


def test_a_long_absence_in_a_group_does_not_stop_it(cast: Cast) -> None:
    in_bank(cast.galina, capacity=3)
    group = working(cast, cast.kirill, cast.darya, kind="group")
    change(cast, group, K.ABSENCE, NOW, today=NOW, person=cast.darya, ground="illness")
    assert group.state == PairState.ACTIVE
    change(cast, group, K.ABSENCE, NOW, today=NOW, person=cast.galina, ground="child")
    assert group.state == PairState.PAUSED


def test_the_term_changes_forward_and_never_into_the_past(cast: Cast) -> None:
    pair = working(cast)
    with pytest.raises(Refusal, match="уже прошёл"):
        change(cast, pair, K.TERM, NOW, today=NOW, until=NOW - timedelta(days=1))
    made = change(cast, pair, K.TERM, NOW, today=NOW, until=date(2027, 8, 31), ground="need_more")
    assert pair.ends_on == date(2027, 8, 31)
    assert made.order_need == OrderNeed.AMEND
    assert LogEntry.objects.get(event="pair.term").before == {"срок до": "2027-05-28"}


def test_a_replacement_keeps_the_history_and_passes_the_request_on(cast: Cast) -> None:
    pair = working(cast)
    anna = make_person("Осипова Анна Львовна", cast.school)
    change(cast, pair, K.REPLACEMENT, NOW, today=NOW, mentor=anna, ground="left")
    successor = pair.replaced_by
    assert successor is not None
    assert (pair.state, pair.ended_on, pair.end_reason) == (PairState.STOPPED, NOW, "Замена наставника")
    assert (successor.state, successor.starts_on) == (PairState.AWAITS_CONSENTS, NOW + timedelta(days=1))
    assert (successor.issue, successor.form, successor.ends_on) == (pair.issue, pair.form, pair.ends_on)
    people = {(t.person, t.side) for t in successor.participations.all()}
    assert people == {(anna, Side.MENTOR), (cast.kirill, Side.MENTEE)}
    assert {t.person for t in pair.participations.all()} == {cast.galina, cast.kirill}
    request = Request.objects.get()
    assert request.state == RequestState.SERVED
    assert successor.participations.get(side=Side.MENTEE).request == request
    assert not Appointment.objects.filter(person=cast.galina, role=Role.MENTOR, ends_on=None).exists()


def test_a_planned_replacement_prepares_the_new_pair_and_can_be_called_off(cast: Cast) -> None:
    pair = working(cast)
    anna = make_person("Осипова Анна Львовна", cast.school)
    later = NOW + timedelta(days=20)
    planned = change(cast, pair, K.REPLACEMENT, later, today=NOW, mentor=anna, ground="left")
    successor = pair.replaced_by
    assert successor is not None
    assert (pair.state, successor.starts_on) == (PairState.ACTIVE, later + timedelta(days=1))
    services.withdraw(planned, today=NOW, by=cast.as_actor(cast.vera))
    pair.refresh_from_db()
    successor.refresh_from_db()
    assert (pair.replaced_by, successor.state) == (None, PairState.STOPPED)
    assert Request.objects.get().state == RequestState.SERVED


def test_a_replacement_wants_another_mentor_with_room(cast: Cast) -> None:
    pair = working(cast)
    with pytest.raises(Refusal, match="тот же наставник"):
        change(cast, pair, K.REPLACEMENT, NOW, today=NOW, mentor=cast.galina, ground="left")
    in_bank(cast.darya, capacity=0)
    with pytest.raises(Refusal, match="предел"):
        change(cast, pair, K.REPLACEMENT, NOW, today=NOW, mentor=cast.darya, ground="left")
    pair.refresh_from_db()
    assert (pair.state, pair.replaced_by) == (PairState.ACTIVE, None)
    assert not MentorshipChange.objects.exists()


def test_completion_in_time_needs_no_order_and_early_does(cast: Cast) -> None:
    pair = working(cast)
    made = change(cast, pair, K.COMPLETION, NOW, today=NOW, note="Проводит уроки сам.")
    assert (pair.state, made.order_need) == (PairState.FINISHED, OrderNeed.END)
    assert pair.end_reason == "Работа завершена досрочно. Проводит уроки сам."
    assert Request.objects.get().state == RequestState.CLOSED
    other = working(cast)
    ends = other.ends_on
    made = change(cast, other, K.COMPLETION, ends, today=ends + timedelta(days=2))
    assert (made.order_need, other.end_reason) == (OrderNeed.NONE, "Работа завершена.")


def test_completion_waits_for_what_other_packages_want(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing, "_SOURCES", [])
    closing.register(lambda pair, today: ["Сначала запишите результаты программы."])  # noqa: ARG005
    pair = working(cast)
    with pytest.raises(Refusal, match="Сначала запишите результаты"):
        change(cast, pair, K.COMPLETION, NOW, today=NOW)


def test_a_rematch_blames_nobody(cast: Cast) -> None:
    pair = working(cast)
    taker = pair.participations.get(side=Side.MENTEE)
    by = cast.as_actor(cast.kirill)
    asked = services.ask_rematch(taker, note="Не находим общего языка", today=NOW, by=by)
    assert asked.state == ChangeState.ASKED
    assert OutgoingMessage.objects.filter(person_id=cast.vera.pk, kind="pair_rematch").exists()
    assert not OutgoingMessage.objects.filter(person_id=cast.galina.pk, kind="pair_rematch").exists()
    with pytest.raises(Refusal, match="уже попросили"):
        services.ask_rematch(taker, today=NOW, by=by)
    change(cast, pair, K.REMATCH, NOW, today=NOW)
    assert (pair.state, pair.end_reason) == (PairState.STOPPED, "Подбираем заново")
    assert Request.objects.get().state == RequestState.OPEN
    assert not MentorshipChange.objects.filter(person=cast.kirill).exists()


@pytest.mark.req_part(
    "R161", "a participant refuses at any time by themselves, and it is recorded with the day"
)
def test_a_mentee_refuses_any_day_and_a_mentor_by_notice(cast: Cast) -> None:
    pair = working(cast)
    mentor = pair.participations.get(side=Side.MENTOR)
    mentee = pair.participations.get(side=Side.MENTEE)
    with pytest.raises(Refusal, match="три рабочих дня"):
        services.refuse(mentor, effective_on=NOW, today=NOW, by=cast.as_actor(cast.galina))
    with pytest.raises(Denied):
        services.refuse(mentor, effective_on=NOW, today=NOW, by=cast.as_actor(cast.kirill))
    made = services.refuse(mentee, effective_on=NOW, note="Лично", today=NOW, by=cast.as_actor(cast.kirill))
    pair.refresh_from_db()
    assert (pair.state, made.initiator) == (PairState.STOPPED, Initiator.MENTEE)
    assert pair.end_reason == "Прекращена: по личным обстоятельствам"
    assert OutgoingMessage.objects.filter(person_id=cast.vera.pk, kind="pair_change").exists()


def test_one_side_of_two_employees_ends_only_by_notice(cast: Cast) -> None:
    pair = working(cast)
    with pytest.raises(Refusal, match="отдельно, с предупреждением"):
        change(cast, pair, K.STOP, NOW, today=NOW, initiator=Initiator.ORGANISATION)


def test_a_group_goes_on_when_one_of_three_goes(cast: Cast) -> None:
    in_bank(cast.galina, capacity=3)
    third = make_person("Тихонова Нина Юрьевна", cast.school)
    group = working(cast, cast.kirill, cast.darya, third, kind="group")
    made = change(cast, group, K.TRANSFER, NOW, today=NOW, person=third, place="Школа № 9")
    assert group.state == PairState.ACTIVE
    assert made.order_need == OrderNeed.AMEND
    assert group.participations.get(person=third).left_on == NOW
    change(cast, group, K.TRANSFER, NOW, today=NOW, person=cast.darya, place="Школа № 9")
    assert group.state == PairState.STOPPED
    states = {r.mentee.person: r.state for r in Request.objects.select_related("mentee__person")}
    assert states == {
        third: RequestState.CLOSED,
        cast.darya: RequestState.CLOSED,
        cast.kirill: RequestState.OPEN,
    }


def test_a_transfer_opens_the_request_there_only_with_consent(cast: Cast) -> None:
    pair = working(cast)
    to = cast.other_school
    change(cast, pair, K.TRANSFER, NOW, today=NOW, person=cast.kirill, to=to)
    assert not Request.objects.filter(organisation=to).exists()
    second = working(cast)
    give(cast.kirill, ConsentKind.TRANSFER)
    told = foreseen(second, Wanted(K.TRANSFER, NOW, person=cast.kirill, to=to), today=NOW)
    assert any("откроется заявка" in words for words in told)
    change(cast, second, K.TRANSFER, NOW, today=NOW, person=cast.kirill, to=to)
    opened = Request.objects.get(organisation=to)
    assert opened.issue.code == second.issue.code
    assert opened.mentee.person.full_name == cast.kirill.full_name
    assert "В прежней организации работали с наставником" in opened.words
    assert cast.galina.last_name not in opened.words
    assert Person.objects.filter(organisation=to, account=cast.kirill.account).count() == 1
    assert OutgoingMessage.objects.filter(person_id=cast.oleg.pk).exists()


def test_before_the_order_a_pair_stops_without_one(cast: Cast) -> None:
    pair = approved(cast)
    with pytest.raises(Refusal, match="ещё не начала работать"):
        change(cast, pair, K.STOP, TODAY + timedelta(days=1), today=TODAY)
    made = change(cast, pair, K.STOP, TODAY, today=TODAY, ground="no_consent", note="Передумала")
    assert (pair.state, made.order_need) == (PairState.STOPPED, OrderNeed.NONE)
    assert pair.end_reason == "Прекращена: по личным обстоятельствам"


def test_an_order_made_outside_closes_the_debt(cast: Cast) -> None:
    pair = working(cast)
    made = change(cast, pair, K.PAUSE, NOW, today=NOW, ground="vacation")
    assert without_order(cast.school).count() == 1
    by = cast.as_actor(cast.rodion)
    with pytest.raises(Refusal, match="ещё не наступила"):
        services.record_order(made, number="5", on=NOW + timedelta(days=1), today=NOW, by=by)
    services.record_order(made, number="5-ОД", on=NOW, today=NOW, by=by)
    assert not without_order(cast.school).exists()
    assert LogEntry.objects.filter(event="pair.change_order", subject_id=pair.pk).count() == 1


def test_news_never_tell_a_private_reason(cast: Cast) -> None:
    pair = working(cast)
    change(cast, pair, K.PAUSE, NOW, today=NOW, ground="illness", note="Лежит в больнице")
    news = OutgoingMessage.objects.filter(kind="pair_change")
    assert {m.person_id for m in news} == {cast.galina.pk, cast.kirill.pk}
    assert not any("болез" in m.text.lower() or "больниц" in m.text for m in news)


def test_only_who_leads_pairs_changes_them(cast: Cast) -> None:
    pair = working(cast)
    for person in (cast.oleg, cast.galina, cast.rodion):
        with pytest.raises(Denied):
            services.record(pair, Wanted(K.PAUSE, NOW), today=NOW, by=cast.as_actor(person))
    assert Mentorship.objects.get(pk=pair.pk).state == PairState.ACTIVE


def test_days_of_changes_stay_ordered(cast: Cast) -> None:
    pair = working(cast)
    with pytest.raises(Refusal, match="Пара работает с"):
        change(cast, pair, K.PAUSE, STARTS - timedelta(days=1), today=NOW)
    with pytest.raises(Refusal, match="Пара работает с"):
        change(cast, pair, K.STOP, STARTS - timedelta(days=1), today=NOW)
    with pytest.raises(Refusal, match="позже начала"):
        change(cast, pair, K.PAUSE, NOW, today=NOW, until=NOW)
    assert request_of(cast, cast.kirill).state == RequestState.SERVED
    assert Participation.objects.filter(left_on__isnull=False).count() == 0


def test_a_pair_does_not_end_before_its_last_recorded_meeting(cast: Cast) -> None:
    pair, met = working(cast), NOW - timedelta(days=2)
    starts = datetime.combine(met, time(9), UTC)
    Meeting.objects.create(
        organisation=cast.school,
        mentorship=pair,
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        state=MeetingState.HELD,
    )
    with pytest.raises(Refusal, match="Последняя записанная встреча"):
        change(cast, pair, K.STOP, met - timedelta(days=1), today=NOW, initiator=Initiator.BOTH)
    change(cast, pair, K.STOP, met, today=NOW, initiator=Initiator.BOTH)
    assert Mentorship.objects.get(pk=pair.pk).state == PairState.STOPPED


def test_who_leads_pairs_hears_of_a_consent_withdrawn_in_a_working_pair(cast: Cast) -> None:
    pair, waiting = working(cast), approved(cast, cast.darya)
    told = OutgoingMessage.objects.filter(subject="Отозвано согласие в действующей паре")
    withdraw(Consent.objects.get(about=waiting.pk, person=cast.darya))
    assert not told.exists()
    withdraw(Consent.objects.get(about=pair.pk, person=cast.kirill, withdrawn_on=None))
    assert {message.person_id for message in told} == {cast.vera.pk}
    assert "Зимин" not in told[0].text
    assert told[0].link == f"/pairs/{pair.pk}/"


def test_who_asked_for_another_pair_stands_in_no_journal_and_the_other_side_is_not_told(cast: Cast) -> None:
    """The mentor is a curator too: another curator is told, not they."""
    pair = working(cast)
    Appointment.objects.create(
        organisation=cast.school, person=cast.galina, role=Role.CURATOR, starts_on=TODAY
    )
    taker = pair.participations.get(side=Side.MENTEE)
    services.ask_rematch(taker, today=NOW, by=cast.as_actor(cast.kirill))
    line = LogEntry.objects.get(event="pair.rematch_asked")
    assert (line.actor_name, line.actor_id) == ("участник пары", None)
    told = OutgoingMessage.objects.filter(kind="pair_rematch").values_list("person_id", flat=True)
    assert set(told) == {cast.vera.pk}
    assert not leads(cast.as_actor(cast.galina), pair)
    assert leads(cast.as_actor(cast.vera), pair)


def test_a_private_reason_stays_with_the_change_and_out_of_the_journal(cast: Cast) -> None:
    pair = working(cast)
    made = change(cast, pair, K.PAUSE, NOW, today=NOW, ground=rules.Ground.ILLNESS, note="Операция")
    assert (made.ground, made.note) == (rules.Ground.ILLNESS, "Операция")
    after = str(LogEntry.objects.get(event="pair.pause").after)
    assert "Операция" not in after
    assert rules.Ground.ILLNESS.label not in after


def test_who_left_earlier_hears_no_news_of_the_group(cast: Cast) -> None:
    group = working(cast, cast.kirill, cast.darya)
    group.participations.filter(person=cast.darya).update(left_on=NOW)
    OutgoingMessage.objects.all().delete()
    change(cast, group, K.PAUSE, NOW, today=NOW, ground=rules.Ground.VACATION)
    told = set(OutgoingMessage.objects.filter(kind="pair_change").values_list("person_id", flat=True))
    assert told == {cast.galina.pk, cast.kirill.pk}


def test_nobody_ends_the_own_part_on_a_day_that_has_been(cast: Cast) -> None:
    mentee = working(cast).participations.get(side=Side.MENTEE)
    with pytest.raises(Refusal, match="уже прошёл"):
        services.refuse(mentee, effective_on=date(2020, 1, 1), today=NOW, by=cast.as_actor(cast.kirill))
