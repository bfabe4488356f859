"""Answers to a survey: one row a response, over all versions of the questionnaire."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regulars.facts import ContractError
from regulars.facts.merge import merge_answers
from regulars.language import Text
from regulars.survey.definition import NPS_SCALE, Item, ItemKind, Scale, Survey

FOOD = Item("food", ItemKind.RATING, Text.of("Food"), scale=Scale(1, 5))
NPS = Item("nps", ItemKind.NPS, Text.of("Recommend"), scale=NPS_SCALE)
WHY = Item("why", ItemKind.TEXT, Text.of("Why"))


def survey(*items: Item, version: int = 1) -> Survey:
    return Survey("stay", Text.of("Your stay"), items, version=version)


@pytest.fixture
def answer(facts, tmp_path: Path):
    count = 0

    def merge(definition: Survey, *rows, digest: str | None = None):
        nonlocal count
        count += 1
        day = date(2026, 1, 5)
        base = {"source": "web", "at": datetime(2026, 1, 5, tzinfo=UTC), "day": day, "weight": 1.0}
        names = ["response", "source", "customer_id", "at", "day", "unit", "weight", "wave", "language", "channel"]
        types = (
            [pa.string()] * 3
            + [pa.timestamp("us", tz="UTC"), pa.date32(), pa.string(), pa.float64()]
            + [pa.string()] * 3
        )
        names += [item.key for item in definition.items]
        types += [pa.float64() if item.numeric else pa.string() for item in definition.items]
        full = [{**base, **row} for row in rows]
        columns = {n: pa.array([row.get(n) for row in full], t) for n, t in zip(names, types, strict=True)}
        columns["row"] = pa.array(range(1, len(rows) + 1), pa.int64())
        stage = tmp_path / f"answers-{count}.parquet"
        pq.write_table(pa.table(columns), stage)
        return merge_answers(facts, definition, stage, digest=digest or str(count), note={})

    return merge


def read(facts, *columns: str):
    table = facts.answers("stay").select("response", *columns).to_pyarrow().sort_by("response")
    return [tuple(row.values()) for row in table.to_pylist()]


def test_one_row_a_response(answer, facts) -> None:
    rows = ({"response": "1", "food": 4, "why": "warm", "customer_id": "7"}, {"response": "2", "food": None})

    assert answer(survey(FOOD, WHY), *rows, digest="a").new == 2
    assert answer(survey(FOOD, WHY), *rows, digest="a").known == 2
    changed = answer(survey(FOOD, WHY), rows[0], {"response": "2", "food": 5})

    assert (changed.new, changed.known, changed.replaced) == (0, 1, 1)
    assert read(facts, "food", "why") == [("1", 4.0, "warm"), ("2", 5.0, None)]
    assert facts.answers("stay").columns == (
        "response", "source", "customer", "at", "day", "unit", "weight", "wave", "language", "channel", "complete",
        "food", "why",
    )  # fmt: skip
    assert facts.surveys() == ["stay"]
    assert facts.survey("stay") == survey(FOOD, WHY)


def test_a_new_version_adds_columns_and_keeps_the_old(answer, facts) -> None:
    answer(survey(FOOD, WHY), {"response": "1", "food": 4, "why": "warm"})

    answer(survey(NPS, FOOD, version=2), {"response": "2", "food": 3, "nps": 9}, {"response": "1", "food": 5, "nps": 8})

    assert read(facts, "food", "why", "nps") == [("1", 5.0, "warm", 8.0), ("2", 3.0, None, 9.0)]
    assert facts.survey("stay") == survey(NPS, FOOD, WHY, version=2)
    # An older file that comes later does not take the newer definition away.
    answer(survey(FOOD, WHY), {"response": "3", "food": 1})
    assert facts.survey("stay").version == 2


def test_undo_brings_back_the_earlier_definition(answer, facts) -> None:
    answer(survey(FOOD), {"response": "1", "food": 4})
    answer(survey(NPS, FOOD, version=2), {"response": "2", "nps": 9})

    facts.undo_last_import()
    assert read(facts, "food") == [("1", 4.0)]
    assert facts.survey("stay") == survey(FOOD)

    facts.undo_last_import()
    assert facts.surveys() == []


def test_a_question_that_changed_its_kind_needs_a_new_key(answer, facts) -> None:
    answer(survey(FOOD), {"response": "1", "food": 4})

    with pytest.raises(ContractError, match="was stored as a number “food” and would now be text"):
        answer(survey(Item("food", ItemKind.TEXT, Text.of("Food"))), {"response": "2", "food": "good"})
    with pytest.raises(ContractError, match="would hide the column day"):
        answer(survey(Item("Day", ItemKind.TEXT, Text.of("Day"))), {"response": "2"})
    with pytest.raises(ContractError, match="would now be a number"):
        answer(survey(Item("FOOD", ItemKind.NUMBER, Text.of("Food"))), {"response": "2"})
    assert read(facts, "food") == [("1", 4.0)]


def test_a_customer_is_erased_from_answers_too(answer, put, facts) -> None:
    """One id, one key in every table."""
    put({"purchase": "P1", "customer": "7"})
    answer(survey(FOOD, WHY), {"response": "1", "customer_id": "7", "why": "secret"}, {"response": "2"})
    assert facts.answers("stay").to_pyarrow()["customer"][0] == facts.purchases().to_pyarrow()["customer"][0]

    assert facts.erase_customers(["7"]).rows == {"purchases": 1, "answers/stay": 1, "ratings": 0}
    assert read(facts, "why") == [("2", None)]
    assert answer(survey(FOOD, WHY), {"response": "1", "customer_id": "7", "why": "secret"}).erased == 1


def test_a_survey_without_answers_reads_as_empty(facts) -> None:
    facts.definitions.write(survey(FOOD))

    assert facts.answers("stay").to_pyarrow().num_rows == 0
