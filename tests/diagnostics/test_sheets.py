"""Sheets about oneself and about another: what stands after, who is refused, what stays on the page."""

import pytest

from nastavnik.access.roles import Role
from nastavnik.core.errors import Denied, Refusal
from nastavnik.core.models import LogEntry, OutgoingMessage
from nastavnik.diagnostics import queries, services
from nastavnik.diagnostics.models import AssessedLevel, Assessment
from nastavnik.organisations.models import ListItem
from tests.cast import TODAY, Cast, make_person

from .conftest import Enter
from .sheets import answers, domains


@pytest.mark.req("R168", "R169")
def test_the_sheet_asks_one_question_for_each_domain_of_the_organisation(cast: Cast, enter: Enter) -> None:
    page = enter(cast.kirill).get("/diagnostics/self/").content.decode()
    asked = ListItem.objects.filter(organisation=cast.school, list="domain")
    assert set(asked.values_list("code", flat=True)) == {
        *("theory", "law", "subject", "psychology", "methods"),  # R168
        *("ict", "digitalisation", "upbringing", "health"),  # R169
    }
    assert all(page.count(f'name="{item.code}"') == 5 and item.title in page for item in asked)
    asked.filter(code="ict").update(enabled=False)
    assert 'name="ict"' not in enter(cast.kirill).get("/diagnostics/self/").content.decode()


@pytest.mark.req("R167")
def test_difficulties_come_from_oneself_and_from_another(cast: Cast) -> None:
    services.assess_oneself(
        cast.kirill, answers(cast.school, methods=1), today=TODAY, by=cast.as_actor(cast.kirill)
    )
    services.assess(cast.kirill, {"law": 0, "methods": 2}, today=TODAY, by=cast.as_actor(cast.vera))
    found = queries.profile_of(cast.kirill, today=TODAY)
    assert found.difficulties() == ["law", "methods"]
    assert len(found.own) == 9
    assert AssessedLevel.objects.count() == 11
    expert = Assessment.objects.get(assessor="expert")
    assert expert.assessed_by == cast.vera
    assert OutgoingMessage.objects.filter(person_id=cast.kirill.pk, kind="assessed").count() == 1


def test_the_journal_tells_that_a_sheet_was_filled_and_keeps_no_level(cast: Cast) -> None:
    services.assess(cast.kirill, {"law": 0}, today=TODAY, by=cast.as_actor(cast.vera))
    entry = LogEntry.objects.get(event="diagnostics.filled")
    assert (entry.before, entry.after) == ({}, {})


def test_a_question_left_out_of_the_own_sheet_is_refused_and_of_an_experts_is_not(cast: Cast) -> None:
    short = dict(list(answers(cast.school).items())[:-1])
    with pytest.raises(Refusal, match="осталось 1"):
        services.assess_oneself(cast.kirill, short, today=TODAY, by=cast.as_actor(cast.kirill))
    services.assess(cast.kirill, short, today=TODAY, by=cast.as_actor(cast.vera))
    with pytest.raises(Refusal, match="хотя бы"):
        services.assess(cast.kirill, {}, today=TODAY, by=cast.as_actor(cast.vera))


def test_a_domain_of_nowhere_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal, match="больше нет"):
        services.assess(cast.kirill, {"astrology": 4}, today=TODAY, by=cast.as_actor(cast.vera))


def test_nobody_fills_the_own_sheet_of_another_nor_an_experts_sheet_about_oneself(cast: Cast) -> None:
    with pytest.raises(Denied):
        services.assess_oneself(cast.kirill, answers(cast.school), today=TODAY, by=cast.as_actor(cast.vera))
    with pytest.raises(Refusal, match="самооценке"):
        services.assess(cast.vera, {"law": 4}, today=TODAY, by=cast.as_actor(cast.vera))


@pytest.mark.parametrize("role", [Role.HEAD, Role.COUNCIL_CHAIR, Role.PSYCHOLOGIST, Role.MENTOR])
def test_only_the_curator_and_the_mentor_of_the_pair_assess_another(cast: Cast, role: Role) -> None:
    other = make_person("Белова Инна Петровна", cast.school, role)
    with pytest.raises(Denied):
        services.assess(cast.kirill, {"law": 4}, today=TODAY, by=cast.as_actor(other))


def test_a_half_filled_sheet_comes_back_with_what_was_answered(cast: Cast, enter: Enter) -> None:
    client = enter(cast.kirill)
    first, *_ = domains(cast.school)
    page = client.post("/diagnostics/self/", {first: "3", "note": "начну с малого"}).content.decode()
    assert page.count("»: выберите ответ, который ближе всего") >= 8
    assert "начну с малого" in page
    assert f'name="{first}" value="3" id="id_{first}_3" checked' in page
    assert not Assessment.objects.exists()


def test_an_own_sheet_leads_to_the_profile_with_a_picture_and_its_table(cast: Cast, enter: Enter) -> None:
    client = enter(cast.kirill)
    page = client.post("/diagnostics/self/", answers(cast.school, methods=1), follow=True).content.decode()
    assert "Пробую, но получается с трудом" in page
    assert "<svg" in page
    assert page.count('<th scope="row">') == 9
