"""Errors of scheduled imports.

::

    RegularsError
    └── FeedError          a file or a query that cannot be taken, or a step that does not fit
        └── StopError      nothing more is taken until somebody has looked
"""

from __future__ import annotations

from regulars.language import RegularsError


class FeedError(RegularsError):
    """A file or a query that cannot be taken, or a step that does not fit."""


class StopError(FeedError):
    """Nothing more is taken until somebody has looked."""
