"""«Помощь»: whose guide is shown first, and what the renderer lets through."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.access.roles import Role
from nastavnik.desk.help import guides
from nastavnik.desk.help.rendering import rendered
from nastavnik.people.models import Person
from tests.cast import Cast
from tests.pairs.world import ready

SAMPLE = """# Памятка

Одна строка
и её продолжение.

## Записать встречу

1. Нажмите **Записать & сохранить**.
2. Прочитайте *Запись сохранена.*
- Без пустой строки
  и с продолжением

### Подробнее

> Осторожно: <b>не код</b>

См. [памятку](наставник.md) и [чужое](https://example.org/x.md).
"""


def page(person: Person | None, query: str = "") -> str:
    client = Client()
    if person is not None:
        assert person.account is not None
        client.force_login(person.account)
    return client.get(f"/help/{query}").content.decode()


def h1(html: str) -> str:
    return html.partition("<h1")[2].partition(">")[2].partition("</h1>")[0].strip()


def test_the_subset_is_turned_into_html() -> None:
    text = rendered(SAMPLE, {"наставник.md": "/help/?for=mentor"}.get)  # type: ignore[arg-type]
    assert text.title == "Памятка"
    assert text.contents == (("part-1", "Записать встречу"),)
    assert text.html.splitlines() == [
        "<p>Одна строка и её продолжение.</p>",
        '<h2 id="part-1">Записать встречу</h2>',
        "<ol><li>Нажмите <b>Записать &amp; сохранить</b>.</li><li>Прочитайте <q>Запись сохранена.</q></li></ol>",
        "<ul><li>Без пустой строки и с продолжением</li></ul>",
        "<h3>Подробнее</h3>",
        "<blockquote>Осторожно: &lt;b&gt;не код&lt;/b&gt;</blockquote>",
        '<p>См. <a href="/help/?for=mentor">памятку</a> и чужое.</p>',
    ]


@given(st.text(alphabet="<>&\"'*#[]()-1. \nая", max_size=80))
def test_no_text_brings_its_own_tags(source: str) -> None:
    html = rendered(source, lambda file: f"/{file}").html
    for tag in ("p", "b", "q", "h2", "h3", "ul", "ol", "li", "blockquote", "a"):
        html = html.replace(f"</{tag}>", "").replace(f"<{tag}>", "")  # type: ignore[assignment]
    for opening in ('<h2 id="part-', '<a href="'):
        html = html.replace(opening, "")  # type: ignore[assignment]
    assert "<" not in html


@pytest.mark.django_db
def test_each_role_begins_with_its_own_guide(cast: Cast) -> None:
    assert h1(page(cast.vera)) == "Памятка куратору"
    assert h1(page(cast.rodion)) == "Памятка руководителю"
    assert h1(page(None)) == h1(page(cast.galina)) == "Памятки"
    ready(cast)
    assert h1(page(cast.galina)) == "Памятка наставнику"
    assert h1(page(cast.kirill)) == "Памятка наставляемому"


@pytest.mark.django_db
def test_every_guide_opens_with_its_contents_and_the_frame_leads_here(cast: Cast) -> None:
    for guide in guides.GUIDES:
        html = page(cast.kirill, f"?for={guide.code}")
        text = guides.text_of(guide)
        assert h1(html) == text.title
        assert text.contents
        assert all(
            f'href="#{anchor}"' in html and f'<h2 id="{anchor}">' in html for anchor, _ in text.contents
        )
        assert 'href="/help/"' in html
    assert h1(page(cast.kirill, "?for=nonsense")) == "Памятки"


def test_own_guides_stand_first_then_where_to_begin() -> None:
    assert guides.in_order(set())[0] is guides.START
    labels = [guide.label for guide in guides.in_order({Role.CURATOR, Role.MENTOR})]
    assert labels[:3] == ["Куратору", "Наставнику", "С чего начать"]
