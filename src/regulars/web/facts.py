"""The facts of the home folder, opened once for each thread: readers keep their connections warm."""

from __future__ import annotations

import threading

from django.conf import settings

from regulars.facts import Facts, open_facts

_open = threading.local()


def facts() -> Facts:
    """The company's facts; the folder is made at the first use."""
    folder = settings.HOME / "facts"
    if getattr(_open, "folder", None) != folder:
        _open.folder, _open.facts = folder, open_facts(folder)
    return _open.facts
