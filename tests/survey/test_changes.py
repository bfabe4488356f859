"""What is different between two versions, and which trends go on."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.facts.questionnaires import study
from regulars.survey import Questionnaire
from regulars.survey.changes import Kind, difference


@pytest.fixture(scope="module")
def before() -> Questionnaire:
    return study("stay-satisfaction")


def _changed(one: Questionnaire, **more: Any) -> dict[str, Any]:
    return {**deepcopy(one.to_dict()), **more}


def test_nothing_changed(before: Questionnaire) -> None:
    found = difference(before, Questionnaire.from_dict(_changed(before, version=7)))
    assert found.changes == ()
    assert [one.key for one in found.kept] == [item.key for item in before.items if "why" not in item.tags]


def test_each_kind_of_change_is_told_where_it_stands(before: Questionnaire) -> None:
    data = _changed(before, minutes=3)
    data["title"]["en"] = "Guests"
    data["blocks"][0]["items"]["gym"] = {"label": {"en": "Gym"}, "role": "attribute"}
    gone = data["blocks"].pop(3)
    data["blocks"].append(data["blocks"].pop(1))
    data["blocks"].insert(1, {"kind": "comment", "key": "wish", "label": {"en": "A wish"}})
    found = difference(before, Questionnaire.from_dict(data))
    told = {(one.kind, str(one.where)) for one in found.changes}
    assert (Kind.WORDS, "Title, for colleagues") in told
    assert (Kind.RULE, "Minutes it takes") in told
    assert (Kind.WORDS, "Question 1: “gym”, short name") in told
    assert (Kind.NEW, "Question 2") in told
    assert (Kind.GONE, "Question 4 of before") in told
    moved = [one for one in found.changes if one.kind is Kind.MOVED]
    assert [(one.before, one.after) for one in moved] == [("2", str(len(data["blocks"])))]
    assert [one.key for one in found.new] == ["gym", "wish"]
    assert [one.key for one in found.gone] == [gone["key"]]


def test_another_weight_is_told_as_the_share_in_the_index(before: Questionnaire) -> None:
    data = _changed(before)
    data["tree"]["dimensions"][0]["weight"] = 13
    changes = difference(before, Questionnaire.from_dict(data)).changes
    assert {"Weight of “booking” in the index"} <= {str(one.where) for one in changes}
    assert next(one for one in changes if "“booking”" in str(one.where)).after == "21.7%"


@settings(max_examples=25)
@given(order=st.permutations(range(7)))
def test_moving_blocks_begins_and_ends_no_trend(order: list[int]) -> None:
    one = study("stay-satisfaction")
    data = _changed(one)
    bare = [{name: value for name, value in block.items() if name != "when"} for block in data["blocks"]]
    data["blocks"] = bare
    was = Questionnaire.from_dict(data)
    now = Questionnaire.from_dict({**data, "blocks": [bare[at] for at in order]})
    found = difference(was, now)
    assert {one.kind for one in found.changes} <= {Kind.MOVED}
    assert (found.new, found.gone) == ((), ())
    assert bool(found.changes) == (list(order) != sorted(order))


@pytest.mark.parametrize("name", ["service-quality-gaps", "three-layers"])
def test_a_paragraph_that_asks_nothing_stays_the_same_one(name: str) -> None:
    one = study(name)
    assert difference(one, one).changes == ()
    data = _changed(one)
    at = next((at for at, block in enumerate(data["blocks"]) if block["kind"] == "information"), None)
    if at is not None:
        data["blocks"][at]["text"]["en"] += " Thank you."
        assert [one.kind for one in difference(one, Questionnaire.from_dict(data)).changes] == [Kind.WORDS]


def test_the_words_and_the_shape_of_the_tree_are_told_too(before: Questionnaire) -> None:
    data = _changed(before)
    first, second = data["tree"]["dimensions"][:2]
    first["label"]["en"] = "Renamed"
    second["attributes"].append(first["attributes"].pop())
    moved = second["attributes"][-1]["key"]
    changes = {str(one.where): one for one in difference(before, Questionnaire.from_dict(data)).changes}
    assert changes["Indicator tree: dimension 1"].after == "Renamed"
    place = changes[f"Place of “{moved}” in the index"]
    assert (place.before, place.after) == (first["key"], second["key"])
