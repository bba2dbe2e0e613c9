"""Journeys by which a pair changes and ends: a form, then «Проверьте» with what will happen, then the act; each on its own page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.actor import Actor
from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core import ui
from nastavnik.core.acting import carried_out
from nastavnik.core.errors import Refusal
from nastavnik.pairs import gates, queries
from nastavnik.pairs.changing import services
from nastavnik.pairs.changing.foresight import foreseen
from nastavnik.pairs.changing.queries import change_in, changes_of
from nastavnik.pairs.changing.rules import ALLOWED, ChangeKind, ChangeState
from nastavnik.pairs.changing.transfer import schools_of_contour
from nastavnik.pairs.forms import changes as forms
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.rules import OPEN, PairState

from .checking import check_page


@dataclass(frozen=True)
class Journey:
    """`lead` tells what the journey is for; `note` goes under the way to it on the page of a pair."""

    kind: ChangeKind
    name: str
    label: str
    title: str
    lead: str
    submit: str
    form: type[forms.ChangeForm]
    note: str = ""
    permission: Permission = Permission.PAIR_CLOSE


K = ChangeKind
JOURNEYS: tuple[Journey, ...] = (
    Journey(K.PAUSE, "pause", "Приостановить", "Приостановить пару", "Отпуск, болезнь или другая причина на время.", "Приостановить", forms.PauseForm),
    Journey(K.RESUME, "resume", "Возобновить", "Возобновить пару", "Участники вернулись, пара снова работает.", "Возобновить пару", forms.ResumeForm),
    Journey(K.ABSENCE, "absence", "Записать долгое отсутствие", "Долгое отсутствие участника", "Один из участников надолго выбывает, но собирается вернуться.", "Записать отсутствие", forms.AbsenceForm),
    Journey(K.TERM, "term", "Изменить срок", "Изменить срок пары", "Продлить или сократить: у пары появится новый последний день.", "Изменить срок", forms.TermForm),
    Journey(K.REPLACEMENT, "replace", "Заменить наставника", "Заменить наставника", "Прежняя пара закончится, новая продолжит с теми же наставляемыми и вопросом.", "Заменить наставника", forms.ReplaceForm, permission=Permission.PAIR_FORM),
    Journey(K.TRANSFER, "transfer", "Записать переход в другую организацию", "Переход в другую организацию", "Участник уходит в другую школу, детский сад или колледж.", "Записать переход", forms.TransferForm),
    Journey(K.COMPLETION, "complete", "Завершить", "Завершить пару", "Работа окончена: в срок или раньше.", "Завершить пару", forms.CompleteForm),
    Journey(K.REMATCH, "rematch", "Подобрать заново", "Подобрать заново", "Пара не сложилась. Так бывает, виноватых здесь нет: подберём другую.", "Закрыть и подобрать заново", forms.RematchForm),
    Journey(K.REFUSAL, "refusal", "Записать отказ наставника", "Досрочный отказ наставника", "Наставник отказывается раньше срока и предупреждает об этом.", "Записать отказ", forms.RefusalForm),
    Journey(K.CANCELLATION, "cancellation", "Отменить поручение", "Отмена поручения работодателем", "Организация отменяет поручение раньше срока и предупреждает наставника.", "Отменить поручение", forms.CancellationForm),
    Journey(K.STOP, "stop", "Прекратить", "Прекратить", "Наставляемый больше не хочет, отозвано согласие или пара не начала работу.", "Прекратить", forms.StopForm),
)  # fmt: skip
BY_NAME = {journey.name: journey for journey in JOURNEYS}
CHANGING = (K.PAUSE, K.RESUME, K.ABSENCE, K.TERM, K.REPLACEMENT)
DONE_WORDS: dict[ChangeKind, str] = {
    K.PAUSE: "Пара приостановлена.",
    K.RESUME: "Пара снова работает.",
    K.REPLACEMENT: "Записано. Новая пара создана: ей нужны согласия, основание и приказ.",
    K.COMPLETION: "Пара завершена. Спасибо участникам!",
    K.REMATCH: "Пара закрыта, наставляемый снова в поиске.",
    K.STOP: "Прекращено. Запись о паре осталась.",
}


@dataclass(frozen=True)
class Ways:
    """A panel of ways on the page of a pair."""

    title: str
    tasks: Sequence[ui.Task]


def ways(actor: Actor, mentorship: Mentorship, takers: Sequence[Participation]) -> list[Ways]:
    """What this actor may do with this pair now, each on its own page: ahead of its day, changes, ends, the own ways."""
    state = PairState(mentorship.state)
    found = [
        Ways("Запланировано", _ahead(actor, mentorship)),
        Ways("Изменить", [*_group_ways(actor, mentorship), *_of(actor, mentorship, state, CHANGING)]),
        Ways(
            "Закончить",
            _of(actor, mentorship, state, tuple(j.kind for j in JOURNEYS if j.kind not in CHANGING)),
        ),
        Ways("Ваше участие", _own(actor, takers, state)),
    ]
    return [each for each in found if each.tasks]


def _of(actor: Actor, mentorship: Mentorship, state: PairState, kinds: Sequence[ChangeKind]) -> list[ui.Task]:
    word = "группу" if mentorship.is_group else "пару"
    bare = {K.PAUSE, K.RESUME, K.COMPLETION, K.STOP}
    return [
        ui.Task(
            f"{journey.label} {word}" if journey.kind in bare else journey.label,
            reverse(f"pairs:{journey.name}", args=[mentorship.pk]),
        )
        for journey in JOURNEYS
        if journey.kind in kinds
        and state in ALLOWED[journey.kind]
        and actor.can(journey.permission, mentorship)
    ]


def _group_ways(actor: Actor, mentorship: Mentorship) -> list[ui.Task]:
    if mentorship.state not in OPEN or not actor.can(Permission.PAIR_FORM, mentorship):
        return []
    if mentorship.is_group:
        return [ui.Task("Добавить в группу", reverse("pairs:join", args=[mentorship.pk]))]
    if not mentorship.reverse_of_id:
        return [ui.Task("Создать встречную пару", reverse("pairs:reverse", args=[mentorship.pk]))]
    return []


def _ahead(actor: Actor, mentorship: Mentorship) -> list[ui.Task]:
    may = actor.can(Permission.PAIR_CLOSE, mentorship)
    return [
        ui.Task(
            change.get_kind_display(),
            note=f"вступит в силу {change.effective_on:%d.%m.%Y}",
            action=ui.Action(
                "Отменить",
                reverse("pairs:change_withdraw", args=[mentorship.pk, change.pk]),
                post=True,
                small=True,
                about=change.get_kind_display(),
            )
            if may
            else None,
        )
        for change in changes_of(mentorship)
        if change.state == ChangeState.AHEAD
    ]


def _own(actor: Actor, takers: Sequence[Participation], state: PairState) -> list[ui.Task]:
    """A participant may always refuse, and may ask for another pair without a reason (R161)."""
    mine = next((t for t in takers if t.person_id in actor.person_ids), None)
    if mine is None or state not in OPEN:
        return []
    tasks = []
    if state in ALLOWED[K.REMATCH]:
        tasks.append(ui.Task("Попросить другую пару", reverse("pairs:answer_rematch", args=[mine.pk])))
    tasks.append(ui.Task("Отказаться от участия", reverse("pairs:answer_refuse", args=[mine.pk])))
    return tasks


def _view(name: str) -> Callable[..., HttpResponseBase]:
    journey = BY_NAME[name]

    @requires(journey.permission)
    def view(request: Request, pk: UUID) -> HttpResponse:
        mentorship = queries.mentorship_for(request.actor, pk, journey.permission)
        return _carry(request, mentorship, journey, timezone.localdate())

    return view


pause, resume, absence, term = _view("pause"), _view("resume"), _view("absence"), _view("term")
replace_mentor, transfer, complete = _view("replace"), _view("transfer"), _view("complete")
rematch, refusal, cancellation, stop = (
    _view("rematch"),
    _view("refusal"),
    _view("cancellation"),
    _view("stop"),
)


def _carry(request: Request, mentorship: Mentorship, journey: Journey, today: date) -> HttpResponse:
    takers = gates.takers_of(mentorship)
    form = _form(request, mentorship, journey, takers, today)
    back_url = reverse("pairs:pair", args=[mentorship.pk])
    page = {
        "title": journey.title,
        "sub": queries.mentorship_words(takers),
        "lead": journey.lead,
        "back_url": back_url,
        "submit": journey.submit,
    }

    def act() -> None:
        services.record(mentorship, form.wanted(), today=today, by=request.actor)

    def consequences() -> list[str]:
        return foreseen(mentorship, form.wanted(), today=today)

    def done() -> HttpResponse:
        is_ahead = form.wanted().effective_on > today
        words = (
            "Записано. Вступит в силу в назначенный день." if is_ahead else DONE_WORDS.get(journey.kind, "")
        )
        messages.success(request, words or "Записано.")
        return redirect(back_url)

    return check_page(request, form, page, consequences=consequences, act=act, done=done)


def _form(
    request: Request,
    mentorship: Mentorship,
    journey: Journey,
    takers: Sequence[Participation],
    today: date,
) -> forms.ChangeForm:
    more: dict[str, Any] = {}
    if journey.kind is K.REPLACEMENT:
        more["mentors"] = queries.people_to_pair(mentorship.organisation, today=today).mentors
    if journey.kind is K.TRANSFER:
        more["schools"] = schools_of_contour(mentorship.organisation)
    if journey.kind is K.STOP:
        more["works"] = mentorship.state in ALLOWED[K.COMPLETION]
    initial = {
        "effective_on": today,
        "on": today,
        "until": mentorship.ends_on if journey.kind is K.TERM else None,
    }
    if journey.kind is K.COMPLETION and mentorship.ends_on < today:
        initial["effective_on"] = mentorship.ends_on
    return journey.form(request.POST or None, takers=takers, today=today, initial=initial, **more)


@requires(Permission.PAIR_CLOSE)
@require_POST
def withdraw(request: Request, pk: UUID, change: UUID) -> HttpResponse:
    """Call off a change that has not come yet."""
    mentorship = queries.mentorship_for(request.actor, pk, Permission.PAIR_CLOSE)
    row = change_in(request.actor, mentorship, change, Permission.PAIR_CLOSE)
    try:
        services.withdraw(row, today=timezone.localdate(), by=request.actor)
    except Refusal as refusal_:
        messages.error(request, str(refusal_))
    else:
        messages.success(request, "Изменение отменено, всё остаётся как было.")
    return redirect("pairs:pair", pk=pk)


@requires(Permission.PAIR_ANSWER)
def refuse(request: Request, pk: UUID) -> HttpResponse:
    """A participant ends the own part by themselves."""
    taker, today = queries.taker_for(request.actor, pk), timezone.localdate()
    form = forms.OwnRefusalForm(request.POST or None, initial={"effective_on": today})
    back_url = reverse("pairs:pair", args=[taker.mentorship_id])

    def wanted() -> services.Wanted:
        data = form.cleaned_data
        return services.own_refusal(taker, data["effective_on"], data["note"], today)

    def act() -> None:
        data = form.cleaned_data
        services.refuse(
            taker, effective_on=data["effective_on"], note=data["note"], today=today, by=request.actor
        )

    def done() -> HttpResponse:
        messages.success(request, "Ваш отказ записан, куратор узнает о нём.")
        return redirect("pairs:list")

    page = {
        "title": "Отказаться от участия",
        "lead": "Участие добровольное: причину называть не обязательно.",
        "back_url": back_url,
        "submit": "Отказаться",
    }
    return check_page(
        request,
        form,
        page,
        consequences=lambda: foreseen(taker.mentorship, wanted(), today=today),
        act=act,
        done=done,
    )


@requires(Permission.PAIR_ANSWER)
def ask_rematch(request: Request, pk: UUID) -> HttpResponse:
    """«Не подходит»: the curator is told, the other side is not."""
    taker = queries.taker_for(request.actor, pk)
    form = forms.OwnRematchForm(request.POST if request.method == "POST" else None)
    back_url = reverse("pairs:pair", args=[taker.mentorship_id])

    def act() -> None:
        services.ask_rematch(
            taker, note=form.cleaned_data["note"], today=timezone.localdate(), by=request.actor
        )

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Просьба отправлена. Её видит только тот, кто ведёт пары.")
        return redirect(back_url)
    context = {
        "form": form,
        "title": "Попросить другую пару",
        "lead": "Так бывает, виноватых здесь нет. Второй участник не узнает, что просили вы.",
        "back": "К паре",
        "back_url": back_url,
        "submit": "Отправить просьбу",
    }
    return render(request, "ui/form_page.html", context)
