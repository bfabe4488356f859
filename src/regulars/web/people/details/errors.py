"""Errors of details.

::

    RegularsError
    └── DetailError   an address that is there already, a note too long, a field that cannot be made
"""

from __future__ import annotations

from regulars.language import RegularsError


class DetailError(RegularsError):
    """Something that cannot be noted about a customer."""
