"""Reports that took long to work out, kept in the home folder. Nothing is lost with them, and no backup holds them."""

from __future__ import annotations

import threading
from pathlib import Path

from django.conf import settings

from regulars.insights.stored import ReportFolder

_known: dict[Path, ReportFolder] = {}
_lock = threading.Lock()


def reports() -> ReportFolder:
    """One for all threads of a process."""
    folder = settings.HOME / "reports"
    with _lock:
        return _known.setdefault(folder, ReportFolder(folder))
