"""Everything a person can be allowed to do. One line per act."""

from enum import StrEnum, auto


class Permission(StrEnum):
    # organisation
    ORGANISATION_VIEW = auto()
    ORGANISATION_EDIT = auto()
    ORGANISATION_ADD = auto()
    LISTS_EDIT = auto()
    ROLES_APPOINT = auto()
    BODIES_EDIT = auto()
    # people
    PERSON_LIST = auto()
    PERSON_VIEW = auto()
    PERSON_EDIT = auto()
    PEOPLE_IMPORT = auto()
    PERSON_INVITE = auto()
    # consents
    CONSENT_VIEW = auto()
    CONSENT_MARK = auto()
    CONSENT_GIVE = auto()
    CONSENT_WITHDRAW = auto()
    # diagnostics
    DIAGNOSTICS_SELF = auto()
    DIAGNOSTICS_EXPERT = auto()
    LEVELS_VIEW = auto()
    SENSITIVE_VIEW = auto()
    CARE_GIVE = auto()
    CARE_NOTE = auto()
    # banks
    BANK_VIEW = auto()
    BANK_EDIT = auto()
    REQUEST_VIEW = auto()
    REQUEST_OWN = auto()
    OFFER_OWN = auto()
    REGISTER_EXPORT = auto()
    # pairs and matching
    PAIR_VIEW = auto()
    PAIR_FORM = auto()
    PAIR_APPROVE = auto()
    PAIR_ANSWER = auto()
    PAIR_CLOSE = auto()
    STEP_EDIT = auto()
    PROGRAMME_EDIT = auto()
    PROGRAMME_ADVISE = auto()
    PROGRAMME_APPROVE = auto()
    MATCH_RUN = auto()
    MATCH_VIEW = auto()
    MATCH_APPROVE = auto()
    # the council of mentors: its questions, sending one, a voice, the last word
    COUNCIL_VIEW = auto()
    COUNCIL_ASK = auto()
    COUNCIL_VOTE = auto()
    COUNCIL_CLOSE = auto()
    # who wished for whom: the curator's screen alone
    WISHES_VIEW = auto()
    # conversations: one's own, pupils' for the curator, complaints, the board
    TALK = auto()
    TALK_OVERSEE = auto()
    COMPLAINT_HANDLE = auto()
    BOARD_EDIT = auto()
    # meetings
    MEETING_VIEW = auto()
    MEETING_RUN = auto()
    RATING_VIEW = auto()
    DIARY_VIEW = auto()
    DIARY_WRITE = auto()
    HOURS_VIEW = auto()
    ROOMS_EDIT = auto()
    # the load: one's own minutes, the counts by role
    OWN_TIME = auto()
    WORKLOAD_VIEW = auto()
    # papers
    PAPER_VIEW = auto()
    PAPER_DRAFT = auto()
    PAPER_ISSUE = auto()
    ACTS_EDIT = auto()
    # the whole
    HOME_VIEW = auto()
    OWN_DATA = auto()
    REPORT_VIEW = auto()
    JOURNAL_VIEW = auto()
    MESSAGES_LOG = auto()
    SYSTEM_VIEW = auto()
    SYSTEM_MANAGE = auto()
