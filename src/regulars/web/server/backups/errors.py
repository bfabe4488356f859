"""Errors of backups.

::

    RegularsError
    └── BackupError
"""

from __future__ import annotations

from regulars.language import RegularsError


class BackupError(RegularsError):
    """A backup that cannot be made, or cannot be brought back here."""
