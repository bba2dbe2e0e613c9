"""People: kinds, consents, who is a young specialist, who must be represented. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nastavnik.access.permissions import Permission
from nastavnik.access.roles import APPOINTED, ROLE_PERMISSIONS, Role
from nastavnik.core.choices import Choices
from nastavnik.core.errors import Refusal
from nastavnik.core.periods import full_years
from nastavnik.core.russian.folding import fold
from nastavnik.organisations.rules import Level

ADULT = 18
SIGNS_TOGETHER_FROM = 14  # from this age the pupil signs beside the parent [K: ask a lawyer]
YOUNGEST_MENTEE = 10  # R055: mentoring of pupils starts at ten


class PersonKind(Choices):
    PEDAGOGUE = "pedagogue", "Педагогический работник"
    HEAD = "head", "Руководитель"
    PUPIL = "pupil", "Обучающийся"
    STUDENT = "student", "Студент"
    PARENT = "parent", "Родитель (законный представитель)"
    EMPLOYER = "employer", "Представитель работодателя"
    OTHER = "other", "Другой участник"


class Gender(Choices):
    FEMALE = "female", "женский"
    MALE = "male", "мужской"


class QualificationCategory(Choices):
    NONE = "none", "без категории"
    CONFORMS = "conforms", "соответствие занимаемой должности"
    FIRST = "first", "первая"
    HIGHEST = "highest", "высшая"
    METHODIST = "methodist", "педагог-методист"
    MENTOR = "mentor", "педагог-наставник"


class ConsentKind(Choices):
    """One purpose — one document (152-ФЗ, ст. 9, в редакции 156-ФЗ)."""

    PROCESSING = "processing", "Обработка персональных данных"
    TRANSFER = "transfer", "Передача в муниципалитет или регион"
    PUBLICATION = "publication", "Публикация (распространение)"
    DUTIES = "duties", "Дополнительные обязанности"


class ConsentWay(Choices):
    PAPER = "paper", "на бумаге"
    CLICK = "click", "высказано в системе"
    OTHER_BASIS = "other_basis", "другое основание"


class ConsentState(Choices):
    """Computed from the dates of the consent, never typed."""

    NEEDED = "needed", "Нет согласия"
    PRINTED = "printed", "Бланк напечатан"
    EXPRESSED = "expressed", "Согласие высказано"
    GIVEN = "given", "Бумага получена"
    EXPIRED = "expired", "Срок истёк"
    WITHDRAWN = "withdrawn", "Отозвано"


def age_on(today: date, *, birth_date: date | None, birth_year: int | None) -> int | None:
    """Full years; by the year alone the age is the lower of the two possible, so that limits are not passed by luck."""
    if birth_date is not None:
        return full_years(birth_date, today)
    return None if birth_year is None else today.year - birth_year - 1


def is_minor(kind: PersonKind, age: int | None) -> bool:
    """A pupil of unknown age is treated as a minor."""
    return age < ADULT if age is not None else kind is PersonKind.PUPIL


def may_be_fourteen(today: date, *, birth_date: date | None, birth_year: int | None) -> bool:
    """By the year alone the older of the two possible ages; nothing known leaves the line for the pupil."""
    if birth_date is not None:
        return full_years(birth_date, today) >= SIGNS_TOGETHER_FROM
    return birth_year is None or today.year - birth_year >= SIGNS_TOGETHER_FROM


def grows_up_on(birth_date: date) -> date:
    """The eighteenth birthday; who was born on 29 February comes of age on 1 March."""
    try:
        return birth_date.replace(year=birth_date.year + ADULT)
    except ValueError:
        return date(birth_date.year + ADULT, 3, 1)


def is_young_specialist(
    today: date, *, age: int | None, career_start: date | None, max_age: int, max_career: int
) -> bool | None:
    """None when the data do not tell. The limits are the organisation's (default: career ≤ 3, age ≤ 35)."""
    if age is None or career_start is None:
        return None
    return age <= max_age and full_years(career_start, today) <= max_career


def check_birth_year(year: int, today: date) -> None:
    if not 1900 <= year <= today.year:
        raise Refusal(
            f"Год рождения {year} не подходит: он должен быть от 1900 до {today.year}. Исправьте год."
        )


@dataclass(frozen=True)
class Birth:
    """What may be kept of a birth, and what to tell the person who typed more than that."""

    day: date | None = None
    year: int | None = None
    said: str = ""


