"""Messages, words in several languages, errors, and how the reader's language is found."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.language import Language, RegularsError, Text, message, plural, reader_language, render
from regulars.language.render import fill
from regulars.methods.errors import OutOfScaleError


def test_a_message_is_plain_english() -> None:
    assert str(message("{column} has {n} answers.", column="Q7ALL", n=2688)) == "Q7ALL has 2,688 answers."


def test_a_message_without_a_translation_stays_english() -> None:
    assert render(message("Nobody translates this {n}.", n=3), Language.CHINESE) == "Nobody translates this 3."


def test_a_known_message_is_chinese() -> None:
    assert render(message("Would customers recommend us?"), Language.CHINESE) == "客户会推荐我们吗？"


@pytest.mark.parametrize(("count", "shown"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (12000, "12,000 rows")])
def test_a_plural_follows_its_count(count: int, shown: str) -> None:
    assert str(plural("{count} row", "{count} rows", count)) == shown


@given(st.text())
def test_a_value_can_never_be_a_template(value: str) -> None:
    """Whatever a cell of a file holds, it is written as it stands."""
    assert str(message("“{value}” is not a number.", value=value)) == f"“{value}” is not a number."


def test_braces_of_the_template_are_written_once() -> None:
    assert fill("Add {{low: 1}} to {item}.", {"item": "{x}"}) == "Add {low: 1} to {x}."


def test_messages_of_the_same_words_and_values_are_one() -> None:
    one, same, other = (message("{n} rows", n=n) for n in (1, 1, 2))

    assert one == same
    assert hash(one) == hash(same)
    assert one != other


def test_an_error_comes_back_whole_from_another_process() -> None:
    error = OutOfScaleError(message("Row {row} is off.", row=2))

    back = pickle.loads(pickle.dumps(error))  # noqa: S301

    assert type(back) is OutOfScaleError
    assert back.message == error.message
    assert copy.deepcopy(error.message) == error.message


def test_an_error_reads_as_its_sentence() -> None:
    assert str(RegularsError(message("Row {row} is off.", row=2))) == "Row 2 is off."


# --- words that people wrote ---


def test_words_fall_back_to_a_relative_then_english_then_the_first() -> None:
    words = Text({"en": "Breakfast", "zh-Hans": "早餐", "de": "Frühstück"})

    assert words.in_language("zh-Hans") == "早餐"
    assert words.in_language("zh") == "早餐"
    assert words.in_language("zh-CN") == "早餐"
    assert words.in_language("de-AT") == "Frühstück"
    assert words.in_language("fr") == "Breakfast"
    assert Text({"de": "Frühstück"}).in_language("fr") == "Frühstück"
    assert Text({}).in_language("en") == ""


@pytest.mark.parametrize("tag", ["zh", "zh-Hans", "zh-CN"])
def test_the_interface_finds_chinese_words_under_any_tag(tag: str) -> None:
    assert render(Text({"en": "Breakfast", tag: "早餐"}), Language.CHINESE) == "早餐"
    assert render(Text({"en": "Breakfast", tag: "早餐"}), Language.ENGLISH) == "Breakfast"


def test_plain_words_hold_in_every_language() -> None:
    assert render(Text.of("Wi-Fi"), Language.CHINESE) == "Wi-Fi"
    assert Text.of({"en": "a"}) == Text({"en": "a"})


# --- the reader's language ---


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, Language.ENGLISH),
        ({"LANG": "zh_CN.UTF-8"}, Language.CHINESE),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, Language.ENGLISH),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, Language.CHINESE),
        ({"LANG": "C", "REGULARS_LANGUAGE": "zh-Hans"}, Language.CHINESE),
        ({"LANG": "fr_FR.UTF-8"}, Language.ENGLISH),
    ],
)
def test_the_environment_says_which_language(environment: dict[str, str], expected: Language) -> None:
    assert reader_language(environment) is expected


def test_a_language_has_its_locale_and_tag() -> None:
    assert (Language.CHINESE.locale, Language.CHINESE.tag) == ("zh_Hans_CN", "zh-Hans")
    assert Language.parse("nonsense") is None
