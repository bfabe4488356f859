"""Errors of the insights.

::

    RegularsError
    └── InsightError
        ├── UnknownWaveError   no wave of this name in the survey
        ├── ScopeError         a question that cannot be answered within this scope
        ├── TrackingError      a period or a wait that does not exist
        ├── BaselineError      a wave that cannot be what an action is held against
        └── OptionError        a page has no such option, or it cannot have this value
"""

from __future__ import annotations

from regulars.language import RegularsError


class InsightError(RegularsError):
    """A question that cannot be answered as asked."""


class UnknownWaveError(InsightError, LookupError):
    """No wave of this name in the survey."""


class ScopeError(InsightError, ValueError):
    """A question that cannot be answered within this scope."""


class TrackingError(InsightError, ValueError):
    """A period that does not exist, or a wait that cannot be waited."""


class BaselineError(InsightError, ValueError):
    """A wave that cannot be what an action is held against."""


class OptionError(InsightError, ValueError):
    """A page has no such option, or it cannot have this value."""
