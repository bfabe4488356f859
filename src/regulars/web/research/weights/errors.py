"""Errors of weights.

::

    RegularsError
    └── ResearchError
        └── WeightsError            these margins cannot be met, or nothing is there to weight
"""

from __future__ import annotations

from regulars.web.research.errors import ResearchError


class WeightsError(ResearchError):
    """These margins cannot be met, or nothing is there to weight."""
