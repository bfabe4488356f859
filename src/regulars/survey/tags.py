"""Tags that the results understand: what was expected of an attribute, which layer or side of service it belongs to.

::

    expectation:breakfast    this item asks what was expected of breakfast, on the scale of breakfast
    tolerance:1              beside it: so many steps apart still count as "as expected"
    importance:breakfast     this item asks how much breakfast matters, on any scale
    material, spiritual, social    the layer of satisfaction that an attribute belongs to
    ecsi:IMAG                the construct of the index model that an item measures (see ``CONSTRUCTS``)
    competitor:breakfast     this item rates the breakfast of another company, on the scale of ours
    intention:room-cheap     this item asks how likely somebody buys at the price that was named there
    intention:room           beside it price:98 (and currency:CNY): how likely somebody buys a room at 98
    loyalty:barrier          one side of loyalty: attitude, trust, barrier, alternatives
    procedural, personal     the side of service that an item judges: how the system works, how staff treat customers
    servqual:reliability     the dimension of service quality that an attribute, or its expectation, belongs to
    dealer:goods             the block of a dealer's satisfaction (see ``DEALER_BLOCKS``)
    pyramid:base             the level of the satisfaction pyramid that an attribute stands on: base or touchpoints
    kano:wifi                one of the two questions about a feature; so do the other kinds in parts (see ``PARTED``)
    private                  words that say who somebody is, such as a telephone number; they stay out of the facts

Other tags are anybody's own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from regulars.language import Text
from regulars.survey.definition import Item, ItemKind, Role

LAYERS = ("material", "spiritual", "social")
EXPECTATION, TOLERANCE, IMPORTANCE, INTENTION = "expectation:", "tolerance:", "importance:", "intention:"
LOYALTY, CURRENCY, COMPETITOR, PRICE = "loyalty:", "currency:", "competitor:", "price:"
SIDES = ("procedural", "personal")
SERVQUAL, DEALER, PYRAMID = "servqual:", "dealer:", "pyramid:"
SERVQUAL_DIMENSIONS = ("tangibles", "reliability", "responsiveness", "assurance", "empathy")
DEALER_BLOCKS = ("goods", "service", "economics", "image")
PYRAMID_LEVELS = ("base", "touchpoints")
PRIVATE = "private"
# Kinds of questions whose parts are items of their own, each tagged with kind and key.
PARTED = ("kano", "prices", "best-worst", "sum", "ranking", "choices")
CONSTRUCTS = {
    "IMAG": "Image",
    "CUEX": "Expectation",
    "PERQ": "Quality",
    "PERV": "Value",
    "CUSA": "Satisfaction",
    "CUSCO": "Complaints",
    "CUSL": "Loyalty",
}


@dataclass(frozen=True)
class Expected:
    """What was expected of an attribute, and what was found: two ratings on one scale."""

    expectation: Item
    attribute: Item
    tolerance: int = 0


@dataclass(frozen=True)
class Parted:
    """A question in several parts, with the item of each."""

    kind: str
    key: str
    items: tuple[Item, ...]

    @property
    def question(self) -> Text:
        """Its words."""
        return self.items[0].question or self.items[0].label

    def part(self, item: Item) -> str:
        """The key of a part, as the questionnaire calls it."""
        return item.key.removeprefix(f"{self.key}-")


@dataclass(frozen=True)
class Ladder:
    """One product at several prices, lowest first: how likely somebody buys at each, all on one scale."""

    key: str
    items: tuple[Item, ...]
    prices: tuple[float, ...]


def ladders(items: Iterable[Item]) -> tuple[Ladder, ...]:
    """The products that were asked about at two prices or more, in order; a price that stands twice counts once."""
    found: dict[str, dict[float, Item]] = {}
    for item in items:
        product, price = tagged(item, INTENTION), _price(item)
        if product is not None and price is not None and item.scale is not None:
            known = found.setdefault(product, {})
            if all(same_scale(item, other) for other in known.values()):
                known.setdefault(price, item)
    return tuple(
        Ladder(key, tuple(at[price] for price in sorted(at)), tuple(sorted(at)))
        for key, at in found.items()
        if len(at) > 1
    )


def _price(item: Item) -> float | None:
    try:
        price = float(tagged(item, PRICE) or "")
    except ValueError:
        return None
    return price if 0 < price < math.inf else None


def parted(items: Iterable[Item]) -> tuple[Parted, ...]:
    """The questions in parts, in order."""
    found: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        for tag in item.tags:
            kind, colon, key = tag.partition(":")
            if colon and kind in PARTED:
                found.setdefault((kind, key), []).append(item)
    return tuple(Parted(kind, key, tuple(own)) for (kind, key), own in found.items())


def words_of(item: Item) -> Text:
    """A part by itself; an item that is no part by its label."""
    return item.part or item.label


def tagged(item: Item, prefix: str) -> str | None:
    """What stands behind the first tag that begins so."""
    return next((tag.removeprefix(prefix) for tag in item.tags if tag.startswith(prefix)), None)


def attribute_expected(item: Item) -> str | None:
    """The key of the attribute whose expectation an item asks for."""
    return tagged(item, EXPECTATION)


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
    rated = [item for item in items if item.role is Role.ATTRIBUTE and judged(item)]
    found = {layer: tuple(item for item in rated if layer in item.tags) for layer in LAYERS}
    return {layer: own for layer, own in found.items() if own}


def judged(item: Item) -> bool:
    """Whether it is answered on a scale: by its points, or by numbers between them; a box is only ticked."""
    if item.kind is ItemKind.RATING:
        return True
    return item.kind is ItemKind.NUMBER and item.scale is not None and item.scale.high - item.scale.low > 1


def by_tag(items: Iterable[Item], prefix: str, known: Iterable[str] = ()) -> dict[str, tuple[Item, ...]]:
    """What stands behind the prefix -> the rated items tagged so; those ``known`` first, in their order."""
    found: dict[str, list[Item]] = {key: [] for key in known}
    for item in items:
        key = tagged(item, prefix)
        if key is not None and item.rated and item.scale is not None:
            found.setdefault(key, []).append(item)
    return {key: tuple(own) for key, own in found.items() if own}


def sides(items: Iterable[Item]) -> dict[str, tuple[Item, ...]]:
    """The ratings of each side of service that has some."""
    rated = [item for item in items if item.rated and item.scale is not None]
    found = {side: tuple(item for item in rated if side in item.tags) for side in SIDES}
    return {side: own for side, own in found.items() if own}


def same_scale(one: Item, other: Item) -> bool:
    """Whether two ratings have the same ends."""
    if one.scale is None or other.scale is None:
        return False
    return (one.scale.low, one.scale.high) == (other.scale.low, other.scale.high)


def constructs(items: Iterable[Item]) -> dict[str, tuple[Item, ...]]:
    """The items of each construct of the index model that has some, in the model's order."""
    all_of_them = tuple(items)
    found = {
        name: tuple(item for item in all_of_them if tagged(item, "ecsi:") == code) for code, name in CONSTRUCTS.items()
    }
    return {name: own for name, own in found.items() if own}


def _tolerance(item: Item) -> int:
    written = tagged(item, TOLERANCE) or "0"
    return int(written) if written.isdecimal() else 0
