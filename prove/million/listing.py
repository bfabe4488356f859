"""Scores of everybody into the list of customers: the first time, and on a night that has changed all of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

Step = tuple[str, float, float, str]


def steps(watch: Callable[[], Any], seen: Callable[[], str]) -> list[Step]:
    """``watch`` begins to write beside it, ``seen`` ends that and says how long it waited."""
    from regulars.web.people.models import CustomerScore

    if CustomerScore.objects.exclude(day=None).exists():
        raise SystemExit("The list has scores already: the first time cannot be measured. Take a home without.")
    first = _step("scores into the list, the first time", watch, seen)
    _next_day()
    return [first, _step("the next night, every value another", watch, seen)]


def _step(what: str, watch: Callable[[], Any], seen: Callable[[], str]) -> Step:
    from regulars.web.facts import facts
    from regulars.web.people.projecting import project

    watch()
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before, began, spent = _written(), time.monotonic(), time.process_time()
    count = project(facts(), lambda *_: None)["scores"]
    wall, cpu = time.monotonic() - began, time.process_time() - spent
    peak = _told("/proc/self/status", "VmHWM") / 1e6
    told = f"{count:,} rows, {peak:.1f} GB at most, {(_written() - before) / 1e9:.1f} GB written; {seen()}"
    return what, wall, cpu, told


def _written() -> int:
    return _told("/proc/self/io", "wchar")


def _told(file: str, name: str) -> int:
    return int(next(line for line in Path(file).read_text().splitlines() if line.startswith(name)).split()[1])


def _next_day() -> None:
    """As scoring leaves it: everybody has been silent a day longer."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from regulars.web.facts import facts

    rows = facts().customer_scores().to_pyarrow()
    days = pa.array([rows["day"][0].as_py() + timedelta(days=1)] * len(rows), pa.date32())
    rows = rows.set_column(rows.column_names.index("day"), "day", days)
    for name in ("expected_purchases", "value", "predicted_low", "predicted_high"):
        rows = rows.set_column(rows.column_names.index(name), name, pc.multiply(rows[name], 0.999))
    facts().write_scores(rows, latest=True)
