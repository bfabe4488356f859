"""Errors of the command line.

::

    RegularsError
    └── CommandError               exit code 1
        ├── NoSuchColumnError      a column that the file does not have
        ├── NoFactsError           a home folder with nothing in it yet
        ├── NotConfirmedError      something irreversible that nobody confirmed
        └── WrongUsageError        exit code 2: an option that cannot be read
"""

from __future__ import annotations

from regulars.cli.exits import Exit
from regulars.language import RegularsError


class CommandError(RegularsError):
    """A command cannot do what was asked."""

    exit_code = Exit.PROBLEM


class NoSuchColumnError(CommandError):
    """A column that the file does not have."""


class NoFactsError(CommandError):
    """A home folder with nothing in it yet."""


class NotConfirmedError(CommandError):
    """Something irreversible that nobody confirmed."""


class WrongUsageError(CommandError):
    """An option that cannot be read."""

    exit_code = Exit.USAGE
