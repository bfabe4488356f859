"""Errors of guest cards.

::

    RegularsError
    └── ArrivalError   the same arrival is noted already, or its outcome is
"""

from __future__ import annotations

from regulars.language import RegularsError


class ArrivalError(RegularsError):
    """Something that cannot be noted about an arrival."""
