"""Blocks that are asked only of those whose earlier answers fit."""

from __future__ import annotations

from typing import Any

import pytest

from regulars.language import Language, render
from regulars.survey import Questionnaire, read_answers
from regulars.survey.errors import EntryError
from regulars.survey.questionnaire import Questionnaire as Whole


def questionnaire(*whens: str | None, **more: Any) -> Whole:
    """A rating, a choice, words and a box; each with its condition."""
    blocks: list[dict[str, Any]] = [
        {"kind": "number", "key": "overall", "label": "Overall", "scale": {"low": 1, "high": 5}},
        {
            "kind": "choice",
            "key": "reason",
            "label": "Reason",
            "options": {"repair": "Repair", "advice": "Advice"},
            "required": True,
        },
        {"kind": "comment", "key": "words", "label": "Words", "longest": 5},
        {"kind": "consent", "key": "contact", "label": "You may call me"},
    ]
    for block, when in zip(blocks, whens, strict=False):
        block |= {} if when is None else {"when": when}
    return Questionnaire.from_dict(
        {"name": "stay", "title": "Stay", "thanks": "Thanks", "languages": ["en"], "blocks": blocks, **more}
    )


UNHAPPY = questionnaire(None, "overall <= 2", "reason = repair", "words is answered")


def test_what_is_asked_hangs_on_what_was_answered_above() -> None:
    asked = read_answers(UNHAPPY, {"overall": "1", "reason": "repair", "words": "Late", "contact": "1"})

    assert asked.answers == {"overall": 1, "reason": "repair", "words": "Late"}
    assert asked.consents == ("contact",)
    assert not asked.aside


def test_a_question_that_is_not_asked_is_not_required_and_its_answer_is_put_aside() -> None:
    read = read_answers(UNHAPPY, {"overall": "5", "reason": "repair", "words": "far too long", "contact": "1"})

    assert (read.answers, read.errors, read.consents) == ({"overall": 5}, {}, ())
    assert read.aside == {"reason": "repair", "words": "far too long", "contact": "1"}
    assert read.typed["reason"] == "repair"  # shown again where the page is: a slip of the thumb loses nothing
    assert read_answers(UNHAPPY, {"overall": "2"}).errors.keys() == {"reason"}


def test_a_wrong_answer_above_leaves_the_question_below_unasked() -> None:
    read = read_answers(UNHAPPY, {"overall": "7", "reason": "repair"})

    assert read.errors.keys() == {"overall"}
    assert read.aside == {"reason": "repair"}


def test_plain_data_comes_back() -> None:
    assert UNHAPPY.to_dict()["blocks"][1]["when"] == "overall <= 2"
    assert Questionnaire.from_dict(UNHAPPY.to_dict()) == UNHAPPY
    assert "when" not in UNHAPPY.to_dict()["blocks"][0]


@pytest.mark.parametrize(
    ("whens", "place", "words"),
    [
        (("overall <= 2",), "blocks › 1 › when", "nothing called"),
        ((None, "words is answered"), "blocks › 2 › when", "nothing called"),
        ((None, "overall <= 9"), "blocks › 2 › when", "1 to 5"),
        ((None, None, "reason = refund"), "blocks › 3 › when", "repair"),
        ((None, "overal <= 2"), "blocks › 2 › when", "Did you mean: overall"),
    ],
)
def test_a_condition_about_nothing_that_stands_above_is_told_with_its_place(
    whens: tuple[str | None, ...], place: str, words: str
) -> None:
    with pytest.raises(EntryError) as caught:
        questionnaire(*whens)

    assert place in str(caught.value)
    assert words in str(caught.value)
    assert "blocks" in render(caught.value.message, Language.CHINESE)


def test_a_tiny_number_in_a_condition_is_written_so_that_it_can_be_read() -> None:
    price = {"kind": "quantity", "key": "price", "label": "Price", "decimals": True}
    words = {"kind": "comment", "key": "more", "label": "More", "when": "price > 0.00001"}
    made = questionnaire(blocks=[price, words])

    assert made.to_dict()["blocks"][1]["when"] == "price > 0.00001"
    assert Questionnaire.from_dict(made.to_dict()) == made
