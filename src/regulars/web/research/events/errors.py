"""Errors of events.

::

    RegularsError
    ├── EventError        something about an event, a kind, a source or a trigger that cannot be
    └── EventFileError    a file of events that cannot be read as a whole
"""

from __future__ import annotations

from regulars.language import RegularsError


class EventError(RegularsError):
    """Something about an event, a kind, a source or a trigger that cannot be."""


class EventFileError(RegularsError):
    """A file of events that cannot be read as a whole."""
