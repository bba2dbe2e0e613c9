"""The values of a profile for the components: the picture, the words, the history."""

from collections.abc import Mapping, Sequence

from nastavnik.core import ui
from nastavnik.core.russian.wording import in_words
from nastavnik.organisations.models import ListItem

from .models import Assessment, CareNote
from .rules import DIFFICULTY_FROM, Assessor, Mastery, Profile, need

Row = tuple[str, int | None, int | None]


def rows_of(profile: Profile, domains: Sequence[ListItem]) -> list[Row]:
    """(domain, own level, another's level) for `profile_chart`."""
    return [(d.title, profile.own.get(d.code), profile.expert.get(d.code)) for d in domains]


def in_sentences(codes: Sequence[str], profile: Profile, domains: Sequence[ListItem]) -> list[ui.Task]:
    """«Методическая — пробую, но получается с трудом». A domain that the organisation has put aside is left out."""
    titles: Mapping[str, str] = {domain.code: domain.title for domain in domains}
    return [
        ui.Task(titles[code], note=Mastery(profile.mastery(code) or 0).label)
        for code in codes
        if code in titles
    ]


def events_of(sheets: Sequence[Assessment]) -> list[ui.Event]:
    """The history by date: who filled the sheet and which domains were difficulties then."""
    return [
        ui.Event(
            when=in_words(sheet.on),
            title=Assessor(sheet.assessor).label + _by(sheet),
            text=_levels(sheet) + (f" Комментарий: {sheet.note}" if sheet.note else ""),
            iso=sheet.on.isoformat(),
        )
        for sheet in sheets
    ]


def note_events(notes: Sequence[CareNote]) -> list[ui.Event]:
    return [
        ui.Event(
            when=in_words(note.on) + (f", {note.written_by.short_name}" if note.written_by else ""),
            title=note.about.short_name if note.about else "О взаимодействии",
            text=note.text,
        )
        for note in notes
    ]


def _by(sheet: Assessment) -> str:
    if sheet.assessor == Assessor.SELF or sheet.assessed_by is None:
        return ""
    return f", {sheet.assessed_by.short_name}"


def _levels(sheet: Assessment) -> str:
    hard = [
        level.domain.title for level in sheet.levels.all() if (need(level.mastery) or 0) >= DIFFICULTY_FROM
    ]
    return f"Где нужна помощь: {', '.join(hard)}." if hard else "Трудностей не названо."
