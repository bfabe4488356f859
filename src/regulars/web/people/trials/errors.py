"""Errors of trials.

::

    RegularsError
    └── TrialError   its days do not fit, or somebody noted its end already
"""

from __future__ import annotations

from regulars.language import RegularsError


class TrialError(RegularsError):
    """Something that cannot be done with a trial."""
