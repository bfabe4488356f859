"""Errors of the survey floor.

::

    RegularsError
    └── SurveyError (also a ValueError)
        ├── DefinitionError   a questionnaire that contradicts itself
        └── MappingError      a mapping that cannot be read
"""

from __future__ import annotations

from regulars.language import RegularsError


class SurveyError(RegularsError, ValueError):
    """Something is wrong with a questionnaire or its mapping."""


class DefinitionError(SurveyError):
    """A questionnaire that contradicts itself."""


class MappingError(SurveyError):
    """A mapping that cannot be read."""
