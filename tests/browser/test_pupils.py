"""Two pupils become a pair with their representatives' consents, up to «ждёт приказа»."""

import re
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from nastavnik.core.jobs import run_all
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import PairState
from nastavnik.people.models import Consent, Person
from tests.cast import make_cast

from .conftest import Watched
from .hands import Hands
from .sweep import enter, path_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def add_pupil(hands: Hands, last: str, first: str, middle: str, group: str) -> Person:
    hands.go("/people/new/")
    born = str(timezone.localdate().year - 14)
    hands.fill(last_name=last, first_name=first, middle_name=middle, kind="pupil", gender="male")
    hands.fill(birth=born, group_name=group)
    hands.press("Сохранить карточку")
    hands.says(f"{last} {first} {middle}")
    return Person.objects.get(last_name=last)


def link_parent(hands: Hands, pupil: Person, last: str, first: str, middle: str) -> None:
    hands.go(f"/people/{pupil.pk}/")
    hands.follow("Указать представителя")
    hands.fill(kinship="мать", last_name=last, first_name=first, middle_name=middle)
    hands.submit()
    hands.says(f"{last} {first} {middle}")


def mark_received(hands: Hands, sheet: Consent) -> None:
    hands.go(f"/people/consents/{sheet.pk}/paper/")
    hands.fill(kept_where="папка 3")
    hands.submit()


def test_a_pair_of_pupils_waits_for_their_parents_then_for_the_order(
    watched: Watched, transactional_db: None
) -> None:
    cast = make_cast()
    enter(watched, cast.vera.account)
    hands = Hands(watched, "pupils")
    elder = add_pupil(hands, "Осинин", "Пётр", "Львович", "9 «А»")
    younger = add_pupil(hands, "Рябинин", "Лев", "Ильич", "6 «Б»")

    hands.go("/pairs/new/")
    hands.fill(
        mentor=str(elder.pk), mentees=str(younger.pk), issue="=Содержание предмета", form="=ученик — ученик"
    )
    hands.press("Создать пару")
    hands.see(narrow=True)
    hands.says("Не указан законный представитель")
    pair = Mentorship.objects.get()
    address = path_of(hands.page)

    # Without a representative no sheet can be signed for a child
    ask_for_both(hands, [elder, younger])
    sheet = Consent.objects.filter(person=elder).first()
    assert sheet
    hands.go(f"/people/consents/{sheet.pk}/paper/")
    hands.submit()
    hands.says("Сначала укажите законного представителя")
    pair.refresh_from_db()
    assert pair.state == PairState.AWAITS_CONSENTS

    link_parent(hands, elder, "Осинина", "Анна", "Юрьевна")
    link_parent(hands, younger, "Рябинина", "Ольга", "Олеговна")
    for paper in Consent.objects.filter(person__in=[elder, younger], given_on__isnull=True):
        mark_received(hands, paper)
    run_all()

    hands.go(address)
    hands.see(narrow=True)
    pair.refresh_from_db()
    assert pair.state == PairState.AWAITS_ORDER
    hands.says("Ждёт приказа")
    signed = Consent.objects.filter(person__in=[elder, younger])
    assert {consent.signed_by.person.last_name for consent in signed if consent.signed_by} == {
        "Осинина",
        "Рябинина",
    }
    hands.follow(re.compile("Подготовить приказ"))
    assert urlsplit(hands.page.url).path.startswith("/pairs/orders/")


def ask_for_both(hands: Hands, people: list[Person]) -> None:
    """The sheets of processing, where the pair has not asked for them by itself."""
    for person in people:
        if not Consent.objects.filter(person=person, kind="processing").exists():
            hands.go(f"/people/{person.pk}/consents/new/")
            hands.fill(kind="processing")
            hands.submit()
