"""What can be wrong with accounts.

::

    AccountsError
    ├── LastAdministratorError   nobody would be left to administer
    ├── KnownAddressError        the address has an account, or an open invitation
    ├── InvitationError          the link is spent, withdrawn, too old or not ours
    ├── OutOfReachError          a unit or a person outside of what the administrator looks after
    └── PeopleFileError          a file of people that cannot be read
"""

from __future__ import annotations

from regulars.language import RegularsError


class AccountsError(RegularsError):
    """Something about accounts that cannot be done."""


class LastAdministratorError(AccountsError):
    """Nobody would be left to administer."""


class KnownAddressError(AccountsError):
    """The address has an account already."""


class InvitationError(AccountsError):
    """The link of an invitation does not open."""


class OutOfReachError(AccountsError):
    """Outside of what this administrator looks after."""


class PeopleFileError(AccountsError):
    """A file of people that cannot be read."""
