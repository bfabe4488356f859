"""What stands in the calendar of cases: each app adds what it has for certain days."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from regulars.language import Message

MOST = 500  # of one source; who wants more looks at a week


@dataclass(frozen=True)
class Span:
    """Which days are asked for; ``mine``: only what the reader is to do."""

    request: HttpRequest
    first: date
    last: date
    mine: bool

    @property
    def user(self) -> Any:
        """Who looks."""
        return self.request.user

    @property
    def begins(self) -> datetime:
        """The first instant."""
        return timezone.make_aware(datetime.combine(self.first, time()))

    @property
    def ends(self) -> datetime:
        """The instant after the last."""
        return timezone.make_aware(datetime.combine(self.last + timedelta(days=1), time()))


@dataclass(frozen=True)
class Item:
    """One thing on one day. ``at``: the hour where there is one; ``what``: the short name of its kind."""

    day: date
    title: str
    url: str
    what: Message
    at: datetime | None = None
    late: bool = False


Source = Callable[[Span], Iterable[Item]]
SOURCES: dict[str, Source] = {}


def source(key: str, find: Source) -> None:
    """Add a source; called by an app's ``ready``."""
    SOURCES[key] = find
