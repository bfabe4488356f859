"""Many people looked for at once: one pass over a text or a file, however many words name them.

A pattern of five hundred words is tried at every byte; here every four bytes are looked up in a table instead, and only
where one of the words may begin is it compared.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from regulars.web.people.rights.words import Words

_BITS = 20
_MIX = 2_654_435_761  # spreads four bytes over the table
_WORD = re.compile(rb"[0-9A-Za-z]")
# In JSON a word may stand behind a sign that is written with letters.
_BEGINS = re.compile(rb"(?:^|[^0-9A-Za-z]|\\[bfnrt]|\\u[0-9a-fA-F]{4})$")
# The same for DuckDB; what it lets through is looked at closely.
_EDGES = r"(?:^|[^0-9A-Za-z]|\\[bfnrt]|\\u[0-9a-fA-F]{4})(?:%s)(?:$|[^0-9A-Za-z])"


class Finder:
    """Where words stand in bytes; letters of ASCII count alike, large or small."""

    def __init__(self, words: Iterable[bytes]) -> None:
        self._starting: dict[bytes, list[bytes]] = defaultdict(list)
        self._short = sorted({word.lower() for word in words if 0 < len(word) < 4})
        self._table = np.zeros(1 << _BITS, np.bool_)
        for word in sorted({word.lower() for word in words if len(word) >= 4}):
            self._starting[word[:4]].append(word)
            self._table[(int.from_bytes(word[:4], "little") * _MIX & 0xFFFFFFFF) >> 32 - _BITS] = True

    def places(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Every place and the word that stands there, in order."""
        low = data.lower()
        for place in sorted({*self._likely(low)}):
            for word in self._starting.get(low[place : place + 4], ()):
                if low.startswith(word, place):
                    yield place, word
        for word in self._short:
            place = low.find(word)
            while place >= 0:
                yield place, word
                place = low.find(word, place + 1)

    def _likely(self, low: bytes) -> Iterator[int]:
        if not self._starting:
            return
        for offset in range(min(4, max(len(low) - 3, 0))):
            fours = np.frombuffer(low, "<u4", (len(low) - offset) // 4, offset)
            hit = np.flatnonzero(self._table[(fours * np.uint32(_MIX)) >> np.uint32(32 - _BITS)])
            yield from (hit * 4 + offset).tolist()


class Crowd:
    """People who are looked for together; each is known by their place in ``people``."""

    def __init__(self, people: Sequence[Words]) -> None:
        self.people = tuple(people)
        self.keys = {one.key: number for number, one in enumerate(people) if one.key is not None}
        self._of_text: dict[bytes, list[int]] = defaultdict(list)
        self._of_bytes: dict[bytes, list[int]] = defaultdict(list)
        for number, one in enumerate(people):
            for word in {_folded(spelling) for spelling in one.spellings}:
                self._of_text[word].append(number)
            for form in {form.lower() for form in one.forms}:
                self._of_bytes[form].append(number)
        self._texts, self._bytes = Finder(self._of_text), Finder(self._of_bytes)

    @property
    def sure(self) -> bool:
        """Whether there is anything to look for in a text."""
        return bool(self._of_text)

    @property
    def pattern(self) -> str:
        """All spellings as a pattern of the database, large and small letters alike."""
        return "|".join(re.escape(word) for word in self._spellings())

    @property
    def edged(self) -> str:
        """The same for DuckDB, and no parts of other words."""
        return _EDGES % "|".join(re.escape(word) for word in self._spellings())

    def places(self, text: str) -> Iterator[tuple[int, list[int], bool]]:
        """Where a text may name somebody: the byte (of the folded text), who, whether a word begins and ends there."""
        data = _folded(text)
        for place, word in self._texts.places(data):
            yield place, self._of_text[word], _stands(data, place, word)

    def named_in(self, value: Any) -> list[int]:
        """Whom a value of a column names, or what JSON holds at any depth."""
        if isinstance(value, bytes | memoryview):
            return [number for number, one in enumerate(self.people) if one.within(value)]
        text = value if isinstance(value, str) else json.dumps(value, default=str) if value is not None else ""
        maybe = {number for _, people, stands in self.places(text) if stands for number in people}
        return [number for number in sorted(maybe) if self.people[number].within(value)]

    def places_in_bytes(self, data: bytes) -> Iterator[tuple[int, bytes, list[int], bool]]:
        """Where bytes of any encoding may name somebody: place, word, who, whether nothing touches it."""
        for place, word in self._bytes.places(data):
            before, after = data[max(place - 1, 0) : place], data[place + len(word) : place + len(word) + 1]
            yield place, word, self._of_bytes[word], not (_WORD.match(before) or _WORD.match(after))

    def _spellings(self) -> list[str]:
        found = {spelling for one in self.people for spelling in one.spellings}
        return sorted(found, key=lambda one: (-len(one), one))


def folded_length(text: str) -> int:
    """How many bytes a text has in ``Crowd.places``."""
    return len(_folded(text))


def _folded(text: str) -> bytes:
    return text.casefold().encode("utf-8", "surrogatepass")


def _stands(data: bytes, place: int, word: bytes) -> bool:
    after = data[place + len(word) : place + len(word) + 1]
    return not _WORD.match(after) and _BEGINS.search(data[max(place - 6, 0) : place]) is not None
