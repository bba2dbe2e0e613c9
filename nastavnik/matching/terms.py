"""The terms a proposed pair starts with: form by who the two are, kind, term; each may be changed before approval."""

from dataclasses import dataclass
from datetime import date

from nastavnik.bank.models import Mentor, Request
from nastavnik.organisations.models import ListItem, Organisation
from nastavnik.organisations.rules import ListName
from nastavnik.pairs.rules import Origin
from nastavnik.pairs.services import Terms

from . import rules

TRADITIONAL = "traditional"


@dataclass(frozen=True)
class Choice:
    """What the curator or the council decides about a pair beside the pair itself."""

    form: ListItem
    kinds: tuple[ListItem, ...]
    starts_on: date
    ends_on: date


def items(organisation: Organisation, name: ListName) -> list[ListItem]:
    return list(ListItem.objects.filter(organisation=organisation, list=name, enabled=True))


def default_choice(request: Request, mentor: Mentor, *, today: date, starts: date | None = None) -> Choice:
    """Terms by default; forms and kinds that both have named go first."""
    organisation = request.organisation
    starts = starts or today
    form_code = rules.form_code(mentor.person.kind, request.mentee.person.kind)
    wanted = _agreed(request, mentor, "kinds") - {"group"}  # a proposal is a pair
    return Choice(
        form=_pick(items(organisation, ListName.FORM), _agreed(request, mentor, "forms"), form_code),
        kinds=(_pick(items(organisation, ListName.KIND), wanted, TRADITIONAL),),
        starts_on=starts,
        ends_on=rules.default_end(starts),
    )


def _agreed(request: Request, mentor: Mentor, name: str) -> set[str]:
    ours, theirs = ({item.code for item in getattr(side, name).all()} for side in (request, mentor))
    return ours & theirs if ours and theirs else ours | theirs


def _pick(found: list[ListItem], agreed: set[str], code: str) -> ListItem:
    """The usual line if it suits both or nothing was said; else the first that was agreed; else the first at all."""
    for wanted in ({code} if not agreed or code in agreed else agreed, {code}, {item.code for item in found}):
        for item in found:
            if item.code in wanted:
                return item
    raise LookupError("the list is empty")


def terms_of(request: Request, mentor: Mentor, choice: Choice) -> Terms:
    return Terms(
        issue=request.issue,
        form=choice.form,
        kinds=choice.kinds,
        starts_on=choice.starts_on,
        ends_on=choice.ends_on,
        subject=request.subject,
        distance=mentor.organisation_id != request.organisation_id,
        origin=Origin.MATCHED,
        requests={request.mentee.person_id: request},
    )
