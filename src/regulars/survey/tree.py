"""The indicator tree: index → dimension → attribute → item, each weighted beside its sisters.

As plain data::

    key: satisfaction
    label: {en: Guest satisfaction, zh: 住客满意度}
    dimensions:
      - key: room
        label: {en: The room, zh: 客房}
        weight: 2
        attributes:
          - {key: sleep, label: {en: Sleep, zh: 睡眠}, items: {sleep: 1}}
          - cleanliness          # short for an attribute with one item of the same key
    weights_from: {en: Stated by the board, zh: 由管理层给定}     # optional
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from regulars.language import Text, message
from regulars.survey.entries import Entries, Place, checked_key, weight
from regulars.survey.errors import EntryError


@dataclass(frozen=True)
class Attribute:
    """What guests judge; measured by one or several items. Without a label it is called as its item."""

    key: str
    items: Mapping[str, float]
    label: Text | None = None
    weight: float = 1.0


@dataclass(frozen=True)
class Dimension:
    """Attributes that belong together."""

    key: str
    label: Text
    attributes: tuple[Attribute, ...]
    weight: float = 1.0


@dataclass(frozen=True)
class Tree:
    """The whole tree. Only the ratios of weights among sisters matter; ``weights_from`` says where they come from."""

    key: str
    label: Text
    dimensions: tuple[Dimension, ...]
    weights_from: Text | None = None

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for at, dimension in enumerate(self.dimensions):
            for key, place in _keys(dimension, ("tree", "dimensions", at)):
                if key in seen:
                    raise EntryError(
                        place,
                        message("“{key}” stands twice in the tree; it would count twice. Keep one.", key=key[1:]),
                    )
                seen.add(key)

    @property
    def items(self) -> tuple[str, ...]:
        """Keys of all items, in order."""
        return tuple(key for one in self.dimensions for attribute in one.attributes for key in attribute.items)

    def item_weights(self) -> dict[str, float]:
        """What each item weighs in the index; together 1.

        >>> bed, bath = Attribute("sleep", {"sleep": 1}), Attribute("bath", {"bath": 1})
        >>> room = Dimension("room", Text.of("Room"), (bed, bath))
        >>> food = Dimension("food", Text.of("Food"), (Attribute("breakfast", {"breakfast": 1}),), weight=3)
        >>> Tree("index", Text.of("Index"), (room, food)).item_weights()
        {'sleep': 0.125, 'bath': 0.125, 'breakfast': 0.75}
        """
        found: dict[str, float] = {}
        over_dimensions = sum(dimension.weight for dimension in self.dimensions)
        for dimension in self.dimensions:
            over_attributes = sum(attribute.weight for attribute in dimension.attributes)
            for attribute in dimension.attributes:
                share = dimension.weight / over_dimensions * attribute.weight / over_attributes
                over_items = sum(attribute.items.values())
                found |= {key: share * own / over_items for key, own in attribute.items.items()}
        return found

    def texts(self) -> Iterator[tuple[Place, Text]]:
        """All words, with their places."""
        yield ("tree", "label"), self.label
        for at, dimension in enumerate(self.dimensions):
            place = ("tree", "dimensions", at)
            yield (*place, "label"), dimension.label
            for number, attribute in enumerate(dimension.attributes):
                if attribute.label is not None:
                    yield (*place, "attributes", number, "label"), attribute.label
        if self.weights_from is not None:
            yield ("tree", "weights_from"), self.weights_from

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "key": self.key,
            "label": dict(self.label.words),
            "dimensions": [
                {
                    "key": dimension.key,
                    "label": dict(dimension.label.words),
                    "weight": dimension.weight,
                    "attributes": [_attribute_to_dict(attribute) for attribute in dimension.attributes],
                }
                for dimension in self.dimensions
            ],
            **({} if self.weights_from is None else {"weights_from": dict(self.weights_from.words)}),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Tree:
        """Read plain data. Raises ``EntryError`` naming the place."""
        entries = Entries.of(data, ("tree",)).only("key", "label", "dimensions", "weights_from")
        dimensions = tuple(map(_dimension, entries.rows("dimensions")))
        if not dimensions:
            entries.need("dimensions", "dimensions: [{key: room, label: Room, attributes: [sleep, bathroom]}]")
        return cls(entries.key(), entries.text("label"), dimensions, entries.maybe_text("weights_from"))


def _dimension(entries: Entries) -> Dimension:
    entries.only("key", "label", "weight", "attributes")
    rows = entries.data.get("attributes")
    if not isinstance(rows, list | tuple) or not rows:
        raise EntryError(
            (*entries.place, "attributes"),
            message("a dimension needs at least one attribute, such as [sleep, bathroom]."),
        )
    attributes = tuple(_attribute(row, (*entries.place, "attributes", at)) for at, row in enumerate(rows))
    return Dimension(entries.key(), entries.text("label"), attributes, entries.weight("weight"))


def _attribute(row: Any, place: Place) -> Attribute:
    if isinstance(row, str):
        return Attribute(checked_key(row, place), {row: 1.0})
    entries = Entries.of(row, place).only("key", "label", "weight", "items")
    key = entries.key()
    items = entries.inner("items")
    weights = {
        checked_key(name, items.place): weight(value, (*items.place, name)) for name, value in items.data.items()
    }
    return Attribute(key, weights or {key: 1.0}, entries.maybe_text("label"), entries.weight("weight"))


def _attribute_to_dict(attribute: Attribute) -> dict[str, Any]:
    label = {} if attribute.label is None else {"label": dict(attribute.label.words)}
    return {"key": attribute.key, **label, "weight": attribute.weight, "items": dict(attribute.items)}


def _keys(dimension: Dimension, place: Place) -> Iterator[tuple[str, Place]]:
    # An attribute may be called as its dimension or as its item: the first letter keeps the three apart.
    yield "d" + dimension.key, place
    for at, attribute in enumerate(dimension.attributes):
        inner = (*place, "attributes", at)
        yield "a" + attribute.key, inner
        for key in attribute.items:
            yield "i" + key, (*inner, "items", key)
