"""The touchpoints of a company: where customers meet it, in the stages of their journey.

As plain data::

    name: hotel
    title: {en: Hotel, zh: 酒店}
    stages:
      - {key: arrive, name: {en: Arriving, zh: 到店}}
    touchpoints:
      - key: reception
        name: {en: Reception, zh: 前台}
        kind: person                 # person, thing or information
        stage: arrive
        standard: {en: Keys in hand within five minutes., zh: 五分钟内办好入住。}
        threshold: 80                # optional: what the rating, from 0 to 100, should reach

An item of a questionnaire belongs to a touchpoint by the tag ``touchpoint:KEY``, or because somebody bound it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from regulars.language import Text, message
from regulars.methods import TouchpointKind
from regulars.survey.definition import Item, Survey
from regulars.survey.entries import Entries
from regulars.survey.errors import EntryError

TAG = "touchpoint:"


@dataclass(frozen=True)
class Stage:
    """A part of the journey."""

    key: str
    name: Text


@dataclass(frozen=True)
class Touchpoint:
    """``items``: (survey, item) that judge it. ``traffic``: customers a month. ``units``: where there is one; None:
    everywhere. ``threshold``: what its rating should reach, 0 to 100.
    """

    key: str
    name: Text
    kind: TouchpointKind
    stage: str
    standard: Text | None = None
    threshold: int | None = None
    traffic: int | None = None
    items: tuple[tuple[str, str], ...] = ()
    units: frozenset[str] | None = None


@dataclass(frozen=True)
class Register:
    """``touchpoints`` in the order of the stages."""

    stages: tuple[Stage, ...]
    touchpoints: tuple[Touchpoint, ...] = ()
    name: str = ""
    title: Text | None = None

    def at(self, stage: str) -> tuple[Touchpoint, ...]:
        """The touchpoints of a stage."""
        return tuple(one for one in self.touchpoints if one.stage == stage)

    def texts(self) -> Iterator[Text]:
        """All words."""
        for stage in self.stages:
            yield stage.name
        for one in self.touchpoints:
            yield one.name
            if one.standard is not None:
                yield one.standard
        if self.title is not None:
            yield self.title

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Register:
        """Read plain data, strictly. Raises ``EntryError`` naming the place."""
        entries = Entries.of(data).only("name", "title", "stages", "touchpoints")
        stages = tuple(Stage(row.only("key", "name").key(), row.text("name")) for row in entries.rows("stages"))
        rows = list(entries.rows("touchpoints"))
        found = tuple(_touchpoint(row, [stage.key for stage in stages]) for row in rows)
        for keys, name in (([one.key for one in stages], "stages"), ([one.key for one in found], "touchpoints")):
            if twice := next((key for key in keys if keys.count(key) > 1), None):
                raise EntryError((name,), message("“{key}” stands twice. Keep one.", key=twice))
        order = {stage.key: at for at, stage in enumerate(stages)}
        return cls(
            stages=stages,
            touchpoints=tuple(sorted(found, key=lambda one: order[one.stage])),
            name=str(entries.data.get("name", "")),
            title=entries.maybe_text("title"),
        )


def tagged(survey: Survey) -> Mapping[str, tuple[Item, ...]]:
    """Key of a touchpoint -> the ratings of a survey that say by a tag that they judge it."""
    found: dict[str, list[Item]] = {}
    for item in survey.items:
        for key in touched(item.tags):
            if item.rated and item.scale is not None:
                found.setdefault(key, []).append(item)
    return {key: tuple(items) for key, items in found.items()}


def touched(tags: Iterable[str]) -> tuple[str, ...]:
    """The touchpoints that tags name."""
    return tuple(tag.removeprefix(TAG) for tag in tags if tag.startswith(TAG))


def _touchpoint(entries: Entries, stages: list[str]) -> Touchpoint:
    entries.only("key", "name", "kind", "stage", "standard", "threshold", "traffic")
    stage = entries.need("stage", f"stage: {stages[0] if stages else 'arrive'}")
    if stage not in stages:
        entries.wrong(
            "stage", message("“{value}” is not known. Choose one of: {known}.", value=str(stage), known=tuple(stages))
        )
    kind = entries.one_of("kind", TouchpointKind)
    if kind is None:
        entries.need("kind", "kind: person")
        raise AssertionError
    return Touchpoint(
        key=entries.key(),
        name=entries.text("name"),
        kind=kind,
        stage=str(stage),
        standard=entries.maybe_text("standard"),
        threshold=entries.whole("threshold", low=1, high=100) if entries.has("threshold") else None,
        traffic=entries.whole("traffic", low=0, high=1_000_000_000) if entries.has("traffic") else None,
    )
