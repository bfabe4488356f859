"""Files of answers: a bad answer costs itself, a row that cannot be placed costs itself, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from regulars.facts import open_facts
from regulars.facts.imports import EmptyFileError, MissingColumnError
from regulars.survey import ResponseMapping

PLAIN = {
    "survey": {"name": "stay", "title": {"en": "Your stay", "zh": "您的入住"}},
    "response": "id",
    "customer": "guest",
    "at": "when",
    "weight": "w",
    "missing": ["n/a"],
    "scale": {"low": 1, "high": 5, "missing": [9]},
    "items": {
        "room": {"role": "attribute"},
        "nps": {"kind": "nps", "missing": [11]},
        "why": {"kind": "text"},
        "nights": {"kind": "number", "missing": [999]},
    },
}
HEADER = "id,guest,when,w,room,nps,why,nights\n"


@pytest.fixture
def put(tmp_path):
    facts = open_facts(tmp_path / "facts")

    def do(rows: str, *, header=HEADER, changes=None, **options):
        file: Path = tmp_path / "answers.csv"
        file.write_text(header + rows, encoding="utf-8")
        mapping = ResponseMapping.from_dict({**PLAIN, **(changes or {})})
        return facts.import_responses(file, mapping, **options), facts

    return do


def answers(facts):
    return facts.answers("stay").to_pyarrow().sort_by("response").to_pylist()


def test_codes_named_missing_become_no_answer(put):
    report, facts = put("1,g,2024-01-05,1,9,11,n/a,999\n2,g,2024-01-05,1,5,10,fine,3\n3,g,2024-01-05,1,,,,\n")
    rows = answers(facts)

    assert (report.new, report.n_bad, report.n_bad_values) == (3, 0, 0)
    assert [(r["room"], r["nps"], r["why"], r["nights"]) for r in rows] == [
        (None, None, None, None),
        (5.0, 10.0, "fine", 3.0),
        (None, None, None, None),
    ]


def test_an_answer_off_the_scale_is_left_out_and_the_row_kept(put):
    report, facts = put("1,g,2024-01-05,1,7,10,fine,2\n2,g,2024-01-05,1,4.5,x,ok,inf\n")
    rows = answers(facts)

    assert (report.rows, report.new, report.n_bad, report.n_bad_values) == (2, 2, 0, 4)
    assert {(b.row, b.column, b.value, str(b.reason), b.kept) for b in report.bad} == {
        (1, "room", "7", "not on the item's scale", True),
        (2, "room", "4.5", "not on the item's scale", True),
        (2, "nps", "x", "not a number", True),
        (2, "nights", "inf", "not a number", True),
    }
    assert (rows[0]["room"], rows[0]["nps"], rows[1]["why"]) == (None, 10.0, "ok")
    assert "4 answers were left out" in str(report.warnings[0])


def test_a_row_that_cannot_be_placed_or_weighed_is_set_aside(put):
    report, facts = put(
        "1,g,2024-01-05,1,5,9,,1\n2,g,soon,1,5,9,,1\n3,g,2024-01-05,-1,5,9,,1\n4,g,2024-01-05,,5,9,,1\n,g,2024-01-05,1,5,9,,1\n"
    )

    assert (report.rows, report.new, report.n_bad) == (5, 1, 4)
    assert [(b.row, b.column) for b in report.bad] == [(2, "when"), (3, "w"), (4, "w"), (5, "id")]
    assert len(answers(facts)) == 1


def test_the_same_answers_again_are_known_and_changed_ones_replace(put):
    put("1,g,2024-01-05,1,5,9,,1\n2,h,2024-01-05,1,4,8,,1\n")
    report, facts = put("1,g,2024-01-05,1,3,9,,1\n2,h,2024-01-05,1,4,8,,1\n")

    assert (report.known, report.replaced, report.new) == (1, 1, 0)
    assert answers(facts)[0]["room"] == 3.0


def test_without_an_id_equal_rows_stay_apart_and_a_repeat_adds_nothing(put):
    changes = {"response": None}
    first, _ = put("1,g,2024-01-05,1,5,9,,1\n1,g,2024-01-05,1,5,9,,1\n", changes=changes)
    second, _ = put("1,g,2024-01-05,1,5,9,,1\n1,g,2024-01-05,1,5,9,,1\n1,g,2024-01-05,1,5,9,,1\n", changes=changes)

    assert first.new == 2
    assert (second.known, second.new) == (2, 1)


def test_the_survey_is_published_beside_its_answers(put):
    _, facts = put("1,g,2024-01-05,1,5,9,,1\n")

    assert facts.surveys() == ["stay"]
    assert facts.survey("stay").item("room").scale.high == 5


def test_a_missing_column_is_named(put):
    with pytest.raises(MissingColumnError, match="Did you mean: nps"):
        put("1\n", changes={"items": {"nps": {"kind": "nps", "column": "npss"}}})


def test_a_header_alone(put):
    with pytest.raises(EmptyFileError):
        put("")


def test_a_dry_run_changes_nothing(put):
    report, facts = put("1,g,2024-01-05,1,5,9,,1\n", dry_run=True)

    assert report.preview.first_rows.num_rows == 1
    assert facts.surveys() == []
