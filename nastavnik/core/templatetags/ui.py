"""Atoms of the interface: icon, status, face, plural, dates; `{% load ui %}`."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

from django import template
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from nastavnik.core import charts
from nastavnik.core.once import new_token
from nastavnik.core.russian import typography, wording

register = template.Library()

SPRITE = "icons.svg"
SHAPES = ("ok", "wait", "stop", "info", "rest")
NOTE_KINDS = {"success": "ok", "info": "info", "warning": "wait", "error": "stop", "debug": "rest"}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A bootstrap icon from our sprite; silent unless a label is given. Names stand in assets/icons.txt."""
    href = f"{static(SPRITE)}#{name}"
    if label:
        return format_html('<svg class="bi" role="img" aria-label="{}"><use href="{}"/></svg>', label, href)
    return format_html('<svg class="bi" aria-hidden="true"><use href="{}"/></svg>', href)


@register.simple_tag(takes_context=True)
def form_token(context: template.Context) -> SafeString:
    """The hidden fields of every form: CSRF and once. `{% csrf_token %}` is empty after `{% include … only %}`."""
    request = getattr(context, "request", None)
    if request is None:
        return SafeString("")
    csrf = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
    return csrf + once()


@register.simple_tag(name="once")
def once() -> SafeString:
    """The one-time token of a form: sent twice, it acts once. `form_token` holds it already."""
    token = new_token()
    return format_html('<input type="hidden" name="once" value="{}" autocomplete="off">', token)


@register.simple_tag
def shape(kind: str) -> SafeString:
    """The figure of a status alone, where the word stands beside it; also «logo»."""
    return format_html('<svg aria-hidden="true"><use href="{}#s-{}"/></svg>', static(SPRITE), kind)


@register.simple_tag
def status(kind: str, word: object) -> SafeString:
    """Shape and word: `{% status "wait" "Ждёт согласий" %}`. Unknown kinds are a mistake of the template."""
    if kind not in SHAPES:
        raise template.TemplateSyntaxError(f"No status «{kind}»: take one of {', '.join(SHAPES)}")
    return format_html('<span class="n-status n-status--{}">{}{}</span>', kind, shape(kind), word)


@register.simple_tag
def face(letters: str, role: str = "mentor") -> SafeString:
    """A circle with two letters: filled for a mentor, a ring for a mentee. The name must stand beside it."""
    ring = " n-face--mentee" if role == "mentee" else ""
    return format_html('<span class="n-face{}" aria-hidden="true">{}</span>', ring, letters)


@register.simple_tag
def bar(done: int, total: int, label: str = "") -> SafeString:
    """A bar of `done` of `total`. With a label it is a progressbar, without one the figures stand beside it."""
    total = max(total, 1)
    done = max(0, min(done, total))
    spoken = (
        format_html(
            'role="progressbar" aria-label="{}" aria-valuemin="0" aria-valuemax="{}" aria-valuenow="{}"',
            label,
            str(total),
            str(done),
        )
        if label
        else SafeString('aria-hidden="true"')
    )
    return format_html(
        '<svg class="n-bar" viewBox="0 0 {} 1" preserveAspectRatio="none" {}>'
        '<rect width="{}" height="1"/></svg>',
        str(total),
        spoken,
        str(done),
    )


@register.simple_tag
def plural(number: int, forms: str) -> str:
    """`{% plural 3 "день,дня,дней" %}` is «3 дня»."""
    return wording.counted(number, forms)


@register.filter
def word_for(number: int, forms: str) -> str:
    """`{{ n|word_for:"день,дня,дней" }}` is the word without the number."""
    return wording.plural(number, forms)


@register.filter
def date_words(day: date | None) -> str:
    """«27 мая 2026 г.»; nothing for no date."""
    return wording.in_words(_day(day)) if day else ""


@register.filter
def day_month(day: date | None) -> str:
    """«27 мая»."""
    return wording.day_and_month(_day(day)) if day else ""


@register.filter
def date_short(day: date | None) -> str:
    """«27.05.2026», the form for tables."""
    return f"{_day(day):%d.%m.%Y}" if day else ""


@register.simple_tag
def due(day: date | None, today: date) -> str:
    """«до 18 сентября», «сегодня последний день», «просрочено на 3 дня»; today comes from the view."""
    return wording.due(_day(day), _day(today)) if day else ""


def _day(moment: date) -> date:
    if not isinstance(moment, datetime):
        return moment
    return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()


@register.filter
def initials(full_name: object) -> str:
    """«Кравцова Тамара Ильинична» is «ТК»."""
    return wording.initials(str(full_name))


@register.filter
def letters(name: object) -> str:
    """First letters of two words as they stand: the name of an account may be «Тамара Ильинична»."""
    return "".join(word[0] for word in str(name).split()[:2]).upper()


@register.filter
def short_name(full_name: object) -> str:
    """«Кравцова Тамара Ильинична» is «Кравцова Т. И.»."""
    return wording.short_name(str(full_name))


@register.filter
def nbsp(text: object) -> str:
    """Every space of a short phrase holds."""
    return str(text).replace(" ", typography.NBSP)


@register.filter
def tidy(text: object) -> str:
    """«Ёлочки» and non-breaking spaces in a sentence typed by a person."""
    return typography.polish(str(text))


@register.filter
def spaced(number: float) -> str:
    """«1 234,5»."""
    return wording.spaced(number)


@register.filter
def file_size(octets: int) -> str:
    """«120 КБ»."""
    return wording.file_size(octets)


@register.filter
def level(value: float | None) -> str:
    """A level of the profile: «2,5»; a dash where nobody answered."""
    return "—" if value is None else f"{value:g}".replace(".", ",")


@register.filter
def column(columns: Sequence[object], place: int) -> object:
    """The column a cell stands in; a row longer than the heading gives nothing rather than a broken page."""
    return columns[place] if place < len(columns) else None


@register.filter
def note_kind(level_tag: str) -> str:
    """The shape of a Django message."""
    return NOTE_KINDS.get(level_tag, "info")


@register.filter
def undo_url(extra_tags: str | None) -> str:
    """The address in `extra_tags="undo:/…"`, only when it is inside the site."""
    for tag in (extra_tags or "").split():
        url = tag.removeprefix("undo:")
        inside = url.startswith("/") and not url.startswith(("//", "/\\")) and not urlsplit(url).netloc
        if url != tag and inside:
            return url
    return ""


@register.inclusion_tag("ui/profile.html")
def profile_chart(
    profile: Iterable[tuple[str, charts.Level, charts.Level]], title: str, name: str = "profile"
) -> dict[str, object]:
    """Profile of difficulties and strengths as rows: ring is one's own answer, dot is the expert's."""
    return {"chart": charts.profile(profile), "title": title, "name": name}


@register.inclusion_tag("ui/radar.html")
def radar_chart(
    profile: Iterable[tuple[str, charts.Level, charts.Level]], title: str, name: str = "radar"
) -> dict[str, object]:
    """The same profile as a radar; numbers on it are explained by the table below."""
    return {"chart": charts.profile(profile), "title": title, "name": name}
