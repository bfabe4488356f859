"""Errors of teams.

::

    RegularsError
    └── TeamError        a name that is taken, a membership that overlaps another, a file that is no list of teams
"""

from __future__ import annotations

from regulars.language import RegularsError


class TeamError(RegularsError):
    """Something about a team that cannot be."""
