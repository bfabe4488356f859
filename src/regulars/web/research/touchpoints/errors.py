"""Errors of touchpoints.

::

    RegularsError
    └── TouchpointError        a key that is taken, a stage that is in use, a file that is no list of touchpoints
"""

from __future__ import annotations

from regulars.language import RegularsError


class TouchpointError(RegularsError):
    """Something about the register that cannot be."""
