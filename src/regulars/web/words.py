"""Words on pages: messages in the language of the reader of this request.

Django's own translations serve Django's and the account library's words only; ours come from ``language/``. Both
follow one switch: the language that the middleware has activated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from numbers import Integral, Real
from typing import Any

from django.utils import timezone, translation
from django.utils.functional import lazystr

from regulars.language import Count, Day, Estimate, Kind, Language, Message, Missing, Money, Text, render

CODES = {Language.ENGLISH: "en", Language.CHINESE: "zh-hans"}


def current() -> Language:
    """The language of the reader."""
    return Language.parse(translation.get_language() or "en") or Language.ENGLISH


def say(value: Any) -> str:
    """A message, or any value that a message may hold, in the reader's language and zone."""
    return render(_here(value), current())


def _here(value: Any) -> Any:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    if isinstance(value, Message) and any(isinstance(one, datetime) for one in value.values.values()):
        return replace(value, values={name: _here(one) for name, one in value.values.items()})
    return value


def later(value: Message) -> Any:
    """A label that is said when it is shown: for forms and choices, which are made at import."""
    return lazystr(_Later(value))


class _Later:
    """``str()`` says it; the language is that of the moment."""

    def __init__(self, value: Message) -> None:
        self._value = value

    def __str__(self) -> str:
        return say(self._value)


def stored(words: Message) -> dict[str, Any]:
    """A message as plain data for a column of the database: each reader gets it in their language later."""
    return {
        "template": words.template,
        "plural": words.plural_template,
        "count": words.count,
        "values": {name: _plain(value) for name, value in words.values.items()},
        "home": words.home,
    }


def restored(data: Mapping[str, Any]) -> Message | None:
    """The message again; None where nothing was kept."""
    if not data:
        return None
    values = {name: _typed(value) for name, value in data["values"].items()}
    return Message(data["template"], values, data["plural"], data["count"], data.get("home", ""))


def _plain(value: Any) -> Any:
    """What JSON cannot say of itself stands under the name of its kind."""
    match value:
        case None | bool():
            return value
        case tuple() | list():
            return [_plain(one) for one in value]
        case Integral():
            return int(value)
        case Real() if isfinite(value):
            return float(value)
    for kind, name, plain, _ in _KINDS:
        if isinstance(value, kind):
            return {name: plain(value)}
    # PostgreSQL's JSON takes neither.
    return str(value).replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def _typed(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_typed(one) for one in value)
    if isinstance(value, dict):
        ((name, plain),) = value.items()
        return _MAKERS[name](plain)
    return value


def _estimate(parts: Mapping[str, Any]) -> Estimate:
    read = {name: _typed(part) for name, part in parts.items()}
    return Estimate(**{**read, "kind": Kind(read["kind"])})


# Type, its name, to plain data, and back. A moment is a day too, so it stands before it.
_KINDS: tuple[tuple[type, str, Callable[[Any], Any], Callable[[Any], Any]], ...] = (
    (Message, "message", stored, restored),
    (Text, "text", lambda text: dict(text.words), Text),
    (Count, "count", lambda count: int(count.value), Count),
    (
        Money,
        "money",
        lambda money: [str(money.amount), money.currency, money.digits],
        lambda parts: Money(Decimal(parts[0]), *parts[1:]),
    ),
    (Day, "business day", lambda day: day.value.isoformat(), lambda text: Day(date.fromisoformat(text))),
    (Missing, "missing", lambda missing: _plain(missing.reason), lambda reason: Missing(_typed(reason))),
    (Estimate, "estimate", lambda one: {name: _plain(part) for name, part in asdict(one).items()}, _estimate),
    (Decimal, "decimal", str, Decimal),
    (Real, "float", str, float),
    (datetime, "instant", datetime.isoformat, datetime.fromisoformat),
    (date, "day", date.isoformat, date.fromisoformat),
)
_MAKERS = {name: make for _, name, _, make in _KINDS}
