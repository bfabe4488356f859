"""The kinds of work, by name, and when the clock starts them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any, Protocol

from regulars.language import Message


class Progress(Protocol):
    """Tells how far the work has come; the page of the job shows it."""

    def __call__(self, step: Message, done: int = 0, total: int | None = None) -> None:
        """Say a step, with things done of things."""


Function = Callable[..., dict[str, Any] | None]


@dataclass(frozen=True)
class Work:
    """A kind of work. ``title`` stands on its page."""

    name: str
    title: Message
    function: Function


@dataclass(frozen=True)
class Due:
    """When the clock starts a kind of work: every so often, or at a time of the company's day.

    ``catch_up``: what was missed while the system stood still is made up for, once.
    """

    work: str
    every: timedelta | None = None
    at: time | None = None
    catch_up: bool = True


WORKS: dict[str, Work] = {}
DUES: dict[str, Due] = {}


def work(name: str, title: Message) -> Callable[[Function], Function]:
    """Register ``function(progress, **params) -> dict | None`` under a name such as ``results.pdf``."""

    def decorate(function: Function) -> Function:
        WORKS[name] = Work(name, title, function)
        return function

    return decorate


def every(name: str, *, seconds: int = 0, minutes: int = 0, catch_up: bool = False) -> None:
    """Let the clock start this work again and again."""
    DUES[name] = Due(name, every=timedelta(seconds=seconds, minutes=minutes), catch_up=catch_up)


def daily(name: str, *, at: str) -> None:
    """Let the clock start this work once a day, at a time in the company's zone such as ``03:00``."""
    DUES[name] = Due(name, at=time.fromisoformat(at))
