"""What was done in a case can only grow, whoever writes to the database."""

from __future__ import annotations

from contextlib import AbstractContextManager

from regulars.web.guarding import Guard

ENTRIES = Guard(
    "cases_entry",
    ("id", "case_id", "sort", "at", "data"),
    "what was done in a case is only written, never changed",
    owner=("case_id", "cases_case"),
    struck="data",
)
put_up, take_down = ENTRIES.put_up, ENTRIES.take_down


def lifted() -> AbstractContextManager[None]:
    """For tests only."""
    return ENTRIES.lifted()
