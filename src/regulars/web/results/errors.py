"""Errors of the results.

::

    RegularsError
    ├── NoLongerAllowedError   whoever asked has lost the right before the work began
    └── NothingToAddError      the questionnaire asks for it already
"""

from __future__ import annotations

from regulars.language import RegularsError


class NoLongerAllowedError(RegularsError):
    """Whoever asked has lost the right before the work began."""


class NothingToAddError(RegularsError):
    """The questionnaire asks for this already, or has nothing to ask it of."""
