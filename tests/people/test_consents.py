"""Consents: paper, click, another ground, withdrawal; minors on frozen days; what each screen shows and to whom."""

from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.http import Http404

from nastavnik.access.permissions import Permission
from nastavnik.core.errors import Denied, Refusal
from nastavnik.core.models import LogEntry
from nastavnik.people import consequences
from nastavnik.people.consent_state import in_force
from nastavnik.people.models import Consent, ESignAgreement, Person, Representative
from nastavnik.people.queries import consents as queries
from nastavnik.people.rules import ConsentKind, ConsentState, PersonKind
from nastavnik.people.services import consents as services
from tests.cast import TODAY, Cast, make_person

from .conftest import Enter

NOON = datetime(2026, 9, 15, 12, tzinfo=ZoneInfo("Asia/Barnaul"))
PROCESSING = ConsentKind.PROCESSING


def sheet(cast: Cast, person: Person | None = None, kind: ConsentKind = PROCESSING) -> Consent:
    return services.ask(person or cast.galina, kind, today=TODAY, by=cast.as_actor(cast.vera))


def receive(cast: Cast, consent: Consent, *, on: date = TODAY, today: date = TODAY, **more: object) -> None:
    services.receive_paper(
        consent,
        given_on=on,
        kept_where="папка 3",
        today=today,
        by=cast.as_actor(cast.vera),
        **more,  # type: ignore[arg-type]
    )


def has(person: Person, kind: ConsentKind = PROCESSING, *, today: date = TODAY) -> bool:
    return in_force([person.pk], today=today).find(person.pk, kind) is not None


def allow_clicks(cast: Cast) -> None:
    cast.school.esign_act_number, cast.school.esign_act_date = "31-ОД", date(2026, 9, 1)
    cast.school.save()


def agree(person: Person, on: date = TODAY) -> None:
    ESignAgreement.objects.create(organisation=person.organisation, person=person, agreed_on=on)


def click(consent: Consent, cast: Cast, person: Person) -> None:
    services.express(consent, at=NOON, today=TODAY, by=cast.as_actor(person))


def child(cast: Cast, *, born: date | None = date(2012, 9, 15), parent: bool = True) -> Person:
    minor = make_person(
        "Осинин Пётр Львович",
        cast.school,
        kind=PersonKind.PUPIL,
        position="",
        birth_date=born,
        group_name="8 «Б» класс",
    )
    if parent:
        mother = make_person("Осинина Анна Юрьевна", cast.school, kind=PersonKind.PARENT, position="")
        Representative.objects.create(organisation=cast.school, minor=minor, person=mother, kinship="мать")
    return minor


def mother_of(minor: Person) -> Person:
    return minor.representatives.get().person


def test_the_mark_on_paper_is_enough(cast: Cast) -> None:
    consent = sheet(cast)
    assert not has(cast.galina)
    receive(cast, consent)
    assert has(cast.galina)
    consent.refresh_from_db()
    assert (consent.received_by, consent.kept_where, consent.scan) == ("Вера Николаевна", "папка 3", None)


def test_one_purpose_does_not_serve_another(cast: Cast) -> None:
    receive(cast, sheet(cast))
    assert [kind for kind in ConsentKind if has(cast.galina, kind)] == [PROCESSING]


def test_asking_twice_gives_the_same_sheet(cast: Cast) -> None:
    assert sheet(cast) == sheet(cast)


def test_paper_of_tomorrow_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal, match="ещё не наступила"):
        receive(cast, sheet(cast), on=date(2026, 9, 16))


def test_a_term_before_the_beginning_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal, match="раньше"):
        receive(cast, sheet(cast), valid_until=date(2026, 9, 14))


def test_a_term_ends_the_consent(cast: Cast) -> None:
    receive(cast, sheet(cast), valid_until=TODAY)
    assert (has(cast.galina), has(cast.galina, today=date(2026, 9, 16))) == (True, False)


def test_only_the_curator_marks_papers(cast: Cast) -> None:
    consent = sheet(cast)
    with pytest.raises(Denied):
        services.receive_paper(
            consent, given_on=TODAY, kept_where="", today=TODAY, by=cast.as_actor(cast.rodion)
        )


