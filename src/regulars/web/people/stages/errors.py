"""Errors of relationships.

::

    RegularsError
    └── StageError   it stands there already
"""

from __future__ import annotations

from regulars.language import RegularsError


class StageError(RegularsError):
    """A step that cannot be made."""
