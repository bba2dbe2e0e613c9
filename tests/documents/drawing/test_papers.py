"""Consents and the addendum hold every field the law asks for; all papers keep, show and survive their facts."""

from __future__ import annotations

import html
import io
import json
import re
from copy import deepcopy
from dataclasses import replace

import pytest
from docx import Document

from nastavnik.documents.drawing.checking import check, sample
from nastavnik.documents.drawing.facts import AddendumFacts, Facts, OrderFacts, from_dict, to_dict
from nastavnik.documents.drawing.merge import fill
from nastavnik.documents.drawing.papers import MODELS, draw, kind_of
from nastavnik.documents.drawing.pdf import NoOffice, to_pdf
from nastavnik.documents.drawing.preview import preview
from nastavnik.documents.drawing.readback import Grid, blocks
from tests.documents.drawing.samples import (
    ADDENDUM,
    ALL,
    DUTIES,
    MINOR,
    PROCESSING,
    PUBLICATION,
    SCHOOL,
    TRANSFER,
    order,
    said,
)


def words(facts: Facts) -> str:
    return said("\n".join(_lines(draw(facts).docx)))


def _lines(docx: bytes) -> list[str]:
    found: list[str] = []
    for one in blocks(docx):
        found += [cell for row in one.rows for cell in row] if isinstance(one, Grid) else [one.text]
    return [line for text in found for line in text.split("\n") if line.strip()]


def holds(text: str, *pieces: str) -> None:
    missing = [piece for piece in pieces if piece not in text]
    assert not missing


def test_consent_to_processing_holds_every_field_of_article_9() -> None:
    holds(
        words(PROCESSING),
        *(
            "Я, Кравцова Татьяна Ивановна, учитель математики",
            "адрес: ____",
            "паспорт: ____",
            "когда и кем выдан",
        ),
        *(SCHOOL.full_name, f"адрес: {SCHOOL.address}", "ИНН 1234567890", "152-ФЗ", "с целью организации"),
        *(
            "Перечень персональных данных:",
            "— год рождения;",
            "Перечень действий",
            "уничтожение",
            "Способы обработки:",
        ),
        *("по поручению Оператора: не привлекается", "Срок действия согласия:", "Как отозвать:", "20___ г."),
    )


def test_consent_for_a_minor_is_given_by_the_representative_and_the_pupil_of_14_signs_too() -> None:
    text = words(MINOR)
    holds(
        text,
        *("Я, Зимина Ольга Петровна,", "законный представитель (мать) на основании ____"),
        *("ребёнка: Зимин Кирилл Антонович, 9 «А» класс", "документ ребёнка: ____", "дата рождения"),
        *("обработку его (её) персональных данных", "достигший 14 лет", "исполнится 18 лет"),
    )
    assert "год рождения" not in text
    assert "достигший 14 лет" not in words(replace(MINOR, pupil_signs=False))


def test_consent_to_transfer_names_the_recipient() -> None:
    holds(
        words(TRANSFER),
        "Кому передаются данные:",
        "— Управление образования, адрес: ул. Мира, д. 1",
        "на передачу",
    )


def test_consent_to_publication_asks_for_each_item_apart_and_takes_no_passport() -> None:
    text = words(PUBLICATION)
    holds(
        text,
        *(
            "статьёй 10.1",
            "Молчание или пустая строка не означают согласия",
            "Разрешаю (да / нет)",
            "Условия и запреты",
        ),
        *(
            "фотография",
            "https://school14.zarechinsk.example/nastavnichestvo",
            "трёх рабочих дней",
            "контактные данные",
        ),
    )
    assert "паспорт" not in text


@pytest.mark.parametrize("kind", ["processing", "transfer", "publication"])
def test_one_paper_has_one_purpose(kind: str) -> None:
    text = words({"processing": PROCESSING, "transfer": TRANSFER, "publication": PUBLICATION}[kind])
    asked = re.findall(r"на (обработку|передачу|распространение) моих персональных данных с целью", text)
    assert asked == [
        {"processing": "обработку", "transfer": "передачу", "publication": "распространение"}[kind]
    ]


def test_consent_to_duties_cites_the_law_for_an_employee_alone() -> None:
    text = words(DUTIES)
    holds(
        text,
        *("Директору МБОУ СШ № 14", "от Кравцовой Татьяны Ивановны", "статьёй 351.8 Трудового кодекса"),
        *("— Пташкина Анна Игоревна, учитель физики", "с 16.09.2026 по 28.05.2027", "за три рабочих дня"),
    )
    assert "351.8" not in words(replace(DUTIES, employee=False))


def test_a_sheet_agrees_with_the_gender_of_who_signs_it() -> None:
    holds(words(replace(DUTIES, gender="female")), "согласна")
    holds(words(replace(DUTIES, gender="male")), "согласен по поручению")
    holds(words(replace(DUTIES, gender="")), "согласен(на)")
    child = replace(MINOR, gender="female", pupil_signs=True)
    holds(words(child), "её персональных данных", "ознакомлена и согласна, обучающийся")
    for_child = replace(
        DUTIES, gender="male", representative="Рощина Анна Львовна", representative_gender="female"
    )
    holds(words(for_child), "согласна на его участие")


def test_the_operator_without_an_address_gets_a_line_long_enough_to_write_on() -> None:
    assert "адрес: ______________________________" in words(
        replace(PROCESSING, organisation=replace(SCHOOL, address=""))
    )


