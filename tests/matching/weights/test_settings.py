"""Weights of an organisation: kept as rows, previewed before, gone back to the model; and what they do to a run."""

import pytest

from nastavnik.core.errors import Conflict, Denied, Refusal
from nastavnik.core.models import LogEntry
from nastavnik.matching import queries as matching
from nastavnik.matching.engine.model import DEFAULT_BUDGETS
from nastavnik.matching.models import Aims, MatchRun, Proposal, Weight
from nastavnik.matching.weights import preview, rules, services
from nastavnik.matching.weights.queries import settings_of
from nastavnik.matching.weights.rules import Aim, Keep, Settings, Word
from tests.cast import TODAY, Cast, make_person
from tests.matching.test_screens import entered, text
from tests.matching.world import asks, line, offers, ran, sheet, simple


def with_word(settings: Settings, about: str, **words: Word) -> Settings:
    return rules.chosen(settings, about, rules.words_of(settings, about) | words)


def saved(cast: Cast, about: str = "", **words: Word) -> None:
    settings = with_word(settings_of(cast.school), about, **words)
    by = cast.as_actor(cast.vera)
    services.save(cast.school, settings, about, seen=services.version_of(cast.school), by=by)


def two_mentors(cast: Cast) -> None:
    """Galina is strong in what is hard for Kirill, Rodion teaches his subject."""
    sheet(cast.kirill, {"methods": 0})
    asks(cast.kirill, subject="physics")
    sheet(cast.galina, {"methods": 4})
    sheet(cast.rodion, {"methods": 0})
    offers(cast.galina, subject="chemistry")
    offers(cast.rodion, subject="physics")
    for person, subject in ((cast.galina, "Химия"), (cast.rodion, "Физика")):
        person.employments.update(subjects=subject)


def test_rows_keep_only_what_differs_from_the_model(cast: Cast) -> None:
    saved(cast, subject=Word.NONE, workload=Word.LOW)
    assert list(Weight.objects.values_list("about", "part", "word")) == [("", "subject", "none")]
    assert settings_of(cast.school).words == {"": {"subject": Word.NONE}}
    assert settings_of(cast.other_school).words == {}


def test_a_change_is_told_to_the_journal_in_words(cast: Cast) -> None:
    saved(cast, subject=Word.NONE)
    told = LogEntry.objects.get(event="weights.changed")
    assert (told.before, told.after) == ({"Предмет": "Высокий"}, {"Предмет": "Не учитывать"})


def test_only_who_runs_matching_changes_and_sees_a_preview(cast: Cast) -> None:
    simple(cast)
    for person in (cast.rodion, cast.galina, cast.oleg):
        by = cast.as_actor(person)
        with pytest.raises(Denied):
            services.save(cast.school, Settings(), "", seen=0, by=by)
        with pytest.raises(Denied):
            preview.foresee(cast.school, Settings(), today=TODAY, by=by)


def test_two_at_once_do_not_overwrite_each_other(cast: Cast) -> None:
    by = cast.as_actor(cast.vera)
    seen = services.version_of(cast.school)
    services.save(cast.school, with_word(Settings(), "", subject=Word.LOW), "", seen=seen, by=by)
    with pytest.raises(Conflict):
        services.save(cast.school, Settings(), "", seen=seen, by=by)
    seen = services.version_of(cast.school)
    services.save(cast.school, Settings(), "", seen=seen, by=by)
    with pytest.raises(Conflict):
        services.save(cast.school, Settings(), "", seen=seen, by=by)
    assert not Weight.objects.exists()


def test_back_to_the_model(cast: Cast) -> None:
    saved(cast, subject=Word.NONE)
    saved(cast, "kind:reverse", windows=Word.LOW)
    by = cast.as_actor(cast.vera)
    settings = Settings(settings_of(cast.school).words, Aim.QUALITY, 30, Keep.LAST)
    services.save(cast.school, settings, "", seen=services.version_of(cast.school), by=by)
    services.reset(cast.school, "", by=by)
    assert settings_of(cast.school) == Settings({"kind:reverse": {"windows": Word.LOW}})
    services.reset(cast.school, "kind:reverse", by=by)
    assert settings_of(cast.school) == Settings()


def test_the_next_run_goes_by_the_words_and_keeps_them(cast: Cast) -> None:
    two_mentors(cast)
    assert ran(cast).proposals.get().mentor.person == cast.galina
    saved(cast, domains=Word.NONE)
    run = ran(cast)
    assert run.proposals.get().mentor.person == cast.rodion
    assert run.parameters["words"][""]["domains"] == "none"
    assert run.parameters["budgets"]["domains"] == 0
    assert all(part["code"] != "domains" for part in run.proposals.get().parts)


def test_a_kind_is_scored_by_its_own_words(cast: Cast) -> None:
    two_mentors(cast)
    asked = matching.request_for(cast.as_actor(cast.vera), cast.kirill.mentee_entries.get().requests.get().pk)
    asked.kinds.set([line(cast.school, "kind", "reverse")])
    choice = matching.mentors_for_request(asked, today=TODAY)
    assert [one.mentor.person for one in choice.able] == [cast.galina]
    (barred,) = [one for one in choice.barred if one.mentor.person == cast.rodion]
    assert barred.why_not.startswith("Не силён ни в одном из названных затруднений")
    parts = {part["code"]: part["of"] for part in choice.able[0].told.parts} if choice.able[0].told else {}
    assert "experience" not in parts
    assert sum(parts.values()) == 10_000


