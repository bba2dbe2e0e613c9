"""How a consent is told on a screen: its state, its dates, what else it needs, what can be done."""

from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import ui
from nastavnik.people.consent_state import representative_of, signer_of
from nastavnik.people.models import Consent, Person
from nastavnik.people.rules import ConsentKind, ConsentState, ConsentWay

LOOK: dict[ConsentState, ui.Kind] = {
    ConsentState.NEEDED: "wait",
    ConsentState.PRINTED: "wait",
    ConsentState.EXPRESSED: "info",
    ConsentState.GIVEN: "ok",
    ConsentState.EXPIRED: "stop",
    ConsentState.WITHDRAWN: "stop",
}
OPEN = frozenset({ConsentState.NEEDED, ConsentState.PRINTED, ConsentState.EXPRESSED})
NO_REPRESENTATIVE = "Сначала укажите законного представителя: согласие за несовершеннолетнего даёт он."


def title_of(consent: Consent) -> str:
    return f"Согласие: {consent.get_kind_display().lower()}"


def status_of(consent: Consent, today: date) -> ui.Status:
    state = consent.state(today)
    if state is ConsentState.GIVEN and consent.way == ConsentWay.OTHER_BASIS:
        return ui.Status("ok", "Другое основание")
    if state is ConsentState.WITHDRAWN and not (consent.given_on or consent.expressed_at):
        return ui.Status("stop", "Отказ")
    return ui.Status(LOOK[state], state.label)


def latest_of(consent: Consent) -> str:
    """The last thing that happened, for a column of a list."""
    if consent.withdrawn_on:
        return f"{consent.withdrawn_on:%d.%m.%Y}"
    if consent.given_on:
        return f"{consent.given_on:%d.%m.%Y}"
    if consent.expressed_at:
        return f"{timezone.localtime(consent.expressed_at):%d.%m.%Y}"
    return f"{consent.printed_on:%d.%m.%Y}" if consent.printed_on else ""


def lines_of(consent: Consent) -> list[ui.Line]:
    """Everything recorded about it; what is not there yet is not shown."""
    represented = consent.signed_by
    pairs = (
        ("О чём", consent.about_words),
        ("Кому передаются", consent.recipients),
        ("Бланк напечатан", _day(consent.printed_on)),
        ("Высказано в системе", _moment(consent)),
        ("Дата на бумаге" if consent.way == ConsentWay.PAPER else "Записано", _day(consent.given_on)),
        (
            "Подписал представитель",
            f"{represented.person.full_name} ({represented.kinship})" if represented else "",
        ),
        ("Основание", consent.basis),
        ("Кто принял", consent.received_by),
        ("Где хранится", consent.kept_where),
        ("Действует по", _day(consent.valid_until)),
        ("Отозвано", _day(consent.withdrawn_on)),
        ("Как отозвано", consent.withdrawal_words),
    )
    lines = [ui.Line(term, value) for term, value in pairs if value]
    if consent.scan:
        lines.append(ui.Line("Скан", consent.scan.name, reverse("people:consent-scan", args=[consent.pk])))
    return lines


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


def _moment(consent: Consent) -> str:
    return f"{timezone.localtime(consent.expressed_at):%d.%m.%Y в %H:%M}" if consent.expressed_at else ""


def needs_of(consent: Consent, today: date, *, agreed: bool) -> str:
    """Whether a click is enough: the organisation's act, the signer's agreement; else the paper (63-ФЗ, ст. 9)."""
    if consent.state(today) not in OPEN:
        return ""
    organisation = consent.organisation
    if not (organisation.esign_act_number and organisation.esign_act_date):
        return (
            "Нажать «Согласен» можно, но этого мало: в организации нет акта о простой электронной подписи. "
            "Нужна бумага с подписью."
        )
    if not agreed:
        return (
            "Нажать «Согласен» можно, но этого мало: нет соглашения о простой электронной подписи с тем, "
            "кто подписывает. Подпишите соглашение или бумагу."
        )
    return (
        "Достаточно нажать «Согласен»: в организации действует простая электронная подпись. Бумага не нужна."
    )


