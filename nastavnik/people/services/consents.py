"""Consents: asked, printed, received on paper, expressed by a click, withdrawn. One document, one purpose."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.core.models import StoredFile
from nastavnik.people.consent_state import consent_changed, representative_of
from nastavnik.people.models import Consent, ESignAgreement, Person, Representative
from nastavnik.people.rules import ConsentKind, ConsentState, ConsentWay, grows_up_on


@transaction.atomic
def ask(person: Person, kind: ConsentKind, *, today: date, by: Actor, recipients: str = "") -> Consent:
    """The sheet of a person for a purpose: the one still waiting or in force, else a new one."""
    by.require(Permission.CONSENT_MARK, person)
    return need(person, kind, today=today, by=by, recipients=recipients)


def need(person: Person, kind: ConsentKind, *, today: date, by: Actor, recipients: str = "") -> Consent:
    """The same for services above, which have asked their own right: a pair or a bank makes the sheet needed."""
    standing = Consent.objects.filter(person=person, kind=kind, about=None, withdrawn_on__isnull=True)
    for consent in standing:
        if consent.state(today) is not ConsentState.EXPIRED:
            return consent
    consent = Consent.objects.create(
        organisation=person.organisation, person=person, kind=kind, recipients=recipients.strip()[:300]
    )
    journal.record("consent.asked", f"Нужно согласие: {kind.label}", subject=consent, by=by)
    return consent


@transaction.atomic
def mark_printed(consent: Consent, *, today: date, by: Actor) -> None:
    _require_own_or(Permission.CONSENT_VIEW, consent, today, by)
    Consent.objects.filter(pk=consent.pk, printed_on__isnull=True).update(printed_on=today)
    consent.refresh_from_db()


@transaction.atomic
def receive_paper(
    consent: Consent,
    *,
    given_on: date,
    kept_where: str,
    today: date,
    scan: StoredFile | None = None,
    valid_until: date | None = None,
    by: Actor,
) -> None:
    """«Бумага получена»: the date, who took it, where it is kept; a scan is optional."""
    by.require(Permission.CONSENT_MARK, consent)
    if given_on > today:
        raise Refusal("Дата согласия ещё не наступила. Укажите день, который стоит на бумаге.")
    if valid_until and valid_until < given_on:
        raise Refusal("Срок согласия кончается раньше, чем оно дано. Исправьте одну из дат.")
    _give(
        consent,
        today=today,
        by=by,
        words="Бумага получена",
        given_on=given_on,
        received_by=by.name,
        kept_where=kept_where.strip(),
        way=ConsentWay.PAPER,
        scan=scan,
        valid_until=valid_until,
    )


@transaction.atomic
def record_other_basis(consent: Consent, *, basis: str, today: date, by: Actor) -> None:
    """Processing may rest on another ground than consent, recorded with its document (152-ФЗ, ст. 6)."""
    by.require(Permission.CONSENT_MARK, consent)
    if consent.kind != ConsentKind.PROCESSING:
        raise Refusal("Другое основание возможно только для обработки данных. Здесь нужна бумага с подписью.")
    if not basis.strip():
        raise Refusal("Назовите документ-основание: вид, номер и дату.")
    _give(
        consent,
        today=today,
        by=by,
        words="Записано другое основание",
        given_on=today,
        basis=basis.strip(),
        way=ConsentWay.OTHER_BASIS,
    )


@transaction.atomic
def express(consent: Consent, *, at: datetime, today: date, by: Actor) -> None:
    """A click: «согласие высказано». Whether it satisfies a gate is decided by `consent_state.counts`."""
    signer = _signer_among(consent, by, today)
    if consent.withdrawn_on or consent.given_on:
        raise Refusal("По этому листу уже есть решение. Обновите страницу.")
    represented = signer if isinstance(signer, Representative) else None
    Consent.objects.filter(pk=consent.pk).update(
        expressed_at=at, way=ConsentWay.CLICK, signed_by=represented or consent.signed_by
    )
    consent.refresh_from_db()
    journal.record("consent.expressed", "Согласие высказано", subject=consent, by=by)
    consent_changed.send(sender=Consent, consent=consent, today=today)


def _signer_among(consent: Consent, by: Actor, today: date) -> Person | Representative:
    """Only the person, and for a minor only the representative, says yes; a curator cannot click for anybody."""
    if consent.person.is_minor(today):
        representative = representative_of(consent.person, today=today)
        if representative is None:
            raise Refusal("Сначала укажите законного представителя: согласие за несовершеннолетнего даёт он.")
        if representative.person_id not in by.person_ids:
            raise Refusal("Согласие за несовершеннолетнего даёт его законный представитель.")
        return representative
    if consent.person_id not in by.person_ids:
        raise Refusal("Согласие даёт сам человек. Попросите его войти или подписать бумагу.")
    return consent.person


@transaction.atomic
def withdraw(consent: Consent, *, words: str, today: date, by: Actor) -> None:
    """Acts at once: from this moment the consent counts nowhere (152-ФЗ, ст. 9, ч. 2).

    A sheet that was never given may be declined the same way (R161): the refusal stays recorded.
    """
    _require_own_or(Permission.CONSENT_WITHDRAW, consent, today, by)
    was_given = bool(consent.given_on or consent.expressed_at)
    changed = Consent.objects.filter(pk=consent.pk, withdrawn_on__isnull=True).update(
        withdrawn_on=today, withdrawal_words=words.strip()[:300]
    )
    if not changed:
        raise Refusal("Это согласие уже отозвано.")
    consent.refresh_from_db()
    said = "Согласие отозвано" if was_given else "Отказ дать согласие"
    journal.record("consent.withdrawn", said, subject=consent, by=by)
    consent_changed.send(sender=Consent, consent=consent, today=today)


def _require_own_or(permission: Permission, consent: Consent, today: date, by: Actor) -> None:
    """The right over the row, or the place of a minor's representative: the sheet is theirs before they sign it."""
    if consent.person.is_minor(today):
        link = consent.person.representatives.filter(person__in=by.person_ids).exclude(ends_on__lt=today)
        if by.person_ids and link.exists():
            return
    by.require(permission, consent)


