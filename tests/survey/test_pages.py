"""Pages, random order, and words that take up an earlier answer."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from regulars.language import Day
from regulars.survey import Questionnaire
from regulars.survey.conditions import decided, holds
from regulars.survey.errors import EntryError
from regulars.survey.order import TURNS, in_order, ordered, turn_of
from regulars.survey.piping import filled, said

RATE: dict[str, Any] = {
    "kind": "number",
    "key": "recommend",
    "label": "Recommendation",
    "scale": {"low": 0, "high": 10},
}
DISH: dict[str, Any] = {
    "kind": "choice",
    "key": "dish",
    "label": "Dish",
    "options": {
        "soup": {"en": "the soup", "zh": "汤"},
        "fish": "the fish",
        "cake": "the cake",
        "other": "Something else",
    },
}
WHY: dict[str, Any] = {"kind": "comment", "key": "why", "label": "Why?"}


def asking(*blocks: dict[str, Any], **more: Any) -> Questionnaire:
    data = {"name": "stay", "title": "Stay", "thanks": "Thanks", "languages": ["en", "zh"], "blocks": list(blocks)}
    return Questionnaire.from_dict({**data, **more})


def test_pages_order_and_words_come_back_as_they_were() -> None:
    one = asking(RATE, {**DISH, "page": True, "shuffle": True, "last": ["other"]}, {**WHY, "text": "Why {dish|it}?"})

    assert Questionnaire.from_dict(one.to_dict()) == one
    assert one.to_dict()["blocks"][1]["last"] == ["other"]
    assert "page" not in one.to_dict()["blocks"][0]
    assert one.shuffled


def test_a_block_begins_a_page_where_it_says_so_or_takes_up_an_answer_of_this_page() -> None:
    assert asking(RATE, DISH, WHY).pages == ((0, 1, 2),)
    assert asking({**RATE, "page": True}, DISH, {**WHY, "page": True}).pages == ((0, 1), (2,))
    assert asking(RATE, DISH, {**WHY, "text": "Why {dish}?"}).pages == ((0, 1), (2,))
    assert asking(RATE, {**DISH, "page": True}, {**WHY, "text": "Why {recommend}?"}).pages == ((0,), (1, 2))


def test_one_form_shows_one_order_and_what_is_last_stays_last() -> None:
    block = asking({**DISH, "shuffle": True, "last": ["other"]}).blocks[0]
    turn = turn_of("nonce")

    assert ordered(block, turn) == ordered(block, turn_of("nonce"))
    assert sorted(ordered(block, turn)) == sorted(block.seats())
    assert ordered(block, None) == block.seats()
    assert all(ordered(block, turn)[-1] == "other" for turn in range(TURNS))
    assert in_order(["fish", "soup"], ("soup", "cake", "fish")) == ["soup", "fish"]


def test_over_all_turns_each_stands_in_each_place_equally_often() -> None:
    block = asking({**DISH, "shuffle": True}).blocks[0]

    places = Counter((at, seat) for turn in range(TURNS) for at, seat in enumerate(ordered(block, turn)))

    assert set(places.values()) == {TURNS // 4}


def test_an_answer_is_said_as_a_respondent_would() -> None:
    scale = {"low": 1, "high": 5, "labels": {1: "bad", 5: "good"}}
    one = asking(
        {**RATE, "scale": scale},
        DISH,
        {"kind": "choices", "key": "used", "label": "Used", "options": {"pool": "Pool", "spa": "Spa"}},
        {"kind": "day", "key": "came", "label": "Came"},
        WHY,
    )

    def chinese(at: int, name: str, value: Any) -> Any:
        return said(one.blocks[at], name, value, lambda text: one.say(text, "zh"))

    assert (chinese(0, "recommend", 5), chinese(0, "recommend", 3)) == ("good", 3)
    assert (chinese(1, "dish", "soup"), chinese(1, "dish", None)) == ("汤", None)
    assert chinese(2, "used", ["pool", "spa"]) == ("Pool", "Spa")
    assert chinese(3, "came", date(2026, 11, 22)) == Day(date(2026, 11, 22))
    assert chinese(4, "why", "Cold\n<b>") == "\u2068Cold <b>\u2069"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Why {dish}?", "Why the soup?"),
        ("Why {room}?", "Why …?"),
        ("Why {room|your room}?", "Why your room?"),
        ("{{dish}} is written {dish}", "{dish} is written the soup"),
        ("a { b } {1} {}", "a { b } {1} {}"),
    ],
)
def test_words_take_up_answers(words: str, shown: str) -> None:
    assert filled(words, {"dish": "the soup"}) == shown


def test_colleagues_and_facts_read_the_question_that_is_taken_up() -> None:
    one = asking(DISH, {**WHY, "label": {"en": "Why {dish|it}?", "zh": "为什么{dish}？"}})

    label = one.survey().item("why").label

    assert (label.in_language("en"), label.in_language("zh")) == ("Why [Dish]?", "为什么[Dish]？")


@pytest.mark.parametrize(
    ("blocks", "place", "words"),
    [
        ([{**WHY, "text": "Why {dihs}?"}], "blocks › 1 › text", "nothing above is called so. Take up"),
        ([DISH, {**WHY, "text": "Why {dihs}?"}], "blocks › 2 › text", "Did you mean: dish?"),
        ([{**WHY, "text": "Why {dish}?"}, DISH], "blocks › 1 › text", "nothing above"),
        ([{**WHY, "text": "Why {why}?"}], "blocks › 1 › text", "nothing above"),
        (
            [{"kind": "consent", "key": "ok", "label": "Ok"}, {**WHY, "text": "{ok}"}],
            "blocks › 2 › text",
            "box to tick",
        ),
        ([{**WHY, "shuffle": True}], "blocks › 1 › shuffle", "nothing whose order could change"),
        ([{**DISH, "last": ["othr"]}], "blocks › 1 › last", "There are: other"),
        ([{**WHY, "page": "yes"}], "blocks › 1 › page", "neither yes nor no"),
        ([{**WHY, "key": "today"}], "blocks › 1", "such as today-1"),
    ],
)
def test_a_slip_is_told_where_it_stands(blocks: list[dict[str, Any]], place: str, words: str) -> None:
    with pytest.raises(EntryError) as caught:
        asking(*blocks)

    assert str(caught.value).startswith(f"{place}: ")
    assert words in str(caught.value)


@pytest.mark.parametrize("name", ["heading", "intro", "thanks"])
def test_what_stands_outside_the_questions_takes_up_nothing(name: str) -> None:
    with pytest.raises(EntryError, match=name) as caught:
        asking(RATE, **{name: "You said {recommend}"})

    assert "Write {{recommend}} if you mean the braces." in str(caught.value)


def test_five_hundred_questions_need_pages() -> None:
    rows = [{**RATE, "key": f"q{n}"} for n in range(500)]

    with pytest.raises(EntryError, match=r"500 answers .* Begin a new page further down: page: true\."):
        asking(*rows)
    assert len(asking(*rows[:400], {**rows[400], "page": True}, *rows[401:]).pages) == 2
    with pytest.raises(EntryError, match="1,001 answers are asked for, and a questionnaire takes 1,000"):
        asking(*({**RATE, "key": f"q{n}", "page": n % 100 == 0} for n in range(1001)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("recommend >= 7", True),
        ("recommend < 7", False),
        ("dish = soup", None),
        ("recommend < 7 and dish = soup", False),
        ("recommend >= 7 and dish = soup", None),
        ("recommend >= 7 or dish = soup", True),
        ("not dish = soup", None),
        ("not (recommend < 7 and dish = soup)", True),
        ("used has pool and dish is missing", None),
        ("used has spa and dish is missing", False),
    ],
)
def test_a_condition_is_decided_as_soon_as_what_is_still_open_cannot_change_it(text: str, found: bool | None) -> None:
    used = {"kind": "choices", "key": "used", "label": "Used", "options": {"pool": "Pool", "spa": "Spa"}}
    one = asking(RATE, used, DISH, {**WHY, "when": text, "page": True})
    when = one.blocks[3].when

    assert when is not None
    assert decided(when, {"recommend": 8, "used": ["pool"]}, date(2026, 11, 22), {"dish"}) is found
    # With nothing open it is what it always was.
    values = {"recommend": 8, "used": ["pool"], "dish": "soup"}
    assert decided(when, values, date(2026, 11, 22), ()) is holds(when, values, date(2026, 11, 22))
