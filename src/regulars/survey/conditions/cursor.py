"""Where a reader of a condition stands among its tokens."""

from __future__ import annotations

from regulars.language import Message, message
from regulars.survey.conditions.errors import ConditionError
from regulars.survey.conditions.tokens import Token, tokens


class Cursor:
    """The tokens of one condition, read from left to right."""

    def __init__(self, text: str) -> None:
        self._tokens, self._place = list(tokens(text)), 0

    @property
    def now(self) -> Token:
        """The token that is read next."""
        return self._tokens[self._place]

    def step(self) -> Token:
        """The next token, left behind; the end stays."""
        token = self.now
        if token.kind != "end":
            self._place += 1
        return token

    def take(self, text: str) -> bool:
        """Whether the next token is this one; then it is left behind. Words in quotation marks are never keywords."""
        found = self.now.kind in ("word", "sign") and self.now.text == text
        if found:
            self._place += 1
        return found

    def expect(self, text: str) -> None:
        """Leave this token behind, or raise."""
        if not self.take(text):
            raise self.error(message("“{sign}” is expected here.", sign=text))

    def error(self, problem: Message, token: Token | None = None) -> ConditionError:
        """What is wrong with a token; without one, with the next."""
        return ConditionError((token or self.now).at, problem)