def test_the_addendum_has_content_term_form_payment_and_early_refusal() -> None:
    holds(
        words(ADDENDUM),
        *(
            "к трудовому договору от 25.08.2015 № 45",
            "в лице директора Рощина Андрея Петровича, действующего",
        ),
        *(
            "статьями 72 и 351.8",
            "1.2. Содержание работы",
            "1.3. Срок выполнения работы: с 16.09.2026 по 28.05.2027.",
        ),
        *(
            "1.4. Форма выполнения работы: на рабочем месте.",
            "2.1. Размер выплаты: 10 % должностного оклада.",
        ),
        *(
            "2.2. Условия выплаты: ежемесячно.",
            "не менее чем за три рабочих дня",
            "Экземпляр соглашения получен",
        ),
    )


def test_an_unknown_payment_is_a_blank_that_is_named() -> None:
    assert draw(replace(ADDENDUM, payment_size="")).empty == ("payment.size",)


@pytest.mark.parametrize("facts", ALL, ids=kind_of)
def test_facts_survive_being_frozen_as_json(facts: Facts) -> None:
    assert from_dict(type(facts), json.loads(json.dumps(to_dict(facts)))) == facts


def test_frozen_facts_with_an_unknown_key_are_refused() -> None:
    with pytest.raises(TypeError, match="colour"):
        from_dict(OrderFacts, {**to_dict(order(1)), "colour": "red"})


@pytest.mark.parametrize("kind", MODELS)
def test_a_shipped_template_names_only_its_variables(kind: str) -> None:
    assert check(MODELS[kind].build(), MODELS[kind].variables) == []


@pytest.mark.parametrize("facts", ALL, ids=kind_of)
def test_the_words_of_a_paper_are_exactly_its_variables(facts: Facts) -> None:
    model = MODELS[kind_of(facts)]
    assert shape(model.context(facts)) == shape(model.variables)


def shape(value: object) -> object:
    if isinstance(value, dict):
        return {name: shape(one) for name, one in value.items() if not isinstance(one, list)}
    return "word"


@pytest.mark.parametrize("facts", ALL, ids=kind_of)
def test_the_preview_says_the_same_words_as_the_paper(facts: Facts) -> None:
    docx = draw(facts).docx
    page = preview(docx)
    shown = re.sub(r"<br>|</(?:p|h\d|td|th)>|<span class=\"paper-tab\"> </span>", " ", page)
    plain = html.unescape(re.sub(r"<[^>]+>", "", shown))
    assert plain.split() == " ".join(_lines(docx)).split()
    assert "style=" not in page


def test_the_preview_escapes_and_keeps_the_table_header() -> None:
    page = preview(draw(replace(order(1), title="<script>alert(1)</script>")).docx)
    assert "<h3>&lt;script&gt;alert(1)&lt;/script&gt;</h3>" in page
    assert '<th scope="col"><p class="paper-center"><b>Наставник</b></p></th>' in page
    assert 'tabindex="0" role="region" aria-label="Таблица: №, Наставник"><table class="paper-table">' in page
    assert '<hr class="paper-page">' in page


def test_the_sheet_follows_the_standard() -> None:
    document = Document(io.BytesIO(draw(order(3)).docx))
    page = document.sections[0]
    assert [round(side.mm) for side in (page.page_width, page.page_height) if side] == [210, 297]
    margins = (page.left_margin, page.right_margin, page.top_margin, page.bottom_margin)
    assert [round(side.mm) for side in margins if side] == [30, 10, 20, 20]
    assert page.different_first_page_header_footer
    assert not document.sections[1].different_first_page_header_footer
    assert "PAGE" in page.header.paragraphs[0]._p.xml
    assert document.styles["Normal"].font.name == "Times New Roman"
    properties = document.core_properties
    assert (properties.title, properties.author) == (order(3).title, SCHOOL.short_name)
    assert properties.language == "ru-RU"
    repeated = [table for table in document.tables if "w:tblHeader" in table.rows[0]._tr.xml]
    assert len(repeated) == 2


def test_a_school_may_edit_a_template_in_word() -> None:
    document = Document(io.BytesIO(MODELS["addendum"].build()))
    document.add_paragraph("Согласовано с профсоюзом. Вопрос: {{ issue | default('не указан') }}")
    changed = io.BytesIO()
    document.save(changed)
    drawn = draw(replace(ADDENDUM, issue="дисциплина"), template=changed.getvalue())
    assert "Согласовано с профсоюзом. Вопрос: дисциплина" in _lines(drawn.docx)


def test_numbers_that_word_puts_itself_are_seen() -> None:
    document = Document()
    for text, style in (("Первый", "List Number"), ("Второй", "List Number"), ("Точка", "List Bullet")):
        numbered = document.styles[style].element.pPr.numPr
        document.add_paragraph(text)._p.get_or_add_pPr().append(deepcopy(numbered))
    out = io.BytesIO()
    document.save(out)
    assert _lines(out.getvalue()) == ["1. Первый", "2. Второй", "— Точка"]
    assert '<p class="paper-item">2. Второй</p>' in preview(out.getvalue())


def test_no_office_is_said_in_russian(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NoOffice, match="нет LibreOffice"):
        to_pdf(draw(ADDENDUM).docx)


def test_a_group_of_any_variables_can_be_tried() -> None:
    assert sample({"a": "слово", "rows": [{"b": "слово"}]}) == {"a": "слово", "rows": [{"b": "слово"}] * 2}
    assert AddendumFacts in {model.facts for model in MODELS.values()}
    assert fill(MODELS["addendum"].build(), sample(MODELS["addendum"].variables)).empty == ()
