"""The body of a request: JSON in UTF-8, of a size and a depth, without what no database takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.http.request import UnreadablePostError

from regulars.language import Message, message
from regulars.web.api.problems import Fault, ProblemError, Trouble

JSON, LINES = "application/json", "application/x-ndjson"
SMALL = 256 << 10
LARGE = 16 << 20
DEEPEST = 8
_LONGEST_NUMBER = 60
_NO_JSON = message("The body is no JSON in UTF-8.")


@dataclass(frozen=True)
class Unread:
    """A line that is no JSON, in the place of its row."""

    reason: Message


def body_of(request: HttpRequest, *, lines: bool) -> Any:
    """What was sent; None where nothing was. ``lines``: many rows are taken, also one a line; each is checked later."""
    raw = _bytes(request, LARGE if lines else SMALL)
    request._body = raw  # the library asks whether there is one
    if not raw:
        return None
    kind = request.content_type.casefold()
    if lines and kind == LINES:
        return list(_rows(raw))
    if kind != JSON:
        known = (JSON, LINES) if lines else (JSON,)
        raise ProblemError(
            Trouble.MEDIA, message("Send the header “Content-Type: {known}”.", known=known), headers={"Accept": JSON}
        )
    try:
        found = _read(raw)
        if not lines:
            _check(found)
    except _UnreadError as error:
        raise ProblemError(Trouble.SHAPE, error.words, [Fault(error.pointer, error.words)]) from None
    return found


class _UnreadError(Exception):
    def __init__(self, words: Message, pointer: str = "") -> None:
        super().__init__(pointer)
        self.words, self.pointer = words, pointer


def _bytes(request: HttpRequest, most: int) -> bytes:
    large = ProblemError(Trouble.LARGE, message("Send at most {size} KB at once; split the rest.", size=most >> 10))
    length = request.headers.get("Content-Length") or "0"
    if not length.isdecimal() or len(length) > 12 or int(length) > most:
        raise large
    try:
        raw = request.read(most + 1)
    except UnreadablePostError:
        raise ProblemError(
            Trouble.SHAPE, message("The request broke off. Send it again, with the same Idempotency-Key.")
        ) from None
    if len(raw) > most:
        raise large
    return raw


def _rows(raw: bytes) -> Iterator[Any]:
    for line in raw.split(b"\n"):
        if not line.strip():
            continue
        try:
            yield _read(line)
        except _UnreadError as error:
            yield Unread(error.words)


def _read(raw: bytes) -> Any:
    try:
        found = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_number, parse_float=_number)
    except RecursionError:
        raise _too_deep("") from None
    except ValueError:
        raise _UnreadError(_NO_JSON) from None
    return found


def flaw_of(row: Any) -> Fault | None:
    """What a row among many has that no database takes, or why it could not be read at all."""
    if isinstance(row, Unread):
        return Fault("", row.reason)
    try:
        _check(row)
    except _UnreadError as error:
        return Fault(error.pointer, error.words)
    return None


def _no_number(text: str) -> None:
    raise ValueError(text)


def _number(text: str) -> Decimal:
    """Exactly as it was written: 12.10 as a binary fraction would not be."""
    if len(text) > _LONGEST_NUMBER:
        raise ValueError(text)
    return Decimal(text)


def _check(found: Any) -> None:
    """How deep it is, and whether its texts are such that a database takes them."""
    left: list[tuple[Any, str, int]] = [(found, "", 1)]
    while left:
        value, pointer, depth = left.pop()
        if isinstance(value, str):
            _check_text(value, pointer)
        elif isinstance(value, dict | list):
            if depth > DEEPEST:
                raise _too_deep(pointer)
            for name, one in value.items() if isinstance(value, dict) else enumerate(value):
                if isinstance(name, str):
                    _check_text(name, pointer)
                left.append((one, f"{pointer}/{name}", depth + 1))


def _check_text(text: str, pointer: str) -> None:
    if "\0" in text:
        raise _UnreadError(message("A text holds the sign NUL (U+0000). Leave it out."), pointer)
    if any("\ud800" <= sign <= "\udfff" for sign in text) if not text.isascii() else False:
        raise _UnreadError(
            message("A text holds half of a sign (a lone surrogate). Send whole signs in UTF-8."), pointer
        )


def _too_deep(pointer: str) -> _UnreadError:
    return _UnreadError(message("The JSON is nested more than {most} deep.", most=DEEPEST), pointer[:LONGEST_POINTER])


LONGEST_POINTER = 200
