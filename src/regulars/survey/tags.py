"""Tags that the results understand: what was expected of an attribute, and the layer that an attribute belongs to.

::

    expectation:breakfast    this item asks what was expected of breakfast, on the scale of breakfast
    tolerance:1              beside it: so many steps apart still count as "as expected"
    material, spiritual, social    the layer of satisfaction that an attribute belongs to

Other tags are anybody's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from regulars.survey.definition import Item, ItemKind, Role

LAYERS = ("material", "spiritual", "social")
EXPECTATION, TOLERANCE = "expectation:", "tolerance:"


@dataclass(frozen=True)
class Expected:
    """What was expected of an attribute, and what was found: two ratings on one scale."""

    expectation: Item
    attribute: Item
    tolerance: int = 0


def attribute_expected(item: Item) -> str | None:
    """The key of the attribute whose expectation an item asks for."""
    return next((tag.removeprefix(EXPECTATION) for tag in item.tags if tag.startswith(EXPECTATION)), None)


def expectations(items: Iterable[Item]) -> tuple[Expected, ...]:
    """Every attribute that was asked both ways, in the order of the attributes; other scales cannot be compared."""
    asked = {key: item for item in items if (key := attribute_expected(item)) is not None}
    return tuple(
        Expected(asked[item.key], item, _tolerance(asked[item.key]))
        for item in items
        if item.key in asked and same_scale(asked[item.key], item)
    )


def layers(items: Iterable[Item]) -> dict[str, tuple[Item, ...]]:
    """The attributes of each layer that has some."""
    rated = [item for item in items if item.role is Role.ATTRIBUTE and item.kind is ItemKind.RATING]
    found = {layer: tuple(item for item in rated if layer in item.tags) for layer in LAYERS}
    return {layer: own for layer, own in found.items() if own}


def same_scale(one: Item, other: Item) -> bool:
    """Whether two ratings have the same ends."""
    if one.scale is None or other.scale is None:
        return False
    return (one.scale.low, one.scale.high) == (other.scale.low, other.scale.high)


def _tolerance(item: Item) -> int:
    written = next((tag.removeprefix(TOLERANCE) for tag in item.tags if tag.startswith(TOLERANCE)), "0")
    return int(written) if written.isdecimal() else 0
