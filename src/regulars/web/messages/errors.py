"""Errors of messages.

::

    RegularsError
    └── OutboxError        an address that is none, a message that cannot be cancelled any more
"""

from __future__ import annotations

from regulars.language import RegularsError


class OutboxError(RegularsError):
    """Something about a message that cannot be."""
