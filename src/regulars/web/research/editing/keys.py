"""Keys: suggested from the words, told apart from the others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from regulars.survey.blocks.ratings import WHY
from regulars.survey.conditions.terms import KEYWORDS
from regulars.survey.questionnaire import RESERVED

KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
LONGEST = 24
KEPT = RESERVED | KEYWORDS  # what the facts and the conditions need for themselves
_FILLING = frozenset(
    "a an and at by did do does for from how in is it of on or our the to was were what with you your".split()
)


def suggested(words: Mapping[str, str], stem: str, taken: Collection[str]) -> str:
    """A key after the words, where they have Latin letters; else ``stem`` and a number.

    >>> suggested({"en": "How was your breakfast?"}, "q", ()), suggested({"zh": "早餐"}, "q", ("q1",))
    ('breakfast', 'q2')
    """
    folded = {one.casefold() for one in taken} | KEPT
    for word in (words.get("en", ""), *words.values()):
        found = slug(word)
        if found and not found.startswith(WHY):
            return told_apart(found, folded)
    number = 1
    while f"{stem}{number}" in folded:
        number += 1
    return f"{stem}{number}"


def slug(words: str, longest: int = LONGEST) -> str:
    """Small letters, digits and hyphens; empty where no Latin letter begins it."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    parts = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    telling = [part for part in parts if part not in _FILLING] or parts
    found = ""
    for part in telling:
        if found and len(found) + 1 + len(part) > longest:
            break
        found = f"{found}-{part}" if found else part[:longest]
    return found if KEY.fullmatch(found) else ""


def told_apart(key: str, taken: Collection[str]) -> str:
    """The key, with a number behind it where it is taken."""
    folded = {one.casefold() for one in taken} | KEPT
    found, number = key, 1
    while found.casefold() in folded:
        number += 1
        found = f"{key[:36]}-{number}"
    return found


def names_of(block: Mapping[str, Any]) -> Iterator[str]:
    """The keys that a block takes for itself: its own, or those of its rows."""
    if block.get("key"):
        yield str(block["key"])
    yield from block.get("items") or ()