def test_another_ground_is_recorded_for_processing_alone(cast: Cast) -> None:
    vera = cast.as_actor(cast.vera)
    services.record_other_basis(sheet(cast), basis="трудовой договор № 7", today=TODAY, by=vera)
    assert has(cast.galina)
    with pytest.raises(Refusal, match="только для обработки"):
        services.record_other_basis(
            sheet(cast, kind=ConsentKind.PUBLICATION), basis="трудовой договор № 7", today=TODAY, by=vera
        )


def test_another_ground_without_a_document_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal, match="документ"):
        services.record_other_basis(sheet(cast), basis=" ", today=TODAY, by=cast.as_actor(cast.vera))


# A click


@pytest.mark.parametrize(("act", "agreement"), [(False, False), (True, False), (False, True)])
def test_a_click_without_the_act_and_the_agreement_does_not_count(
    cast: Cast, act: bool, agreement: bool
) -> None:
    if act:
        allow_clicks(cast)
    if agreement:
        agree(cast.galina)
    consent = sheet(cast)
    click(consent, cast, cast.galina)
    assert (consent.state(TODAY), has(cast.galina)) == (ConsentState.EXPRESSED, False)


def test_a_click_under_the_act_and_with_the_agreement_counts(cast: Cast) -> None:
    allow_clicks(cast)
    agree(cast.galina)
    click(sheet(cast), cast, cast.galina)
    assert has(cast.galina)


def test_the_agreement_of_another_person_does_not_help(cast: Cast) -> None:
    allow_clicks(cast)
    agree(cast.kirill)
    click(sheet(cast), cast, cast.galina)
    assert not has(cast.galina)


def test_an_agreement_needs_the_act_of_the_organisation(cast: Cast) -> None:
    def record() -> ESignAgreement:
        return services.agree_to_esign(
            cast.galina, agreed_on=TODAY, number="1", today=TODAY, by=cast.as_actor(cast.vera)
        )

    with pytest.raises(Refusal, match="акт организации"):
        record()
    allow_clicks(cast)
    cast.galina.refresh_from_db()
    assert record().person == cast.galina


def test_nobody_clicks_for_another(cast: Cast) -> None:
    with pytest.raises(Refusal, match="сам человек"):
        click(sheet(cast), cast, cast.vera)


# Withdrawal


@pytest.mark.req("R161")
def test_a_refusal_and_a_withdrawal_are_possible_at_any_time_and_recorded(cast: Cast) -> None:
    galina = cast.as_actor(cast.galina)
    never_given = sheet(cast, kind=ConsentKind.TRANSFER)
    services.withdraw(never_given, words="не хочу", today=TODAY, by=galina)
    given = sheet(cast)
    receive(cast, given)
    services.withdraw(given, words="", today=TODAY, by=galina)
    assert not has(cast.galina)
    said = LogEntry.objects.filter(event="consent.withdrawn").values_list("words", flat=True)
    assert sorted(said) == ["Отказ дать согласие", "Согласие отозвано"]
    with pytest.raises(Refusal, match="уже отозвано"):
        services.withdraw(given, words="", today=TODAY, by=galina)


def test_a_stranger_does_not_withdraw(cast: Cast) -> None:
    with pytest.raises(Denied):
        services.withdraw(sheet(cast), words="", today=TODAY, by=cast.as_actor(cast.kirill))


def test_what_a_withdrawal_stops_is_told_before(cast: Cast, enter: Enter) -> None:
    consent = sheet(cast)
    page = enter(cast.galina).get(f"/people/consents/{consent.pk}/withdraw/").content.decode()
    for sentence in consequences.of(consent, today=TODAY):
        assert sentence in page


# Minors


