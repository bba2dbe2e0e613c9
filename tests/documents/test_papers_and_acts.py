"""Papers on screens and for the console; the catalogue of acts and the grounds of a paper; sheets of consents."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404

from nastavnik.access.actor import CONSOLE
from nastavnik.access.roles import Role
from nastavnik.core.errors import Conflict, Denied, Refusal
from nastavnik.documents import queries, services
from nastavnik.documents.drawing import pdf
from nastavnik.documents.drawing.readback import paragraphs
from nastavnik.documents.models import LegalAct, Paper
from nastavnik.documents.rules import ActLevel, ActStatus, PaperKind, PaperState
from nastavnik.organisations.models import BodyDecision, CollegialBody
from nastavnik.pairs import orders
from nastavnik.people.models import Appointment, Person
from tests.cast import TODAY, Cast
from tests.pairs.world import ready
from tests.people.conftest import Enter

from .reading import said


def draft(cast: Cast) -> Paper:
    return orders.draft(cast.school, [ready(cast)], by=cast.as_actor(cast.vera))


def issued(cast: Cast) -> Paper:
    paper = draft(cast)
    orders.issue(paper, number="14-ОД", on=TODAY, today=TODAY, by=cast.as_actor(cast.vera))
    paper.refresh_from_db()
    return paper


def act(cast: Cast, number: str) -> LegalAct:
    return LegalAct.objects.get(organisation=cast.school, number=number)


# Acts


def test_a_new_school_has_the_catalogue_and_a_municipality_has_none(cast: Cast) -> None:
    assert act(cast, "197-ФЗ").cite
    assert act(cast, "678").replaced_by == act(cast, "225")
    assert act(cast, "Р-145").status == ActStatus.UNCHECKED
    assert not LegalAct.objects.filter(organisation=cast.town).exists()
    services.give_acts(cast.school)
    assert LegalAct.objects.filter(organisation=cast.school, number="197-ФЗ").count() == 1


@pytest.mark.req_part("R004", "the words of the sheet")
def test_the_preamble_has_the_purpose_and_every_ground_with_its_kind_issuer_date_number_and_title(
    cast: Cast,
) -> None:
    vera = cast.as_actor(cast.vera)
    regional = services.add_act(
        cast.school,
        level=ActLevel.REGIONAL,
        kind="Приказ",
        issuer="Министерства образования Заречинской области",
        on=date(2026, 3, 24),
        number="404",
        title="О внедрении системы наставничества",
        by=vera,
    )
    paper = draft(cast)
    services.set_bases(paper, acts=[act(cast, "197-ФЗ"), regional], words="заявления участников", by=vera)
    services.change_draft(
        paper, seen=paper.version, draft={"purpose": "внедрения системы наставничества"}, by=vera
    )
    text = said(queries.docx_of(paper.pk, by=vera))
    for words in (
        "В целях внедрения системы наставничества",
        "Статья 351.8 Трудового кодекса Российской Федерации",
        "от 24.03.2026 № 404 «О внедрении системы наставничества»",
        "Министерства образования Заречинской области",
        "заявления участников",
    ):
        assert words.lower() in text.lower()


@pytest.mark.req_part("R005", "the words of the sheet")
def test_a_decision_of_a_body_is_a_ground_with_its_date_and_protocol(cast: Cast) -> None:
    body = CollegialBody.objects.create(
        organisation=cast.school, kind="pedagogical", title="Педагогический совет"
    )
    decision = BodyDecision.objects.create(
        organisation=cast.school, body=body, on=date(2026, 8, 28), protocol="1", question="О наставничестве"
    )
    paper, vera = draft(cast), cast.as_actor(cast.vera)
    services.set_bases(paper, decisions=[decision], by=vera)
    text = said(queries.docx_of(paper.pk, by=vera))
    assert "протокол от 28.08.2026 № 1" in text
    assert "351.8 Трудового кодекса" not in text.split("ПРИКАЗЫВАЮ")[0]


@pytest.mark.req("R002")
def test_the_order_has_its_kind_date_number_and_place(cast: Cast) -> None:
    lines = [
        line.replace("\N{NO-BREAK SPACE}", " ")
        for line in paragraphs(queries.docx_of(issued(cast).pk, by=CONSOLE))
    ]
    text = said(queries.docx_of(Paper.objects.get().pk, by=CONSOLE))
    assert any(line.strip() == "ПРИКАЗ" for line in lines)
    for words in ("14-ОД", "15.09.2026", "г. Заречинск"):
        assert words in text


@pytest.mark.req("R006")
def test_the_dispositive_part_is_numbered_items_with_sub_items(cast: Cast) -> None:
    paper, vera = draft(cast), cast.as_actor(cast.vera)
    items = [{"text": "Наставникам:", "sub_items": ["составить программы;", "вести встречи."]}]
    services.change_draft(paper, seen=paper.version, draft={"items": items}, by=vera)
    lines = [
        line.replace("\N{NO-BREAK SPACE}", " ") for line in paragraphs(queries.docx_of(paper.pk, by=vera))
    ]
    order = next(at for at, line in enumerate(lines) if "ПРИКАЗЫВАЮ" in line)
    after = lines[order + 1 :]
    assert after[0].startswith("1.")
    assert after[1].startswith("2.")
    assert after[1].endswith("Наставникам:")
    assert after[2].startswith("2.1.")
    assert after[3].startswith("2.2.")


def test_a_new_order_cites_what_is_marked_and_never_a_repealed_act(cast: Cast) -> None:
    LegalAct.objects.filter(number="273-ФЗ").update(status=ActStatus.REPEALED)
    LegalAct.objects.filter(number="1264-р").update(cite=False)
    bases = " ".join(queries.bases_of(draft(cast)))
    assert "197-ФЗ" in bases
    assert "273-ФЗ" not in bases
    assert "1264-р" not in bases


def test_citing_a_repealed_act_warns_and_names_the_successor(cast: Cast) -> None:
    paper, vera = draft(cast), cast.as_actor(cast.vera)
    assert services.set_bases(paper, acts=[act(cast, "152-ФЗ")], by=vera) == []
    (warning,) = services.set_bases(paper, acts=[act(cast, "678")], by=vera)
    assert "утратил силу" in warning
    assert "21.02.2022 № 225" in warning
    assert queries.warnings_of(paper) == [warning]


def test_grounds_of_an_issued_paper_do_not_change(cast: Cast) -> None:
    with pytest.raises(Refusal, match="не меняют"):
        services.set_bases(issued(cast), acts=[act(cast, "152-ФЗ")], by=cast.as_actor(cast.vera))


def test_grounds_of_another_school_are_refused(cast: Cast) -> None:
    foreign = LegalAct.objects.filter(organisation=cast.other_school).first()
    assert foreign is not None
    with pytest.raises(Refusal, match="другой организации"):
        services.set_bases(draft(cast), acts=[foreign], by=cast.as_actor(cast.vera))


def test_a_new_version_keeps_the_grounds(cast: Cast) -> None:
    paper = issued(cast)
    later = orders.new_version(paper, by=cast.as_actor(cast.vera))
    assert queries.bases_of(later) == queries.bases_of(paper) != []
    assert [p.version_no for p in queries.versions_of(paper)] == [1, 2]


def test_an_act_replaced_by_itself_and_a_stale_screen_are_refused(cast: Cast) -> None:
    one, vera = act(cast, "152-ФЗ"), cast.as_actor(cast.vera)
    with pytest.raises(Refusal, match="самим собой"):
        services.change_act(one, seen=1, replaced_by=one, by=vera)
    services.change_act(one, seen=1, status=ActStatus.REPEALED, by=vera)
    with pytest.raises(Conflict):
        services.change_act(one, seen=1, status=ActStatus.IN_FORCE, by=vera)
    with pytest.raises(Denied):
        services.change_act(one, seen=2, status=ActStatus.IN_FORCE, by=cast.as_actor(cast.oleg))


def test_an_act_is_added_and_changed_on_the_screen(cast: Cast, enter: Enter) -> None:
    vera = enter(cast.vera)
    given = {
        "kind": "Положение",
        "issuer": "МБОУ «СШ № 14»",
        "level": "local",
        "status": "in_force",
        "cite": "on",
    }
    assert vera.post("/documents/acts/new/", given).status_code == 302
    made = LegalAct.objects.get(kind="Положение")
    page = vera.get("/documents/acts/?q=положение").content.decode()
    assert f"/documents/acts/{made.pk}/" in page
    answer = vera.post(
        f"/documents/acts/{made.pk}/", {**given, "status": "repealed", "version": 1}, follow=True
    ).content.decode()
    assert "утратил силу" in answer
    bad = {**given, "valid_from": "2026-09-02", "valid_to": "2026-09-01"}
    assert "раньше первого" in vera.post("/documents/acts/new/", bad).content.decode()
    assert enter(cast.oleg).get(f"/documents/acts/{made.pk}/").status_code == 404


# Papers


def test_the_list_and_the_page_of_a_paper(cast: Cast, enter: Enter) -> None:
    paper = issued(cast)
    vera = enter(cast.vera)
    assert f"/documents/{paper.pk}/" in vera.get("/documents/?q=14-од&state=issued").content.decode()
    assert f"/documents/{paper.pk}/" not in vera.get("/documents/?until=2026-09-14").content.decode()
    page = vera.get(f"/documents/{paper.pk}/").content.decode()
    assert "Мещерякова Галина Викторовна" in page
    assert "ПРИКАЗЫВАЮ" in page


def test_those_named_in_an_order_see_it_and_others_do_not(cast: Cast, enter: Enter) -> None:
    paper = issued(cast)
    for person, code in ((cast.galina, 200), (cast.darya, 404), (cast.oleg, 404)):
        for tail in ("", "docx/"):
            assert enter(person).get(f"/documents/{paper.pk}/{tail}").status_code == code
    assert enter(cast.oleg).get(f"/documents/{paper.pk}/scan/new/").status_code == 404
    assert enter(cast.vera).get(f"/documents/{uuid4()}/").status_code == 404
    assert str(paper.pk) not in enter(cast.oleg).get("/documents/").content.decode()


def test_an_issued_paper_is_drawn_from_what_was_frozen(cast: Cast, enter: Enter) -> None:
    paper = issued(cast)
    Person.objects.filter(pk=cast.galina.pk).update(last_name="Другова")
    answer = enter(cast.vera).get(f"/documents/{paper.pk}/docx/")
    assert "Мещерякова Галина Викторовна" in said(answer.content)
    assert "attachment" in answer["Content-Disposition"]


def test_without_a_head_a_draft_says_why_it_is_not_drawn(cast: Cast, enter: Enter) -> None:
    paper = draft(cast)
    Appointment.objects.filter(role=Role.HEAD).delete()
    page = enter(cast.vera).get(f"/documents/{paper.pk}/").content.decode()
    assert "не указан руководитель" in page
    assert enter(cast.vera).get(f"/documents/{paper.pk}/docx/").status_code == 302


def test_without_libreoffice_the_button_says_why(
    cast: Cast, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = draft(cast)
    monkeypatch.setattr(pdf.shutil, "which", lambda _: None)
    page = enter(cast.vera).get(f"/documents/{paper.pk}/").content.decode()
    assert "нет LibreOffice" in page
    assert f"/documents/{paper.pk}/pdf/" not in page
    answer = enter(cast.vera).get(f"/documents/{paper.pk}/pdf/", follow=True).content.decode()
    assert "нет LibreOffice" in answer


def test_a_signed_copy_is_kept_and_given_back(cast: Cast, enter: Enter) -> None:
    paper, vera = issued(cast), enter(cast.vera)
    data = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
    sent = SimpleUploadedFile("приказ.pdf", data, content_type="application/pdf")
    assert vera.post(f"/documents/{paper.pk}/scan/new/", {"scan": sent}).status_code == 302
    assert b"".join(vera.get(f"/documents/{paper.pk}/scan/").streaming_content) == data
    macro = SimpleUploadedFile("приказ.exe", b"MZ\x90\x00", content_type="application/pdf")
    assert (
        "можно загрузить" in vera.post(f"/documents/{paper.pk}/scan/new/", {"scan": macro}).content.decode()
    )


def test_the_console_lists_papers_and_draws_one(cast: Cast) -> None:
    paper = issued(cast)
    assert queries.papers_of(cast.school, by=CONSOLE) == [
        {
            "id": str(paper.pk),
            "kind": "pair_order",
            "number": "14-ОД",
            "date": "2026-09-15",
            "state": "issued",
            "title": orders.TITLE,
        }
    ]
    assert queries.docx_of(paper.pk, by=CONSOLE)[:2] == b"PK"
    with pytest.raises(Http404):
        queries.docx_of(uuid4(), by=CONSOLE)


COUNTED: dict[str, int] = {}


@pytest.mark.parametrize("rows", [5, 50])
@pytest.mark.parametrize("address", ["/documents/", "/documents/acts/"])
def test_lists_ask_the_same_number_of_queries(
    cast: Cast, enter: Enter, address: str, rows: int, django_assert_max_num_queries: object
) -> None:
    for _ in range(rows):
        Paper.objects.create(
            organisation=cast.school, kind=PaperKind.PAIR_ORDER, state=PaperState.DRAFT, title="О"
        )
        LegalAct.objects.create(organisation=cast.school, level="local", kind="Приказ", title="О")
    client = enter(cast.vera)
    client.get(address)
    with django_assert_max_num_queries(12) as seen:  # type: ignore[operator]
        client.get(address)
    assert len(seen) == COUNTED.setdefault(address, len(seen))


# Sheets of consents
