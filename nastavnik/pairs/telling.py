"""Participants of a mentorship, and the representatives of those who are minors, are told what is asked of them."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q
from django.urls import reverse

from nastavnik.core.russian.wording import in_words
from nastavnik.notifications.services import notify
from nastavnik.people.models import Person, Representative

from .models import Mentorship, Participation
from .queries import taking_part

KIND = "pair.asked"
STARTED = "pair.started"
WHY = "Вы участвуете в этой паре или группе"
WHY_PARENT = "Вы — законный представитель ребёнка"


def tell_asked(mentorship: Mentorship, *, today: date) -> None:
    """The pair is approved: each may agree or decline, and a consent waits for a signature (R049, R160)."""
    tell_participants(mentorship)
    tell_representatives(mentorship, today=today)


def tell_participants(mentorship: Mentorship) -> None:
    takers = taking_part([mentorship.pk])
    notify(
        [t.person for t in takers],
        KIND,
        subject="Вам предлагают пару",
        text="Откройте страницу пары: там видно, с кем и с каким вопросом. Можно согласиться или отказаться.",
        link=reverse("pairs:pair", args=[mentorship.pk]),
        why=WHY,
    )


def tell_representatives(mentorship: Mentorship, *, today: date) -> None:
    """Alone where the two themselves are written to in other words: after a decision of the council."""
    takers = taking_part([mentorship.pk])
    for person, children in _representatives(takers, today).items():
        notify(
            [person],
            KIND,
            subject="Ребёнку предлагают наставничество",
            text=f"{_names(children)}. Прочтите листы согласия: без вашей подписи ребёнок не участвует.",
            link=reverse("people:my_consents"),
            why=WHY_PARENT,
        )


def tell_started(mentorships: Sequence[Mentorship], *, number: str, on: date, today: date) -> None:
    """The order is issued: the pairs work from their first day."""
    order = f"Приказ № {number} от {on:%d.%m.%Y}"
    for mentorship in mentorships:
        begins = f"{order}. Первый день — {in_words(mentorship.starts_on)}."
        takers = taking_part([mentorship.pk])
        notify(
            [t.person for t in takers],
            STARTED,
            subject="Ваша пара закреплена приказом",
            text=f"{begins} Договоритесь о первой встрече.",
            link=reverse("pairs:pair", args=[mentorship.pk]),
            why=WHY,
        )
        for person, children in _representatives(takers, today).items():
            notify(
                [person],
                STARTED,
                subject="Наставничество ребёнка начинается",
                text=f"{_names(children)}. {begins}",
                link=reverse("people:my_consents"),
                why=WHY_PARENT,
            )


def _representatives(takers: Iterable[Participation], today: date) -> dict[Person, list[Person]]:
    """Representative who acts today → the children."""
    minors = {t.person_id: t.person for t in takers if t.person.is_minor(today)}
    acting = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    links = Representative.objects.filter(acting, minor__in=minors).select_related("person__account")
    found: dict[Person, list[Person]] = {}
    for link in links.order_by("created_at"):
        found.setdefault(link.person, []).append(minors[link.minor_id])
    return found


def _names(children: Sequence[Person]) -> str:
    return ", ".join(child.short_name for child in children)
