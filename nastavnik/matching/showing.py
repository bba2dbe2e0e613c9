"""What the templates of matching show: proposals and candidates as ready values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from nastavnik.bank.models import Mentor, Request
from nastavnik.core import ui
from nastavnik.core.periods import full_years
from nastavnik.core.russian.names import Case, FullName, Gender, decline
from nastavnik.core.russian.wording import counted, in_words
from nastavnik.people.models import Person

from . import wording
from .models import LeftOut, MatchRun, Proposal
from .queries import Candidate
from .rules import ProposalState

SCALE = 100  # the engine counts to 10 000, people to 100
SHORT = {
    "domains": "Затруднения",
    "issue": "Вопрос",
    "experience": "Опыт",
    "windows": "Общее время",
    "willingness": "Форма и вид",
    "workload": "Нагрузка",
    "distance": "Место",
    "past": "Практика",
    "criteria": "Критерии",
    "mentee_wish": "Пожелание",
    "mentor_wish": "Встречное пожелание",
}
STATUS: dict[ProposalState, ui.Kind] = {
    ProposalState.PENDING: "wait",
    ProposalState.APPROVED: "ok",
    ProposalState.DECLINED: "rest",
    ProposalState.STALE: "rest",
}


@dataclass(frozen=True)
class PartBar:
    """A part of the score: «31 из 52» and its bar."""

    name: str
    points: int
    of: int


@dataclass(frozen=True)
class Match:
    """A mentor and a mentee side by side with what speaks for and against."""

    pk: UUID
    mentor: str
    mentor_note: str
    mentee: str
    mentee_note: str
    issue: str
    status: ui.Status
    parts: Sequence[PartBar] = ()
    no_data: str = ""
    fits: Sequence[str] = ()
    gaps: Sequence[str] = ()
    actions: Sequence[ui.Action] = ()
    reason: str = ""
    chosen: bool = False
    value: UUID | None = None


@dataclass(frozen=True)
class Barred:
    """Somebody who cannot be chosen now, and why."""

    name: str
    note: str
    reason: str


def address(name: str, *args: object) -> str:
    """The address if the installation has such a page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def about(person: Person, today: date) -> str:
    """«физика · стаж 12 лет» of the present jobs."""
    jobs = [job for job in person.employments.all() if job.ends_on is None or job.ends_on >= today]
    words = [job.subjects or job.position for job in jobs[:2]] or [person.group_name]
    if person.career_start:
        words.append(f"стаж {counted(full_years(person.career_start, today), 'год,года,лет')}")
    return " · ".join(word for word in words if word)


def who_helps(person: Person) -> str:
    """«Кто поможет Дарье Олеговне?»; the plain name where the dictionaries differ."""
    if typed := person.name_cases.get(Case.DATIVE.value):
        return f"Кто поможет {' '.join(typed.split()[1:]) or typed}?"
    given = FullName(last="", first=person.first_name, middle=person.middle_name)
    dative = decline(given, Case.DATIVE, gender=Gender(person.gender) if person.gender else None)
    return f"Кто поможет {dative.text}?" if dative.sure else f"Кто поможет: {person.full_name}?"


def whom_helps(person: Person) -> str:
    """«Кому поможет Галина Викторовна?»"""
    given = " ".join(part for part in (person.first_name, person.middle_name) if part)
    return f"Кому поможет {given}?"


def asked_words(request: Request) -> str:
    """«Вершинина Дарья Олеговна просит помочь: работа с родителями. Области: …»"""
    domains = [wording.area(item.title) for item in request.domains.all() if not item.sensitive]
    subject = f", {request.subject.title}" if request.subject else ""
    about_domains = f". Области: {', '.join(domains)}" if domains else ""
    return f"{request.mentee.person.full_name}. Запрос: {request.issue.title}{subject}{about_domains}."


def load_status(person: Person, load: int, capacity: int) -> ui.Status:
    """«Свободна, 1 из 2»."""
    free = load < capacity
    words = {
        Gender.FEMALE.value: ("Свободна", "Занята"),
        Gender.MALE.value: ("Свободен", "Занят"),
    }.get(person.gender, ("Есть место", "Мест нет"))
    return ui.Status("ok" if free else "wait", f"{words[not free]}, {load} из {capacity}")


