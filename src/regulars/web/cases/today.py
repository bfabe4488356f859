"""What somebody has to do today: each app adds its part to the page of the day.

    part("approvals", message("To approve"), rows, count)

``rows(asked)`` gives the most urgent ones as ``Row``, ``asked.most`` at most; ``count(asked)`` how many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from regulars.language import Message


@dataclass(frozen=True)
class AskedDay:
    """Whose day it is."""

    request: HttpRequest
    now: datetime = field(default_factory=timezone.now)
    most: int = 10

    @property
    def user(self) -> Any:
        """Who works."""
        return self.request.user


@dataclass(frozen=True)
class Row:
    """One thing to do. ``due``: until when; ``late``: it should be done already."""

    title: str
    url: str
    about: str = ""
    due: Message | None = None
    late: bool = False


@dataclass(frozen=True)
class Part:
    """One card of the day. ``late``: what it holds should be done already."""

    key: str
    label: Message
    rows: Callable[[AskedDay], Iterable[Row]]
    count: Callable[[AskedDay], int]
    late: bool
    rank: int


PARTS: dict[str, Part] = {}


def part(
    key: str, label: Message, rows: Callable[[AskedDay], Iterable[Row]], count: Callable[[AskedDay], int],
    *, late: bool = False, rank: int = 50,
) -> None:  # fmt: skip
    """Add a part; called by an app's ``ready``. A higher ``rank`` stands further down."""
    PARTS[key] = Part(key, label, rows, count, late, rank)
