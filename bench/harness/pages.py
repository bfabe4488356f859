"""A result page: printed, and written to ``bench/results`` with its date and machine."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).parents[1] / "results"


def publish(name: str, title: str, lines: list[str]) -> None:
    """Print the page and write it as ``NAME.md``."""
    load = "/".join(f"{value:.1f}" for value in os.getloadavg())
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    head = [f"# {title}", "", f"{now} · Python {platform.python_version()} · {os.cpu_count()} cores · load {load}", ""]
    page = "\n".join([*head, *lines]) + "\n"
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.md").write_text(page, "utf-8")
    print(page)