def lines(stored: Iterable[Mapping[str, Any]], *, levels: bool) -> list[str]:
    """Words of fits or gaps; without the right to see levels only what the request itself says."""
    return _after_colon([words for words in _said(stored, levels) if words])


def _said(stored: Iterable[Mapping[str, Any]], levels: bool) -> list[str]:
    return [line["words"] if levels else line.get("open", line["words"]) for line in stored]


def _after_colon(said: list[str]) -> list[str]:
    """The first stands after «Подходит:» and begins small."""
    return [words[:1].lower() + words[1:] if place == 0 else words for place, words in enumerate(said)]


def bars(parts: Iterable[Mapping[str, Any]], *, wishes: bool) -> list[PartBar]:
    """Parts that rest on an answer; waiting is the same for every mentor and says nothing about the pair.

    Who wished for whom is seen by those only who see levels of diagnostics.
    """
    left_out = {"waiting"} if wishes else {"waiting", "mentee_wish", "mentor_wish"}
    return [
        PartBar(
            SHORT.get(part["code"], part["name"]), round(part["points"] / SCALE), round(part["of"] / SCALE)
        )
        for part in parts
        if part.get("known", True) and part["code"] not in left_out
    ]


def unknown(parts: Iterable[Mapping[str, Any]]) -> str:
    """Names of the parts without an answer, through a comma."""
    silent = ("domains", "mentee_wish", "mentor_wish", "waiting")  # the gaps name the first
    names = [part["name"] for part in parts if not part.get("known", True) and part["code"] not in silent]
    return ", ".join(name[:1].lower() + name[1:] for name in names)


def shown_proposal(
    proposal: Proposal, *, today: date, levels: bool, may_decide: bool, may_run: bool, home: UUID
) -> Match:
    state = ProposalState(proposal.state)
    mentor, mentee = proposal.mentor.person, proposal.request.mentee.person
    away = proposal.mentor.organisation.short_name if proposal.mentor.organisation_id != home else ""
    return Match(
        pk=proposal.pk,
        mentor=mentor.full_name,
        mentor_note=" · ".join(word for word in (about(mentor, today), away) if word),
        mentee=mentee.full_name,
        mentee_note=about(mentee, today),
        issue=proposal.request.issue.title,
        status=ui.Status(STATUS[state], state.label),
        parts=bars(proposal.parts, wishes=levels),
        no_data=unknown(proposal.parts),
        fits=lines(proposal.fits, levels=levels),
        gaps=lines(proposal.gaps, levels=levels),
        actions=_decisions(
            proposal, state, f"{mentor.short_name} и {mentee.short_name}", may_decide, may_run
        ),
        reason=proposal.reason,
    )


def _decisions(
    proposal: Proposal, state: ProposalState, about_pair: str, may_decide: bool, may_run: bool
) -> list[ui.Action]:
    if state is ProposalState.APPROVED and proposal.mentorship_id:
        url = address("pairs:pair", proposal.mentorship_id)
        return [ui.Action("Открыть пару", url, about=about_pair)] if url else []
    if state is not ProposalState.PENDING or not may_decide:
        return []
    addresses = [
        ("Утвердить", reverse("matching:approve", args=[proposal.pk])),
        ("Отклонить", reverse("matching:decline", args=[proposal.pk])),
        ("Другие наставники", reverse("matching:for_request", args=[proposal.request_id])),
    ]
    if may_run:
        two = [proposal.request_id, proposal.mentor_id]
        addresses.append(("Закрепить", reverse("matching:lock", args=two)))
        addresses.append(("Поменять местами", reverse("matching:swap", args=two)))
    return [ui.Action(label, url, about=about_pair) for label, url in addresses]


