"""Several things on one scale: the rating grid, with "not used" and "what went wrong?"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from regulars.language import Text, message
from regulars.survey.blocks.base import (
    ITEM,
    Block,
    Scales,
    item_texts,
    item_to_dict,
    joined,
    read_item,
    read_scale,
    scale_texts,
    scale_to_dict,
)
from regulars.survey.definition import Item, ItemKind, Scale
from regulars.survey.entries import Entries, Place, checked_key
from regulars.survey.fields import Field, NumberField, TextField

WHY = "why-"


@dataclass(frozen=True)
class Probe:
    """A line for words that opens under a rating of ``at_most`` or less."""

    label: Text
    at_most: int
    longest: int = 300


@dataclass(frozen=True)
class Ratings(Block):
    """``not_used``: the words of the answer that says so; without them it is not offered."""

    kind: ClassVar[str] = "ratings"

    heading: Text
    scale: Scale
    questions: tuple[Item, ...]
    not_used: Text | None = None
    probe: Probe | None = None
    required: frozenset[str] = frozenset()

    @classmethod
    def read(cls, entries: Entries, scales: Scales) -> Self:
        """Under ``items`` stand keys; what stands at a key is the item."""
        entries.only("kind", "heading", "scale", "not_used", "probe", "items")
        scale, rows = read_scale(entries, scales), entries.inner("items")
        questions, required = [], set()
        for key in rows.data:
            row = Entries.of(rows.data[key], (*rows.place, key)).only(*ITEM)
            questions.append(read_item(checked_key(key, rows.place), row, ItemKind.RATING, scale))
            if row.switch("required"):
                required.add(key)
        if not questions:
            entries.wrong(
                "items",
                message(
                    "at least one thing must be rated, such as {{breakfast: {{label: Breakfast, role: attribute}}}}."
                ),
            )
        return cls(
            heading=entries.text("heading"),
            scale=scale,
            questions=tuple(questions),
            not_used=entries.maybe_text("not_used"),
            probe=_probe(entries.inner("probe"), scale) if entries.has("probe") else None,
            required=frozenset(required),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        probe = self.probe
        return {
            "kind": self.kind,
            "heading": dict(self.heading.words),
            "scale": scale_to_dict(self.scale),
            **({} if self.not_used is None else {"not_used": dict(self.not_used.words)}),
            **(
                {}
                if probe is None
                else {"probe": {"label": dict(probe.label.words), "at_most": probe.at_most, "longest": probe.longest}}
            ),
            "items": {item.key: item_to_dict(item, required=item.key in self.required) for item in self.questions},
        }

    def items(self) -> tuple[Item, ...]:
        """The ratings, then what went wrong, each tagged with the item that it explains."""
        if self.probe is None:
            return self.questions
        why = [
            Item(
                WHY + item.key,
                ItemKind.TEXT,
                Text(
                    {
                        tag: joined(tag, item.label.in_language(tag), words)
                        for tag, words in self.probe.label.words.items()
                    }
                ),
                tags=("why", item.key),
            )
            for item in self.questions
        ]
        return (*self.questions, *why)

    def fields(self) -> tuple[Field, ...]:
        """One number an item; with a probe, one line of words too."""
        found: list[Field] = []
        for item in self.questions:
            found.append(NumberField(item.key, item.key in self.required, self.scale, self.not_used is not None))
            if self.probe is not None:
                found.append(TextField(WHY + item.key, longest=self.probe.longest))
        return tuple(found)

    def seats(self) -> tuple[str, ...]:
        """What is rated."""
        return tuple(item.key for item in self.questions)

    def texts(self, place: Place) -> Iterator[tuple[Place, Any]]:
        """All words."""
        yield (*place, "heading"), self.heading
        if self.not_used is not None:
            yield (*place, "not_used"), self.not_used
        if self.probe is not None:
            yield (*place, "probe", "label"), self.probe.label
        yield from scale_texts(self.scale, (*place, "scale"))
        for item in self.questions:
            yield from item_texts(item, (*place, "items", item.key))


def _probe(entries: Entries, scale: Scale) -> Probe:
    entries.only("label", "at_most", "longest")
    at_most = entries.whole("at_most", scale.low + (scale.high - scale.low) // 4, low=-100, high=100)
    if not scale.low <= at_most < scale.high:
        entries.wrong(
            "at_most",
            message(
                "“{value}” is not a low point of the scale {low} to {high}.",
                value=at_most,
                low=scale.low,
                high=scale.high,
            ),
        )
    return Probe(entries.text("label"), at_most, entries.whole("longest", 300, low=1, high=4000))
