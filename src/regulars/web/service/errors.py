"""Errors of service.

::

    RegularsError
    └── VisitError        a questionnaire that is no checklist, a visit that is not there any more
"""

from __future__ import annotations

from regulars.language import RegularsError


class VisitError(RegularsError):
    """Something about a visit that cannot be."""
