"""Errors of imports by the page.

::

    RegularsError
    └── UploadError      a file that is not taken, or a step that does not fit its stage
"""

from __future__ import annotations

from regulars.language import RegularsError


class UploadError(RegularsError):
    """A file that is not taken, or a step that does not fit its stage."""
