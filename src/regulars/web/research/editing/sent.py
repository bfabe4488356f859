"""What the author of a block has typed, field by field, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from regulars.language import Message, Text, message

LANGUAGES = {"en": "English", "zh": "中文"}  # each called by its own name, in every language


@dataclass
class Sent:
    """``typed``: name of a field -> what stands in it; ``problems``: name of a field -> what to do.

    ``taken``: keys of other blocks. ``fresh``: nothing was typed yet, so nothing can be wrong.
    """

    typed: dict[str, str]
    languages: tuple[str, ...]
    taken: frozenset[str] = frozenset()
    problems: dict[str, Message] = field(default_factory=dict)

    def at(self, name: str) -> str:
        """What stands in a field, without blanks around it."""
        return self.typed.get(name, "").replace("\r\n", "\n").strip()

    def words(self, name: str) -> dict[str, str]:
        """Words by language, those that are there."""
        return {tag: words for tag in self.languages if (words := self.at(f"{name}.{tag}"))}

    def whole(self, name: str, low: int, high: int) -> int | None:
        """A whole number, or None where the field is empty."""
        if not (text := self.at(name)):
            return None
        try:
            value = int(text)
        except ValueError:
            value = low - 1
        if not low <= value <= high:
            self.wrong(name, message("Enter a whole number from {low} to {high}.", low=low, high=high))
            return None
        return value

    def wrong(self, name: str, problem: Message) -> None:
        """Note what is wrong with a field; the first thing is said."""
        self.problems.setdefault(name, problem)

    def missing(self, name: str, problem: Message) -> None:
        """Note that words are missing, at the field of the first language."""
        self.wrong(f"{name}.{self.languages[0]}", problem)

    # --- rows: how many there are stands in a field of its own ---

    def count(self, name: str) -> int:
        """How many rows."""
        text = self.typed.get(f"{name}.count", "0")
        return min(int(text), MOST_ROWS) if text.isdecimal() and len(text) < 5 else 0

    def rows(self, name: str) -> list[dict[str, str]]:
        """The fields of each row, by what stands behind its number."""
        found: list[dict[str, str]] = [{} for _ in range(self.count(name))]
        for full, value in self.typed.items():
            number, dot, rest = full.removeprefix(f"{name}.").partition(".")
            if full.startswith(f"{name}.") and dot and number.isdecimal() and int(number) < len(found):
                found[int(number)][rest] = value
        return found

    def put_rows(self, name: str, rows: Sequence[Mapping[str, str]]) -> None:
        """Other rows in their stead."""
        for full in [full for full in self.typed if full.startswith(f"{name}.")]:
            del self.typed[full]
        self.typed[f"{name}.count"] = str(len(rows))
        for number, row in enumerate(rows):
            self.typed |= {f"{name}.{number}.{rest}": value for rest, value in row.items()}


MOST_ROWS = 100


def written_words(name: str, words: Mapping[str, str] | None, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Words as fields, one a language. Words of no language stand in each."""
    text = Text(words or {})
    for tag in languages:
        family = tag.split("-", maxsplit=1)[0]
        found = next((one for one in text.words if one == tag), None) or next(
            (one for one in text.words if one.split("-", maxsplit=1)[0] == family), "und"
        )
        yield f"{name}.{tag}", text.words.get(found, "")


def language_name(tag: str) -> str:
    """What a language calls itself; its tag where we do not know."""
    return LANGUAGES.get(tag.split("-", maxsplit=1)[0], tag)