def waits_for(consent: Consent, today: date, *, agreed: bool) -> str:
    """The same for the curator, who cannot say yes for anybody."""
    if consent.state(today) not in OPEN:
        return ""
    organisation = consent.organisation
    if not (organisation.esign_act_number and organisation.esign_act_date):
        return (
            "Нужна бумага с подписью. Кнопка «Согласен» её не заменит: в организации не записан акт о простой "
            "электронной подписи."
        )
    if not agreed:
        return (
            "Нужна бумага с подписью. Кнопка «Согласен» её не заменит, пока не записано соглашение человека "
            "о простой электронной подписи."
        )
    return "Подойдёт бумага с подписью или кнопка «Согласен» в системе."


def sheet_url(consent: Consent) -> str:
    """The blank to print; the address stands on a floor above."""
    try:
        return reverse("documents:sheet", args=[f"consent_{consent.kind}", consent.pk])
    except NoReverseMatch:
        return ""


def print_action(consent: Consent, today: date, *, primary: bool = False) -> ui.Action:
    stopped = NO_REPRESENTATIVE if lacks_representative(consent, today) else ""
    return ui.Action(
        "Скачать бланк", sheet_url(consent), why_not=stopped, icon="download", primary=primary and not stopped
    )


def lacks_representative(consent: Consent, today: date) -> bool:
    return consent.person.is_minor(today) and representative_of(consent.person, today=today) is None


def curator_actions(consent: Consent, actor: Actor, today: date) -> list[ui.Action]:
    """What can be done with it now; a minor without a representative first needs one."""
    state, pk = consent.state(today), [consent.pk]
    actions = _of_open(consent, actor, today) if state in OPEN else []
    if state is not ConsentState.WITHDRAWN and actor.can(Permission.CONSENT_WITHDRAW, consent):
        label = "Отозвать" if consent.given_on or consent.expressed_at else "Записать отказ"
        actions.append(ui.Action(label, reverse("people:consent-withdraw", args=pk)))
    return actions


def _of_open(consent: Consent, actor: Actor, today: date) -> list[ui.Action]:
    pk, may_mark = [consent.pk], actor.can(Permission.CONSENT_MARK, consent)
    if lacks_representative(consent, today):
        add = reverse("people:representative-add", args=[consent.person_id])
        actions = [ui.Action("Указать представителя", add, primary=True)] if may_mark else []
        return [*actions, ui.Action("Скачать бланк", why_not=NO_REPRESENTATIVE, icon="download")]
    received = ui.Action("Бумага получена", reverse("people:consent-receive", args=pk), primary=True)
    actions = [received] if may_mark else []
    actions.append(print_action(consent, today))
    if may_mark and consent.kind == ConsentKind.PROCESSING:
        actions.append(ui.Action("Есть другое основание", reverse("people:consent-basis", args=pk)))
    return actions


def own_card(consent: Consent, today: date, *, agreed: bool) -> ui.ConsentCard:
    """A consent as its signer sees it: plain words, «Согласен», the blank, the way back."""
    state, pk = consent.state(today), [consent.pk]
    actions: list[ui.Action] = []
    if state in {ConsentState.NEEDED, ConsentState.PRINTED}:
        about = f"{consent.get_kind_display()}, {consent.person.full_name}"
        actions.append(
            ui.Action("Согласен", reverse("people:consent-express", args=pk), post=True, about=about)
        )
    if state in OPEN:
        actions.append(print_action(consent, today))
    if state is not ConsentState.WITHDRAWN:
        label = "Отозвать" if consent.given_on or consent.expressed_at else "Отказаться"
        actions.append(ui.Action(label, reverse("people:consent-withdraw", args=pk), about=title_of(consent)))
    return ui.ConsentCard(
        title=consent.get_kind_display(),
        person=consent.person.full_name,
        status=status_of(consent, today),
        note=needs_of(consent, today, agreed=agreed),
        lines=lines_of(consent),
        actions=actions,
        minor=consent.person.is_minor(today),
    )


def signer(consent: Consent, today: date) -> Person:
    """Who signs or has signed: for a minor the representative, when there is one."""
    link = representative_of(consent.person, today=today) if consent.person.is_minor(today) else None
    return link.person if link else signer_of(consent)


def thanks(consent: Consent, *, agreed: bool) -> str:
    """What is left to do after «Согласен»."""
    if agreed and consent.organisation.esign_act_number and consent.organisation.esign_act_date:
        return "Согласие записано. Больше ничего не нужно."
    return "Согласие высказано. Осталось подписать бумагу: скачайте бланк или возьмите его у куратора."