@pytest.mark.req_part("R160", "a consent for a minor is signed by the representative alone")
def test_for_a_minor_the_representative_is_informed_and_signs(cast: Cast, enter: Enter) -> None:
    alone = child(cast, parent=False)
    with pytest.raises(Refusal, match="законного представителя"):
        receive(cast, sheet(cast, alone))
    mother = make_person("Осинина Анна Юрьевна", cast.school, kind=PersonKind.PARENT, position="")
    Representative.objects.create(organisation=cast.school, minor=alone, person=mother, kinship="мать")
    asked = sheet(cast, alone)
    page = enter(mother).get("/people/my-consents/").content.decode()
    assert alone.full_name in page
    assert "Обработка персональных данных" in page
    receive(cast, asked)
    assert has(alone)


def test_a_pupil_does_not_click_and_the_mother_does(cast: Cast) -> None:
    allow_clicks(cast)
    minor = child(cast)
    agree(mother_of(minor))
    with pytest.raises(Refusal, match="законный представитель"):
        click(sheet(cast, minor), cast, minor)
    click(sheet(cast, minor), cast, mother_of(minor))
    assert has(minor)


def test_a_paper_signed_by_the_minor_alone_counts_nowhere(cast: Cast) -> None:
    minor = child(cast)
    Consent.objects.create(organisation=cast.school, person=minor, kind=PROCESSING, given_on=TODAY)
    assert not has(minor)


@pytest.mark.parametrize(
    ("born", "minor", "together"),
    [
        (date(2012, 9, 16), True, False),  # 13 today, 14 tomorrow
        (date(2012, 9, 15), True, True),  # 14 today
        (date(2008, 9, 16), True, True),  # 17 today, 18 tomorrow
        (date(2008, 9, 15), False, False),  # 18 today
    ],
)
def test_who_signs_on_the_day(cast: Cast, born: date, minor: bool, together: bool) -> None:
    pupil = child(cast, born=born)
    assert (pupil.is_minor(TODAY), pupil.signs_together(TODAY)) == (minor, together)


def test_what_a_representative_has_signed_ends_at_eighteen(cast: Cast) -> None:
    minor = child(cast, born=date(2008, 9, 17))
    receive(cast, sheet(cast, minor), valid_until=date(2030, 1, 1))
    consent = minor.consents.get()
    assert consent.valid_until == date(2026, 9, 16)
    assert (has(minor, today=date(2026, 9, 16)), has(minor, today=date(2026, 9, 17))) == (True, False)


def test_without_a_full_date_the_years_end_it_too(cast: Cast) -> None:
    minor = child(cast, born=None)
    Person.objects.filter(pk=minor.pk).update(birth_year=2008)
    minor.refresh_from_db()
    receive(cast, sheet(cast, minor))
    assert (has(minor), has(minor, today=date(2027, 1, 1))) == (True, False)


def test_a_representative_sees_and_takes_back_the_child_s_consent(cast: Cast, enter: Enter) -> None:
    minor = child(cast)
    consent = sheet(cast, minor)
    mother = mother_of(minor)
    assert queries.own_consents(cast.as_actor(mother), today=TODAY) == [consent]
    assert minor.full_name in enter(mother).get("/people/my-consents/").content.decode()
    services.withdraw(consent, words="", today=TODAY, by=cast.as_actor(mother))
    consent.refresh_from_db()
    assert consent.withdrawn_on == TODAY


def test_a_representative_who_acts_no_more_sees_nothing(cast: Cast) -> None:
    minor = child(cast)
    consent, mother = sheet(cast, minor), mother_of(minor)
    minor.representatives.update(ends_on=date(2026, 9, 14))
    assert queries.own_consents(cast.as_actor(mother), today=TODAY) == []
    with pytest.raises(Http404):
        queries.consent_for(cast.as_actor(mother), consent.pk, today=TODAY)
    with pytest.raises(Denied):
        services.withdraw(consent, words="", today=TODAY, by=cast.as_actor(mother))


# Screens


def test_the_state_in_sql_is_the_state_in_words(cast: Cast) -> None:
    for day, fields in enumerate(
        [
            {},
            {"printed_on": TODAY},
            {"printed_on": TODAY, "expressed_at": NOON},
            {"given_on": TODAY},
            {"given_on": date(2026, 9, 16)},
            {"given_on": TODAY, "valid_until": date(2026, 9, 14)},
            {"given_on": TODAY, "withdrawn_on": TODAY},
            {"given_on": TODAY, "withdrawn_on": date(2026, 9, 16)},
        ]
    ):
        Consent.objects.create(
            organisation=cast.school, person=cast.galina, kind=PROCESSING, about_words=str(day), **fields
        )
    for row in queries.with_state(Consent.objects.all(), TODAY):
        assert row.state_now == row.state(TODAY), row.about_words


