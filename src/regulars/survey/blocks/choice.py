"""One answer out of several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from regulars.language import Text, message
from regulars.survey.blocks.base import ITEM, Block, Scales, item_texts, item_to_dict, read_item
from regulars.survey.definition import Item, ItemKind
from regulars.survey.entries import Entries, Place, checked_key, text
from regulars.survey.fields import Field, OptionField


@dataclass(frozen=True)
class Choice(Block):
    """``options`` of the item: what is stored -> what the respondent reads, in order."""

    kind: ClassVar[str] = "choice"

    question: Item
    required: bool = False

    @classmethod
    def read(cls, entries: Entries, scales: Scales) -> Self:  # noqa: ARG003 (a choice has no scale)
        """Under ``options`` stand keys and their words."""
        entries.only("kind", "key", "options", *ITEM)
        rows = entries.inner("options")
        options: dict[str, Text] = {}
        for key, words in rows.data.items():
            options[checked_key(key, rows.place)] = text(words, (*rows.place, key))
        if len(options) < 2:
            entries.wrong(
                "options", message("a choice needs at least two options, such as {{repair: Repair, advice: Advice}}.")
            )
        return cls(
            question=read_item(entries.key(), entries, ItemKind.CHOICE, options=options),
            required=entries.switch("required"),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "kind": self.kind,
            "key": self.question.key,
            **item_to_dict(self.question, required=self.required),
            "options": {key: dict(words.words) for key, words in self.question.options.items()},
        }

    def items(self) -> tuple[Item, ...]:
        """The one."""
        return (self.question,)

    def fields(self) -> tuple[Field, ...]:
        """The one."""
        return (OptionField(self.question.key, self.required, self.question.options),)

    def seats(self) -> tuple[str, ...]:
        """Its options."""
        return tuple(self.question.options)

    def texts(self, place: Place) -> Iterator[tuple[Place, Any]]:
        """All words."""
        yield from item_texts(self.question, place)
        for key, words in self.question.options.items():
            yield (*place, "options", key), words
