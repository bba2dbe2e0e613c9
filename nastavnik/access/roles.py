"""Who is allowed what. The whole policy of the system is this table."""

from nastavnik.core.choices import Choices

from .permissions import Permission as P


class Role(Choices):
    HEAD = "head", "Руководитель"
    DEPUTY = "deputy", "Заместитель руководителя"
    CURATOR = "curator", "Куратор"
    COUNCIL_CHAIR = "council_chair", "Председатель совета наставников"
    COUNCIL_MEMBER = "council_member", "Член совета наставников"
    PSYCHOLOGIST = "psychologist", "Педагог-психолог"
    UNION = "union", "Представитель профсоюза"
    SITE_ADMIN = "site_admin", "Системный администратор сайта"
    MENTOR = "mentor", "Наставник"
    MENTEE = "mentee", "Наставляемый"
    TUTOR = "tutor", "Тьютор ЦНППМ"
    MUNICIPAL = "municipal", "Муниципальный координатор"
    REGIONAL = "regional", "Региональный координатор"
    INSTALLER = "installer", "Администратор установки"
    CONSOLE = "console", "Командная строка установки"


# Roles that are given by appointment; the last two belong to the installation.
APPOINTED = tuple(role for role in Role if role not in {Role.INSTALLER, Role.CONSOLE})

_EVERYBODY = frozenset({P.HOME_VIEW, P.OWN_DATA, P.ORGANISATION_VIEW})
_OVERSEE = _EVERYBODY | {
    P.PERSON_LIST,
    P.PERSON_VIEW,
    P.BANK_VIEW,
    P.REQUEST_VIEW,
    P.PAIR_VIEW,
    P.MEETING_VIEW,
    P.MATCH_VIEW,
    P.PAPER_VIEW,
    P.REPORT_VIEW,
}
_CURATE = _OVERSEE | {
    P.LISTS_EDIT,
    P.BODIES_EDIT,
    P.PERSON_EDIT,
    P.PEOPLE_IMPORT,
    P.PERSON_INVITE,
    P.CONSENT_VIEW,
    P.CONSENT_MARK,
    P.CONSENT_WITHDRAW,
    P.DIAGNOSTICS_EXPERT,
    P.LEVELS_VIEW,
    P.SENSITIVE_VIEW,
    P.BANK_EDIT,
    P.REGISTER_EXPORT,
    P.PAIR_FORM,
    P.PAIR_APPROVE,
    P.PAIR_CLOSE,
    P.STEP_EDIT,
    P.PROGRAMME_EDIT,
    P.PROGRAMME_ADVISE,
    P.PROGRAMME_APPROVE,
    P.MEETING_RUN,
    # How a meeting was for one side is told to the curator alone.
    P.RATING_VIEW,
    P.DIARY_VIEW,
    # What a mentor is paid for: curator and head, and the mentor.
    P.HOURS_VIEW,
    P.ROOMS_EDIT,
    P.MATCH_RUN,
    P.MATCH_APPROVE,
    # Sends questions to the council, writes down the votes of a sitting.
    P.COUNCIL_VIEW,
    P.COUNCIL_ASK,
    P.WISHES_VIEW,
    P.PAPER_DRAFT,
    P.PAPER_ISSUE,
    P.ACTS_EDIT,
    P.ORGANISATION_EDIT,
    P.ROLES_APPOINT,
    P.JOURNAL_VIEW,
    P.MESSAGES_LOG,
    P.TALK_OVERSEE,
    P.COMPLAINT_HANDLE,
    P.BOARD_EDIT,
    P.WORKLOAD_VIEW,
}
# The council takes part in making and trying programmes (R104, R219): it reads drafts and advises.
_COUNCIL = _EVERYBODY | {
    P.BANK_VIEW,
    P.REQUEST_VIEW,
    P.PAIR_VIEW,
    P.MATCH_VIEW,
    P.PROGRAMME_ADVISE,
    P.COUNCIL_VIEW,
    P.COUNCIL_VOTE,
}