@transaction.atomic
def receive_papers(
    consents: Iterable[Consent], *, given_on: date, kept_where: str, today: date, by: Actor
) -> list[str]:
    """Many sheets of one day; returns the sentences about those that could not be taken."""
    stopped: list[str] = []
    for consent in consents:
        try:
            receive_paper(consent, given_on=given_on, kept_where=kept_where, today=today, by=by)
        except Refusal as refusal:
            stopped.append(f"{consent.person.short_name}: {refusal}")
    return stopped


@transaction.atomic
def agree_to_esign(person: Person, *, agreed_on: date, number: str, today: date, by: Actor) -> ESignAgreement:
    """The person's own agreement to the organisation's act on simple electronic signature."""
    by.require(Permission.CONSENT_MARK, person)
    if not (person.organisation.esign_act_number and person.organisation.esign_act_date):
        raise Refusal("Сначала запишите акт организации о простой электронной подписи: номер и дату.")
    if agreed_on > today:
        raise Refusal("Дата соглашения ещё не наступила.")
    agreement = ESignAgreement.objects.create(
        organisation=person.organisation, person=person, agreed_on=agreed_on, number=number
    )
    journal.record("esign.agreed", "Соглашение о простой электронной подписи", subject=agreement, by=by)
    return agreement


def _until_grown_up(person: Person, asked: object) -> object:
    """What a representative has signed holds no longer than till the eighteenth birthday."""
    if person.birth_date is None:
        return asked
    last = grows_up_on(person.birth_date) - timedelta(days=1)
    return min(asked, last) if isinstance(asked, date) else last


def _give(consent: Consent, *, today: date, by: Actor, words: str, **values: object) -> None:
    if consent.person.is_minor(today):
        representative = representative_of(consent.person, today=today)
        if representative is None:
            raise Refusal("Сначала укажите законного представителя: согласие за несовершеннолетнего даёт он.")
        values["signed_by"] = representative
        values["valid_until"] = _until_grown_up(consent.person, values.get("valid_until"))
    changed = Consent.objects.filter(pk=consent.pk, withdrawn_on__isnull=True).update(**values)
    if not changed:
        raise Refusal("Это согласие отозвано. Подготовьте новый лист.")
    consent.refresh_from_db()
    journal.record("consent.given", words, subject=consent, by=by, after={"kind": consent.kind})
    consent_changed.send(sender=Consent, consent=consent, today=today)
