"""What can go wrong in drawing.

RegularsError
    NotDrawnError    a section without a kind of chart, or without values for it
"""

from __future__ import annotations

from regulars.language import RegularsError, message


class NotDrawnError(RegularsError):
    """The section holds nothing that could be drawn."""

    def __init__(self, key: str) -> None:
        super().__init__(
            message(
                "The section {key} holds nothing to draw. A chart needs its kind, its columns and at least one value.",
                key=key,
            )
        )
