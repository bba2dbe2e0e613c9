"""Facts that every paper of an organisation shares: its requisites, who signs, what its head is called in cases."""

from datetime import date

from nastavnik.access.roles import Role
from nastavnik.core.errors import Refusal
from nastavnik.core.russian.names import Case, Gender
from nastavnik.documents.drawing.facts import OrganisationFacts, SignerFacts
from nastavnik.organisations.models import Organisation
from nastavnik.people.declension import name_in, position_in, position_words, signature
from nastavnik.people.models import Person, Representative
from nastavnik.people.queries import person_in_role

NO_HEAD = "В системе не указан руководитель организации. Назначьте его в разделе «Роли»."


def organisation_facts(organisation: Organisation) -> OrganisationFacts:
    return OrganisationFacts(
        full_name=organisation.full_name,
        short_name=organisation.short_name,
        founders=(organisation.founder,) if organisation.founder else (),
        place=organisation.place,
        address=organisation.address,
        inn=organisation.inn,
        ogrn=organisation.ogrn,
        email=organisation.email,
        phone=organisation.phone,
    )


def head_of(organisation: Organisation, *, today: date) -> Person:
    """Raises Refusal when nobody is appointed."""
    head = person_in_role(Role.HEAD, organisation, today=today)
    if head is None:
        raise Refusal(NO_HEAD)
    return head


def signer_facts(organisation: Organisation, *, today: date) -> SignerFacts:
    return signature_of(head_of(organisation, today=today), today=today)


def signature_of(head: Person, *, today: date) -> SignerFacts:
    position = position_words(head, today=today) or "Руководитель"
    return SignerFacts(position=_capital(position), name=signature(head))


def head_in_dative(organisation: Organisation, *, today: date) -> str:
    """«Директору МБОУ «СШ № 14»», and under it «Рощину Родиону Павловичу»: the corner of an application."""
    head = head_of(organisation, today=today)
    position = position_in(head, Case.DATIVE, today=today).text or "Руководителю"
    name = organisation.name_cases.get("short_genitive") or organisation.short_name
    return f"{_capital(position)} {name}\n{name_in(head, Case.DATIVE).text}"


def head_in_genitive(organisation: Organisation, *, today: date) -> tuple[str, str]:
    """«директора Рощина Родиона Павловича» after «в лице», and «действующего» or «действующей»."""
    head = head_of(organisation, today=today)
    position = position_in(head, Case.GENITIVE, today=today).text or "руководителя"
    acts = {Gender.MALE: "действующего", Gender.FEMALE: "действующей"}
    words = acts[Gender(head.gender)] if head.gender else "действующего(ей)"
    return f"{position} {name_in(head, Case.GENITIVE).text}", words


def represented(person: Person, link: Representative | None, *, today: date) -> tuple[str, str]:
    """The representative of a minor and the kinship; empty for an adult. Refuses a minor without one (R160)."""
    if not person.is_minor(today):
        return "", ""
    if link is None:
        raise Refusal(
            f"{person.short_name}: сначала укажите законного представителя — согласие за несовершеннолетнего даёт он."
        )
    return link.person.full_name, link.kinship


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
