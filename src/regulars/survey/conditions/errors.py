"""What can be wrong with a condition."""

from __future__ import annotations

from regulars.language import Message, message
from regulars.survey.errors import SurveyError


class ConditionError(SurveyError):
    """A condition that cannot be read. ``at``: the character it is about, counted from 0."""

    def __init__(self, at: int, problem: Message) -> None:
        super().__init__(message("Character {at}: {problem}", at=at + 1, problem=problem))
        self.at = at
        self.problem = problem

    def __reduce__(self) -> tuple[type[ConditionError], tuple[int, Message]]:
        return type(self), (self.at, self.problem)