def test_the_list_is_the_curator_s_and_a_teacher_sees_own_sheets(cast: Cast, enter: Enter) -> None:
    mine, other = sheet(cast), sheet(cast, cast.kirill)
    page = enter(cast.vera).get("/people/consents/?state=awaited").content.decode()
    assert cast.galina.short_name in page
    assert cast.kirill.short_name in page
    own = enter(cast.galina).get("/people/consents/", follow=True)
    assert own.redirect_chain == [("/people/my-consents/", 302)]
    assert str(mine.pk) in own.content.decode()
    assert str(other.pk) not in own.content.decode()


@pytest.mark.parametrize("tail", ["", "paper/", "basis/", "withdraw/", "scan/"])
def test_a_consent_of_another_school_does_not_exist(cast: Cast, enter: Enter, tail: str) -> None:
    consent = sheet(cast)
    assert enter(cast.oleg).get(f"/people/consents/{consent.pk}/{tail}").status_code == 404
    assert enter(cast.vera).get(f"/people/consents/{uuid4()}/{tail}").status_code == 404


def test_many_papers_are_marked_at_once_and_a_minor_alone_stays(cast: Cast, enter: Enter) -> None:
    one, two, stopped = sheet(cast), sheet(cast, cast.kirill), sheet(cast, child(cast, parent=False))
    answer = enter(cast.vera).post(
        "/people/consents/papers/",
        {"ids": [one.pk, two.pk, stopped.pk], "given_on": "2026-09-01", "kept_where": "папка 3"},
        follow=True,
    )
    assert "Отмечено бумаг: 2" in answer.content.decode()
    given = Consent.objects.filter(given_on=date(2026, 9, 1), kept_where="папка 3")
    assert set(given) == {one, two}


def test_the_card_of_a_person_shows_the_sheets(cast: Cast, enter: Enter) -> None:
    consent = sheet(cast)
    page = enter(cast.vera).get(f"/people/{cast.galina.pk}/").content.decode()
    assert f"/people/consents/{consent.pk}/" in page
    assert "Подготовить лист" in page


def test_a_click_on_the_screen_is_told_what_is_left(cast: Cast, enter: Enter) -> None:
    consent = sheet(cast)
    page = enter(cast.galina).get("/people/my-consents/").content.decode()
    assert "Нужна бумага с подписью" in page
    after = enter(cast.galina).post(f"/people/consents/{consent.pk}/yes/", follow=True).content.decode()
    assert "Осталось подписать бумагу" in after


@pytest.mark.parametrize("rows", [5, 50])
def test_the_list_asks_the_same_number_of_queries(
    cast: Cast, enter: Enter, rows: int, django_assert_max_num_queries: object
) -> None:
    for _ in range(rows):
        Consent.objects.create(organisation=cast.school, person=cast.galina, kind=PROCESSING)
    client = enter(cast.vera)
    client.get("/people/consents/")
    with django_assert_max_num_queries(12) as seen:  # type: ignore[operator]
        client.get("/people/consents/")
    assert len(seen) == COUNTED.setdefault("consents", len(seen))


COUNTED: dict[str, int] = {}


def test_only_a_holder_marks(cast: Cast, enter: Enter) -> None:
    assert not cast.as_actor(cast.rodion).can(Permission.CONSENT_MARK, cast.galina)
    assert enter(cast.rodion).get(f"/people/consents/{sheet(cast).pk}/paper/").status_code == 403


def test_who_only_reads_the_list_is_offered_no_blanks_of_others(cast: Cast, enter: Enter) -> None:
    sheet(cast)
    assert "/documents/sheets/" in enter(cast.vera).get("/people/consents/").content.decode()
    assert "/documents/sheets/" not in enter(cast.rodion).get("/people/consents/").content.decode()
