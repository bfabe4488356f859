"""Errors of the methods.

::

    RegularsError
    └── MethodError (also a ValueError)
        ├── OutOfScaleError        an answer that the scale does not hold
        ├── NotANumberError        text where a number belongs
        ├── ColumnLengthError      columns of different lengths
        ├── WeightError            weights or counts that cannot be used
        ├── TooFewAnswersError     nothing, or not enough, to compute from
        ├── OptionError            an option outside its range
        ├── PopulationError        a population smaller than the sample wanted of it
        ├── MarginError            margins that weights cannot be made to meet
        ├── DependentColumnsError  columns that say the same, or never vary
        └── ConvergenceError       a fit that found no maximum
"""

from __future__ import annotations

from regulars.language import RegularsError


class MethodError(RegularsError, ValueError):
    """A method cannot answer with what it was given."""


class OutOfScaleError(MethodError):
    """An answer that the scale does not hold, and that nobody named as missing."""


class NotANumberError(MethodError):
    """Text where a number belongs."""


class ColumnLengthError(MethodError):
    """Columns that do not have the same number of rows."""


class WeightError(MethodError):
    """Weights or counts that are negative, missing or all zero."""


class TooFewAnswersError(MethodError):
    """Nothing, or not enough, to compute the number from."""


class OptionError(MethodError):
    """An option outside its range."""


class PopulationError(MethodError):
    """A population, or a part of it, smaller than the sample wanted of it."""


class MarginError(MethodError):
    """Margins that contradict each other or the sample: no weights can meet them."""


class DependentColumnsError(MethodError):
    """Columns that say the same, or a column that never varies: nothing can be divided among them."""


class ConvergenceError(MethodError):
    """A fit that did not find a maximum."""
