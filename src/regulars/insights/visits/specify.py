"""Visits and the areas of their checklist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from regulars.language import Text
from regulars.survey import Item, Questionnaire

# Student's interval for the mean of so few visits holds 87 to 95 of a hundred times where 95 are promised, the fewer
# the more unequal and the nearer to perfect the visits are (prove/visits.py); below, it would say too much.
FEWEST = 5


@dataclass(frozen=True)
class Visit:
    """``answers``: item -> answer, None where it was not seen. ``site``: the unit or team; ``person``: who was seen."""

    key: str
    site: str
    day: date
    answers: Mapping[str, int | None]
    person: str | None = None


@dataclass(frozen=True)
class Area:
    """A part of the checklist, with the weight of each of its items."""

    key: str
    label: Text
    weights: Mapping[str, float]


@dataclass(frozen=True)
class Question:
    """``visits`` in the order of their days."""

    checklist: Questionnaire
    visits: tuple[Visit, ...]
    names: Mapping[str, Text]
    people: Mapping[str, Text]
    one_site: bool

    @cached_property
    def items(self) -> dict[str, Item]:
        """The ratings of the checklist."""
        return rated_items(self.checklist)

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        """Its areas."""
        return areas_of(self.checklist)

    def name(self, site: str) -> Text:
        """What a site is called."""
        return self.names.get(site, Text.of(site))


def rated_items(checklist: Questionnaire) -> dict[str, Item]:
    """What is rated, by key."""
    return {item.key: item for item in checklist.items if item.rated and item.scale is not None}


def areas_of(checklist: Questionnaire) -> tuple[Area, ...]:
    """The dimensions of its tree; without one, the whole checklist, every item alike."""
    if checklist.tree is None:
        return (Area("whole", checklist.title, dict.fromkeys(rated_items(checklist), 1.0)),)
    weights = checklist.tree.item_weights()
    return tuple(
        Area(
            one.key,
            one.label,
            {key: weights[key] for attribute in one.attributes for key in attribute.items},
        )
        for one in checklist.tree.dimensions
    )
