"""Work that the tests of the jobs may start."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from regulars.language import RegularsError, message
from regulars.web.jobs.registry import DUES, WORKS, Due, Work


@pytest.fixture
def queue(settings: Any) -> None:
    """Jobs wait for a worker, as in an install; elsewhere in the tests they run at once."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "soon"]},
    }


@pytest.fixture
def works() -> Iterator[dict[str, Any]]:
    """Three kinds of work; ``calls`` counts what was done."""
    calls: dict[str, Any] = {"ok": 0}

    def ok(progress: Any, **params: Any) -> dict[str, Any]:
        calls["ok"] += 1
        progress(message("Reading rows"), 3, 10)
        return {"url": "/somewhere/", **params}

    def refused(progress: Any) -> None:
        raise RegularsError(message("Row {n} has no customer.", n=7))

    def broken(progress: Any) -> None:
        raise ZeroDivisionError

    for name, function in (("tests.ok", ok), ("tests.refused", refused), ("tests.broken", broken)):
        WORKS[name] = Work(name, message("A test"), function)
    before = dict(DUES)
    yield calls
    for name in ("tests.ok", "tests.refused", "tests.broken"):
        del WORKS[name]
    DUES.clear()
    DUES.update(before)


@pytest.fixture
def only(works: dict[str, Any]) -> Any:
    """Let the schedule hold these times alone."""

    def set_(*dues: Due) -> None:
        DUES.clear()
        DUES.update({due.work: due for due in dues})

    return set_
