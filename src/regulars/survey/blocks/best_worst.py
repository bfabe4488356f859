"""Which of these matters most, which least? Set by set (MaxDiff)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from regulars.language import Message, Text, message
from regulars.survey.blocks.parted import Parted
from regulars.survey.definition import Item, ItemKind
from regulars.survey.entries import Entries
from regulars.survey.fields import Answer, Field, OptionField

ENDS = ("best", "worst")
SIGNS = {"best": "+", "worst": "−"}  # in every language


@dataclass(frozen=True)
class BestWorst(Parted):
    """``sets``: which options stand together, set by set. The columns are ``KEY-1-best``, ``KEY-1-worst`` and so on."""

    kind: ClassVar[str] = "best-worst"
    fewest: ClassVar[int] = 3

    sets: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def own(cls) -> tuple[str, ...]:
        """The sets."""
        return ("sets",)

    @classmethod
    def more(cls, entries: Entries) -> dict[str, Any]:
        """Every option stands in a set, none twice in one."""
        options = set(entries.inner("options").data)
        rows = entries.data.get("sets")
        if not isinstance(rows, list | tuple) or not rows:
            entries.wrong("sets", message("say which options stand together, such as [[time, price, quality]]."))
        for at, row in enumerate(rows):
            place = entries.inner("sets") if isinstance(rows, Mapping) else entries
            if not isinstance(row, list | tuple) or len(row) < 3 or len(set(map(str, row))) < len(row):
                place.wrong("sets", message("set {n} needs at least three options, each once.", n=at + 1))
            if unknown := [str(name) for name in row if name not in options]:
                place.wrong(
                    "sets",
                    message("set {n} holds “{name}”, which is no option.", n=at + 1, name=unknown[0][:40]),
                )
        if left := sorted(options - {str(name) for row in rows for name in row}):
            entries.wrong("sets", message("“{name}” stands in no set.", name=left[0]))
        return {"sets": tuple(tuple(map(str, row)) for row in rows)}

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {**super().to_dict(), "sets": [list(row) for row in self.sets]}

    def items(self) -> tuple[Item, ...]:
        """Two choices a set."""
        return tuple(
            replace(
                self.part(f"{at}-{end}", ItemKind.CHOICE, options={name: self.options[name] for name in row}),
                label=Text({tag: _numbered(tag, words, at, end) for tag, words in self.label.words.items()}),
            )
            for at, row in enumerate(self.sets, 1)
            for end in ENDS
        )

    def fields(self) -> tuple[Field, ...]:
        """Two choices a set."""
        return tuple(OptionField(item.key, self.required, item.options) for item in self.items())

    def check(self, answers: Mapping[str, Answer]) -> Mapping[str, Message]:
        """Nothing is both; and whoever has named one end of a set is asked for the other."""
        wrong: dict[str, Message] = {}
        for at in range(1, len(self.sets) + 1):
            best, worst = (answers.get(self.name(f"{at}-{end}")) for end in ENDS)
            if best is not None and best == worst:
                wrong[self.name(f"{at}-worst")] = message("The same cannot matter most and least. Choose another.")
            elif (best is None) != (worst is None):
                end = "best" if best is None else "worst"
                wrong[self.name(f"{at}-{end}")] = message("Please choose one here too, or none in this set.")
        return wrong


def _numbered(tag: str, words: str, at: int, end: str) -> str:
    chinese = tag.split("-", maxsplit=1)[0] == "zh"
    return f"{words}（{at}，{SIGNS[end]}）" if chinese else f"{words} ({at}, {SIGNS[end]})"
