"""Errors of the facts.

::

    RegularsError
    └── FactsError
        ├── NotAFactsFolderError   the folder holds other things, or cannot be used
        ├── NewerFormatError       written by a newer Regulars
        ├── LockTimeoutError       another process kept on writing
        ├── DiskFullError          no room; nothing was half-written
        ├── ContractError          rows that do not fit the columns of a table
        ├── UnknownSurveyError     no survey of that name
        ├── MixedCurrenciesError   amounts that must not be summed
        ├── RateError              a rate that cannot be kept
        ├── PeriodError            a period or a day that cannot be read (also a ValueError)
        ├── QuestionnaireFileError a questionnaire file that cannot be read (also a ValueError)
        └── UndoError              an import that cannot be taken back
"""

from __future__ import annotations

from regulars.language import RegularsError


class FactsError(RegularsError):
    """Something is wrong with the facts, or with what was asked of them."""


class NotAFactsFolderError(FactsError):
    """The folder holds other things, or cannot be used."""


class NewerFormatError(FactsError):
    """The facts were written by a newer Regulars."""


class LockTimeoutError(FactsError):
    """Another process kept on writing for longer than we wait."""


class DiskFullError(FactsError):
    """There was no room; nothing was half-written."""


class ContractError(FactsError):
    """Rows that do not fit the columns of a table."""


class UnknownSurveyError(FactsError):
    """There is no survey of that name."""


class MixedCurrenciesError(FactsError):
    """Amounts in several currencies without a rate; they must not be summed."""


class RateError(FactsError):
    """A rate that cannot be kept, or one into no currency."""


class PeriodError(FactsError, ValueError):
    """A period or a day that cannot be read."""


class QuestionnaireFileError(FactsError, ValueError):
    """A questionnaire file that cannot be read."""


class UndoError(FactsError):
    """An import that cannot be taken back."""
