"""Components of the interface: what they show, what they never let through, how they speak."""

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.http import HttpRequest
from django.template import TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from nastavnik.core import charts, ui
from nastavnik.core.forms import Form, Plates
from nastavnik.core.russian import wording
from nastavnik.core.templatetags import ui as tags
from nastavnik.desk.frame import SECTIONS

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = [
    file for folder in ("templates", "nastavnik") for file in sorted((ROOT / folder).rglob("*.html"))
]
NBSP = "\N{NO-BREAK SPACE}"
EVIL = '<script>alert("x")</script>'
VOID = {"input", "meta", "link", "br", "img", "hr", "use", "rect", "line", "circle", "path", "polygon"}


class Page(HTMLParser):
    """Ids, labels and controls of a page, and whether every tag was closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.controls: list[dict[str, str | None]] = []
        self.pointed: set[str] = set()
        self.anchors: set[str] = set()
        self.open: list[str] = []
        self.broken: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "label":
            self.labels.add(str(found.get("for")))
        if tag in {"input", "select", "textarea"} and found.get("type") != "hidden":
            self.controls.append(found)
        for name in ("aria-describedby", "aria-labelledby"):
            self.pointed.update((found.get(name) or "").split())
        if tag == "a" and (found.get("href") or "").startswith("#") and found["href"] != "#":
            self.anchors.add(str(found["href"])[1:])

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.broken.append(tag)


def part(name: str, /, **context: object) -> str:
    """One part, rendered as a screen would include it."""
    return render_to_string(f"ui/{name}.html", context, request=RequestFactory().get("/"))


@pytest.fixture
def page(client: Client, settings: Settings) -> str:
    settings.DEBUG = True
    return client.get("/ui/").content.decode()


def test_strangers_do_not_see_the_page_of_components(client: Client) -> None:
    assert client.get("/ui/").status_code == 404


@pytest.mark.django_db
def test_every_part_has_a_sample_on_the_page_of_components() -> None:
    shown = "".join(
        (ROOT / name).read_text(encoding="utf-8")
        for name in ("nastavnik/desk/templates/desk/ui.html", "templates/base.html")
    )
    inner = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "templates").rglob("*.html"))
    files = (ROOT / "templates" / "ui").glob("*.html")
    parts = {file.stem for file in files if "{% extends" not in file.read_text(encoding="utf-8")}
    by_tag = {"profile", "radar"}
    elsewhere = {"error_page", "job_head", "fields"}
    unseen = {name for name in parts - by_tag - elsewhere if f'"ui/{name}.html"' not in shown + inner}
    assert unseen == set()


@pytest.mark.django_db
def test_the_page_of_components_is_well_formed_and_tied(page: str) -> None:
    read = Page(page)
    assert read.broken == []
    assert read.open == []
    assert len(read.ids) == len(set(read.ids))
    assert read.pointed <= set(read.ids)
    assert read.anchors <= set(read.ids)
    unlabelled = [
        one for one in read.controls if one.get("id") not in read.labels and not one.get("aria-label")
    ]
    assert unlabelled == []
    assert page.count("<h1") == 1


@pytest.mark.django_db
def test_every_form_that_posts_carries_its_token(page: str) -> None:
    bodies = re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL)
    assert len(bodies) > 5
    assert [body for body in bodies if "csrfmiddlewaretoken" not in body] == []


PARTS: list[tuple[str, dict[str, object]]] = [
    ("title", {"title": EVIL, "sub": EVIL, "lead": EVIL, "back": EVIL, "back_url": "/"}),
    ("action", {"action": ui.Action(EVIL, "/", about=EVIL)}),
    ("action", {"action": ui.Action(EVIL, "/", post=True)}),
    ("action", {"action": ui.Action("Отправить", why_not=EVIL)}),
    ("todo", {"cards": [ui.ToDo(1, EVIL, "/", EVIL, EVIL)]}),
    ("tasks", {"tasks": [ui.Task(EVIL, "/", EVIL, ui.Status("ok", EVIL))]}),
    ("lines", {"lines": [ui.Line(EVIL, EVIL, change_url="/", change_what=EVIL)]}),
    ("card", {"name": "x", "title": EVIL, "lines": []}),
    ("table", {"table": ui.Table(EVIL, [ui.Column(EVIL)], [ui.Row([ui.Cell(EVIL, note=EVIL, mark="bad")])])}),
    ("pager", {"pager": ui.Pager(EVIL, "/", "/")}),
    ("picker", {"picker": ui.Picker("p", EVIL, EVIL, EVIL, True, [ui.Person(1, EVIL, EVIL)], error=EVIL)}),
    ("answers", {"groups": [ui.Group(EVIL, [ui.Line(EVIL, EVIL)], "/")], "submit": EVIL, "note": EVIL}),
    ("confirm", {"title": EVIL, "text": EVIL, "submit": EVIL}),
    ("note", {"title": EVIL, "text": EVIL}),
    ("help", {"term": EVIL, "text": EVIL}),
    ("error_list", {"title": EVIL, "errors": [{"label": EVIL, "url": "#a"}, EVIL]}),
    ("job", {"job": ui.Progress(EVIL, 1, 2, url="/", remaining=EVIL)}),
    ("progress", {"label": EVIL, "done": 1, "total": 2, "unit": EVIL, "until": EVIL}),
    ("figures", {"figures": [(EVIL, EVIL)]}),
    ("timeline", {"events": [ui.Event(EVIL, EVIL, EVIL, "/", "doc", "2026-01-01")]}),
    ("steps", {"steps": [ui.Step(EVIL, EVIL, "now")]}),
    ("gates", {"gates": [ui.Gate(EVIL, EVIL, actions=[ui.Action(EVIL, "/")])]}),
    ("pair", {"pair": ui.PairCard(EVIL, EVIL, "/", EVIL, ui.Status("ok", EVIL), EVIL)}),
    ("empty", {"title": EVIL, "text": EVIL, "action": ui.Action(EVIL, "/")}),
    ("consent", {"consent": ui.ConsentCard(EVIL, EVIL, ui.Status("ok", EVIL), EVIL)}),
    ("file", {"file": ui.File(EVIL, "/", EVIL, 5, date(2026, 1, 1), EVIL)}),
    (
        "import_preview",
        {"errors": [EVIL], "errors_title": EVIL, "submit": EVIL, "download_url": "/", "download": EVIL},
    ),
    ("error_page", {"title": EVIL, "text": EVIL, "request_code": EVIL}),
]


@pytest.mark.parametrize(("name", "context"), PARTS, ids=[f"{n}-{i}" for i, (n, _) in enumerate(PARTS)])
def test_what_people_typed_never_becomes_markup(name: str, context: dict[str, object]) -> None:
    text = part(name, **context)
    assert "<script" not in text
    assert "&lt;" in text
    assert Page(text).broken == []


class Visit(Form):
    """A small form with the looks that differ."""

    name = forms.CharField(label="Тема", help_text="Одной строкой.", max_length=20)
    held = forms.ChoiceField(label="Состоялась?", widget=Plates, choices=[("yes", "Да"), ("no", "Нет")])
    day = forms.DateField(label="Дата")
    text = forms.CharField(label="Итог", widget=forms.Textarea, max_length=500, required=False)
    file = forms.FileField(label="Фото", required=False)


def test_an_error_is_said_at_the_field_and_in_the_summary_which_leads_to_it() -> None:
    text = part("form", form=Visit({"held": "yes", "day": "2026-09-15"}), submit="Записать встречу")
    assert text.count("Заполните поле «Тема»") == 2
    assert '<a href="#id_name">' in text
    assert 'aria-describedby="id_name_helptext id_name_error"' in text
    assert 'aria-invalid="true"' in text


def test_a_filled_form_has_no_summary_and_no_marks_of_error() -> None:
    text = part("form", form=Visit({"name": "План", "held": "yes", "day": "2026-09-15"}), submit="Записать")
    assert "n-errors" not in text
    assert "aria-invalid" not in text


def test_the_link_to_a_group_leads_to_its_first_answer() -> None:
    text = part("form", form=Visit({"name": "План", "day": "2026-09-15"}), submit="Записать")
    assert '<a href="#id_held_0">' in text
    assert "id_held_0" in Page(text).ids


def test_a_date_goes_to_the_browser_in_its_own_form() -> None:
    text = part("form", form=Visit(initial={"day": date(2026, 9, 15)}))
    assert 'type="date"' in text
    assert 'value="2026-09-15"' in text


def test_a_form_with_a_file_is_sent_in_parts() -> None:
    assert 'enctype="multipart/form-data"' in part("form", form=Visit())


def test_a_long_text_is_counted_and_a_short_one_is_not() -> None:
    text = part("form", form=Visit())
    assert text.count("data-count=") == 1
    assert 'data-count="id_text_count"' in text


def test_a_form_of_a_library_takes_our_look() -> None:
    class Foreign(forms.Form):
        name = forms.CharField(label="Имя")

    assert 'class="n-field"' in str(Foreign())
    assert 'class="form-control"' in str(Foreign()["name"])


def test_the_title_of_a_page_with_errors_begins_with_the_word() -> None:
    wrong, right = Visit({}), Visit()
    request = HttpRequest()
    assert "<title>Ошибка: " in render_to_string("base.html", {"form": wrong}, request=request)
    assert "<title>Ошибка: " not in render_to_string("base.html", {"form": right}, request=request)


def test_the_frame_stands_without_any_context() -> None:
    text = render_to_string("base.html")
    assert 'href=""' not in text
    assert "n-nav" not in text


def test_places_and_sections_of_a_signed_in_person_are_links() -> None:
    nav = [{"label": "Сегодня", "url": "/", "icon": "house", "current": True}]
    places = [
        {"label": "Школа № 14", "role": "куратор", "url": "/a/", "current": True},
        {"label": "Школа № 3", "role": "наставник", "url": "/b/", "current": False},
    ]
    text = render_to_string(
        "base.html",
        {
            "actor": {"name": "Вера Николаевна", "user_id": 1},
            "here": {"short_name": "Школа № 14"},
            "here_role": "куратор",
            "places": places,
            "nav": nav,
            "bottom_nav": nav,
            "demo": True,
        },
    )
    assert text.count('aria-current="page"') == 2
    assert 'href="/b/"' in text
    assert "Вера Николаевна" in text
    assert "Учебная площадка" in text
    assert Page(text).broken == []


@pytest.mark.parametrize("name", ["403", "404", "413", "429", "500", "503", "csrf"])
def test_every_error_page_says_what_to_do_and_gives_the_code(name: str) -> None:
    text = render_to_string(f"errors/{name}.html", {"request_code": "7F3A"})
    assert "7F3A" in text
    assert "На главную" in text
    assert "Код обращения" not in render_to_string(f"errors/{name}.html")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "дней"),
        (1, "день"),
        (2, "дня"),
        (5, "дней"),
        (11, "дней"),
        (14, "дней"),
        (21, "день"),
        (112, "дней"),
    ],
)
def test_a_number_chooses_its_word(number: int, words: str) -> None:
    assert wording.counted(number, "день,дня,дней") == f"{number}{NBSP}{words}"


@given(st.integers(min_value=0, max_value=10**6))
def test_the_word_depends_on_the_last_two_digits_only(number: int) -> None:
    assert wording.plural(number, "а,б,в") == wording.plural(number % 100, "а,б,в")


def test_dates_and_deadlines_are_written_as_people_write_them() -> None:
    today = date(2026, 9, 15)
    assert wording.in_words(date(2026, 5, 27)) == f"27{NBSP}мая 2026{NBSP}г."
    assert wording.due(date(2026, 9, 18), today) == f"до{NBSP}18{NBSP}сентября"
    assert wording.due(today, today) == "сегодня последний день"
    assert wording.due(date(2026, 9, 14), today) == f"просрочено на 1{NBSP}день"
    assert wording.due(date(2027, 5, 28), today).endswith(f"2027{NBSP}г.")


def test_numbers_sizes_and_names_are_short_and_plain() -> None:
    assert wording.spaced(1234.5) == f"1{NBSP}234,5"
    assert wording.file_size(1) == f"1{NBSP}КБ"
    assert wording.file_size(2_400_000) == f"2,4{NBSP}МБ"
    assert wording.short_name("Кравцова Тамара Ильинична") == f"Кравцова{NBSP}Т.{NBSP}И."
    assert wording.initials("Кравцова Тамара Ильинична") == "ТК"
    assert wording.initials("") == wording.short_name("") == ""


def test_every_icon_that_the_code_names_stands_in_the_sprite() -> None:
    known = set((ROOT / "assets" / "icons.txt").read_text(encoding="utf-8").split())
    code = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "nastavnik").rglob("*.py"))
    named = set(re.findall(r'icon="([\w-]+)"', code))
    named.update(section.icon for section in SECTIONS)
    assert named - known == set()


def test_sections_that_do_not_fit_the_bottom_bar_are_behind_more() -> None:
    nav = [{"label": f"Раздел {n}", "url": f"/{n}/", "icon": "house", "current": n == 5} for n in range(6)]
    text = render_to_string("ui/bottom_bar.html", {"nav": nav, "bottom_nav": nav[:4]})
    assert all(text.count(f'href="/{n}/"') == 1 for n in range(6))
    assert 'class="is-current"' in text
    assert "Ещё" not in render_to_string("ui/bottom_bar.html", {"nav": nav[:4], "bottom_nav": nav[:4]})


def test_a_status_of_unknown_shape_is_refused() -> None:
    assert "n-status--ok" in tags.status("ok", "Готово")
    with pytest.raises(TemplateSyntaxError):
        tags.status("fine", "Готово")


@pytest.mark.parametrize(
    "tag", ["undo:https://other.example/", "undo://other.example/", "undo:/\\other.example", "success"]
)
def test_undo_never_leads_outside(tag: str) -> None:
    assert tags.undo_url("undo:/pairs/1/resume/") == "/pairs/1/resume/"
    assert tags.undo_url(tag) == ""


@given(st.lists(st.tuples(st.text(), *[st.one_of(st.none(), st.floats(0, 4))] * 2), max_size=9))
def test_marks_of_a_profile_stay_inside_the_drawing(
    rows: list[tuple[str, float | None, float | None]],
) -> None:
    drawn = charts.profile(rows)
    places = [x for one in drawn.domains for x in (one.x_self, one.x_expert) if x]
    assert all(3 <= float(x.rstrip("%")) <= 97 for x in places)
    points = [
        float(one) for ring in (*drawn.rings, drawn.self_points) for one in re.split("[ ,]", ring) if one
    ]
    assert all(0 <= one <= 300 for one in points)


def test_a_profile_with_a_gap_draws_no_line_across_it() -> None:
    whole = [("А", 1.0, 1.0), ("Б", 2.0, 2.0), ("В", 3.0, 3.0)]
    assert charts.profile(whole).self_points
    assert not charts.profile([*whole, ("Г", None, 2.0)]).self_points


@pytest.mark.parametrize("file", TEMPLATES, ids=[str(file.relative_to(ROOT)) for file in TEMPLATES])
def test_no_template_holds_a_style_or_a_script_of_its_own(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+\s*=|javascript:|<script(?![^>]*\ssrc=)|\|safe\b", text)


@pytest.mark.parametrize("file", TEMPLATES, ids=[str(file.relative_to(ROOT)) for file in TEMPLATES])
def test_russian_text_is_set_with_its_own_quotes_and_dashes(file: Path) -> None:
    wrong = [
        text for text in _russian(file.read_text(encoding="utf-8")) if re.search(r"[\"“”']| - |№(?=\d)", text)
    ]
    assert wrong == []


def test_the_linter_of_typography_finds_what_it_looks_for() -> None:
    assert list(_russian('<p title="x">Приказ "О парах"</p>')) == ['Приказ "О парах"']


def _russian(text: str) -> Iterator[str]:
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "\n", text, flags=re.DOTALL)
    for piece in re.split(r"<[^>]*>|\n", text):
        if re.search("[а-яё]", piece, re.IGNORECASE):
            yield piece.strip()
