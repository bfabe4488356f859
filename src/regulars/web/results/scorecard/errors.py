"""Errors of the scorecard.

::

    RegularsError
    └── MeasuresError   a file of values that cannot be taken, or a step that is gone
"""

from __future__ import annotations

from regulars.language import RegularsError


class MeasuresError(RegularsError):
    """A file of values that cannot be taken."""
