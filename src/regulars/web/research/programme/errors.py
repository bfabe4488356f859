"""Errors of programmes.

::

    RegularsError
    └── ResearchError
        └── ProgrammeError          not from this state, or no such evidence
"""

from __future__ import annotations

from regulars.web.research.errors import ResearchError


class ProgrammeError(ResearchError):
    """Not from this state, or no such evidence."""
