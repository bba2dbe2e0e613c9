"""Sheets of duties and addenda drawn from a mentorship, and what a withdrawal does to a pair."""

from datetime import date
from uuid import UUID

import pytest
from django.http import Http404

from nastavnik.core.errors import Refusal
from nastavnik.documents import sheets
from nastavnik.documents.drawing.readback import blocks
from nastavnik.documents.rules import PaperKind
from nastavnik.organisations.models import Organisation
from nastavnik.pairs import orders
from nastavnik.pairs.addendum_facts import contract_of
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import PairState
from nastavnik.people import consequences
from nastavnik.people.models import Consent, Employment, Person, Representative
from nastavnik.people.queries import consents as queries
from nastavnik.people.rules import ConsentKind, PersonKind
from nastavnik.people.services import consents as services
from tests.cast import TODAY, Cast, make_person

from .world import approved, formed, give, ready, with_basis, with_consents


def words(data: bytes) -> str:
    """Everything on the paper as one line, unbreakable spaces apart."""
    return (
        " ".join(str(block) for block in blocks(data))
        .replace("\\xa0", " ")
        .replace("\N{NO-BREAK SPACE}", " ")
    )


def taken(cast: Cast, kind: PaperKind, pk: UUID) -> str:
    return words(sheets.take(kind, pk, today=TODAY, by=cast.as_actor(cast.vera)).data)


def duty_of(mentorship: Mentorship, person: Person) -> Consent:
    return Consent.objects.get(person=person, kind=ConsentKind.DUTIES, about=mentorship.pk)


@pytest.mark.req("R159")
def test_both_sides_get_a_sheet_of_duties_apart_from_processing(cast: Cast) -> None:
    mentorship = approved(cast)
    mentor = taken(cast, PaperKind.CONSENT_DUTIES, duty_of(mentorship, cast.galina).pk)
    mentee = taken(cast, PaperKind.CONSENT_DUTIES, duty_of(mentorship, cast.kirill).pk)
    for sheet in (mentor, mentee):
        assert "Директору МБОУ «СШ № 14»" in sheet
        assert "Рощину Родиону Павловичу" in sheet
        assert "с 16.09.2026 по 28.05.2027" in sheet
        assert "оформляется отдельным документом" in sheet
    assert "от Мещеряковой Галины Викторовны" in mentor
    assert "статьёй 351.8" in mentor
    assert "Зимин Кирилл Андреевич, учитель (физика)" in mentor
    assert "от Зимина Кирилла Андреевича" in mentee
    assert "не менее чем за три рабочих дня" in mentor
    for person in (cast.galina, cast.kirill):
        assert orders.lines_of(
            orders.draft(cast.school, [mentorship], by=cast.as_actor(cast.vera)), today=TODAY
        )
        give(person, ConsentKind.PROCESSING)
        give(person, ConsentKind.DUTIES, about=mentorship)
    mentorship.refresh_from_db()
    assert mentorship.state == PairState.AWAITS_ORDER


@pytest.mark.req("R158")
def test_forming_a_pair_asks_for_processing_and_stops_without_it(cast: Cast) -> None:
    mentorship = approved(cast)
    asked = Consent.objects.filter(kind=ConsentKind.PROCESSING).values_list("person", flat=True)
    assert set(asked) == {cast.galina.pk, cast.kirill.pk}
    for person in (cast.galina, cast.kirill):
        give(person, ConsentKind.DUTIES, about=mentorship)
    give(cast.galina, ConsentKind.PROCESSING)
    mentorship.refresh_from_db()
    assert mentorship.state == PairState.AWAITS_CONSENTS
    give(cast.kirill, ConsentKind.PROCESSING)
    mentorship.refresh_from_db()
    assert mentorship.state == PairState.AWAITS_ORDER


def test_a_printed_sheet_is_noted_once(cast: Cast) -> None:
    consent = duty_of(approved(cast), cast.galina)
    taken(cast, PaperKind.CONSENT_DUTIES, consent.pk)
    sheets.take(PaperKind.CONSENT_DUTIES, consent.pk, today=date(2026, 9, 20), by=cast.as_actor(cast.vera))
    consent.refresh_from_db()
    assert consent.printed_on == TODAY


def pupil_pair(cast: Cast, born: date, *, parent: bool = True) -> Consent:
    pupil = make_person(
        "Осинин Пётр Львович",
        cast.school,
        kind=PersonKind.PUPIL,
        position="",
        birth_date=born,
        group_name="8 «Б» класс",
    )
    if parent:
        mother = make_person("Осинина Анна Юрьевна", cast.school, kind=PersonKind.PARENT, position="")
        Representative.objects.create(organisation=cast.school, minor=pupil, person=mother, kinship="мать")
    return duty_of(approved(cast, pupil), pupil)


