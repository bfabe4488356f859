"""What a form sends: kept whole, refused kindly, never guessed."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.language import Language, render
from regulars.survey import Questionnaire, read_answers
from regulars.survey.submission import MOST_UNKNOWN


def _data() -> dict[str, Any]:
    specification = importlib.util.spec_from_file_location("shape", Path(__file__).parent / "test_questionnaire.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module.DATA  # type: ignore[no-any-return]


STAY = Questionnaire.from_dict(_data())
OPEN = {"breakfast": "4"}  # the one that is required


def test_answers_come_typed() -> None:
    read = read_answers(
        STAY,
        {"sleep": "unused", "breakfast": "1", "why-breakfast": " cold ", "recommend": "10", "trip": "work",
         "comment": "a\r\nb", "contact": "1"},
    )  # fmt: skip

    assert read.answers == {
        "sleep": None, "breakfast": 1, "why-breakfast": "cold", "recommend": 10, "trip": "work", "comment": "a\nb",
    }  # fmt: skip
    assert read.consents == ("contact",)
    assert read.errors == {}
    assert not read.empty


def test_what_was_skipped_is_not_there() -> None:
    read = read_answers(STAY, {**OPEN, "sleep": "", "comment": "  \n ", "recommend": " "})

    assert read.answers == {"breakfast": 4}
    assert read.errors == {}


def test_a_box_that_is_not_ticked_sends_nothing_and_consents_to_nothing() -> None:
    assert read_answers(STAY, OPEN).consents == ()


@pytest.mark.parametrize(
    "value", ["0", "6", "-1", "99", "1.0", "+1", "01", "1e0", "１", "٣", "五", "²", " 3", "3 ", "on", "NaN", "unused!"]
)
def test_a_value_that_the_form_does_not_offer_is_off_the_scale(value: str) -> None:
    """Digits of other scripts too: the form has no such buttons, and int() would take them."""
    read = read_answers(STAY, {**OPEN, "sleep": value})

    assert str(read.errors["sleep"]) == f"“{value}” is not on the scale. Choose a number from 1 to 5."
    assert read.typed["sleep"] == value
    assert "sleep" not in read.answers


def test_not_used_is_only_an_answer_where_it_is_offered() -> None:
    assert "recommend" in read_answers(STAY, {**OPEN, "recommend": "unused"}).errors
    assert read_answers(STAY, {"breakfast": "unused"}).errors == {}


def test_an_option_that_does_not_exist_is_refused() -> None:
    read = read_answers(STAY, {**OPEN, "trip": "Work"})

    assert str(read.errors["trip"]) == "“Work” is not one of the answers here. Choose one of those shown."


def test_a_box_with_something_else_in_it_is_refused_and_shown_empty() -> None:
    read = read_answers(STAY, {**OPEN, "contact": "yes"})

    assert "contact" in read.errors
    assert read.consents == ()
    assert "contact" not in read.typed


def test_a_required_question_that_is_left_out_is_asked_for() -> None:
    read = read_answers(STAY, {"sleep": "3"})

    assert str(read.errors["breakfast"]) == "Please answer this question; the others may be left out."
    assert render(read.errors["breakfast"], Language.CHINESE) == "请回答这一题；其他题可以跳过。"
    assert read.answers == {"sleep": 3}


def test_an_unknown_field_is_told_and_left_out() -> None:
    read = read_answers(STAY, {**OPEN, "admin": "1"})

    assert str(read.errors["admin"]).startswith("The form held something that this survey does not ask: “admin”.")
    assert "admin" not in read.typed


def test_a_thousand_unknown_fields_are_not_all_told() -> None:
    read = read_answers(STAY, {**OPEN, **{f"x{n}": "1" for n in range(1000)}})

    assert len(read.errors) == MOST_UNKNOWN


def test_a_long_text_is_told_and_kept_whole() -> None:
    """Nothing is cut behind a respondent's back."""
    read = read_answers(STAY, {**OPEN, "comment": "字" * 501})

    assert str(read.errors["comment"]) == "This is 1 character longer than the 500 that fit here. Please shorten it."
    assert read.typed["comment"] == "字" * 501
    assert read_answers(STAY, {**OPEN, "comment": "字" * 500}).errors == {}


def test_line_ends_count_once_as_in_the_browser() -> None:
    """A form sends two characters for each line end; the browser's limit counts one."""
    text = "ab\r\n" * 166 + "ab"

    assert read_answers(STAY, {**OPEN, "comment": text}).errors == {}


def test_what_nobody_can_see_is_taken_out() -> None:
    read = read_answers(STAY, {**OPEN, "comment": "a\x00b\x1b[31mc\td\ud800", "sleep": "3\x00"})

    assert read.answers["comment"] == "ab[31mc\td�"
    assert read.answers["sleep"] == 3


def test_two_different_answers_to_one_question_are_asked_about() -> None:
    read = read_answers(STAY, {**OPEN, "sleep": ["2", "5"]})

    assert str(read.errors["sleep"]) == "Two different answers arrived for this question. Please choose one."
    assert read_answers(STAY, {**OPEN, "sleep": ["2", "2"]}).answers["sleep"] == 2
    assert read_answers(STAY, {**OPEN, "sleep": []}).answers == {"breakfast": 4}


@pytest.mark.parametrize("posted", [{}, {"contact": "1"}, {"sleep": "unused", "breakfast": "unused"}])
def test_a_form_that_tells_nothing_is_empty(posted: dict[str, str]) -> None:
    assert read_answers(STAY, posted).empty


NAMES = st.one_of(st.sampled_from([field.name for field in STAY.fields]), st.text(max_size=12))
VALUES = st.one_of(st.sampled_from([*map(str, range(-1, 12)), "unused", "work", "1", ""]), st.text(max_size=700))
FORMS = st.dictionaries(NAMES, st.one_of(VALUES, st.lists(VALUES, max_size=3)), max_size=12)


@given(FORMS)
def test_whatever_is_sent_there_is_an_answer_to_it(posted: dict[str, Any]) -> None:
    """No form raises; every answer is one that the page offers; what is stored and shown can be written down."""
    read = read_answers(STAY, posted)

    known = {field.name: field for field in STAY.fields}
    assert set(read.answers) <= set(known)
    assert not set(read.answers) & set(read.errors)
    assert set(read.typed) <= set(known)
    for text in (
        json.dumps(dict(read.answers), ensure_ascii=False),
        *read.typed.values(),
        *map(str, read.errors.values()),
    ):
        assert "\x00" not in text.encode("utf-8").decode("utf-8")
    for name, answer in read.answers.items():
        if isinstance(answer, int):
            assert answer in range(11) if name == "recommend" else range(1, 6)
        if name == "trip":
            assert answer in ("work", "leisure")


@given(FORMS)
def test_what_is_shown_again_reads_the_same(posted: dict[str, Any]) -> None:
    """Sending the page again changes nothing but what was wrong."""
    first = read_answers(STAY, posted)

    again = read_answers(STAY, first.typed)

    assert {name: answer for name, answer in again.answers.items() if name in first.answers} == dict(first.answers)
    assert set(again.consents) == set(first.consents)


@given(st.dictionaries(st.sampled_from(["sleep", "recommend", "trip", "comment"]), st.text(min_size=1, max_size=20)))
def test_answers_or_errors_never_silence(posted: dict[str, str]) -> None:
    """What somebody sent is an answer, or is told; only blanks and what nobody can see count as nothing."""
    from regulars.survey.fields import cleaned

    read = read_answers(STAY, posted)

    for name, text in posted.items():
        assert (name in read.answers) + (name in read.errors) == bool(cleaned(text).strip())
