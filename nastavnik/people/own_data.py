"""Everything the system keeps about a person, for the person: packages above add their rows by `register`."""

from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from nastavnik.access.actor import Actor
from nastavnik.core.models import LogEntry, OutgoingMessage
from nastavnik.organisations.rows import Row
from nastavnik.people.models import (
    Appointment,
    Consent,
    Employment,
    ESignAgreement,
    Person,
    Representative,
    User,
)

Collect = Callable[[Actor], object]
_COLLECTORS: dict[str, Collect] = {}
# Tables of the packages above: one heading each. A table about people without a heading fails a test.
HEADINGS = {
    "documents.Paper": "Бумаги",
    "diagnostics.Assessment": "Анкеты диагностики",
    "diagnostics.AssessedLevel": "Ответы в анкетах",
    "diagnostics.CareRequest": "Обращения к психологу",
    "bank.Mentee": "В банке наставляемых",
    "bank.ProblemMark": "Отметки о трудностях",
    "bank.Request": "Запросы о помощи",
    "bank.Mentor": "В банке наставников",
    "bank.Offer": "С чем могу помочь",
    "bank.TimeWindow": "Свободное время",
    "bank.Evidence": "Подтверждённые результаты",
    "bank.CriterionMark": "Критерии отбора",
    "matching.MenteeWish": "Мои пожелания: наставники",
    "matching.MentorWish": "Мои пожелания: запросы",
    "matching.Openness": "Показываюсь при сборе пожеланий",
    "pairs.Mentorship": "Наставничество",
    "pairs.Participation": "Участие в парах и группах",
    "pairs.LabourBasis": "Основания работы наставника",
    "notifications.Preference": "Настройки сообщений",
    "notifications.ReminderSent": "О чём напоминали",
    "notifications.MessengerLink": "Мессенджеры",
    "pairs.MentorshipChange": "Изменения в наставничестве",
    "workload.FormTime": "Моё время в формах",
    "workload.Unmeasured": "Отказ от измерения времени",
    "conversations.Message": "Мои сообщения в парах",
    "conversations.Attachment": "Файлы моих сообщений",
    "conversations.ReadMark": "До какого места прочитана переписка",
    "conversations.Complaint": "Мои жалобы на сообщения",
    "programmes.Programme": "Программы наставничества",
    "programmes.Section": "Разделы программ",
    "programmes.Goal": "Цели программ",
    "programmes.Agreement": "Согласие с программами",
    "programmes.Comment": "Советы к программам",
    "programmes.TypedText": "Несохранённые тексты программ",
    "programmes.Interim": "Промежуточные результаты",
    "programmes.Feedback": "Отзывы о работе в паре",
    "programmes.Characteristic": "Характеристики",
    "programmes.Project": "Совместные проекты",
    "council.Seat": "Участие в заседаниях совета",
    "council.Ballot": "Мои голоса в совете",
    "council.Care": "Что решено, пока нет наставника",
    "council.Letter": "Письма о наставнической паре",
    "meetings.MeetingRecord": "Мои записи о встречах",
    "meetings.MeetingRating": "Мои оценки встреч",
    "meetings.VisitPoint": "Наблюдения на уроках",
    "meetings.DiaryEntry": "Мой дневник",
    "meetings.Attachment": "Мои файлы к встречам",
    "meetings.Lesson": "Мои уроки",
    "meetings.CalendarFeed": "Мои ссылки на календарь",
}
HIDDEN = {
    "id",
    "root",
    "organisation",
    "version",
    "secret_sha256",
    "code_sha256",
    "search_text",
    "account",
    "scan",
    "person",
}


def register(name: str, collect: Collect) -> None:
    """`name` is a Russian heading; `collect` gives rows of the actor's own cards only, ready for JSON."""
    _COLLECTORS[name] = collect


def about(actor: Actor) -> dict[str, object]:
    """All that is kept about this person, by heading."""
    told = {name: collect(actor) for name, collect in _COLLECTORS.items()}
    return told | {HEADINGS[table._meta.label]: _of_scope(table, actor) for table in _upper_tables()}


def _upper_tables() -> list[type[Row]]:
    return [m for m in apps.get_models() if issubclass(m, Row) and m._meta.label in HEADINGS]


def _of_scope(table: type[Row], actor: Actor) -> list[dict[str, object]]:
    """Rows that belong to the actor by the same declaration that opens them on the pages, while it holds."""
    mine = Q(pk__in=())
    for way in table.scope.own:
        owned = table._base_manager.filter(table.scope.own_while, **{f"{way}__in": actor.person_ids})
        mine |= Q(pk__in=owned.values("pk"))
    return rows(table._base_manager.filter(mine))


def rows(found: Iterable[Model]) -> list[dict[str, object]]:
    """Rows as a person reads them: Russian names of fields, words instead of codes, no inner keys."""
    return [
        {
            str(field.verbose_name): _shown(row, field)
            for field in row._meta.concrete_fields
            if field.name not in HIDDEN
        }
        for row in found
    ]


def _shown(row: Model, field: Any) -> object:
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    value = getattr(row, field.name)
    return str(value) if isinstance(value, Model) else value


def _of_cards(table: QuerySet[Any], lookup: str = "person__in") -> Collect:
    return lambda actor: rows(table.all().filter(**{lookup: actor.person_ids}))


def _account(actor: Actor) -> object:
    fields = ("email", "name", "theme", "vision", "first_login_at", "created_at")
    return list(User.objects.filter(pk__in=[actor.user_id]).values(*fields))


def _journal(actor: Actor) -> object:
    """What was done with the cards, by whom: the person may know who has looked and changed."""
    lines = LogEntry.objects.filter(subject_id__in=actor.person_ids)
    return list(lines.values("at", "words", "actor_name", "subject_name"))


def _messages(actor: Actor) -> object:
    sent = OutgoingMessage.objects.filter(person_id__in=actor.person_ids)
    told = ("created_at", "channel", "address", "subject", "text", "calendar", "key", "fault", "sent_at")
    return list(sent.values(*told))


def register_own() -> None:
    """Rows of people themselves; called once when the models are ready."""
    register("Вход", _account)
    register("Карточки", _of_cards(Person.objects.all(), "pk__in"))
    register("Работа и учёба", _of_cards(Employment.objects.all()))
    register("Роли", _of_cards(Appointment.objects.all()))
    register("Согласия", _of_cards(Consent.objects.all()))
    register("Соглашения о простой электронной подписи", _of_cards(ESignAgreement.objects.all()))
    register("Представители", _of_cards(Representative.objects.all(), "minor__in"))
    register("Кого представляю", _of_cards(Representative.objects.all()))
    register("Сообщения", _messages)
    register("Журнал", _journal)
