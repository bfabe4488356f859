"""Numbers that are typed: how many nights, how much money; and the four prices after van Westendorp."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from regulars.language import Text, message
from regulars.survey.blocks.base import ITEM, Block, Scales, item_texts, item_to_dict, read_item
from regulars.survey.blocks.parted import Parted
from regulars.survey.definition import Item, ItemKind
from regulars.survey.entries import Entries, Place
from regulars.survey.fields import Field, QuantityField

LARGEST = 1_000_000_000
PRICES = ("too-cheap", "cheap", "expensive", "too-expensive")


@dataclass(frozen=True)
class Quantity(Block):
    """``after``: what stands behind the number, such as “nights”."""

    kind: ClassVar[str] = "quantity"

    question: Item
    low: int = 0
    high: int = LARGEST
    decimals: bool = False
    after: Text | None = None
    required: bool = False

    @classmethod
    def read(cls, entries: Entries, scales: Scales) -> Self:  # noqa: ARG003 (it has ends, and no points)
        """From plain data."""
        entries.only("kind", "key", "low", "high", "decimals", "after", *ITEM)
        low = entries.whole("low", 0, low=-LARGEST, high=LARGEST)
        high = entries.whole("high", LARGEST, low=-LARGEST, high=LARGEST)
        if low >= high:
            entries.wrong("high", message("“{value}” is not above the lowest number, {low}.", value=high, low=low))
        after = entries.maybe_text("after")
        return cls(
            question=read_item(entries.key(), entries, ItemKind.NUMBER, after=after),
            low=low,
            high=high,
            decimals=entries.switch("decimals"),
            after=after,
            required=entries.switch("required"),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "kind": self.kind,
            "key": self.question.key,
            **item_to_dict(self.question, required=self.required),
            "low": self.low,
            "high": self.high,
            **({"decimals": True} if self.decimals else {}),
            **({} if self.after is None else {"after": dict(self.after.words)}),
        }

    def items(self) -> tuple[Item, ...]:
        """The one."""
        return (self.question,)

    def fields(self) -> tuple[Field, ...]:
        """The one."""
        return (QuantityField(self.question.key, self.required, self.low, self.high, self.decimals),)

    def texts(self, place: Place) -> Iterator[tuple[Place, Any]]:
        """All words."""
        yield from item_texts(self.question, place)
        if self.after is not None:
            yield (*place, "after"), self.after


@dataclass(frozen=True)
class Prices(Parted):
    """Four prices for one product. Their order is not forced: contradictions are counted where they are analysed."""

    kind: ClassVar[str] = "prices"
    fewest: ClassVar[int] = 4

    currency: str = ""

    @classmethod
    def own(cls) -> tuple[str, ...]:
        """In which money."""
        return ("currency",)

    @classmethod
    def more(cls, entries: Entries) -> dict[str, Any]:
        """In which money: the four questions have their names."""
        if tuple(entries.inner("options").data) != PRICES:
            entries.wrong("options", message("the four prices are called, in this order: {names}.", names=PRICES))
        currency = entries.need("currency", "currency: CNY")
        if not isinstance(currency, str) or not (len(currency) == 3 and currency.isascii() and currency.isupper()):
            entries.wrong(
                "currency", message("“{value}” is not a currency, such as CNY or EUR.", value=str(currency)[:30])
            )
        return {"currency": currency}

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {**super().to_dict(), "currency": self.currency}

    def seats(self) -> tuple[str, ...]:
        """None: the four prices are asked as van Westendorp asks them."""
        return ()

    def items(self) -> tuple[Item, ...]:
        """Four amounts, tagged with their money."""
        return tuple(replace(item, tags=(*item.tags, f"currency:{self.currency}")) for item in super().items())

    def fields(self) -> tuple[Field, ...]:
        """Four amounts."""
        return tuple(QuantityField(self.name(option), self.required, 0, LARGEST, True) for option in self.options)
