"""A mapping file as plain data: what it fills in, and how it refuses."""

from __future__ import annotations

import contextlib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.language import Language, Text, render
from regulars.survey import ItemKind, ResponseMapping, Role, SampleKind, Scale
from regulars.survey.errors import SurveyError


def airport(**changes: Any) -> dict[str, Any]:
    """The mapping of the airport survey."""
    return {
        "survey": {"name": "sfo-2017", "title": {"en": "Airport", "zh": "机场"}, "sample": "probability"},
        "response": "RESPNUM",
        "weight": "WEIGHT",
        "day": "2017-05-13",
        "missing": ["Blank"],
        "scale": {"low": 1, "high": 5, "missing": [0, 6]},
        "items": {
            "Q7ALL": {"role": "overall"},
            "NETPRO": {"kind": "nps", "missing": 11},
            "food": {"column": "Q7FOOD", "role": "attribute", "label": {"en": "Restaurants", "zh": "餐饮"}},
            "why": {"kind": "text"},
        },
        **changes,
    }


def test_the_airport_mapping() -> None:
    mapping = ResponseMapping.from_dict(airport())

    assert mapping.columns == {"response": "RESPNUM", "weight": "WEIGHT"}
    assert mapping.item_columns == {"Q7ALL": "Q7ALL", "NETPRO": "NETPRO", "food": "Q7FOOD", "why": "why"}
    assert (mapping.source, mapping.day) == ("sfo-2017", date(2017, 5, 13))
    survey = mapping.survey
    assert (survey.name, survey.sample, survey.privacy) == ("sfo-2017", SampleKind.PROBABILITY, "identified")
    assert survey.item("Q7ALL").scale == Scale(1, 5, ("0", "6", "Blank"))
    assert survey.item("NETPRO").scale == Scale(0, 10, ("Blank", "11"))
    assert (survey.item("NETPRO").kind, survey.item("NETPRO").role) == (ItemKind.NPS, Role.RECOMMEND)
    assert survey.item("food").label.in_language("zh") == "餐饮"
    assert survey.item("why").scale is None


def test_an_item_without_entries_is_a_rating_on_the_common_scale() -> None:
    survey = ResponseMapping.from_dict(airport(items={"Q1": None})).survey

    assert survey.item("Q1").kind is ItemKind.RATING
    assert survey.item("Q1").label == Text.of("Q1")


def test_labels_and_tags() -> None:
    item = {"labels": {1: "Poor", "5": {"en": "Great", "zh": "很好"}}, "tags": "human", "text": "How was it?"}

    found = ResponseMapping.from_dict(airport(items={"Q1": item})).survey.item("Q1")

    assert found.scale is not None
    assert {point: str(words) for point, words in found.scale.labels.items()} == {1: "Poor", 5: "Great"}
    assert found.tags == ("human",)
    assert str(found.text) == "How was it?"


REFUSED = [
    ({"survey": None}, "The mapping needs an entry “survey” with a name."),
    ({"survey": {"title": "x"}}, "The mapping needs an entry “survey” with a name."),
    ({"survey": {"name": "../x"}}, "“../x” cannot be the name of a survey."),
    ({"survey": {"name": "x", "sample": "random"}}, "sample: “random” is not known. Choose one of: census, prob"),
    ({"survey": {"name": "x", "privacy": "secret"}}, "privacy: “secret” is not known. Choose one of: identified, "),
    ({"survey": {"name": "x", "version": "two"}}, "version: “two” is not a whole number."),
    ({"items": {}}, "The mapping needs an entry “items” with at least one item."),
    ({"items": ["Q1"]}, "The mapping needs an entry “items” with at least one item."),
    ({"items": {"Q1": "rating"}}, "Q1: “rating” stands where entries are expected, such as {label: Breakfast}."),
    (
        {"items": {"Q1": {"kind": "stars"}}},
        "Q1: “stars” is not known. Choose one of: rating, nps, number, choice, text.",
    ),
    ({"items": {"Q1": {"role": ["overall"]}}}, "Q1: “['overall']” is not known."),
    ({"items": {"Q1": {"lable": "Breakfast"}}}, "Q1: there is no entry “lable”. Did you mean: label"),
    ({"items": {"Q1": {"labels": {"one": "Poor"}}}}, "Q1.labels: “one” is not a whole number."),
    ({"items": {"Q1": {"label": ["Breakfast"]}}}, "Q1.label: “['Breakfast']” stands where entries are expected"),
    ({"scale": None}, "Item Q7ALL is a rating and has no scale. Add scale: {low: 1, high: 5}."),
    ({"scale": [1, 5]}, "A scale needs low and high, such as {low: 1, high: 5}."),
    (
        {"items": {"Q1": {"label": {"en": "Shops", "upper level": None}}}},
        "Q1.label: nothing stands after “upper level”. Put words with a comma in them into quotes.",
    ),
    ({"scale": {"low": 0.5, "high": 5}}, "scale.low: “0.5” is not a whole number."),
    ({"scale": {"low": "one", "high": 5}}, "scale.low: “one” is not a whole number."),
    ({"scale": {"low": 5, "high": 1}}, "A scale goes up: 5 to 1 does not."),
    ({"day": "13.5.2017"}, "“13.5.2017” is not a day such as 2026-11-22. “day” is the one day of the whole file"),
    ({"wieght": "WEIGHT"}, "mapping: there is no entry “wieght”. Did you mean: weight"),
]


@pytest.mark.parametrize(("changes", "sentence"), REFUSED, ids=[sentence[:40] for _, sentence in REFUSED])
def test_what_is_wrong_is_named(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(SurveyError) as caught:
        ResponseMapping.from_dict(airport(**changes))

    assert str(caught.value).startswith(sentence)
    assert render(caught.value.message, Language.CHINESE) != str(caught.value)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("entry", ["survey", "items", "scale", "missing", "day", "response", "source", "zone"])
@given(value=PLAIN)
def test_whatever_stands_there_is_taken_or_refused_in_words(entry: str, value: Any) -> None:
    with contextlib.suppress(SurveyError):
        ResponseMapping.from_dict(airport(**{entry: value}))


@given(value=PLAIN, entry=st.sampled_from(["kind", "role", "label", "text", "scale", "missing", "tags", "labels"]))
def test_whatever_an_item_holds_is_taken_or_refused_in_words(entry: str, value: Any) -> None:
    with contextlib.suppress(SurveyError):
        ResponseMapping.from_dict(airport(items={"Q1": {entry: value}}))


@pytest.mark.parametrize("data", [None, [], "survey", 3])
def test_a_file_that_is_no_mapping_is_refused(data: Any) -> None:
    with pytest.raises(SurveyError, match="A mapping consists of entries"):
        ResponseMapping.from_dict(data)
