"""What every kind of block can do, and how items and scales are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self

from regulars.language import Message, message
from regulars.survey.conditions import Condition, Known, holds, vocabulary_of
from regulars.survey.definition import Item, ItemKind, Origin, Role, Scale
from regulars.survey.entries import Entries, Place, text
from regulars.survey.fields import Answer, Field

Scales = Mapping[str, Scale]
ITEM = ("label", "text", "role", "origin", "tags", "required", "standard", "measure", "threshold")


@dataclass(frozen=True, kw_only=True)
class Block:
    """A part of the page. ``when``: it is asked only of those whose earlier answers fit; without it, of everybody.

    ``page``: it begins a new page. ``shuffle``: what it offers is shown in random order, those in ``last`` at the end.
    """

    kind: ClassVar[str]

    when: Condition | None = None
    page: bool = False
    shuffle: bool = False
    last: tuple[str, ...] = ()

    @classmethod
    def read(cls, entries: Entries, scales: Scales) -> Self:
        """From plain data. Raises ``EntryError``."""
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """The inverse of :meth:`read`, with ``kind``."""
        raise NotImplementedError

    def items(self) -> tuple[Item, ...]:
        """What the facts keep of it, one column each."""
        raise NotImplementedError

    def fields(self) -> tuple[Field, ...]:
        """What its form may send."""
        raise NotImplementedError

    def texts(self, place: Place) -> Iterator[tuple[Place, Any]]:
        """All words, with their places."""
        raise NotImplementedError

    def seats(self) -> tuple[str, ...]:
        """What it offers and may be shown in any order; none where the order is part of the question."""
        return ()

    def known(self) -> tuple[Known, ...]:
        """What a later condition may ask of it."""
        return tuple(vocabulary_of(self.items()).values())

    def asked(self, values: Mapping[str, Any], today: date) -> bool:
        """Whether it is asked of somebody with these answers so far (see :meth:`values`)."""
        return self.when is None or holds(self.when, values, today)

    def values(self, answers: Mapping[str, Answer]) -> Mapping[str, Any]:
        """Its answers as conditions ask for them."""
        return answers

    def settled(self, answers: Mapping[str, Answer]) -> Mapping[str, Answer]:
        """Its answers as they are kept, once nothing is wrong with them."""
        return answers

    def check(self, answers: Mapping[str, Answer]) -> Mapping[str, Message]:  # noqa: ARG002 (most have nothing to say)
        """What is wrong with its answers together: name of a field -> what to do."""
        return {}


def joined(tag: str, whole: str, part: str) -> str:
    """“Question: part”, with the colon of the language."""
    return f"{whole}：{part}" if tag.split("-", maxsplit=1)[0] == "zh" else f"{whole}: {part}"


def read_item(key: str, entries: Entries, kind: ItemKind, scale: Scale | None = None, **more: Any) -> Item:
    """The entries that items of every kind share."""
    role = entries.one_of("role", Role, Role.OTHER) or Role.OTHER
    if role is Role.PROBLEM and (scale is None or scale.low != 0):
        entries.wrong("role", message("problems are counted: give the question a scale from 0, such as 0 to 5."))
    return Item(
        key=key,
        kind=kind,
        label=entries.text("label"),
        role=role,
        scale=scale,
        text=entries.maybe_text("text"),
        tags=entries.names("tags"),
        origin=entries.one_of("origin", Origin),
        standard=entries.maybe_text("standard"),
        measure=entries.maybe_text("measure"),
        threshold=_threshold(entries, scale),
        **more,
    )


def _threshold(entries: Entries, scale: Scale | None) -> int | None:
    if not entries.has("threshold"):
        return None
    if scale is None:
        entries.wrong("threshold", message("a threshold is a point of a scale, and this question has none."))
    return entries.whole("threshold", low=scale.low + 1, high=scale.high)


def item_to_dict(item: Item, *, required: bool) -> dict[str, Any]:
    """The inverse of :func:`read_item`, without key and scale."""
    return {
        "label": dict(item.label.words),
        **({} if item.text is None else {"text": dict(item.text.words)}),
        **({} if item.role is Role.OTHER else {"role": item.role.value}),
        **({} if item.origin is None else {"origin": item.origin.value}),
        **({"tags": list(item.tags)} if item.tags else {}),
        **({"required": True} if required else {}),
        **({} if item.standard is None else {"standard": dict(item.standard.words)}),
        **({} if item.measure is None else {"measure": dict(item.measure.words)}),
        **({} if item.threshold is None else {"threshold": item.threshold}),
    }


def item_texts(item: Item, place: Place) -> Iterator[tuple[Place, Any]]:
    """The words of an item."""
    yield (*place, "label"), item.label
    for name in ("text", "standard", "measure"):
        if (words := getattr(item, name)) is not None:
            yield (*place, name), words


def read_scale(entries: Entries, scales: Scales) -> Scale:
    """``scale: satisfaction`` names one of the questionnaire's scales; ``scale: {low: 1, high: 5}`` is one."""
    value = entries.need("scale", "scale: {low: 1, high: 5}")
    if not isinstance(value, str):
        return one_scale(entries.inner("scale"))
    if value not in scales:
        entries.wrong(
            "scale",
            message(
                "there is no scale “{value}”. Define it under “scales”, where there are: {known}.",
                value=value,
                known=tuple(sorted(scales)) or message("none"),
            ),
        )
    return scales[value]


def one_scale(entries: Entries) -> Scale:
    """A scale with the words of its points."""
    entries.only("low", "high", "labels")
    low, high = entries.whole("low", low=-100, high=100), entries.whole("high", low=-100, high=100)
    if not low < high:
        entries.wrong(None, message("A scale goes up: {low} to {high} does not.", low=low, high=high))
    if high - low > 10:
        entries.wrong(
            None, message("a scale has at most 11 points, or no thumb finds them; this has {n}.", n=high - low + 1)
        )
    labels = {}
    words = entries.inner("labels")
    for name, value in words.data.items():
        if name not in {str(point) for point in range(low, high + 1)}:
            words.wrong(name, message("the scale has no such point: it runs from {low} to {high}.", low=low, high=high))
        labels[int(name)] = text(value, (*words.place, name))
    return Scale(low, high, labels=labels)


def scale_to_dict(scale: Scale) -> dict[str, Any]:
    """The inverse of :func:`one_scale`."""
    labels = {str(point): dict(words.words) for point, words in scale.labels.items()}
    return {"low": scale.low, "high": scale.high, **({"labels": labels} if labels else {})}


def scale_texts(scale: Scale, place: Place) -> Iterator[tuple[Place, Any]]:
    """The words of a scale's points."""
    for point, words in scale.labels.items():
        yield (*place, "labels", str(point)), words
