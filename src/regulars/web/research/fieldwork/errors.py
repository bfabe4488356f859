"""Errors of fieldwork.

::

    RegularsError
    └── FieldworkError   something that cannot be done with the fieldwork of a study
"""

from __future__ import annotations

from regulars.language import RegularsError


class FieldworkError(RegularsError):
    """Something that cannot be done with the fieldwork of a study."""
