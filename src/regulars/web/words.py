"""Words on pages: messages in the language of the reader of this request.

Django's own translations serve Django's and the account library's words only; ours come from ``language/``. Both
follow one switch: the language that the middleware has activated.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.functional import lazystr

from regulars.language import Language, Message, render

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
