"""One question per domain, five plain answers; difficulties and strengths follow from them. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from nastavnik.core.choices import Choices, NumberChoices
from nastavnik.core.errors import Refusal


class Mastery(NumberChoices):
    """How sure a person is in a domain, 0–4. A need is 4 − mastery; a strength is the mastery itself."""

    NEEDS_ALL = 0, "Не знаю, с чего начать"
    HARD = 1, "Пробую, но получается с трудом"
    MANAGES = 2, "Справляюсь, но есть вопросы"
    SURE = 3, "Уверенно справляюсь"
    TEACHES = 4, "Могу научить других"


class Assessor(Choices):
    SELF = "self", "Самооценка"
    MENTOR = "mentor", "Оценка наставника"
    EXPERT = "expert", "Экспертная оценка"


DIFFICULTY_FROM = 2  # a need of 2 and more (mastery ≤ 2) is a difficulty worth asking help with
STRENGTH_FROM = 3


def need(mastery: int | None) -> int | None:
    return None if mastery is None else 4 - mastery


@dataclass(frozen=True)
class Profile:
    """Domain code → mastery 0–4; a domain without an answer is absent."""

    own: Mapping[str, int]
    expert: Mapping[str, int]

    def mastery(self, domain: str) -> int | None:
        """The expert's word where there is one, else the person's own."""
        return self.expert.get(domain, self.own.get(domain))

    def difficulties(self) -> list[str]:
        known = {domain: self.mastery(domain) for domain in {*self.own, *self.expert}}
        hard = [d for d, m in known.items() if m is not None and 4 - m >= DIFFICULTY_FROM]
        return sorted(hard, key=lambda d: (known[d], d))

    def strengths(self) -> list[str]:
        known = {domain: self.mastery(domain) for domain in {*self.own, *self.expert}}
        strong = [d for d, m in known.items() if m is not None and m >= STRENGTH_FROM]
        return sorted(strong, key=lambda d: (-(known[d] or 0), d))


def check_sheet(assessor: Assessor, answers: Mapping[str, int], domains: Collection[str]) -> None:
    """`answers` is domain code → mastery. One answers about oneself wholly; another, what they have seen."""
    if not domains:
        raise Refusal("В списке областей нет ни одной строки. Куратор включает их в списках организации.")
    if strange := set(answers) - set(domains):
        raise Refusal(
            f"Областей {len(strange)} из листа больше нет в списке. Обновите страницу и ответьте снова."
        )
    if not answers:
        raise Refusal("Ответьте хотя бы на один вопрос.")
    missing = len(set(domains) - set(answers))
    if assessor is Assessor.SELF and missing:
        raise Refusal(f"Ответьте на все вопросы: осталось {missing}. Точность не важна, важно ваше ощущение.")


def check_assessed_by_another(*, own: bool) -> None:
    if own:
        raise Refusal("Себя оценивают в самооценке. Экспертную оценку ставит другой человек.")


def check_partners(chosen: Collection[UUID], *, known: Collection[UUID]) -> None:
    if set(chosen) - set(known):
        raise Refusal("Этот человек не участвует в паре. Выберите тех, с кем идёт работа.")
