"""Tags that the results understand."""

from __future__ import annotations

from typing import Any

import pytest

from regulars.language import Text
from regulars.survey import Item, ItemKind, Questionnaire, Role, Scale
from regulars.survey.errors import EntryError
from regulars.survey.tags import expectations, layers

FIVE, SEVEN = Scale(1, 5), Scale(1, 7)


def rating(key: str, *tags: str, role: Role = Role.ATTRIBUTE, scale: Scale = FIVE) -> Item:
    return Item(key, ItemKind.RATING, Text.of(key), role, scale, tags=tags)


def test_an_attribute_that_was_asked_both_ways_is_found_with_its_tolerance() -> None:
    """In the order of the attributes; what was asked on another scale cannot be compared."""
    hoped = rating("hoped-for-room", "expectation:room", "tolerance:1", role=Role.OTHER)
    wide = rating("hoped-for-staff", "expectation:staff", role=Role.OTHER, scale=SEVEN)
    room, staff = rating("room"), rating("staff")

    (found,) = expectations([hoped, wide, staff, room])

    assert (found.expectation, found.attribute, found.tolerance) == (hoped, room, 1)


def test_layers_hold_attributes_alone() -> None:
    """In the order of the layers; one without attributes is not there."""
    items = [rating("pride", "social"), rating("bed", "material"), rating("all", "spiritual", role=Role.OVERALL)]

    assert {layer: [item.key for item in own] for layer, own in layers(items).items()} == {
        "material": ["bed"],
        "social": ["pride"],
    }


def questionnaire(*tags: str, scale: dict[str, int]) -> dict[str, Any]:
    return {
        "name": "stay",
        "title": "Stay",
        "languages": ["en"],
        "thanks": "Thanks",
        "blocks": [
            {"kind": "number", "key": "room", "label": "Room", "role": "attribute", "scale": {"low": 1, "high": 5}},
            {"kind": "number", "key": "hoped", "label": "Hoped for", "tags": list(tags), "scale": scale},
        ],
    }


@pytest.mark.parametrize(
    ("key", "scale"),
    [("bed", {"low": 1, "high": 5}), ("hoped", {"low": 1, "high": 5}), ("room", {"low": 1, "high": 7})],
)
def test_an_expectation_of_nothing_is_refused(key: str, scale: dict[str, int]) -> None:
    """Publishing names the attributes that there are."""
    assert Questionnaire.from_dict(questionnaire("expectation:room", scale={"low": 1, "high": 5})).items[1].tags

    with pytest.raises(EntryError, match=f"needs an attribute “{key}” on the same scale. There are: room"):
        Questionnaire.from_dict(questionnaire(f"expectation:{key}", scale=scale))
