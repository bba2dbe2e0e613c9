"""Sheets of consent drawn for people: what each must hold by law, one by one and all at once."""

import io
import zipfile
from datetime import date

from nastavnik.documents import sheets
from nastavnik.documents.rules import PaperKind
from nastavnik.people.models import Consent, Person, Representative
from nastavnik.people.rules import ConsentKind, PersonKind
from nastavnik.people.services import consents
from tests.cast import TODAY, Cast, make_person
from tests.people.conftest import Enter

from .reading import said


def sheet(cast: Cast, person: Person, kind: ConsentKind, **more: str) -> str:
    vera = cast.as_actor(cast.vera)
    consent = consents.ask(person, kind, today=TODAY, by=vera, **more)
    return said(sheets.take(PaperKind(f"consent_{kind}"), consent.pk, today=TODAY, by=vera).data)


BY_HAND = ("адрес: ____", "паспорт: ____")


def test_a_sheet_of_processing_has_all_that_the_law_lists(cast: Cast) -> None:
    cast.school.address = "659000, г. Заречинск, ул. Полевая, д. 3"
    cast.school.save()
    text = sheet(cast, cast.galina, ConsentKind.PROCESSING)
    for words in (
        "на обработку персональных данных",
        "Мещерякова Галина Викторовна",
        "учитель (физика)",
        "статьёй 9",
        cast.school.full_name,
        "ул. Полевая",
        "с целью",
        "сбор, запись",
        "Как отозвать",
        "письменным заявлением",
        "со дня подписания",
        *BY_HAND,
    ):
        assert words in text


def test_a_sheet_of_transfer_names_the_receiver(cast: Cast) -> None:
    assert "Управление образования города Заречинска" in sheet(cast, cast.galina, ConsentKind.TRANSFER)
    named = sheet(cast, cast.kirill, ConsentKind.TRANSFER, recipients="ЦНППМ Заречинской области")
    assert "ЦНППМ Заречинской области" in named
    assert "Управление образования города" not in named


def test_a_sheet_of_publication_follows_its_own_article_and_names_the_site(cast: Cast) -> None:
    cast.school.site = "https://school14.zarechinsk.example/"
    cast.school.save()
    text = sheet(cast, cast.galina, ConsentKind.PUBLICATION)
    assert "статьёй 10.1" in text
    assert "https://school14.zarechinsk.example/" in text
    assert "паспорт" not in text


def test_a_sheet_of_a_minor_is_the_representative_s_and_from_fourteen_the_pupil_s_too(cast: Cast) -> None:
    def of(born: date) -> str:
        pupil = make_person(
            "Осинин Пётр Львович", cast.school, kind=PersonKind.PUPIL, position="", birth_date=born
        )
        mother = make_person("Осинина Анна Юрьевна", cast.school, kind=PersonKind.PARENT, position="")
        Representative.objects.create(organisation=cast.school, minor=pupil, person=mother, kinship="мать")
        return sheet(cast, pupil, ConsentKind.PROCESSING)

    younger, older = of(date(2012, 9, 16)), of(date(2012, 9, 15))
    for text in (younger, older):
        assert "Я, Осинина Анна Юрьевна" in text
        assert "законный представитель (мать)" in text
        assert "исполнится 18 лет" in text
    assert ("достигший 14 лет" in younger, "достигший 14 лет" in older) == (False, True)


def test_all_blanks_come_in_one_archive_and_are_noted_as_printed(cast: Cast, enter: Enter) -> None:
    alone = make_person("Осинин Пётр Львович", cast.school, kind=PersonKind.PUPIL, position="")
    for person in (cast.galina, cast.kirill, alone):
        consents.ask(person, ConsentKind.PROCESSING, today=TODAY, by=cast.as_actor(cast.vera))
    answer = enter(cast.vera).get("/documents/sheets/?kind=processing")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as box:
        names = box.namelist()
        assert "законного представителя" in box.read("Не напечатано.txt").decode()
    assert len([name for name in names if name.endswith(".docx")]) == 2
    assert set(Consent.objects.filter(printed_on__isnull=False).values_list("person", flat=True)) == {
        cast.galina.pk,
        cast.kirill.pk,
    }


def test_one_blank_comes_as_docx_and_a_wrong_kind_does_not_exist(cast: Cast, enter: Enter) -> None:
    consent = consents.ask(cast.galina, ConsentKind.PROCESSING, today=TODAY, by=cast.as_actor(cast.vera))
    assert enter(cast.galina).get(f"/documents/sheets/consent_processing/{consent.pk}/").status_code == 200
    for kind in ("consent_transfer", "nothing", "addendum"):
        assert enter(cast.galina).get(f"/documents/sheets/{kind}/{consent.pk}/").status_code == 404
    assert enter(cast.oleg).get(f"/documents/sheets/consent_processing/{consent.pk}/").status_code == 404


def test_a_minor_s_blank_without_a_representative_says_what_to_do(cast: Cast, enter: Enter) -> None:
    pupil = make_person("Осинин Пётр Львович", cast.school, kind=PersonKind.PUPIL, position="")
    consent = consents.ask(pupil, ConsentKind.PROCESSING, today=TODAY, by=cast.as_actor(cast.vera))
    answer = enter(cast.vera).get(f"/documents/sheets/consent_processing/{consent.pk}/", follow=True)
    assert "законного представителя" in answer.content.decode()
