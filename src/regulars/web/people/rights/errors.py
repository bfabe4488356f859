"""Errors of rights.

::

    RegularsError
    └── RightsError   somebody has no address, or something waits already
"""

from __future__ import annotations

from regulars.language import RegularsError


class RightsError(RegularsError):
    """Something that cannot be done with a request about somebody's own data."""
