"""Verbs of the banks: facts after, refusals that differ by one thing, denials."""

import itertools
from datetime import date, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.bank import queries, rules
from nastavnik.bank.models import CriterionMark, Evidence, Mentee, Mentor, Offer, ProblemMark, Request
from nastavnik.bank.queries.entries import fitting_requests
from nastavnik.bank.services import entering, mentees, mentors, windows
from nastavnik.core.errors import Conflict, Denied, Refusal
from nastavnik.core.models import LogEntry, StoredFile
from nastavnik.organisations.models import ListItem
from nastavnik.people import consequences
from nastavnik.people.models import Consent, Representative
from nastavnik.people.rules import PersonKind
from nastavnik.people.services import consents
from tests.cast import TODAY, Cast, make_person

from .banks import candidate, consented, criteria, item, mentee, mentor, request


def test_entering_a_bank_needs_the_right(cast: Cast) -> None:
    for stranger in (cast.rodion, cast.kirill, cast.oleg):
        with pytest.raises(Denied):
            entering.enter_mentees([cast.darya], today=TODAY, by=cast.as_actor(stranger))
        with pytest.raises(Denied):
            entering.enter_mentors([cast.darya], today=TODAY, by=cast.as_actor(stranger))
    assert not Consent.objects.exists()


def test_a_second_entry_is_refused_and_the_others_are_entered(cast: Cast) -> None:
    mentee(cast)
    done = entering.enter_mentees([cast.kirill, cast.darya], today=TODAY, by=cast.as_actor(cast.vera))
    assert [entry.person for entry in done.mentees] == [cast.darya]
    assert [(person, "уже есть" in words) for person, words in done.refused] == [(cast.kirill, True)]


def test_two_curators_at_once_make_one_entry_and_the_second_is_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    mentee(cast)
    monkeypatch.setattr(
        queries, "mentee_entry_of", lambda *_, **__: None
    )  # looked before the first had saved
    done = entering.enter_mentees([cast.kirill], today=TODAY, by=cast.as_actor(cast.vera))
    assert [words for _, words in done.refused] == [entering.MENTEE_ALREADY]
    assert Mentee.objects.count() == 1


@pytest.mark.req_part("R050", "a person stands in both banks at once")
def test_a_person_stands_in_both_banks_at_once(cast: Cast) -> None:
    mentee(cast)
    mentor(cast, cast.kirill)
    takers, givers = queries.in_bank(cast.school, today=TODAY)
    assert [entry.person for entry in takers] == [entry.person for entry in givers] == [cast.kirill]


@pytest.mark.req("R271", "R382", "R024")
@pytest.mark.parametrize(
    "code", ["young-specialist", "new-organisation", "new-position", "after-attestation", "less-experienced"]
)
def test_every_reason_to_be_a_mentee_can_be_recorded(cast: Cast, code: str) -> None:
    reason = item(cast.school, "category", code)
    done = entering.enter_mentees([cast.kirill], category=reason, today=TODAY, by=cast.as_actor(cast.vera))
    assert [each.code for each in done.mentees[0].categories.all()] == [code]


def pupil(cast: Cast, name: str = "Осинин Пётр Львович", **birth: object):  # type: ignore[no-untyped-def]
    return make_person(name, cast.school, kind=PersonKind.PUPIL, position="", account=False, **birth)


@pytest.mark.req_part("R055", "the reason stays in the journal")
def test_a_pupil_surely_under_ten_is_refused_until_the_curator_gives_a_reason(cast: Cast) -> None:
    vera = cast.as_actor(cast.vera)
    nine, ten = pupil(cast, birth_year=2017), pupil(cast, "Ильин Олег Львович", birth_year=2015)
    done = entering.enter_mentees([nine, ten], today=TODAY, by=vera)
    assert [entry.person for entry in done.mentees] == [ten]
    assert (done.refused[0][0], "с десяти лет" in done.refused[0][1], done.warnings) == (nine, True, [])
    agreed = entering.enter_mentees([nine], age_reason="Старший брат — наставник", today=TODAY, by=vera)
    assert agreed.mentees[0].age_reason == "Старший брат — наставник"
    assert "меньше десяти" in agreed.warnings[0][1]
    kept = LogEntry.objects.get(event="bank.mentee_entered", subject_id=agreed.mentees[0].pk)
    assert kept.after == {"age_reason": "Старший брат — наставник"}


