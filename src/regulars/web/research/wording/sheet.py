"""The words side by side, as a page shows them and takes them back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from regulars.language import Message
from regulars.survey import Questionnaire
from regulars.survey.entries import Place
from regulars.survey.wording import Rewording, Wording, lasting, where, wordings

MOST_ROWS = 50  # on one page; a long questionnaire has hundreds


@dataclass(frozen=True)
class Cell:
    """The words in one language: what is typed, and what is wrong with it."""

    name: str
    tag: str
    words: str
    error: str = ""

    @property
    def lines(self) -> int:
        """Height of its field."""
        width = sum(2 if ord(sign) > 0x2E80 else 1 for sign in self.words)
        return min(8, 1 + width // 44 + self.words.count("\n"))


@dataclass(frozen=True)
class Line:
    """The same words in each language."""

    where: Message
    path: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """All words of a draft; ``typed``: name of a field -> what somebody wrote there."""

    questionnaire: Questionnaire
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def numbered(self, *, missing: bool) -> list[tuple[int, Wording]]:
        """With their places in the order of the page; ``missing``: only those that lack a language."""
        rows = list(enumerate(wordings(self.questionnaire)))
        return [(at, one) for at, one in rows if not missing or self._lacks(one)]

    def lines(self, rows: list[tuple[int, Wording]]) -> Iterator[Line]:
        """As the page shows them."""
        for at, one in rows:
            cells = tuple(self._cell(f"{at}-{tag}", tag, one) for tag in self.questionnaire.languages)
            yield Line(where(one.place), one.path, cells)

    def changes(self) -> list[Rewording]:
        """What was typed and is not what stands there."""
        found = []
        for at, one in enumerate(wordings(self.questionnaire)):
            for tag in self.questionnaire.languages:
                typed = self.typed.get(f"{at}-{tag}")
                if typed is not None and typed.replace("\r\n", "\n").strip() != _shown(one, tag):
                    after = typed.replace("\r\n", "\n").strip()
                    found.append(Rewording(one.place, tag, one.text.words.get(tag, ""), after))
        return found

    def carried(self, now: Questionnaire) -> Sheet:
        """What was typed, and only that, beside the words as they stand now: found again by the keys around them."""
        there = {lasting(now, one.place): at for at, one in enumerate(wordings(now))}
        typed = {}
        for change in self.changes():
            at = there.get(lasting(self.questionnaire, change.place))
            if at is not None:
                typed[f"{at}-{change.tag}"] = change.after
        return Sheet(now, typed)

    def field_of(self, place: Place) -> str:
        """The name of the field that stands at a place; empty when there is none."""
        for at, one in enumerate(wordings(self.questionnaire)):
            if one.place == place[: len(one.place)]:
                tag = place[-1] if place[-1] in self.questionnaire.languages else self.questionnaire.languages[0]
                return f"{at}-{tag}"
        return ""

    def _lacks(self, one: Wording) -> bool:
        return "und" not in one.text.words and any(not _shown(one, tag) for tag in self.questionnaire.languages)

    def _cell(self, name: str, tag: str, one: Wording) -> Cell:
        return Cell(name, tag, self.typed.get(name, _shown(one, tag)), self.errors.get(name, ""))


def _shown(one: Wording, tag: str) -> str:
    return one.text.words.get(tag, one.text.words.get("und", ""))
