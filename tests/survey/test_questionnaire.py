"""A questionnaire as plain data: what comes back, what is refused and where, what it warns of."""

from __future__ import annotations

import json
import pickle
from copy import deepcopy
from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from regulars.language import Language, Text, render
from regulars.survey import ItemKind, Origin, Questionnaire, Role, Survey
from regulars.survey.errors import DefinitionError, EntryError

DATA: dict[str, Any] = {
    "name": "stay",
    "title": {"en": "Stay", "zh": "入住"},
    "heading": {"en": "How was it?", "zh": "如何？"},
    "languages": ["en", "zh"],
    "minutes": 1,
    "scales": {"five": {"low": 1, "high": 5, "labels": {1: {"en": "poor", "zh": "差"}, 5: {"en": "good", "zh": "好"}}}},
    "blocks": [
        {
            "kind": "ratings",
            "heading": {"en": "How satisfied?", "zh": "满意吗？"},
            "scale": "five",
            "not_used": {"en": "Not used", "zh": "未使用"},
            "probe": {"label": {"en": "What went wrong?", "zh": "哪里不好？"}, "at_most": 2},
            "items": {
                "sleep": {"label": {"en": "Sleep", "zh": "睡眠"}, "role": "attribute", "origin": "customer"},
                "breakfast": {"label": {"en": "Breakfast", "zh": "早餐"}, "role": "attribute", "required": True},
            },
        },
        {
            "kind": "number",
            "key": "recommend",
            "label": {"en": "Recommendation", "zh": "推荐"},
            "role": "recommend",
            "scale": {"low": 0, "high": 10},
        },
        {
            "kind": "choice",
            "key": "trip",
            "label": {"en": "Trip", "zh": "行程"},
            "options": {"work": {"en": "Work", "zh": "出差"}, "leisure": {"en": "Leisure", "zh": "休闲"}},
        },
        {"kind": "comment", "key": "comment", "label": {"en": "Change", "zh": "改变"}, "longest": 500},
        {"kind": "consent", "key": "contact", "label": {"en": "Contact me.", "zh": "可联系我。"}},
    ],
    "thanks": {"en": "Thank you.", "zh": "谢谢。"},
    "privacy_text": {"en": "Kept for a year.", "zh": "保存一年。"},
    "tree": {
        "key": "index",
        "label": {"en": "Index", "zh": "指数"},
        "dimensions": [
            {
                "key": "room",
                "label": {"en": "Room", "zh": "客房"},
                "weight": 3,
                "attributes": [{"key": "sleep", "items": {"sleep": 1}, "label": "Sleep"}],
            },
            {"key": "food", "label": {"en": "Food", "zh": "餐饮"}, "attributes": ["breakfast"]},
        ],
    },
}


def changed(path: list[str | int], value: Any) -> dict[str, Any]:
    """The data with one entry set, or taken away where the value is ``...``."""
    data = deepcopy(DATA)
    spot: Any = data
    for step in path[:-1]:
        spot = spot[step]
    if value is ...:
        del spot[path[-1]]
    else:
        spot[path[-1]] = value
    return data


def questionnaire(data: dict[str, Any] | None = None) -> Questionnaire:
    return Questionnaire.from_dict(DATA if data is None else data)


def test_it_comes_back_from_json_as_it_was() -> None:
    original = questionnaire()

    back = Questionnaire.from_dict(json.loads(json.dumps(original.to_dict(), ensure_ascii=False)))

    assert back == original
    assert back.to_dict() == original.to_dict()


def test_it_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        questionnaire().version = 2  # type: ignore[misc]


def test_the_facts_get_its_survey_with_the_tree() -> None:
    survey = questionnaire().survey()

    back = Survey.from_dict(json.loads(json.dumps(survey.to_dict())))

    assert back == survey
    assert [item.key for item in survey.items] == [
        "sleep", "breakfast", "why-sleep", "why-breakfast", "recommend", "trip", "comment",
    ]  # fmt: skip
    assert survey.item("recommend").kind is ItemKind.NPS
    assert survey.item("sleep").origin is Origin.CUSTOMER
    assert survey.item("why-sleep").label.in_language("zh") == "睡眠：哪里不好？"
    assert survey.item("why-sleep").tags == ("why", "sleep")
    assert survey.item("trip").options["work"] == Text({"en": "Work", "zh": "出差"})
    assert survey.tree is not None
    assert survey.tree.item_weights() == {"sleep": 0.75, "breakfast": 0.25}