@pytest.mark.parametrize(
    ("born", "together", "represented"),
    [
        (date(2012, 9, 16), False, True),
        (date(2012, 9, 15), True, True),
        (date(2008, 9, 16), True, True),
        (date(2008, 9, 15), False, False),
    ],
)
def test_the_sheet_of_a_pupil_has_the_signatures_of_the_age(
    cast: Cast, born: date, together: bool, represented: bool
) -> None:
    sheet = taken(cast, PaperKind.CONSENT_DUTIES, pupil_pair(cast, born).pk)
    assert ("Осинина Анна Юрьевна" in sheet) is represented
    assert ("достигший 14 лет" in sheet) is together
    assert "статьёй 351.8" not in sheet


def test_a_pupil_without_a_representative_gets_no_sheet(cast: Cast) -> None:
    with pytest.raises(Refusal, match="законного представителя"):
        taken(cast, PaperKind.CONSENT_DUTIES, pupil_pair(cast, date(2012, 9, 15), parent=False).pk)


def test_the_addendum_says_what_the_article_wants(cast: Cast) -> None:
    Employment.objects.filter(person=cast.galina).update(contract="№ 45 от 25.08.2015")
    mentorship = with_basis(cast, with_consents(cast))
    sheet = taken(cast, PaperKind.ADDENDUM, mentorship.pk)
    for said in (
        "№ 7",
        "от 25.08.2015 № 45",
        "в лице директора Рощина Родиона Павловича, действующего на основании Устава",
        "Мещерякова Галина Викторовна",
        "Зимин Кирилл Андреевич",
        "с 16.09.2026 по 28.05.2027",
        "в рабочее время без освобождения от основной работы",
        "Размер и условия выплаты: 5 000 рублей в месяц",
        "351.8",
    ):
        assert said in sheet


def test_an_addendum_is_never_given_by_a_click(cast: Cast) -> None:
    cast.school.esign_act_number, cast.school.esign_act_date = "31-ОД", date(2026, 9, 1)
    cast.school.save()
    mentorship = with_consents(cast)
    paper = orders.draft(cast.school, [mentorship], by=cast.as_actor(cast.vera))
    with pytest.raises(Refusal, match=r"351\.8"):
        orders.issue(paper, number="1", on=TODAY, today=TODAY, by=cast.as_actor(cast.vera))
    assert PaperKind.ADDENDUM.value not in {f"consent_{kind.value}" for kind in ConsentKind}
    with pytest.raises(Http404):
        queries.consent_for(cast.as_actor(cast.galina), mentorship.pk, today=TODAY)


@pytest.mark.parametrize("kind", [ConsentKind.PROCESSING, ConsentKind.DUTIES])
def test_a_withdrawal_takes_the_pair_back_at_once_and_says_so_before(cast: Cast, kind: ConsentKind) -> None:
    mentorship = ready(cast)
    paper = orders.draft(cast.school, [mentorship], by=cast.as_actor(cast.vera))
    consent = Consent.objects.get(person=cast.kirill, kind=kind)
    told = " ".join(consequences.of(consent, today=TODAY))
    assert "вернётся в «Ждёт согласий»" in told
    assert "черновике приказа" in told
    services.withdraw(consent, words="", today=TODAY, by=cast.as_actor(cast.kirill))
    mentorship.refresh_from_db()
    assert mentorship.state == PairState.AWAITS_CONSENTS
    with pytest.raises(orders.GateClosed, match="Зимин"):
        orders.issue(paper, number="1", on=TODAY, today=TODAY, by=cast.as_actor(cast.vera))


def test_a_consent_to_publication_does_not_touch_the_pair(cast: Cast) -> None:
    ready(cast)
    consent = give(cast.kirill, ConsentKind.PUBLICATION)
    assert consequences.of(consent, today=TODAY) == [consequences.OF_KIND[ConsentKind.PUBLICATION]]


def test_only_ones_own_sheet_is_given_and_by_its_own_kind(cast: Cast) -> None:
    mentorship = approved(cast)
    consent = duty_of(mentorship, cast.galina)
    with pytest.raises(Http404):
        taken(cast, PaperKind.CONSENT_PROCESSING, consent.pk)
    for stranger in (cast.oleg, cast.kirill):
        with pytest.raises(Http404):
            sheets.take(PaperKind.CONSENT_DUTIES, consent.pk, today=TODAY, by=cast.as_actor(stranger))
    for kind in (PaperKind.ADDENDUM, PaperKind.PAIR_ORDER):
        with pytest.raises(Http404):
            sheets.take(kind, mentorship.pk, today=TODAY, by=cast.as_actor(cast.oleg))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("№ 45 от 25.08.2015", ("45", date(2015, 8, 25))),
        ("от 25.08.2015 № 45/к", ("45/к", date(2015, 8, 25))),
        ("бессрочный", ("", None)),
        ("№ 3 от 31.02.2015", ("3", None)),
    ],
)
def test_a_contract_is_read_from_words(words: str, expected: tuple[str, date | None]) -> None:
    assert contract_of(Employment(contract=words)) == expected


def test_a_pair_of_another_school_has_no_addendum_here(cast: Cast) -> None:
    assert Organisation.objects.filter(pk=cast.other_school.pk).exists()
    with pytest.raises(Http404):
        sheets.take(PaperKind.ADDENDUM, formed(cast).pk, today=TODAY, by=cast.as_actor(cast.oleg))
