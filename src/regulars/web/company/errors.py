"""Errors of the company.

::

    RegularsError
    └── CompanyError
        ├── TreeError        a move that would make a ring, or would put a unit in two places at once
        ├── CalendarError    hours that cannot be read, or a calendar that never opens
        └── MailError        a mail server that did not take a letter
"""

from __future__ import annotations

from regulars.language import RegularsError


class CompanyError(RegularsError):
    """Something about the company that cannot be."""


class TreeError(CompanyError):
    """A move that would make a ring, or would put a unit in two places at once."""


class CalendarError(CompanyError):
    """Hours that cannot be read, or a calendar that never opens."""


class MailError(CompanyError):
    """A mail server that did not take a letter."""
