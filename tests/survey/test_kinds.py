"""Each kind of question: read, kept, told off, and back to plain data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from regulars.survey import Questionnaire, Survey, read_answers
from regulars.survey.definition import ItemKind
from regulars.survey.errors import DefinitionError, EntryError
from regulars.survey.versions import check_follows

DATA: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "kinds.yaml").read_text("utf-8"))
SPA = Questionnaire.from_dict(DATA)
GIVEN: dict[str, Any] = {
    "used": ["pool", "gym"],
    "visits": "3",
    "order-calm": "2",
    "order-clean": "1",
    "points-price": "10",
    "pick-1-best": "time",
    "pick-1-worst": "music",
    "slippers-with": "3",
    "slippers-without": "5",
    "massage-too-cheap": "80",
    "massage-cheap": "150,5",
    "massage-expensive": "３００",
    "arrived": "2026-08-31",
    "old": "The view",
}


def test_every_kind_keeps_what_it_was_told() -> None:
    read = read_answers(SPA, GIVEN)

    assert not read.errors
    assert read.answers == {
        "used-pool": 1,
        "used-sauna": 0,
        "used-gym": 1,
        "visits": 3,
        "order-calm": 2,
        "order-clean": 1,
        "points-price": 10,
        "points-service": 0,
        "pick-1-best": "time",
        "pick-1-worst": "music",
        "slippers-with": 3,
        "slippers-without": 5,
        "massage-too-cheap": 80,
        "massage-cheap": 150.5,
        "massage-expensive": 300,
        "arrived": "2026-08-31",
        "old": "The view",
    }
    assert set(read.answers) <= {item.key for item in SPA.items}


def test_what_is_shown_again_reads_the_same() -> None:
    first = read_answers(SPA, GIVEN)

    assert read_answers(SPA, first.typed).answers == first.answers


def test_plain_data_comes_back() -> None:
    assert Questionnaire.from_dict(SPA.to_dict()) == SPA
    assert not SPA.gaps()


def test_parts_of_a_question_know_it() -> None:
    parts = {item.key: item for item in SPA.survey().items}

    words = {key: (item.question, item.part) for key, item in parts.items()}
    assert [text and text.words["en"] for text in words["used-pool"]] == ["Used", "Pool"]
    assert [text and text.words["en"] for text in words["slippers-with"]] == ["Slippers", None]
    assert "currency:CNY" in parts["massage-cheap"].tags
    assert Survey.from_dict(SPA.survey().to_dict()) == SPA.survey()


def test_boxes_and_counts_judge_nothing() -> None:
    kinds = {item.key: (item.kind, item.rated) for item in SPA.items}

    assert kinds["used-pool"] == (ItemKind.NUMBER, False)
    assert kinds["slippers-with"] == (ItemKind.RATING, False)  # 1 is “I like it”
    assert kinds["arrived"] == (ItemKind.DAY, False)
    assert [item.label.words["en"] for item in SPA.items][:2] == ["Used: Pool", "Used: Sauna"]


@pytest.mark.parametrize(
    ("given", "name", "words"),
    [
        ({"used": ["pool", "sauna", "gym"]}, "used", "2 at most"),
        ({"used": ["pool", "none-of-these"]}, "used", "None of these"),
        ({"used": "jacuzzi"}, "used", "jacuzzi"),
        ({"used": "pool", "visits": "51"}, "visits", "0 to 50"),
        ({"used": "pool", "visits": "-1"}, "visits", "0 to 50"),
        ({"used": "pool", "visits": "1.5"}, "visits", "digits only"),
        ({"used": "pool", "visits": "9" * 13}, "visits", "digits only"),
        ({"order-calm": "1", "order-clean": "1"}, "order-clean", "twice"),
        ({"order-calm": "3", "order-clean": "1"}, "order-calm", "Place 2"),
        ({"order-calm": "4"}, "order-calm", "1 to 3"),
        ({"points-price": "7"}, "points-price", "3 of 10 are still"),
        ({"points-price": "7", "points-service": "4"}, "points-price", "1 more than the 10"),
        ({"points-price": "6", "points-service": "four"}, "points-service", "four"),  # and nothing about a sum
        ({"order-calm": "2", "order-clean": "first"}, "order-clean", "first"),
        ({"used": "pool", "visits": "5²"}, "visits", "digits only"),  # not 52
        ({"pick-1-best": "time", "pick-1-worst": "time"}, "pick-1-worst", "cannot matter most and least"),
        ({"pick-1-best": "time"}, "pick-1-worst", "one here too"),
        ({"pick-1-best": "scent", "pick-1-worst": "time"}, "pick-1-best", "scent"),
        ({"massage-cheap": "1,234,5"}, "massage-cheap", "digits only"),
        ({"massage-cheap": "1e3"}, "massage-cheap", "digits only"),
        ({"arrived": "31.8.2026"}, "arrived", "2026-11-22"),
        ({"arrived": "2026-02-30"}, "arrived", "2026-02-30"),
    ],
)
def test_a_wrong_answer_is_told_at_its_place(given: dict[str, Any], name: str, words: str) -> None:
    read = read_answers(SPA, given)

    assert list(read.errors) == [name]
    assert words in str(read.errors[name])


def test_none_of_these_is_an_answer_and_nothing_ticked_is_none() -> None:
    assert read_answers(SPA, {"used": "none-of-these"}).answers == {"used-pool": 0, "used-sauna": 0, "used-gym": 0}
    assert read_answers(SPA, {"used": ""}).empty


@pytest.mark.parametrize(
    ("at", "change", "words"),
    [
        (1, {"options": {"pool": "Pool"}}, "at least 2 options"),
        (1, {"at_most": 0}, "1 to 100"),
        (2, {"high": 0}, "above the lowest"),
        (4, {"total": 0}, "1 to 10,000"),
        (5, {"sets": []}, "stand together"),
        (5, {"sets": [["time", "towels"]]}, "at least three"),
        (5, {"sets": [["time", "towels", "towels"]]}, "each once"),
        (5, {"sets": [["time", "towels", "soap"]]}, "soap"),
        (5, {"sets": [["time", "towels", "music"]]}, "scent"),
        (6, {"scale": {"low": 1, "high": 5}}, "five answers"),
        (7, {"currency": "yuan"}, "currency"),
        (7, {"options": {"a": "A", "b": "B", "c": "C", "d": "D"}}, "too-cheap"),
        (0, {"text": ""}, "words are missing"),
        (8, {"when": "arrived = 2026-01-01"}, "nothing called"),
    ],
)
def test_a_wrong_definition_is_told_at_its_place(at: int, change: dict[str, Any], words: str) -> None:
    blocks = [block | (change if place == at else {}) for place, block in enumerate(DATA["blocks"])]

    with pytest.raises(EntryError, match=words) as caught:
        Questionnaire.from_dict({**DATA, "blocks": blocks})

    assert caught.value.place[:2] == ("blocks", at)


@pytest.mark.parametrize(
    ("at", "change", "follows"),
    [
        (1, {"options": {**DATA["blocks"][1]["options"], "bar": "Bar"}}, True),
        (1, {"kind": "sum", "none": None, "at_most": None, "total": 2}, False),  # points are no boxes
        (5, {"sets": [["time", "towels", "scent"], ["towels", "music", "scent"]]}, False),  # best of other things
        (5, {"sets": [["music", "towels", "time"], ["towels", "music", "scent"]]}, True),  # in another order
        (9, {"kind": "day"}, False),
        (8, {"kind": "comment"}, False),
    ],
)
def test_a_key_keeps_the_kind_of_its_question(at: int, change: dict[str, Any], follows: bool) -> None:
    changed = {name: value for name, value in (DATA["blocks"][at] | change).items() if value is not None}
    blocks = [changed if place == at else block for place, block in enumerate(DATA["blocks"])]
    if at == 8:
        blocks = blocks[:9]
    if at == 1:
        blocks[2] = {name: value for name, value in blocks[2].items() if name != "when"}
    later = Questionnaire.from_dict({**DATA, "blocks": blocks})

    if follows:
        check_follows(later.survey(), SPA.survey())
    else:
        with pytest.raises(DefinitionError, match="another kind"):
            check_follows(later.survey(), SPA.survey())


def test_more_than_a_page_can_send_is_refused_before_anybody_answers() -> None:
    options = {f"o{n}": str(n) for n in range(100)}
    blocks = [{"kind": "choices", "key": f"c{n}", "label": "C", "options": options} for n in range(5)]
    words = {"kind": "comment", "key": "more", "label": "More"}

    assert Questionnaire.from_dict({**DATA, "blocks": blocks[:4]})
    with pytest.raises(EntryError, match=r"401 answers .* on the page that begins here, and one page takes 400"):
        Questionnaire.from_dict({**DATA, "blocks": [*blocks[:4], words]})


def test_labels_are_joined_as_the_language_joins_them() -> None:
    labels = {item.key: item.label.words for item in SPA.items}

    assert labels["used-pool"] == {"en": "Used: Pool", "zh": "使用过：泳池"}
    assert labels["pick-1-best"]["zh"] == "最重要与最不重要（1，+）"