@pytest.mark.parametrize("birth", [{}, {"birth_year": 2016}])
def test_a_doubt_about_the_age_is_a_warning(cast: Cast, birth: dict[str, object]) -> None:
    done = entering.enter_mentees([pupil(cast, **birth)], today=TODAY, by=cast.as_actor(cast.vera))
    assert len(done.mentees) == len(done.warnings) == 1


@given(st.integers(0, 100), st.integers(0, 1))
def test_only_pupils_have_a_lowest_age(age: int, doubt: int) -> None:
    assert rules.check_age(is_pupil=False, at_least=age, at_most=age + doubt) == ""
    try:
        warned = rules.check_age(is_pupil=True, at_least=age, at_most=age + doubt)
    except Refusal:
        assert age + doubt < 10
    else:
        assert bool(warned) == (age < 10)


def test_a_pupil_is_in_the_bank_only_by_the_representatives_signature(cast: Cast) -> None:
    child = pupil(cast, birth_year=2013)
    vera = cast.as_actor(cast.vera)
    entering.enter_mentees([child], today=TODAY, by=vera)
    sheet = Consent.objects.get(person=child)
    with pytest.raises(Refusal, match="представителя"):
        consents.receive_paper(sheet, given_on=TODAY, kept_where="", today=TODAY, by=vera)
    parent = make_person(
        "Осинина Анна Юрьевна", cast.school, kind=PersonKind.PARENT, position="", account=False
    )
    Representative.objects.create(organisation=cast.school, minor=child, person=parent, kinship="мать")
    consents.receive_paper(sheet, given_on=TODAY, kept_where="", today=TODAY, by=vera)
    assert [entry.person for entry in queries.in_bank(cast.school, today=TODAY)[0]] == [child]


@pytest.mark.req("R105", "R135")
def test_a_mentee_has_several_requests_by_issue_and_matching_gets_them(cast: Cast) -> None:
    entry = mentee(cast)
    issues = ListItem.objects.filter(organisation=cast.school, list="issue", enabled=True)
    assert issues.count() >= 8
    for each in issues:
        request(cast, entry, code=each.code, domains=["methods"])
    found = queries.open_requests(cast.school, today=TODAY)
    assert {each.issue.code for each in found} == {each.code for each in issues}
    assert {d.code for each in found for d in each.domains.all()} == {"methods"}


def test_a_request_of_another_and_a_foreign_issue_are_refused(cast: Cast) -> None:
    entry = mentee(cast)
    own = item(cast.school, "issue", "parents")
    with pytest.raises(Denied):
        mentees.add_request(entry, issue=own, today=TODAY, by=cast.as_actor(cast.darya))
    foreign = item(cast.other_school, "issue", "parents")
    with pytest.raises(Refusal, match="другой организации"):
        mentees.add_request(entry, issue=foreign, today=TODAY, by=cast.as_actor(cast.vera))
    assert not Request.objects.exists()


def test_a_request_with_a_mentor_is_neither_closed_nor_changed(cast: Cast) -> None:
    wanted = request(cast, mentee(cast))
    Request.objects.update(state="served")
    wanted.refresh_from_db()
    vera = cast.as_actor(cast.vera)
    with pytest.raises(Refusal, match="уже есть наставник"):
        mentees.close_request(wanted, today=TODAY, by=vera)
    with pytest.raises(Refusal, match="новый запрос"):
        mentees.edit_request(wanted, seen=wanted.version, words="иначе", by=vera)


def test_two_who_change_one_request_are_told_of_each_other(cast: Cast) -> None:
    wanted = request(cast, mentee(cast))
    vera = cast.as_actor(cast.vera)
    mentees.edit_request(wanted, seen=1, words="первое", by=vera)
    with pytest.raises(Conflict):
        mentees.edit_request(wanted, seen=1, words="второе", by=vera)
    assert Request.objects.get().words == "первое"


@pytest.mark.req_part("R117", "the source follows from the card")
@pytest.mark.req_part("R118", "the source follows from the card")
@pytest.mark.req_part("R119", "the source follows from the card")
@pytest.mark.req_part("R120", "the source follows from the card")
@pytest.mark.req_part("R131", "the source follows from the card")
@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (PersonKind.PUPIL, "pupil"),
        (PersonKind.PEDAGOGUE, "pedagogue"),
        (PersonKind.PARENT, "parent"),
        (PersonKind.EMPLOYER, "external"),
        (PersonKind.PARENT, "council"),
    ],
)
def test_a_mentor_comes_from_every_source(cast: Cast, kind: PersonKind, code: str) -> None:
    person = make_person("Рябов Илья Львович", cast.school, kind=kind, birth_year=1980, account=False)
    chosen = item(cast.school, "source", "council") if code == "council" else None
    done = entering.enter_mentors([person], source=chosen, today=TODAY, by=cast.as_actor(cast.vera))
    assert done.mentors[0].source == item(cast.school, "source", code)


