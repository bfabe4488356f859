"""Items, scales and the survey that holds them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from regulars.language import Text, message
from regulars.survey.errors import DefinitionError
from regulars.survey.tree import Tree


class ItemKind(StrEnum):
    """How an item is answered."""

    RATING = "rating"
    NPS = "nps"
    NUMBER = "number"
    CHOICE = "choice"
    TEXT = "text"
    DAY = "day"


class Role(StrEnum):
    """What an item is for in the scoring."""

    OVERALL = "overall"
    ATTRIBUTE = "attribute"
    RECOMMEND = "recommend"
    REPURCHASE = "repurchase"
    EFFORT = "effort"
    PROBLEM = "problem"  # how many problems somebody had: a count from 0
    OTHER = "other"


class Origin(StrEnum):
    """Who named an attribute: customers in their own words, or the company at its desk."""

    CUSTOMER = "customer"
    COMPANY = "company"


class SampleKind(StrEnum):
    """How those who answered were chosen; decides what an interval may claim."""

    CENSUS = "census"
    PROBABILITY = "probability"
    OPT_IN = "opt-in"


@dataclass(frozen=True)
class Scale:
    """Whole answers from ``low`` to ``high``; ``missing`` are codes that mean "no answer"."""

    low: int
    high: int
    missing: tuple[str, ...] = ()
    labels: Mapping[int, Text] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.low >= self.high:
            raise DefinitionError(message("A scale goes up: {low} to {high} does not.", low=self.low, high=self.high))

    def index(self, rating: Any) -> Any:
        """A rating, or an array of them, as 0 to 100."""
        return 100 * (rating - self.low) / (self.high - self.low)


NPS_SCALE = Scale(0, 10)
# Of answers on a scale that do not judge us: after Kano 1 is "I like it", what is expected or matters is no rating,
# and what another company deserves is none of ours.
NO_JUDGEMENT = ("kano:", "expectation:", "importance:", "competitor:", "intention:")


@dataclass(frozen=True)
class Item:
    """One question. ``key`` stays the same over all versions: it makes the trend.

    Of a checklist: ``standard`` is what should be so, ``measure`` how it is found out, ``threshold`` the lowest answer
    that still meets it. Of a question in several parts each is an item: ``question`` are the words of the whole,
    ``part`` its own.
    """

    key: str
    kind: ItemKind
    label: Text
    role: Role = Role.OTHER
    scale: Scale | None = None
    text: Text | None = None
    tags: tuple[str, ...] = ()
    origin: Origin | None = None
    options: Mapping[str, Text] = field(default_factory=dict)  # of a choice: what is stored -> what it means
    standard: Text | None = None
    measure: Text | None = None
    threshold: int | None = None
    question: Text | None = None
    part: Text | None = None
    after: Text | None = None  # of a number: what stands behind it, such as “nights”

    @property
    def numeric(self) -> bool:
        """Whether its answers are numbers."""
        return self.kind in (ItemKind.RATING, ItemKind.NPS, ItemKind.NUMBER)

    @property
    def rated(self) -> bool:
        """Whether its answers judge something: a count or a box that was ticked does not, unless a role says so."""
        if any(tag.startswith(NO_JUDGEMENT) for tag in self.tags):
            return False
        return self.numeric and (self.kind is not ItemKind.NUMBER or self.role is not Role.OTHER)


@dataclass(frozen=True)
class Survey:
    """A published survey, frozen; stored beside its answers so that a notebook needs nothing else."""

    name: str
    title: Text
    items: tuple[Item, ...]
    version: int = 1
    sample: SampleKind = SampleKind.OPT_IN
    privacy: str = "identified"
    tree: Tree | None = None

    def __post_init__(self) -> None:
        # The name becomes a folder of the facts and a word on the command line.
        if not re.fullmatch(r"\w[\w.-]{0,63}", self.name) or ".." in self.name:
            raise DefinitionError(
                message(
                    "“{name}” cannot be the name of a survey. Use up to 64 letters, digits, hyphens and underscores, "
                    "such as guests-2026.",
                    name=self.name[:80],
                )
            )
        keys = [item.key for item in self.items]
        for key in keys:
            if keys.count(key) > 1:
                raise DefinitionError(message("Two items of {survey} are called {key}.", survey=self.name, key=key))

    def item(self, key: str) -> Item:
        """The item of this key; KeyError when there is none."""
        for item in self.items:
            if item.key == key:
                return item
        raise KeyError(key)

    def with_role(self, role: Role) -> tuple[Item, ...]:
        """All items of a role, in order."""
        return tuple(item for item in self.items if item.role is role)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for a JSON file."""
        return {
            "name": self.name,
            "title": dict(self.title.words),
            "version": self.version,
            "sample": self.sample.value,
            "privacy": self.privacy,
            "items": [_item_to_dict(item) for item in self.items],
            # Only where there is one: what was written before trees existed stays as it is, to the byte.
            **({} if self.tree is None else {"tree": self.tree.to_dict()}),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Survey:
        """The inverse of :meth:`to_dict`."""
        return cls(
            name=data["name"],
            title=Text.of(data["title"]),
            items=tuple(_item_from_dict(item) for item in data["items"]),
            version=data["version"],
            sample=SampleKind(data["sample"]),
            privacy=data["privacy"],
            tree=Tree.from_dict(data["tree"]) if data.get("tree") else None,
        )


_WORDS = ("question", "part", "after")  # written only where there are some


def _item_to_dict(item: Item) -> dict[str, Any]:
    scale = item.scale
    return {
        "key": item.key,
        "kind": item.kind.value,
        "label": dict(item.label.words),
        "role": item.role.value,
        "text": None if item.text is None else dict(item.text.words),
        "tags": list(item.tags),
        **({} if item.origin is None else {"origin": item.origin.value}),
        **({} if not item.options else {"options": {key: dict(text.words) for key, text in item.options.items()}}),
        **({} if item.standard is None else {"standard": dict(item.standard.words)}),
        **({} if item.measure is None else {"measure": dict(item.measure.words)}),
        **({} if item.threshold is None else {"threshold": item.threshold}),
        **{name: dict(words.words) for name in _WORDS if (words := getattr(item, name)) is not None},
        "scale": None
        if scale is None
        else {
            "low": scale.low,
            "high": scale.high,
            "missing": list(scale.missing),
            "labels": {str(point): dict(text.words) for point, text in scale.labels.items()},
        },
    }


def _item_from_dict(data: Mapping[str, Any]) -> Item:
    scale = data["scale"]
    return Item(
        key=data["key"],
        kind=ItemKind(data["kind"]),
        label=Text.of(data["label"]),
        role=Role(data["role"]),
        text=None if data["text"] is None else Text.of(data["text"]),
        tags=tuple(data["tags"]),
        origin=Origin(data["origin"]) if data.get("origin") else None,
        options={key: Text.of(words) for key, words in data.get("options", {}).items()},
        **{name: Text.of(data[name]) for name in _WORDS if data.get(name)},
        standard=Text.of(data["standard"]) if data.get("standard") else None,
        measure=Text.of(data["measure"]) if data.get("measure") else None,
        threshold=data.get("threshold"),
        scale=None
        if scale is None
        else Scale(
            scale["low"],
            scale["high"],
            tuple(scale["missing"]),
            {int(point): Text.of(words) for point, words in scale["labels"].items()},
        ),
    )