def test_consent_is_no_item_of_the_facts() -> None:
    assert "contact" not in {item.key for item in questionnaire().items}
    assert "contact" in {field.name for field in questionnaire().fields}


def test_recommendation_on_another_scale_is_no_net_promoter_question() -> None:
    one = questionnaire(changed(["blocks", 1, "scale"], "five"))

    assert one.survey().item("recommend").kind is ItemKind.RATING
    assert one.survey().item("recommend").role is Role.RECOMMEND


def test_nothing_is_required_unless_it_says_so() -> None:
    assert [field.name for field in questionnaire().fields if field.required] == ["breakfast"]


@pytest.mark.parametrize(
    ("wished", "given"),
    [
        ("en", "en"),
        ("EN", "en"),
        ("en-GB", "en"),
        ("zh", "zh"),
        ("zh-Hans-CN", "zh"),
        ("zh-TW", "zh"),
        ("de", "en"),
        ("", "en"),
    ],
)
def test_a_reader_gets_the_nearest_language(wished: str, given: str) -> None:
    assert questionnaire().language(wished) == given


def test_languages_stand_in_for_each_other_in_their_order() -> None:
    one = questionnaire(changed(["languages"], ["zh", "pt-BR", "en"]))

    assert one.language("fr") == "zh"
    assert one.language("pt") == "pt-BR"
    assert one.say(Text({"en": "Bed", "pt": "Cama"}), "pt-BR") == "Cama"
    assert one.say(Text({"en": "Bed", "zh": "床"}), "pt-BR") == "床"
    assert one.say(Text.of("Wi-Fi"), "pt-BR") == "Wi-Fi"


def test_missing_words_are_named_and_do_not_stop_anything() -> None:
    one = questionnaire(changed(["blocks", 3, "label"], {"en": "Change"}))

    assert one.gaps() == ((("blocks", 3, "label"), "zh"),)
    assert [str(warning) for warning in one.warnings()] == [
        "Some words are missing in: zh. The first is blocks › 4 › label; another language stands in."
    ]


def test_attributes_that_no_customer_named_are_warned_of() -> None:
    """M25: the list begins with what customers say."""
    one = questionnaire(changed(["blocks", 0, "items", "sleep", "origin"], "company"))

    (warning,) = one.warnings()

    assert str(warning).startswith("None of the attributes was named by customers.")
    assert render(warning, Language.CHINESE).startswith("没有任何属性由客户提出。")
    assert questionnaire().warnings() == ()