def shown_candidate(one: Candidate, *, today: date, levels: bool, by_mentor: bool, first: bool) -> Match:
    """A row of the choice: the other side's person is its heading."""
    told, request, mentor = one.told, one.request, one.mentor
    assert told is not None  # noqa: S101 — only those who can be chosen come here
    assert request is not None  # noqa: S101
    away = mentor.organisation.short_name if mentor.organisation_id != request.organisation_id else ""
    notes = [about(mentor.person, today), f"{away}, дистанционно" if away else ""]
    return Match(
        pk=mentor.pk,
        value=request.pk if by_mentor else mentor.pk,
        mentor=mentor.person.full_name,
        mentor_note=" · ".join(note for note in notes if note),
        mentee=request.mentee.person.full_name,
        mentee_note=about(request.mentee.person, today),
        issue=request.issue.title,
        status=waiting(request.opened_on, today)
        if by_mentor
        else load_status(mentor.person, one.load, mentor.capacity),
        parts=bars(told.parts, wishes=levels),
        no_data=unknown(told.parts),
        fits=lines((line for line in told.fits if line["code"] != "workload"), levels=levels),
        gaps=lines(told.gaps, levels=levels),
        chosen=first,
    )


def waiting(opened: date, today: date) -> ui.Status:
    days = max(0, (today - opened).days)
    return ui.Status("info", f"Ждёт {counted(days, 'день,дня,дней')}" if days else "Запрос сегодня")


def barred(one: Candidate, *, today: date, by_mentor: bool) -> Barred:
    person = one.request.mentee.person if by_mentor and one.request else one.mentor.person
    note = one.request.issue.title if by_mentor and one.request else about(person, today)
    return Barred(person.full_name, note, one.why_not)


@dataclass(frozen=True)
class LeftShown:
    """A request without a mentor: who, about what, why, what next."""

    mentee: str
    issue: str
    reason: str
    next_step: str
    url: str
    action: ui.Action | None


def shown_left(one: LeftOut, *, may_run: bool) -> LeftShown:
    return LeftShown(
        one.request.mentee.person.full_name,
        one.request.issue.title,
        one.reason,
        one.next_step,
        reverse("matching:for_request", args=[one.request_id]),
        step_button(one.step, one.request, one.mentor) if may_run else None,
    )


def step_button(step: str, request: Request, mentor: Mentor | None) -> ui.Action | None:
    """The next step for a request that has nobody; nothing where the installation has no such page."""
    about = request.mentee.person.short_name
    if step == "add_place" and mentor and mentor.organisation_id == request.organisation_id:
        return _link(f"Добавить место: {mentor.person.short_name}", "bank:mentor-edit", mentor.pk)
    if step in ("widen", "relax_rule"):
        return _link("Изменить запрос", "bank:request-edit", request.pk, about=about)
    if step == "ask_consent":
        return _link("Открыть согласия", "people:consents")
    if step == "train_mentor":
        return _link("Добавить наставников", "bank:mentors-add")
    return _link("Открыть банк наставников", "bank:mentors") if step else None


def _link(label: str, name: str, *args: object, about: str = "") -> ui.Action | None:
    url = address(name, *args)
    return ui.Action(label, url, about=about) if url else None


@dataclass(frozen=True)
class RunShown:
    """The head of a run: figures and the proof in words."""

    figures: Sequence[tuple[str, str]]
    proved: bool
    proof: str
    digest: str = ""
    notes: Sequence[str] = field(default_factory=tuple)


def shown_run(run: MatchRun, *, waiting: int, left: int) -> RunShown:
    all_requests = run.certificate.get("requests", run.matched + left)
    return RunShown(
        figures=[
            ("запросов с наставником", f"{run.matched} из {all_requests}"),
            ("без наставника", str(left)),
            ("ждут решения", str(waiting)),
        ],
        proved=run.proved,
        proof=_proof(run),
        digest=run.digest,
    )


def _proof(run: MatchRun) -> str:
    if not run.proved:
        return (
            "Это лучшая расстановка из найденных: предел времени не дал доказать, что лучшей нет. "
            "Пары можно утверждать, каждая проверена по всем правилам."
        )
    only = " Другой такой же хорошей расстановки нет." if run.certificate.get("unique") else ""
    return (
        "Для каждого наставника посчитана цена места, а из цен — верхняя граница: больше неё не даст ни одна "
        f"расстановка этих людей. Наш итог равен границе.{only} Проверка повторена отдельно от расчёта. "
        "Те же запросы и предложения всегда дают те же пары."
    )


def moment(run: MatchRun) -> str:

    local = timezone.localtime(run.run_at)
    return f"{in_words(local.date())}, {local:%H:%M}"
