"""How much more memory a call needs while it runs (Linux)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

SELF = Path("/proc/self")


def extra_bytes(call: Callable[[], object]) -> int:
    """Peak of resident memory during the call, less what was there before; a smaller call loads first what it needs."""
    (SELF / "clear_refs").write_text("5", "ascii")  # the peak begins anew
    before = _status("VmRSS")
    call()
    return max(0, _status("VmHWM") - before)


def peak_bytes() -> int:
    """Peak of resident memory of this process since it began, nothing of what started it."""
    return _status("VmHWM")


def _status(name: str) -> int:
    found = re.search(rf"{name}:\s+(\d+) kB", (SELF / "status").read_text("ascii"))
    assert found is not None
    return int(found[1]) * 1024
