"""Errors of promises.

::

    RegularsError
    └── PromiseError   it is settled already, or an expectation was lowered without evidence
"""

from __future__ import annotations

from regulars.language import RegularsError


class PromiseError(RegularsError):
    """Something that cannot be done with a promise or an expectation."""