def test_a_questionnaire_without_attributes_owes_none_to_customers() -> None:
    data = changed(["blocks", 0], DATA["blocks"][1] | {"key": "effort", "role": "effort"})
    del data["tree"]

    assert questionnaire(data).warnings() == ()


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["title"], ..., "“title” is missing. Add it, such as title: {en: Breakfast, zh: 早餐}"),
        (["title"], {}, "title: words are missing here"),
        (["title"], {"en": "  "}, "title › en: words are missing here. Write them, or leave the language out."),
        (["title"], {"e n": "x"}, "title: “e n” is not the tag of a language"),
        (["title"], {"en": True}, "title › en: words are missing"),
        (["title"], ["en"], "title: words are missing here"),
        (["title"], {"en": "x" * 4001}, "title › en: the words are longer than 4,000 characters."),
        (["titel"], "x", "titel: there is no entry of this name. Did you mean: title"),
        (["name"], "../up", "name: “../up” cannot be the name of a survey."),
        (["name"], 7, "name: “7” cannot be the name of a survey."),
        (["minutes"], True, "minutes: “True” is not a whole number from 1 to 120."),
        (["minutes"], 0, "minutes: “0” is not a whole number from 1 to 120."),
        (["version"], "two", "version: “two” is not a whole number"),
        (["privacy"], "secret", "privacy: “secret” is not known. Choose one of: identified, confidential, anonymous."),
        (["sample"], "some", "sample: “some” is not known. Choose one of: census, probability, opt-in."),
        (["languages"], "en", "languages: a list is expected here"),
        (["languages"], ["de", "en"], "title: the words in de are missing: it is the first of “languages”."),
        (["blocks"], ..., "blocks: a questionnaire needs at least one block."),
        (["blocks"], [], "blocks: a questionnaire needs at least one block."),
        (["blocks"], {"kind": "x"}, "blocks: a list is expected here: lines that begin with a hyphen."),
        (["blocks", 1], "recommend", "blocks › 2: “recommend” stands where entries are expected"),
        (["blocks", 1, "kind"], ..., "blocks › 2: “kind” is missing."),
        (["blocks", 1, "kind"], "nps", "blocks › 2 › kind: “nps” is not known. Choose one of: ratings, number, choice"),
        (["blocks", 0, "items", "sleep", "role"], "problem", "› role: problems are counted: give the question a scale"),
        (["blocks", 2, "role"], "problem", "blocks › 3 › role: problems are counted"),
        (["blocks", 1, "key"], "re commend", "blocks › 2 › key: “re commend” cannot be a key."),
        (["blocks", 1, "key"], "sleep", "blocks › 2: two questions are called “sleep”."),
        (["blocks", 1, "key"], "SLEEP", "blocks › 2: two questions are called “SLEEP”."),
        (["blocks", 4, "key"], "trip", "blocks › 5: two questions are called “trip”."),
        (["blocks", 1, "key"], "Unit", "blocks › 2: “Unit” is a word that the facts need."),
        (["blocks", 4, "key"], "form", "blocks › 5: “form” is a word that the facts need."),
        (["blocks", 1, "key"], "why-not", "blocks › 2: “why-not” begins with “why-”"),
        (["blocks", 1, "scale"], "seven", "blocks › 2 › scale: there is no scale “seven”."),
        (["blocks", 1, "scale"], {"low": 5, "high": 1}, "blocks › 2 › scale: A scale goes up: 5 to 1 does not."),
        (["blocks", 1, "scale"], {"low": 0, "high": 100}, "blocks › 2 › scale: a scale has at most 11 points"),
        (["scales", "five", "labels", 9], "x", "scales › five › labels › 9: the scale has no such point"),
        (["blocks", 0, "items"], {}, "blocks › 1 › items: at least one thing must be rated"),
        (["blocks", 0, "items", "sleep", "origin"], "boss", "origin: “boss” is not known. Choose one of: customer"),
        (["blocks", 0, "items", "sleep", "requird"], True, "requird: there is no entry of this name. Did you mean"),
        (["blocks", 0, "items", "sleep", "required"], "yes", "required: “yes” is neither yes nor no."),
        (["blocks", 0, "probe", "at_most"], 5, "probe › at_most: “5” is not a low point of the scale 1 to 5."),
        (["blocks", 2, "options"], {"a": "A"}, "options: a choice needs at least two options"),
        (["blocks", 2, "options"], {"a b": "A", "b": "B"}, "options: “a b” cannot be a key."),
        (["blocks", 4, "required"], True, "blocks › 5 › required: there is no entry of this name."),
        (["tree", "dimensions", 1, "attributes"], ["wifi"], "tree: there is no rating “wifi”. The tree can use: sleep"),
        (["tree", "dimensions", 1, "attributes"], ["trip"], "tree: there is no rating “trip”."),
        (["tree", "dimensions", 1, "attributes"], ["sleep"], "dimensions › 2 › attributes › 1: “sleep” stands twice"),
        (["tree", "dimensions", 1, "attributes"], [], "attributes: a dimension needs at least one attribute"),
        (["tree", "dimensions", 0, "weight"], 0, "tree › dimensions › 1 › weight: “0” is not a weight"),
        (["tree", "dimensions", 0, "weight"], float("nan"), "weight: “nan” is not a weight"),
        (["tree", "dimensions", 0, "attributes", 0, "items"], {"sleep": "x"}, "items › sleep: “x” is not a weight"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(path: list[str | int], value: Any, said: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        questionnaire(changed(path, value))

    assert said in str(caught.value)


@pytest.mark.parametrize("data", [None, "name: x", [1], 3])
def test_what_is_no_mapping_is_refused(data: Any) -> None:
    with pytest.raises(EntryError, match="stands where entries are expected"):
        Questionnaire.from_dict(data)


def test_an_error_survives_another_process() -> None:
    error = EntryError(
        ("blocks", 0), EntryError((), questionnaire(changed(["name"], "x")).warnings and _problem()).problem
    )

    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 (our own bytes)


def _problem() -> Any:
    with pytest.raises(EntryError) as caught:
        questionnaire(changed(["name"], ""))
    return caught.value.problem
