"""Items, scales, and a survey that comes back from its file as it was."""

from __future__ import annotations

import json

import pytest

from regulars.language import Text
from regulars.survey import Item, ItemKind, Role, SampleKind, Scale, Survey
from regulars.survey.errors import DefinitionError


def survey(**changes: object) -> Survey:
    """Two items, everything filled in."""
    scale = Scale(1, 5, ("0", "6", "Blank"), {1: Text({"en": "Poor", "zh": "差"}), 5: Text.of("Excellent")})
    items = (
        Item("overall", ItemKind.RATING, Text({"en": "Overall", "zh": "总体"}), Role.OVERALL, scale),
        Item("food", ItemKind.RATING, Text.of("Food"), Role.ATTRIBUTE, scale, Text.of("How was the food?"), ("human",)),
        Item("why", ItemKind.TEXT, Text.of("Why?")),
    )
    values = {"name": "guests-2026", "title": Text.of("Guests"), "items": items, "version": 3, **changes}
    return Survey(**values)  # type: ignore[arg-type]


def test_a_survey_comes_back_from_its_file() -> None:
    original = survey(sample=SampleKind.CENSUS, privacy="confidential")

    back = Survey.from_dict(json.loads(json.dumps(original.to_dict(), ensure_ascii=False)))

    assert back == original


def test_a_rating_becomes_an_index() -> None:
    scale = Scale(1, 5)

    assert [scale.index(rating) for rating in (1, 2, 3.5, 5)] == [0, 25, 62.5, 100]
    assert Scale(0, 10).index(7) == 70


@pytest.mark.parametrize(("low", "high"), [(5, 1), (3, 3)])
def test_a_scale_goes_up(low: int, high: int) -> None:
    with pytest.raises(DefinitionError, match=f"A scale goes up: {low} to {high} does not"):
        Scale(low, high)


def test_items_are_found_by_key_and_role() -> None:
    found = survey()

    assert found.item("food").role is Role.ATTRIBUTE
    assert [item.key for item in found.with_role(Role.OVERALL)] == ["overall"]
    with pytest.raises(KeyError):
        found.item("nothing")


def test_text_is_no_number() -> None:
    assert [item.numeric for item in survey().items] == [True, True, False]


def test_two_items_of_one_key_are_refused() -> None:
    twice = (Item("a", ItemKind.TEXT, Text.of("A")), Item("a", ItemKind.TEXT, Text.of("B")))

    with pytest.raises(DefinitionError, match="Two items of guests-2026 are called a"):
        survey(items=twice)


@pytest.mark.parametrize("name", ["guests", "sfo-2017", "客人调查", "wave_2.1"])
def test_a_name_is_a_word(name: str) -> None:
    assert survey(name=name).name == name


@pytest.mark.parametrize("name", ["", "../../etc", "a/b", "a b", ".hidden", "-x", "a..b", "x" * 65, "a\n"])
def test_a_name_that_could_leave_its_folder_is_refused(name: str) -> None:
    """It becomes a folder of the facts and a word on the command line."""
    with pytest.raises(DefinitionError, match="cannot be the name of a survey"):
        survey(name=name)
