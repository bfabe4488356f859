"""The root of every error that Regulars raises on purpose.

Each floor has its own small tree under this root. An error carries a message with typed values: the edge
(command line, page) renders it in the reader's language; ``str(error)`` is the plain English sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from regulars.language.message import Message


class RegularsError(Exception):
    """Something that a person can put right; the message names the value, the place and the way out."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)
