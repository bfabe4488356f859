"""Words as the fonts of a printed page can set them.

A page on screen finds an emoji among the fonts of its reader; a PDF has its own type alone, and would print an empty
box. An emoji beside words is left out; where a name has nothing else, what it shows is said: [hotel].
"""

from __future__ import annotations

import re
import unicodedata
from html import escape, unescape
from typing import Any

MOST_MARKS = 2  # above or below one letter: three letters of one name are no longer readable
_JOINERS = "\u200d\u20e3\ufe0e\ufe0f"
_PICTURES = re.compile(f"[\U0001f000-\U0001faff\U000e0020-\U000e007f{_JOINERS}]+")
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20dc\u20e1-\u20f0\ufe20-\ufe2f]+")
_WORDS = re.compile(r">([^<]+)<")


def printed(value: Any) -> Any:
    """All words of plain data; drawings keep the place of theirs."""
    if isinstance(value, dict):
        return {key: printed(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [printed(one) for one in value]
    if not isinstance(value, str) or value.isascii():
        return value
    return _drawing(value) if value.startswith("<svg") else settable(value)


def settable(text: str, marks: int = MOST_MARKS) -> str:
    """Words without what no font here can show.

    >>> settable("Breakfast 🏨"), settable("🏨🏨")
    ('Breakfast', '[hotel]')
    """
    kept = _MARKS.sub(lambda found: found[0][:marks], unicodedata.normalize("NFC", text))
    if not _PICTURES.search(kept):
        return kept
    words = _joined(_PICTURES.sub("", kept))
    return words if any(map(str.isalnum, words)) else _joined(_PICTURES.sub(_said, kept))


def _said(found: re.Match[str]) -> str:
    """The names of the pictures, each once."""
    names = dict.fromkeys(unicodedata.name(one, "").lower() for one in found[0] if one not in _JOINERS)
    return f"[{', '.join(name for name in names if name)}] " if any(names) else ""


def _joined(words: str) -> str:
    return re.sub(" {2,}", " ", words).strip(" ")


def _drawing(drawing: str) -> str:
    """The typesetter of drawings sets no mark on a letter that has none of its own in the font."""

    def change(found: re.Match[str]) -> str:
        return f">{escape(settable(unescape(found[1]), 0), quote=False)}<"

    return _WORDS.sub(change, drawing)
