"""How wide words are, and how they are cut to fit; measured without a font, on the safe side.

Positions of labels are computed here and not in a browser, so widths are estimates: a full-width character
takes one em, Latin ones by their class.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NARROW = set("ijltfrI.,:;'|!()[] ’‘·-")
_WIDE = set("mwMWQOG@%&—→")
_TURNING = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


@lru_cache(maxsize=4096)
def advance(character: str) -> float:
    """The width of one character in em."""
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0.0
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return 1.0
    if character in _NARROW:
        return 0.34
    if character in _WIDE:
        return 0.88
    return 0.68 if character.isupper() else 0.58


@lru_cache(maxsize=8192)
def text_width(text: str, size: float) -> float:
    """The width of a line in pixels."""
    return size * sum(advance(character) for character in text)


@lru_cache(maxsize=8192)  # a page draws the same words at three widths
def printable(text: str) -> str:
    """One line without control characters, which have no place on a page and which XML forbids.

    Marks that turn the direction of what follows go too: a name must not reorder the sentence it stands in.
    No-break spaces stay.
    """
    if not text.isprintable():  # nearly all words are
        text = "".join(map(_printable, text))
    return re.sub(" +", " ", text).strip(" ")


def _printable(character: str) -> str:
    if character in _TURNING or character in "\ufffe\uffff":
        return ""
    return " " if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") else character


def shorten(text: str, room: float, size: float) -> str:
    """The line itself, or its start and an ellipsis."""
    if text_width(text, size) <= room:
        return text
    room -= size
    kept = 0.0
    for place, character in enumerate(text):
        kept += size * advance(character)
        if kept > room:
            return text[:place].rstrip() + "…"
    return text


def wrapped(text: str, room: float, size: float, lines: int = 2) -> list[str]:
    """Up to so many lines; broken at spaces, between Han characters where there are none."""
    if text_width(text, size) <= room or lines == 1:
        return [shorten(text, room, size)]
    head, width, cut = "", 0.0, 0
    for place, character in enumerate(text):
        width += size * advance(character)
        if width > room:
            break
        if character == " " or advance(character) == 1.0:
            cut, head = place + 1, text[: place + 1]
    if not cut:
        return [shorten(text, room, size)]
    return [head.strip(), *wrapped(text[cut:].strip(), room, size, lines - 1)]