def test_required_bars_and_is_told(cast: Cast) -> None:
    two_mentors(cast)
    saved(cast, subject=Word.REQUIRED)
    asked = matching.request_for(cast.as_actor(cast.vera), cast.kirill.mentee_entries.get().requests.get().pk)
    choice = matching.mentors_for_request(asked, today=TODAY)
    assert [one.mentor.person for one in choice.able] == [cast.rodion]
    assert ["другой" in one.why_not or "ведёт" in one.why_not for one in choice.barred] == [True]


def test_goals_and_the_cut_off_hold_in_the_run(cast: Cast) -> None:
    two_mentors(cast)
    by = cast.as_actor(cast.vera)
    settings = Settings(aim=Aim.QUALITY, cut_off=90, keep=Keep.LAST)
    services.save(cast.school, settings, "", seen=0, by=by)
    run = ran(cast)
    assert (run.matched, run.parameters["aim"], run.parameters["keep"]) == (0, "quality", "last")
    assert "соответствие ниже порога" in run.left_out.get().reason
    assert "Что важно при подборе" in run.left_out.get().next_step


def test_pairs_proposed_before_are_kept_where_the_curator_wants_so(cast: Cast) -> None:
    two_mentors(cast)
    first = ran(cast)
    assert first.proposals.get().mentor.person == cast.galina
    by = cast.as_actor(cast.vera)
    settings = with_word(Settings(keep=Keep.FIRST), "", domains=Word.NONE)
    services.save(cast.school, settings, "", seen=0, by=by)
    assert ran(cast).proposals.get().mentor.person == cast.galina
    services.save(cast.school, with_word(Settings(), "", domains=Word.NONE), "", seen=1, by=by)
    assert ran(cast).proposals.get().mentor.person == cast.rodion


def test_the_preview_says_who_would_change_and_stores_nothing(cast: Cast) -> None:
    two_mentors(cast)
    ran(cast)
    tables = (MatchRun, Proposal, Weight, Aims, LogEntry)
    before = [model.objects.count() for model in tables]
    seen = preview.foresee(
        cast.school,
        with_word(Settings(), "", domains=Word.NONE),
        today=TODAY,
        by=cast.as_actor(cast.vera),
    )
    assert [model.objects.count() for model in tables] == before
    (change,) = seen.changes
    assert change.before
    assert change.after
    names = [seen.offering[side.mentor].person for side in (change.before, change.after)]
    assert names == [cast.galina, cast.rodion]
    assert change.gain > 0
    assert change.parts()[0][0] == "subject"
    assert (seen.pairs_before, seen.pairs_after, seen.since_last) == (1, 1, False)
    assert seen.by_new[1] > seen.by_new[0]
    assert seen.by_old[1] < seen.by_old[0]
    offers(make_person("Савина Ольга Петровна", cast.school))
    again = preview.foresee(cast.school, Settings(), today=TODAY, by=cast.as_actor(cast.vera))
    assert again.changes == []
    assert again.since_last


def test_a_preview_without_people_says_what_is_missing(cast: Cast) -> None:
    with pytest.raises(Refusal, match="Сравнивать пока нечего"):
        preview.foresee(cast.school, Settings(), today=TODAY, by=cast.as_actor(cast.vera))


# The page


def page(cast: Cast, **words: str) -> dict[str, str]:
    values = {part: str(word) for part, word in rules.words_of(settings_of(cast.school), "").items()}
    goals = {"aim": "participation", "cut_off": "0", "keep": "free"}
    return values | goals | {"version": str(services.version_of(cast.school))} | words


def test_the_page_previews_then_saves(cast: Cast) -> None:
    two_mentors(cast)
    ran(cast)
    client = entered(cast.vera)
    shown = client.get("/matching/weights/").content.decode()
    assert "Что важно при подборе" in shown
    assert f"до {DEFAULT_BUDGETS['domains'] // 100} из 100" in shown
    told = client.post("/matching/weights/", page(cast, domains="none", act="preview"))
    words = text(told)
    assert "Изменится 1" in words
    assert "Мещерякова Г. В. →" in words
    assert not Weight.objects.exists()
    done = client.post("/matching/weights/", page(cast, domains="none", act="save"), follow=True)
    assert "Сохранено" in done.content.decode()
    assert settings_of(cast.school).words[""] == {"domains": Word.NONE}
    client.post("/matching/weights/reset/")
    assert settings_of(cast.school).words == {}


def test_the_page_keeps_what_was_typed_when_it_refuses(cast: Cast) -> None:
    client = entered(cast.vera)
    answer = client.post("/matching/weights/", page(cast, cut_off="95", subject="low", act="save"))
    words = answer.content.decode()
    assert "Порог не может быть больше 90" in words
    assert '<option value="low" selected>' in words
    assert not Weight.objects.exists()
    gone = client.post("/matching/weights/", page(cast, act="save", **dict.fromkeys(rules.MODEL, "none")))
    assert "Оставьте хотя бы одну важность" in gone.content.decode()
    assert client.get("/matching/weights/?for=kind:nonsense").status_code == 404


def test_the_page_asks_few_queries(cast: Cast, django_assert_max_num_queries: object) -> None:
    client = entered(cast.vera)
    client.get("/matching/weights/")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get("/matching/weights/?for=kind:reverse")
