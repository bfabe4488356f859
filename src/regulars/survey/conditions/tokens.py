"""A condition's characters -> its words, signs and values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regulars.language import Message, message
from regulars.survey.conditions.errors import ConditionError
from regulars.survey.conditions.terms import PLAIN

LONGEST = 4000
# Quotes as keyboards and Chinese input methods give them.
_PARTS = re.compile(
    r"(?P<space>\s+)"
    r'|(?P<text>"(?:[^"\\]|\\.)*"|“[^”]*”|「[^」]*」)'
    r"|(?P<day>\d{4}-\d{2}-\d{2})(?![\w-])"
    r"|(?P<number>-?\d+(?:\.\d+)?)(?![\w.])"
    rf"|(?P<word>{PLAIN.pattern})"
    r"|(?P<sign><=|>=|!=|≤|≥|≠|[=<>(){},+-]|[（），｛｝、])"
)
_SAME = {"≤": "<=", "≥": ">=", "≠": "!=", "（": "(", "）": ")", "，": ",", "、": ",", "｛": "{", "｝": "}"}


@dataclass(frozen=True)
class Token:
    """``kind``: text, day, number, word, sign or end."""

    kind: str
    text: str
    at: int


def tokens(condition: str) -> Iterator[Token]:
    """All tokens, then the end."""
    if len(condition) > LONGEST:
        raise ConditionError(LONGEST, message("a condition may have {n} characters at most.", n=LONGEST))
    if (at := condition.find("\0")) >= 0:  # no database can look for it
        raise ConditionError(at, _unknown("NUL"))
    at = 0
    while at < len(condition):
        found = _PARTS.match(condition, at)
        if found is None or found.lastgroup is None:
            raise ConditionError(at, _unknown(condition[at]))
        kind, text = found.lastgroup, found[found.lastgroup]
        if kind != "space":
            yield Token(kind, _plain(kind, text), at)
        at = found.end()
    yield Token("end", "", len(condition))


def _plain(kind: str, text: str) -> str:
    if kind == "text":
        return re.sub(r"\\(.)", r"\1", text[1:-1]) if text[0] == '"' else text[1:-1]
    return _SAME.get(text, text)


def _unknown(sign: str) -> Message:
    if sign in '"“「':
        return message("the quotation mark {sign} is never closed.", sign=sign)
    return message(
        "“{sign}” is no sign of a condition. There are = != < <= > >=, brackets and commas; "
        "words stand in quotation marks.",
        sign=sign,
    )
