"""Errors of the results.

::

    RegularsError
    └── NoLongerAllowedError   whoever asked has lost the right before the work began
"""

from __future__ import annotations

from regulars.language import RegularsError


class NoLongerAllowedError(RegularsError):
    """Whoever asked has lost the right before the work began."""
