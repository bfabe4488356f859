"""Roles as data: what each may do. Where somebody may do it is said by the grant (a unit with all below it)."""

from __future__ import annotations

from enum import StrEnum

from regulars.language import Message, message


class Permission(StrEnum):
    """One thing that may be done. A page needs one; a query is narrowed to the units where it was given."""

    SEE_RESULTS = "see-results"
    SEE_RESPONSES = "see-responses"  # single answers, with the names where the study allows
    MANAGE_RESPONSES = "manage-responses"  # tag, hide
    ENTER_RESPONSES = "enter-responses"  # interview, paper
    SEE_CUSTOMERS = "see-customers"
    EDIT_CUSTOMERS = "edit-customers"
    EXPORT = "export"  # names and figures leave the house
    ERASE = "erase"  # customers, for good; requests about their own data
    MANAGE_STUDIES = "manage-studies"
    IMPORT = "import"
    SCORE = "score"
    SEE_AUDIT = "see-audit"
    MANAGE_PEOPLE = "manage-people"  # accounts, grants, invitations
    MANAGE_COMPANY = "manage-company"  # settings, units, calendars
    MANAGE_TEAMS = "manage-teams"  # who belongs to which team, from when
    VISIT = "visit"  # fill in checklists, work on what they found
    SEE_CASES = "see-cases"
    WORK_CASES = "work-cases"  # open, own and settle them
    APPROVE = "approve"  # what goes beyond somebody else's limit
    MANAGE_CASES = "manage-cases"  # rules, gestures, limits, causes
    SET_TARGETS = "set-targets"  # and note what happened


class Role(StrEnum):
    """The roles of an install."""

    ADMINISTRATOR = "administrator"
    ANALYST = "analyst"
    MANAGER = "manager"
    AGENT = "agent"
    INTERVIEWER = "interviewer"
    VIEWER = "viewer"
    DEALER = "dealer"


_P = Permission
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.ANALYST: frozenset(
        {
            _P.SEE_RESULTS,
            _P.SEE_RESPONSES,
            _P.SEE_CUSTOMERS,
            _P.EXPORT,
            _P.MANAGE_STUDIES,
            _P.SET_TARGETS,
            _P.IMPORT,
            _P.SCORE,
            _P.VISIT,
            _P.SEE_CASES,
        }
    ),
    Role.MANAGER: frozenset(
        {
            _P.SEE_RESULTS,
            _P.SEE_RESPONSES,
            _P.MANAGE_RESPONSES,
            _P.SEE_CUSTOMERS,
            _P.EDIT_CUSTOMERS,
            _P.EXPORT,
            _P.MANAGE_TEAMS,
            _P.SET_TARGETS,
            _P.VISIT,
            _P.SEE_CASES,
            _P.WORK_CASES,
            _P.APPROVE,
        }
    ),
    Role.AGENT: frozenset(
        {
            _P.SEE_RESPONSES,
            _P.MANAGE_RESPONSES,
            _P.ENTER_RESPONSES,
            _P.SEE_CUSTOMERS,
            _P.EDIT_CUSTOMERS,
            _P.VISIT,
            _P.SEE_CASES,
            _P.WORK_CASES,
        }
    ),
    Role.INTERVIEWER: frozenset({_P.ENTER_RESPONSES, _P.VISIT}),
    Role.VIEWER: frozenset({_P.SEE_RESULTS}),
    Role.DEALER: frozenset({_P.SEE_RESULTS, _P.SEE_RESPONSES, _P.SEE_CASES}),
}

NAMES: dict[Role, Message] = {
    Role.ADMINISTRATOR: message("Administrator"),
    Role.ANALYST: message("Analyst"),
    Role.MANAGER: message("Manager"),
    Role.AGENT: message("Agent"),
    Role.INTERVIEWER: message("Interviewer"),
    Role.VIEWER: message("Viewer"),
    Role.DEALER: message("Dealer"),
}

MEANINGS: dict[Role, Message] = {
    Role.ADMINISTRATOR: message("Everything: people, settings, the audit trail."),
    Role.ANALYST: message("Plans studies, reads everything, imports, exports."),
    Role.MANAGER: message("Leads a unit: its results, its answers, its customers."),
    Role.AGENT: message("Serves customers: reads and works on answers, enters new ones."),
    Role.INTERVIEWER: message("Enters answers by telephone or from paper, fills in checklists, and sees nothing else."),
    Role.VIEWER: message("Reads results, without names."),
    Role.DEALER: message("Reads the results and answers of its own units."),
}
WORDS: dict[Permission, Message] = {
    Permission.SEE_RESULTS: message("See results"),
    Permission.SEE_RESPONSES: message("Read single answers"),
    Permission.MANAGE_RESPONSES: message("Tag answers, put words out of sight"),
    Permission.ENTER_RESPONSES: message("Enter answers"),
    Permission.SEE_CUSTOMERS: message("See customers"),
    Permission.EDIT_CUSTOMERS: message("Change customers"),
    Permission.EXPORT: message("Take names and figures along"),
    Permission.ERASE: message("Answer requests of customers about their own data, erase them"),
    Permission.MANAGE_STUDIES: message("Plan and run studies"),
    Permission.IMPORT: message("Import"),
    Permission.SCORE: message("Compute values of customers"),
    Permission.SEE_AUDIT: message("Read the audit trail"),
    Permission.MANAGE_PEOPLE: message("Invite people, give roles"),
    Permission.MANAGE_COMPANY: message("Change settings, units, calendars"),
    Permission.MANAGE_TEAMS: message("Say who belongs to which team"),
    Permission.VISIT: message("Fill in checklists"),
    Permission.SEE_CASES: message("See cases"),
    Permission.WORK_CASES: message("Work on cases"),
    Permission.APPROVE: message("Approve what goes beyond somebody’s limit"),
    Permission.MANAGE_CASES: message("Set the rules of cases"),
    Permission.SET_TARGETS: message("Set targets, note events on trends"),
}


def roles_with(permission: Permission) -> list[Role]:
    """The roles that hold a permission."""
    return [role for role, held in PERMISSIONS.items() if permission in held]
