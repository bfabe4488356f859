"""What a token may do. Where it may do it is what its owner may: the permission behind each scope says so."""

from __future__ import annotations

from enum import StrEnum

from regulars.language import Message, message
from regulars.web.accounts.roles import Permission


class Scope(StrEnum):
    """One thing that a token may do."""

    CUSTOMERS_READ = "customers:read"
    CUSTOMERS_WRITE = "customers:write"
    PURCHASES_READ = "purchases:read"
    PURCHASES_WRITE = "purchases:write"
    INTERACTIONS_READ = "interactions:read"
    INTERACTIONS_WRITE = "interactions:write"
    CONSENTS_READ = "consents:read"
    CONSENTS_WRITE = "consents:write"
    SEGMENTS_READ = "segments:read"
    RECORDS_READ = "records:read"
    ERASURES_WRITE = "erasures:write"
    CASES_READ = "cases:read"
    CASES_WRITE = "cases:write"

    @property
    def said(self) -> Message:
        """For people."""
        return _SAID[self]

    @property
    def permission(self) -> Permission:
        """What its owner must be allowed, somewhere."""
        return _PERMISSIONS[self]


_SAID = {
    Scope.CUSTOMERS_READ: message("Read customers, with scores and promises"),
    Scope.CUSTOMERS_WRITE: message("Add and change customers"),
    Scope.PURCHASES_READ: message("Read purchases"),
    Scope.PURCHASES_WRITE: message("Bring in purchases"),
    Scope.INTERACTIONS_READ: message("Read events and talks"),
    Scope.INTERACTIONS_WRITE: message("Note talks"),
    Scope.CONSENTS_READ: message("Read what customers agreed to"),
    Scope.CONSENTS_WRITE: message("Note what customers agree to"),
    Scope.SEGMENTS_READ: message("Read segments and who is in them"),
    Scope.RECORDS_READ: message("Take the whole record of a customer along"),
    Scope.ERASURES_WRITE: message("Ask for a customer to be erased"),
    Scope.CASES_READ: message("Read cases"),
    Scope.CASES_WRITE: message("Open cases"),
}
_READS = (
    Scope.CUSTOMERS_READ, Scope.PURCHASES_READ, Scope.INTERACTIONS_READ, Scope.CONSENTS_READ, Scope.SEGMENTS_READ,
)  # fmt: skip
_PERMISSIONS = {
    **dict.fromkeys(_READS, Permission.SEE_CUSTOMERS),
    Scope.CUSTOMERS_WRITE: Permission.EDIT_CUSTOMERS,
    Scope.INTERACTIONS_WRITE: Permission.EDIT_CUSTOMERS,
    Scope.CONSENTS_WRITE: Permission.EDIT_CUSTOMERS,
    Scope.PURCHASES_WRITE: Permission.IMPORT,
    Scope.RECORDS_READ: Permission.EXPORT,
    Scope.ERASURES_WRITE: Permission.ERASE,
    Scope.CASES_READ: Permission.SEE_CASES,
    Scope.CASES_WRITE: Permission.WORK_CASES,
}