ROLE_PERMISSIONS: dict[Role, frozenset[P]] = {
    # The head decides and controls (R084), and sees requests, never levels of diagnostics.
    Role.HEAD: _OVERSEE
    | {
        P.COUNCIL_VIEW,
        P.CONSENT_VIEW,
        P.PAIR_APPROVE,
        P.PROGRAMME_APPROVE,
        P.PAPER_DRAFT,
        P.PAPER_ISSUE,
        P.ORGANISATION_EDIT,
        P.ROLES_APPOINT,
        P.BODIES_EDIT,
        P.LISTS_EDIT,
        P.ACTS_EDIT,
        P.ROOMS_EDIT,
        P.PERSON_INVITE,
        P.PERSON_EDIT,
        P.PEOPLE_IMPORT,
        P.REGISTER_EXPORT,
        P.JOURNAL_VIEW,
        P.MESSAGES_LOG,
        P.COMPLAINT_HANDLE,
        P.WORKLOAD_VIEW,
        P.HOURS_VIEW,
    },
    Role.DEPUTY: _OVERSEE | {P.CONSENT_VIEW, P.PAPER_DRAFT, P.BODIES_EDIT},
    Role.CURATOR: _CURATE,
    Role.COUNCIL_CHAIR: _COUNCIL | {P.MATCH_APPROVE, P.PAIR_APPROVE, P.COUNCIL_CLOSE},
    Role.COUNCIL_MEMBER: _COUNCIL,
    # By request only: the psychologist sees levels of those who asked for care.
    Role.PSYCHOLOGIST: _EVERYBODY
    | {P.PERSON_LIST, P.PERSON_VIEW, P.REQUEST_VIEW, P.SENSITIVE_VIEW, P.CARE_GIVE, P.CARE_NOTE},
    Role.UNION: _EVERYBODY | {P.PAPER_VIEW},
    Role.SITE_ADMIN: _EVERYBODY | {P.BOARD_EDIT},
    Role.MENTOR: _EVERYBODY,
    Role.MENTEE: _EVERYBODY,
    Role.TUTOR: _EVERYBODY,
    # Upper levels see numbers, not names.
    Role.MUNICIPAL: _EVERYBODY | {P.REPORT_VIEW, P.ORGANISATION_ADD},
    Role.REGIONAL: _EVERYBODY | {P.REPORT_VIEW, P.ORGANISATION_ADD},
    # Technical: no personal data.
    Role.INSTALLER: _EVERYBODY | {P.ORGANISATION_ADD, P.ORGANISATION_EDIT, P.SYSTEM_VIEW, P.SYSTEM_MANAGE},
    Role.CONSOLE: frozenset(P),
}

# Anyone with an account may do these with their own records only.
OWN_PERMISSIONS: frozenset[P] = frozenset(
    {
        P.HOME_VIEW,
        P.OWN_DATA,
        P.PERSON_VIEW,
        P.CONSENT_VIEW,
        P.CONSENT_GIVE,
        P.CONSENT_WITHDRAW,
        P.DIAGNOSTICS_SELF,
        P.LEVELS_VIEW,
        P.SENSITIVE_VIEW,
        P.REQUEST_VIEW,
        P.REQUEST_OWN,
        P.OFFER_OWN,
        P.PAIR_VIEW,
        P.PAIR_ANSWER,
        P.STEP_EDIT,
        P.PROGRAMME_EDIT,
        P.MEETING_VIEW,
        P.MEETING_RUN,
        P.DIARY_VIEW,
        P.DIARY_WRITE,
        P.HOURS_VIEW,
        P.PAPER_VIEW,
        P.TALK,
        P.OWN_TIME,
    }
)

# These see other people's data: a second factor within seven days of the first sign-in (SEC-10).
NEEDS_SECOND_FACTOR = frozenset(
    {Role.HEAD, Role.DEPUTY, Role.CURATOR, Role.PSYCHOLOGIST, Role.MUNICIPAL, Role.REGIONAL, Role.INSTALLER}
)
