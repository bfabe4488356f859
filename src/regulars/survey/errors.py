"""Errors of the survey floor.

::

    RegularsError
    └── SurveyError (also a ValueError)
        ├── DefinitionError   a questionnaire that contradicts itself
        │   └── EntryError    one entry of it that cannot be read; knows its place
        ├── AnswerError       one answer that the question does not offer
        └── MappingError      a mapping that cannot be read
"""

from __future__ import annotations

from regulars.language import Message, RegularsError, message


class SurveyError(RegularsError, ValueError):
    """Something is wrong with a questionnaire or its mapping."""


class DefinitionError(SurveyError):
    """A questionnaire that contradicts itself."""


class EntryError(DefinitionError):
    """One entry that cannot be read. ``place``: the entries that lead to it, so that a file can name the line."""

    def __init__(self, place: tuple[str | int, ...], problem: Message) -> None:
        where = message("{place}: {problem}", place=self.path(place), problem=problem)
        super().__init__(where if place else problem)
        self.place = place
        self.problem = problem

    @staticmethod
    def path(place: tuple[str | int, ...]) -> str:
        """The way to an entry, rows counted from 1."""
        return " › ".join(str(step + 1 if isinstance(step, int) else step) for step in place)

    def __reduce__(self) -> tuple[type[EntryError], tuple[tuple[str | int, ...], Message]]:
        return type(self), (self.place, self.problem)


class AnswerError(SurveyError):
    """An answer that the question does not offer."""


class MappingError(SurveyError):
    """A mapping that cannot be read."""