def forget_source(entry: Mentor) -> None:
    Mentor.objects.filter(pk=entry.pk).update(source=None)
    entry.refresh_from_db()


@pytest.mark.req("R127", "R133")
def test_a_candidate_is_admitted_when_nothing_is_missing(cast: Cast) -> None:
    entry = candidate(cast)
    assert (entry.state, queries.offering_mentors(cast.school, today=TODAY)) == ("candidate", [])
    vera = cast.as_actor(cast.vera)
    mentors.add_offer(entry, issue=item(cast.school, "issue", "parents"), by=vera)
    criteria(cast, cast.galina)
    mentors.admit(entry, today=TODAY, by=vera)
    assert queries.offering_mentors(cast.school, today=TODAY) == [entry]
    with pytest.raises(Refusal, match="уже в банке"):
        mentors.admit(entry, today=TODAY, by=vera)


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("consent", "согласие"),
        ("offer", "вопрос"),
        ("source", "откуда"),
        ("wish", "Хочет участвовать"),
        ("experience", "профессиональный опыт"),
        ("time", "Есть время"),
    ],
)
def test_admission_without_one_thing_is_refused_with_what_to_do(cast: Cast, missing: str, words: str) -> None:
    entry = candidate(cast, consent=missing != "consent")
    vera = cast.as_actor(cast.vera)
    if missing != "offer":
        mentors.add_offer(entry, issue=item(cast.school, "issue", "parents"), by=vera)
    if missing == "source":
        forget_source(entry)
    criteria(cast, cast.galina)
    if missing in rules.OBLIGATORY:
        criteria(cast, cast.galina, None, missing)
    with pytest.raises(Refusal, match=words):
        mentors.admit(entry, today=TODAY, by=vera)
    entry.refresh_from_db()
    assert entry.state == "candidate"


def test_a_pupil_is_not_asked_for_a_profession(cast: Cast) -> None:
    child = pupil(cast, birth_year=2000)
    entry = candidate(cast, child)
    vera = cast.as_actor(cast.vera)
    mentors.add_offer(entry, issue=item(cast.school, "issue", "other"), by=vera)
    criteria(cast, child, True, "wish", "time")
    mentors.admit(entry, today=TODAY, by=vera)
    assert entry.state == "admitted"


CRITERIA = {
    *("wish", "experience", "skills", "time", "life", "fits", "civic", "motivation"),
    *("rapport", "empathy", "respect", "learning"),
}


@pytest.mark.req_part("R150", "the service marks both sides")
@pytest.mark.parametrize("code", sorted(CRITERIA))
def test_each_criterion_is_marked_for_both_sides_with_words(cast: Cast, code: str) -> None:
    vera = cast.as_actor(cast.vera)
    for person in (cast.galina, cast.kirill):
        marks = {item(cast.school, "criterion", code): (True, "видела на уроке")}
        mentors.mark_criteria(person, marks, today=TODAY, by=vera)
        mark = CriterionMark.objects.get(person=person, criterion__code=code)
        assert (mark.met, mark.words, mark.marked_on) == (True, "видела на уроке", TODAY)
    with pytest.raises(Denied):
        mentors.mark_criteria(cast.galina, {}, today=TODAY, by=cast.as_actor(cast.galina))


@pytest.mark.req_part("R146", "the number")
def test_the_match_with_the_requests_is_counted(cast: Cast) -> None:
    entry = mentor(cast, code="parents")
    request(cast, mentee(cast), code="parents")
    request(cast, mentee(cast, cast.darya), code="psychology")
    assert fitting_requests(entry, today=TODAY) == 1


@pytest.mark.req("R121")
def test_results_practices_and_evidence_are_kept(cast: Cast) -> None:
    entry = mentor(cast)
    galina = cast.as_actor(cast.galina)
    mentors.edit_mentor(
        entry,
        source=entry.source,
        capacity=4,
        distance_ok=True,
        results="Мастер-класс для города; веду методический клуб",
        forms=[item(cast.school, "form", "teacher-teacher")],
        kinds=[item(cast.school, "kind", "group")],
        seen=entry.version,
        by=galina,
    )
    mentors.add_evidence(
        entry, title="Победитель олимпиады", on=date(2026, 4, 1), link="https://e.ru", by=galina
    )
    entry.refresh_from_db()
    kept = Evidence.objects.get(mentor=entry)
    ready = queries.readiness_of(entry, today=TODAY)
    assert (ready.marks["wish"], ready.marks["experience"], ready.offers) == (True, True, 1)
    assert (entry.capacity, kept.title, kept.on) == (4, "Победитель олимпиады", date(2026, 4, 1))
    with pytest.raises(Denied):
        mentors.add_evidence(entry, title="Чужое", by=cast.as_actor(cast.kirill))


