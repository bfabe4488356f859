"""What cannot be put together, or taken apart."""

from __future__ import annotations

from regulars.language import RegularsError


class DuplicateError(RegularsError):
    """The reason, and the way out."""
