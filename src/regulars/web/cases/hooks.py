"""What other apps do when something happens to a case: in the same transaction, so that both are there or neither."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from regulars.web.cases.models import Case

OPENED, HANDED, GRADED = "opened", "handed", "graded"  # besides the steps of ``states.Step``
Hook = Callable[[Case, str, Any], None]
Check = Callable[[Case, str, Any], None]
_HOOKS: list[Hook] = []
_CHECKS: list[Check] = []
_SILENT: ContextVar[bool] = ContextVar("silent", default=False)


def on_case(hook: Hook) -> Hook:
    """Hear of everything: ``hook(case, what, by)``; ``what`` is a step or one of the names above."""
    _HOOKS.append(hook)
    return hook


def before_step(check: Check) -> Check:
    """Asked before a step: raises ``CaseError`` where it must not be. ``check(case, step, fields)``."""
    _CHECKS.append(check)
    return check


@contextmanager
def unheard() -> Iterator[None]:
    """Nobody hears: what happened long ago is brought in, and no letter follows from it."""
    token = _SILENT.set(True)
    try:
        yield
    finally:
        _SILENT.reset(token)


def told(what: str, case: Case, by: Any) -> None:
    """Let all hear."""
    if _SILENT.get():
        return
    for hook in _HOOKS:
        hook(case, what, by)


def ask(case: Case, step: str, fields: Any) -> None:
    """Let all object."""
    for check in _CHECKS:
        check(case, step, fields)
