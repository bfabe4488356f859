"""What can be wrong with service levels.

::

    RegularsError
    └── LevelsError   it cannot be promised so, or somebody was quicker
"""

from __future__ import annotations

from regulars.language import Message, RegularsError


class LevelsError(RegularsError):
    """``tier`` and ``field`` say where, for a form; empty where it is about the whole."""

    def __init__(self, message: Message, tier: str = "", field: str = "") -> None:
        super().__init__(message)
        self.tier, self.field = tier, field