def birth_to_keep(typed: date | int | None, *, kind: PersonKind, is_represented: bool, today: date) -> Birth:
    """Adults: the year only. Minors: the full date once a representative is linked, till then the year."""
    if typed is None:
        return Birth()
    year = typed if isinstance(typed, int) else typed.year
    check_birth_year(year, today)
    if isinstance(typed, int):
        return Birth(year=year)
    if typed > today:
        raise Refusal("Дата рождения ещё не наступила. Проверьте день, месяц и год.")
    if not is_minor(kind, full_years(typed, today)):
        return Birth(year=year, said="Для взрослых хранится только год рождения: день и месяц не записаны.")
    if not is_represented:
        said = "Полная дата рождения ребёнка записывается после того, как указан представитель. Пока записан год."
        return Birth(year=year, said=said)
    return Birth(day=typed, year=year)


def is_pedagogical(position: str, nomenclature: Collection[str]) -> bool:
    """Does a position, or one of several through a comma, stand in the nomenclature (R020)? «Учитель физики» does."""
    known = {fold(title) for title in nomenclature}
    parts = [fold(part) for part in re.split(r"[,;/]| и\.о\. ", position) if part.strip()]
    return any(part == title or part.startswith(f"{title} ") for part in parts for title in known)


def is_deputy(position: str) -> bool:
    """«Заместитель директора по УВР», «зам. директора», «завуч»."""
    return any(
        re.match(r"(зам(еститель)?\b|зам\.|завуч)", fold(part)) for part in re.split(r"[,;]", position)
    )


HEADS = ("директор", "заведующ", "руководитель", "ректор", "начальник", "заместитель", "зам.", "завуч")


def kind_by_position(position: str, *, pedagogical: bool) -> PersonKind:
    """Who a person of a staff list is, when the list does not say it itself."""
    if pedagogical or not position:
        return PersonKind.PEDAGOGUE
    return PersonKind.HEAD if fold(position).startswith(HEADS) else PersonKind.OTHER


GUARDIANS = ("опекун", "попечитель")
KINSHIPS = ("мать", "отец", "опекун", "попечитель", "усыновитель", "другой законный представитель")


def check_representative(*, kinship: str, authority: str, minor: bool, adult: bool) -> None:
    if not minor:
        raise Refusal("Представитель нужен только несовершеннолетнему. Проверьте год рождения.")
    if not adult:
        raise Refusal("Представителем может быть только взрослый. Выберите другого человека.")
    if kinship in GUARDIANS and not authority:
        raise Refusal("Для опекуна и попечителя укажите документ о полномочиях: вид, номер и дату.")


# A coordinator's role has a meaning only at the level it coordinates.
ROLE_LEVELS = {Role.MUNICIPAL: Level.MUNICIPALITY, Role.REGIONAL: Level.REGION}


# The voice of the council is no power over people: whoever runs mentoring seats it, without a voice of their own (R100).
VOICE_OF_COUNCIL = frozenset({Permission.COUNCIL_VOTE, Permission.COUNCIL_CLOSE})


def check_grant(role: Role, *, level: Level, held: Collection[Role]) -> None:
    """Nobody gives more than they have; the head appoints anybody in the organisation (R084, R086).

    `held` are the roles of the one who appoints, in this organisation or above it.
    """
    if role not in APPOINTED:
        raise Refusal(f"Роль «{role.label}» не даётся назначением.")
    if ROLE_LEVELS.get(role, level) is not level:
        raise Refusal(f"Роль «{role.label}» бывает только на уровне «{ROLE_LEVELS[role].label}».")
    own = frozenset(permission for each in held for permission in ROLE_PERMISSIONS[each])
    if Role.HEAD not in held and not ROLE_PERMISSIONS[role] - VOICE_OF_COUNCIL <= own:
        raise Refusal(
            f"Роль «{role.label}» даёт больше прав, чем есть у вас. Назначить её может руководитель."
        )


def check_own(role: Role, *, own: bool, held: Collection[Role]) -> None:
    """Nobody takes rights by themselves; the head of a small school may, but never those of the psychologist.

    The psychologist reads requests for care, which are told to nobody else.
    """
    if not own or ROLE_PERMISSIONS[role] <= ROLE_PERMISSIONS[Role.MENTOR]:
        return
    if Role.HEAD not in held or role is Role.PSYCHOLOGIST:
        raise Refusal(
            f"Роль «{role.label}» нельзя назначить самому себе. Пусть её назначит другой, у кого есть это право."
        )