def test_the_same_offer_twice_is_refused(cast: Cast) -> None:
    entry = mentor(cast)
    same = item(cast.school, "issue", "teaching-methods")
    with pytest.raises(Refusal, match="уже есть"):
        mentors.add_offer(entry, issue=same, by=cast.as_actor(cast.vera))
    physics = item(cast.school, "subject", "physics")
    mentors.add_offer(entry, issue=same, subject=physics, by=cast.as_actor(cast.vera))
    assert Offer.objects.count() == 2


@given(st.lists(st.tuples(st.integers(0, 22), st.integers(1, 2)), min_size=1, max_size=5))
def test_windows_are_read_as_written_or_refused(spans: list[tuple[int, int]]) -> None:
    text = ", ".join(f"{start}–{min(start + long, 23)}" for start, long in spans)
    try:
        found = rules.windows_of_day(text)
    except Refusal:
        ordered = sorted((start, min(start + long, 23)) for start, long in spans)
        assert any(b[0] < a[1] for a, b in itertools.pairwise(ordered))
    else:
        assert sorted(found) == found
        assert rules.windows_of_day(rules.in_words(found)) == found


@pytest.mark.parametrize(
    "text", ["25:00–26:00", "16–14", "днём", "10:00", "10:00–12:00, 11:00–13:00", "9:61–10"]
)
def test_what_is_not_a_span_of_a_day_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        rules.windows_of_day(text)


def test_the_week_is_replaced_by_its_owner_or_the_curator(cast: Cast) -> None:
    windows.set_windows(cast.galina, {1: [(time(14), time(16))]}, by=cast.as_actor(cast.galina))
    windows.set_windows(cast.galina, {2: [(time(9), time(10))]}, by=cast.as_actor(cast.vera))
    assert [(w.weekday, w.starts) for w in cast.galina.windows.all()] == [(2, time(9))]
    with pytest.raises(Denied):
        windows.set_windows(cast.galina, {}, by=cast.as_actor(cast.kirill))


def test_leaving_closes_requests_and_one_may_come_back(cast: Cast) -> None:
    entry = mentee(cast)
    request(cast, entry)
    mentees.leave_mentees(entry, today=TODAY, by=cast.as_actor(cast.vera))
    assert Request.objects.get().state == "closed"
    assert queries.in_bank(cast.school, today=TODAY)[0] == []
    mentee(cast)
    assert Mentee.objects.count() == 2


def test_a_withdrawal_says_beforehand_what_it_stops(cast: Cast) -> None:
    mentee(cast)
    sheet = Consent.objects.get(person=cast.kirill)
    assert any("наставляемого перестанет считаться" in words for words in consequences.of(sheet, today=TODAY))
    other = consented(cast, cast.darya)
    assert not any("в банке" in words for words in consequences.of(other, today=TODAY))


def test_problems_are_marked_by_three_and_the_journal_keeps_no_word_of_them(cast: Cast) -> None:
    entry = mentee(cast)
    burnout = item(cast.school, "problem", "burnout")
    for other in (cast.rodion, cast.darya, cast.oleg):
        with pytest.raises(Denied):
            mentees.mark_problems(entry, [burnout], by=cast.as_actor(other))
    mentees.mark_problems(entry, [burnout], by=cast.as_actor(cast.kirill))
    assert ProblemMark.objects.get().problem == burnout
    kept = [f"{each.words} {each.before} {each.after} {each.subject_name}" for each in LogEntry.objects.all()]
    assert not any("выгорание" in line.lower() for line in kept)


def test_a_removed_result_takes_its_file_along(cast: Cast) -> None:
    entry = mentor(cast)
    pdf = SimpleUploadedFile("Грамота.pdf", b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    evidence = mentors.add_evidence(entry, title="Грамота", upload=pdf, by=cast.as_actor(cast.vera))
    kept = evidence.file_id

    mentors.remove_evidence(evidence, by=cast.as_actor(cast.vera))

    assert kept is not None
    assert not StoredFile.objects.filter(pk=kept).exists()
