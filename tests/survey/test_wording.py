"""The words of a questionnaire: listed, put back, translated by file."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from regulars.facts.questionnaires import studies, study
from regulars.survey import Questionnaire
from regulars.survey.wording import Rewording, Row, reworded, translated, where, with_languages, wordings


@pytest.fixture(scope="module")
def stay() -> Questionnaire:
    return study("stay-satisfaction")


def _file(one: Questionnaire, **more: Any) -> list[Row]:
    return [Row(at, row.path, {**row.text.words, **more}) for at, row in enumerate(wordings(one), start=2)]


def test_every_place_leads_to_its_words_in_the_plain_data() -> None:
    for one in studies():
        data = one.to_dict()
        for row in wordings(one):
            found: Any = data
            for step in row.place:
                found = found[step]
            assert found == dict(row.text.words), row.path
            assert " › " not in str(where(row.place)), row.path  # said in words, not as the way to it


def test_a_file_that_comes_back_unchanged_changes_nothing(stay: Questionnaire) -> None:
    found = translated(stay, _file(stay))
    assert (found.changed, found.bad, found.languages) == ((), (), ())


def test_a_new_column_adds_a_language(stay: Questionnaire) -> None:
    rows = [Row(row.number, row.path, {**row.words, "fr": f"fr {row.number}"}) for row in _file(stay)]
    found = translated(stay, rows)
    made = Questionnaire.from_dict(with_languages(stay.to_dict(), found))
    assert found.languages == ("fr",)
    assert made.languages == (*stay.languages, "fr")
    assert {text.words["fr"] for _, text in made.texts()} == {f"fr {row.number}" for row in rows}
    assert made.title.words["en"] == stay.title.words["en"]


def test_an_empty_cell_leaves_what_is_there(stay: Questionnaire) -> None:
    rows = [Row(row.number, row.path, {"en": row.words["en"], "zh": ""}) for row in _file(stay)]
    assert translated(stay, rows).changed == ()


def test_words_are_found_again_after_their_question_was_moved(stay: Questionnaire) -> None:
    rows = [Row(row.number, row.path, {**row.words, "zh": "新"}) for row in _file(stay) if row.path.endswith("heading")]
    data = deepcopy(stay.to_dict())
    data["blocks"] = [*data["blocks"][1:], data["blocks"][0]]
    moved = Questionnaire.from_dict({name: value for name, value in data.items() if name != "tree"})
    found = translated(moved, rows)
    last = len(data["blocks"]) - 1
    assert ("blocks", last, "heading") in {one.place for one in found.changed}
    assert found.bad == ()


def test_bad_rows_are_told_and_the_good_ones_taken(stay: Questionnaire) -> None:
    rows = _file(stay)
    off = [
        Row(900, "blocks › 99 › label", {"en": "Nowhere"}),
        Row(901, rows[1].path, {"en": "Again"}),
        Row(902, rows[2].path, {"zh": "x" * 5000}),
    ]
    found = translated(stay, [rows[0], rows[1], *off])
    assert {one.row for one in found.bad} == {900, 901, 902}
    assert all(str(one.reason) and str(one.way_out) for one in found.bad)


def test_words_of_all_languages_become_those_of_the_first_where_one_is_told() -> None:
    data = {"languages": ["en", "zh"], "title": {"und": "WLAN"}}
    assert reworded(data, [Rewording(("title",), "zh", "", "无线网络")])["title"] == {"en": "WLAN", "zh": "无线网络"}
    assert data["title"] == {"und": "WLAN"}


def test_a_file_finds_its_question_though_another_took_its_place(stay: Questionnaire) -> None:
    data = stay.to_dict()
    gone = data["blocks"].pop(2)
    data["blocks"][2]["label"]["en"] = "Written anew"
    rows = [Row(row.number, row.path, {**row.words, "fr": "Mots"}) for row in _file(stay) if gone["key"] in row.path]
    found = translated(Questionnaire.from_dict(data), rows)
    assert rows
    assert found.changed == ()
    assert len(found.bad) == len(rows)
