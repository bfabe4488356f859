"""Entries that come in rows: the options of a choice, the items of a grid, the sets of “most and least”."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from regulars.language import Message, message
from regulars.web.research.editing.entries import (
    Data,
    Entry,
    check_key,
    first_language,
    in_languages,
    read_all,
    read_words,
)
from regulars.web.research.editing.keys import suggested
from regulars.web.research.editing.sent import MOST_ROWS, Sent, written_words

WORDS = "words"


@dataclass(frozen=True)
class Rows(Entry):
    """A mapping in order: key -> words, or key -> what ``inner`` says beside the words.

    ``fixed``: the keys that there are, no more and no fewer. ``inside``: the keys are the questionnaire's own, as those
    of items; otherwise they only need to differ from their sisters.
    """

    template: ClassVar[str] = "rows"

    stem: str = field(default="option", kw_only=True)
    fewest: int = field(default=2, kw_only=True)
    inner: tuple[Entry, ...] = field(default=(), kw_only=True)
    fixed: Mapping[str, Message] = field(default_factory=dict, kw_only=True)
    inside: bool = field(default=False, kw_only=True)
    another: Message = field(default_factory=lambda: message("Add a row"), kw_only=True)

    @property
    def at(self) -> str:
        """Where the words of a row stand in its fields."""
        return "label" if self.inside else WORDS

    def write(self, data: Data, stem: str, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Key, words and the inner entries of each row."""
        name, rows = stem + self.name, dict(data.get(self.name) or {key: {} for key in self.fixed})
        yield f"{name}.count", str(len(rows))
        for number, (key, value) in enumerate(rows.items()):
            row = f"{name}.{number}."
            yield f"{row}key", key
            yield f"{row}was", key
            yield from written_words(row + self.at, value.get("label") if self.inside else value, languages)
            for entry in self.inner:
                yield from entry.write(value, row, languages)

    def read(self, sent: Sent, stem: str, before: Data) -> Data:
        """Rows without anything in them are left out."""
        name, was = stem + self.name, before.get(self.name) or {}
        found: dict[str, Any] = {}
        for number in range(sent.count(name)):
            row = f"{name}.{number}."
            if not self.fixed and not sent.words(row + self.at) and not sent.at(f"{row}key"):
                continue
            key = self._key(sent, row, found)
            found[key] = self._row(sent, row, was.get(sent.at(f"{row}was"), {}))
        if len(found) < self.fewest:
            sent.wrong(name, message("At least {n} are needed. Write them in the rows.", n=self.fewest))
        return {self.name: found}

    def _key(self, sent: Sent, row: str, found: Data) -> str:
        taken = frozenset(found) | (sent.taken if self.inside else frozenset())
        key = sent.at(f"{row}key") or suggested(sent.words(row + self.at), self.stem, taken)
        check_key(sent, f"{row}key", key, taken, inside=self.inside)
        # What is wrong with it is said at the row; here it only must not push another row out.
        return key if key not in found else f"{key}-{row}"

    def _row(self, sent: Sent, row: str, before: Any) -> Any:
        words = read_words(sent, row + self.at, before.get("label") if self.inside else before)
        if not words.get(sent.languages[0]):
            sent.missing(row + self.at, first_language(sent))
        if not self.inside:
            return words
        return {**read_all(self.inner, sent, row, {**before, "label": None}), "label": words}

    def shown(self, sent: Sent, stem: str) -> dict[str, Any]:
        """With each row."""
        name, count = stem + self.name, sent.count(stem + self.name)
        rows = [
            {
                "id": f"{name}.{number}",
                "number": number + 1,
                "key": sent.typed.get(f"{name}.{number}.key", ""),
                "was": sent.typed.get(f"{name}.{number}.was", ""),
                "problem": sent.problems.get(f"{name}.{number}.key"),
                "called": self.fixed.get(sent.typed.get(f"{name}.{number}.key", "")),
                "languages": in_languages(sent, f"{name}.{number}.{self.at}"),
                "fields": [entry.shown(sent, f"{name}.{number}.") for entry in self.inner],
                "first": number == 0,
                "last": number == count - 1,
            }
            for number in range(count)
        ]
        more = {"rows": rows, "count": count, "fixed": bool(self.fixed), "another": self.another}
        return {**super().shown(sent, stem), **more}

    def blank(self, sent: Sent, stem: str, count: int) -> None:
        """So many empty rows."""
        sent.put_rows(stem + self.name, [{"key": ""} for _ in range(count)])


def turn_rows(sent: Sent, what: str, name: str, number: int) -> None:
    """Add a row, take one out, move one up or down."""
    rows = sent.rows(name)
    match what:
        case "add-row" if len(rows) < MOST_ROWS:
            rows.append({"key": ""})
        case "drop-row" if 0 <= number < len(rows):
            del rows[number]
        case "row-up" if 0 < number < len(rows):
            rows[number - 1 : number + 1] = rows[number], rows[number - 1]
        case "row-down" if 0 <= number < len(rows) - 1:
            rows[number : number + 2] = rows[number + 1], rows[number]
    sent.put_rows(name, rows)


@dataclass(frozen=True)
class Sets(Entry):
    """Which options stand together, a set a line. Empty: they are put together evenly."""

    template: ClassVar[str] = "lines"

    def write(self, data: Data, stem: str, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
        """A line a set."""
        yield stem + self.name, "\n".join(", ".join(row) for row in data.get(self.name) or ())

    def read(self, sent: Sent, stem: str, before: Data) -> Data:
        """Lines of keys."""
        lines = sent.at(stem + self.name).replace("，", ",").replace("、", ",").splitlines()
        sets = [[key.strip() for key in line.split(",") if key.strip()] for line in lines if line.strip()]
        return {self.name: sets or _evenly(sent, f"{stem}options")}


def _evenly(sent: Sent, name: str) -> list[list[str]]:
    """As many sets as options, each option as often as the others: four by four, in a circle with growing steps."""
    keys: list[str] = []
    for number in range(sent.count(name)):
        row = f"{name}.{number}."
        if sent.at(f"{row}key") or sent.words(row + WORDS):
            keys.append(sent.at(f"{row}key") or suggested(sent.words(row + WORDS), "option", keys))
    steps = (0, 1, 3, 6) if len(keys) > 6 else tuple(range(min(len(keys), 3 + (len(keys) > 4))))
    if len(keys) <= 4:
        return [keys] if len(keys) > 2 else []
    return [[keys[(at + step) % len(keys)] for step in steps] for at in range(len(keys))]