def warn_of_curator(role: Role, *, deputy: bool) -> str:
    """R086: the curator is normally one of the deputies; another person is a warning, not a refusal."""
    if role is not Role.CURATOR or deputy:
        return ""
    return "Обычно куратором назначают заместителя руководителя. Назначение сохранено; проверьте, так ли задумано."


class ImportState(Choices):
    MAPPING = "mapping", "выбор столбцов"
    PREVIEW = "preview", "проверка"
    APPLYING = "applying", "загружается"
    APPLIED = "applied", "загружено"
    UNDONE = "undone", "отменено"
    FAILED = "failed", "не загружено"


IMPORT_MOVES = {
    ImportState.MAPPING: {ImportState.MAPPING, ImportState.PREVIEW},
    ImportState.PREVIEW: {ImportState.MAPPING, ImportState.PREVIEW, ImportState.APPLYING},
    ImportState.APPLYING: {ImportState.APPLIED, ImportState.FAILED, ImportState.PREVIEW},
    ImportState.FAILED: {ImportState.MAPPING, ImportState.PREVIEW},
    ImportState.APPLIED: {ImportState.UNDONE},
    ImportState.UNDONE: set(),
}
UNDO_WITHIN = timedelta(hours=1)


def check_undo(applied_at: datetime | None, now: datetime) -> None:
    if applied_at is None:
        raise Refusal("Этот список ещё не загружен: отменять нечего.")
    if now - applied_at > UNDO_WITHIN:
        raise Refusal("Отменить загрузку можно в течение часа. Исправьте карточки людей по одной.")


# The staff file still knows the second category, which is not given any more: such people have none.
CATEGORY_OF_FILE = {
    "fitness": QualificationCategory.CONFORMS,
    "first": QualificationCategory.FIRST,
    "highest": QualificationCategory.HIGHEST,
    "methodist": QualificationCategory.METHODIST,
    "mentor": QualificationCategory.MENTOR,
}


class Duty(Choices):
    """What somebody answers for (R091)."""

    APPROVE = "approve", "Утверждает документы и пары, контролирует всё наставничество"
    DELEGATED = "delegated", "Ведёт порученные руководителем направления"
    PLAN = "plan", "Ведёт дорожную карту, банки наставников и наставляемых"
    MATCH = "match", "Подбирает пары и готовит приказ"
    PROGRAMMES = "programmes", "Организует персонализированные программы и следит за ними"
    COUNCIL = "council", "Рассматривает подбор и спорные случаи"
    MENTORING = "mentoring", "Работает с наставляемым по программе"
    CARE = "care", "Поддерживает обе стороны пары психологически"


# Who answers by default: the first of these roles that somebody holds.
RESPONSIBLE: dict[Duty, tuple[Role, ...]] = {
    Duty.APPROVE: (Role.HEAD,),
    Duty.DELEGATED: (Role.DEPUTY, Role.HEAD),
    Duty.PLAN: (Role.CURATOR, Role.DEPUTY, Role.HEAD),
    Duty.MATCH: (Role.CURATOR, Role.DEPUTY, Role.HEAD),
    Duty.PROGRAMMES: (Role.CURATOR, Role.DEPUTY, Role.HEAD),
    Duty.COUNCIL: (Role.COUNCIL_CHAIR, Role.CURATOR, Role.HEAD),
    Duty.MENTORING: (Role.MENTOR, Role.CURATOR),
    Duty.CARE: (Role.PSYCHOLOGIST, Role.CURATOR),
}


def warn_of_council(role: Role, *, mentor: bool) -> str:
    """R100: members of the council are mentors of the organisation; somebody else is a warning."""
    if role not in {Role.COUNCIL_CHAIR, Role.COUNCIL_MEMBER} or mentor:
        return ""
    return "Обычно в совет входят наставники организации. Назначение сохранено; проверьте, так ли задумано."


LEFT_FREELY = frozenset({Role.COUNCIL_CHAIR, Role.COUNCIL_MEMBER})


def check_leaving(role: Role) -> None:
    """Membership of the council is voluntary (R100); other roles end by the one who appoints."""
    if role not in LEFT_FREELY:
        raise Refusal(f"Роль «{role.label}» снимает тот, кто её назначает. Обратитесь к руководителю.")
