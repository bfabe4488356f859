"""Responses come into the facts exactly once, whoever dies, and a store that was restored loses none."""

from __future__ import annotations

import json
import signal
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.children import run, start

from regulars.facts import ContractError, LiveResponse, UndoError, log, open_facts
from regulars.facts.table import Table
from regulars.language import Text
from regulars.survey import Item, ItemKind, ResponseMapping, Role, Scale, Survey
from regulars.survey.definition import NPS_SCALE

FOOD = Item("food", ItemKind.RATING, Text.of("Food"), scale=Scale(1, 5, ("0",)), role=Role.ATTRIBUTE)
NPS = Item("nps", ItemKind.NPS, Text.of("Recommend"), scale=NPS_SCALE, role=Role.RECOMMEND)
WHY = Item("why", ItemKind.TEXT, Text.of("Why"))
STAY = Survey("stay", Text.of("Your stay"), (FOOD, WHY))
VISIT = Survey("visit", Text.of("Your visit"), (NPS,))


def response(number: int, survey: str = "stay", version: int = 1, **answers) -> LiveResponse:
    customer = answers.pop("customer", None)
    return LiveResponse(
        response=f"r{number}",
        survey=survey,
        version=version,
        at=datetime(2026, 1, 5, 12, number % 60, tzinfo=UTC),
        day=date(2026, 1, 5),
        answers=answers or {"food": number % 5 + 1, "why": f"because {number}"},
        customer=customer,
        unit="lakeside",
    )


def copy(facts, *responses, batch: int = 1, store_id: str = "a", surveys=(STAY, VISIT)):
    return facts.copy_responses(responses, surveys=surveys, batch=batch, store_id=store_id)


def answers(facts, survey: str = "stay") -> list[tuple[str, str]]:
    rows = facts.answers(survey).select("source", "response").to_pyarrow().to_pylist()
    return sorted((row["source"], row["response"]) for row in rows)


def ratings(facts) -> list[tuple[str, str, str, float]]:
    rows = facts.ratings().select("survey", "response", "metric", "value").to_pyarrow().to_pylist()
    return sorted(tuple(row.values()) for row in rows)


def leftovers(table: Table) -> list[str]:
    live = {Path(file).name for file in table.snapshot().files}
    logged = "".join(file.read_text() for file in (table.path / "_delta_log").glob("*.json"))
    return [f.name for f in table.path.glob("part-*") if f.name not in live and f.name not in logged]


def test_what_judges_nothing_is_kept_and_is_no_rating(facts) -> None:
    """After Kano 1 is “I like it”; what was expected of the food is not how it was."""
    tagged = [
        Item(tag.partition(":")[0], ItemKind.RATING, Text.of(tag), scale=Scale(1, 5), tags=(tag,))
        for tag in ("kano:pool", "expectation:food", "importance:food")
    ]
    both = Survey("stay", Text.of("Your stay"), (FOOD, *tagged))
    given = {"food": 4, "kano": 1, "expectation": 1, "importance": 5}

    copy(facts, response(1, **given), surveys=[both])

    assert ratings(facts) == [("stay", "r1", "food", 4.0)]
    assert facts.answers("stay").select("kano").to_pyarrow().to_pylist() == [{"kano": 1.0}]


def test_one_row_a_response_and_one_a_rating(facts) -> None:
    report = copy(facts, response(1, customer="17850"), response(2, "visit", nps=9))

    assert (report.responses, report.tables) == (2, {"answers/stay": 1, "answers/visit": 1, "ratings": 2})
    assert facts.ratings().drop("customer").to_pyarrow().sort_by("survey").to_pylist() == [
        {
            "source": "regulars", "survey": "stay", "response": "r1", "metric": "food", "version": 1,
            "at": datetime(2026, 1, 5, 12, 1, tzinfo=UTC), "day": date(2026, 1, 5), "unit": "lakeside",
            "weight": None, "wave": None, "role": "attribute", "value": 2.0, "low": 1.0, "high": 5.0,
        },
        {
            "source": "regulars", "survey": "visit", "response": "r2", "metric": "nps", "version": 1,
            "at": datetime(2026, 1, 5, 12, 2, tzinfo=UTC), "day": date(2026, 1, 5), "unit": "lakeside",
            "weight": None, "wave": None, "role": "recommend", "value": 9.0, "low": 0.0, "high": 10.0,
        },
    ]  # fmt: skip
    customers = facts.answers("stay").select("customer").to_pyarrow()["customer"].to_pylist()
    assert customers == facts.ratings().filter(lambda t: t.survey == "stay").to_pyarrow()["customer"].to_pylist()
    assert customers[0] > 0
    assert facts.surveys() == ["stay", "visit"]


def test_the_same_batch_again_changes_nothing(facts) -> None:
    copy(facts, response(1))

    again = copy(facts, response(1))

    assert (again.tables, again.already) == ({}, ("answers/stay", "ratings"))
    assert answers(facts) == [("regulars", "r1")]


def test_a_lower_number_is_passed_over_and_a_restored_store_must_take_a_new_id(facts) -> None:
    """Delta would take number 3 after 5 without a word, and then say that 3 was its last."""
    copy(facts, response(1), batch=5)

    assert copy(facts, response(2), batch=3).tables == {}
    assert copy(facts, response(1), batch=5).tables == {}
    assert copy(facts, response(3), batch=3, store_id="b").tables == {"answers/stay": 1, "ratings": 1}
    assert answers(facts) == [("regulars", "r1"), ("regulars", "r3")]


def test_a_commit_refuses_a_number_that_its_table_holds(facts) -> None:
    copy(facts, response(1), batch=5)
    before = facts.ratings_table.snapshot()

    with pytest.raises(ContractError, match="already holds number 4 of outbox:a; nothing was written"):
        facts.ratings_table.commit(log.Record("copy"), transaction=("outbox:a", 4))

    assert facts.ratings_table.snapshot() == before


def test_a_new_version_adds_its_items(facts) -> None:
    copy(facts, response(1))

    later = Survey("stay", Text.of("Your stay"), (NPS, FOOD), version=2)
    copy(facts, response(2, version=2, nps=10), response(3, food=1), batch=2, surveys=(STAY, later))

    assert facts.answers("stay").select("response", "food", "why", "nps").to_pyarrow().sort_by(
        "response"
    ).to_pylist() == [
        {"response": "r1", "food": 2.0, "why": "because 1", "nps": None},
        {"response": "r2", "food": None, "why": None, "nps": 10.0},
        {"response": "r3", "food": 1.0, "why": None, "nps": None},
    ]
    assert [item.key for item in facts.survey("stay").items] == ["nps", "food", "why"]


def test_an_answer_that_does_not_fit_costs_no_other(facts) -> None:
    report = copy(
        facts,
        response(1, food=9, why="x"),
        response(2, food=True, why="half a sign \ud83d"),
        response(3, food="4", colour="red"),
        response(4, food=0, why=["a", "b"], agreed=True),
        response(5, food=2.5),
    )

    assert [(one.response, one.item, str(one.reason)) for one in report.left_out] == [
        ("r1", "food", "9 is not an answer from 1 to 5"),
        ("r2", "food", "not a number"),
        ("r3", "colour", "the survey has no such item"),
        ("r5", "food", "2.5 is not an answer from 1 to 5"),
    ]
    rows = facts.answers("stay").select("response", "food", "why").to_pyarrow().sort_by("response").to_pylist()
    assert [tuple(row.values()) for row in rows] == [
        ("r1", None, "x"), ("r2", None, "half a sign ?"), ("r3", 4.0, None), ("r4", None, "a; b"), ("r5", None, None),
    ]  # fmt: skip
    assert ratings(facts) == [("stay", "r3", "food", 4.0)]


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (response(1, "elsewhere"), "answers version 1 of elsewhere, which the facts do not know. Publish that survey"),
        (LiveResponse("r1", "stay", 1, datetime(2026, 1, 5), date(2026, 1, 5), {}), "r1 has a time without a zone"),  # noqa: DTZ001
    ],
)
def test_what_cannot_be_stored_at_all_is_told_and_nothing_is_written(facts, bad, words) -> None:
    with pytest.raises(ContractError, match=words):
        copy(facts, response(2), bad)

    assert facts.tables() == [facts.purchases_table]


def test_an_item_that_changed_its_kind_is_refused_when_it_is_published(facts) -> None:
    copy(facts, response(1))
    changed = Survey("stay", STAY.title, (Item("food", ItemKind.TEXT, Text.of("Food")),), version=2)

    with pytest.raises(ContractError, match="Give the changed question a new key"):
        facts.publish_survey(changed)

    assert facts.survey("stay") == STAY


# --- erasure ---


def test_an_erased_customer_leaves_both_tables_and_does_not_come_back(facts) -> None:
    people = [response(1, customer="7"), response(2, customer="8"), response(3)]
    copy(facts, *people)

    assert facts.erase_customers(["7"]).rows == {"purchases": 0, "answers/stay": 1, "ratings": 1}
    later = copy(facts, response(4, customer="7.0"), response(5), batch=2)

    assert later.erased == 1
    assert [name for _, name in answers(facts)] == ["r2", "r3", "r5"]
    assert facts.replace_responses(people, surveys=[STAY], batch=1, store_id="b").erased == 1
    assert [name for _, name in answers(facts)] == ["r2", "r3"]
    assert {row[1] for row in ratings(facts)} == {"r2", "r3"}
    text = b"".join(file.read_bytes() for file in facts.home.rglob("*") if file.is_file())
    assert b"because 1" not in text


# --- killed ---

CHILD = """
import os, signal, sys
sys.path.insert(0, {folder!r})
import test_copying as here
import regulars.facts.copying as module
from regulars.facts import open_facts
from regulars.facts.table import Table

point = {point!r}
real = Table.commit, Table.write

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def commit(table, *arguments, **options):
    if point == ("before the commit", table.contract.name):
        die()
    version = real[0](table, *arguments, **options)
    if point == ("after the commit", table.contract.name):
        die()
    return version

def write(table, *arguments, **options):
    added = real[1](table, *arguments, **options)
    if point == ("after the files", table.contract.name):
        die()
    return added

Table.commit, Table.write = commit, write
here.{call}
"""


def killed(facts, call: str, point: tuple[str, str] | None) -> int:
    program = CHILD.format(folder=str(Path(__file__).parent), point=point, call=call)
    return run(program, facts.home).returncode


def many() -> list[LiveResponse]:
    return [*map(response, range(40)), *(response(n, "visit", nps=n % 11) for n in range(100, 120))]


def copy_many(home: str) -> None:
    open_facts(home).copy_responses(many(), surveys=[STAY, VISIT], batch=2, store_id="a")


def rebuild_many(home: str) -> None:
    open_facts(home).replace_responses(many(), surveys=[STAY, VISIT], batch=1, store_id="b")


POINTS = [
    (when, table)
    for when in ("before the commit", "after the commit", "after the files")
    for table in ("answers/stay", "answers/visit", "ratings")
]


@pytest.mark.parametrize("point", POINTS, ids=map(" ".join, POINTS))
def test_killed_anywhere_each_response_is_there_once(facts, point) -> None:
    copy(facts, response(1000), batch=1)

    assert killed(facts, "copy_many(sys.argv[1])", point) == -signal.SIGKILL
    assert facts.answers("stay").count().to_pyarrow().as_py() in (1, 41)
    copy_many(str(facts.home))

    assert answers(facts) == sorted(("regulars", f"r{n}") for n in (*range(40), 1000))
    assert answers(facts, "visit") == sorted(("regulars", f"r{n}") for n in range(100, 120))
    assert len(ratings(facts)) == len(set(ratings(facts))) == 61
    facts.compact()
    assert [name for table in facts.tables() for name in leftovers(table)] == []


@pytest.mark.parametrize(
    "point", [POINTS[0], POINTS[3], POINTS[8]], ids=map(" ".join, (POINTS[0], POINTS[3], POINTS[8]))
)
def test_a_rebuild_that_was_killed_is_finished_by_the_same_call(facts, point) -> None:
    copy(facts, response(1), response(1000))  # 1000 was deleted from the store since

    assert killed(facts, "rebuild_many(sys.argv[1])", point) == -signal.SIGKILL
    rebuild_many(str(facts.home))

    assert answers(facts) == sorted(("regulars", f"r{n}") for n in range(40))
    assert len(ratings(facts)) == len(set(ratings(facts))) == 60


def test_two_copiers_at_once(facts) -> None:
    """The lock makes one of them wait, and the number makes it do nothing."""
    program = CHILD.format(folder=str(Path(__file__).parent), point=None, call="copy_many(sys.argv[1])")
    both = [start(program, facts.home) for _ in range(2)]

    assert [child.end().returncode for child in both] == [0, 0]
    assert len(answers(facts)) == 40
    assert len(ratings(facts)) == 60


# --- anew ---


def mapping(source: str = "paper") -> ResponseMapping:
    return ResponseMapping(STAY, {"food": "food", "why": "why"}, {"response": "id", "at": "at"}, source)


def bring(facts, tmp_path, *rows: str, source: str = "paper"):
    file = tmp_path / "paper.csv"
    file.write_text("id,at,food,why\n" + "".join(f"{row}\n" for row in rows))
    return facts.import_responses(file, mapping(source))


def test_a_rebuild_keeps_what_was_imported(facts, tmp_path) -> None:
    bring(facts, tmp_path, "p1,2026-01-04,5,warm")
    copy(facts, response(1), response(2), response(3, "visit", nps=3))

    report = facts.replace_responses([response(2), response(4)], surveys=[STAY], batch=1, store_id="b")

    assert answers(facts) == [("paper", "p1"), ("regulars", "r2"), ("regulars", "r4")]
    assert answers(facts, "visit") == []
    assert ratings(facts) == [("stay", "p1", "food", 5.0), ("stay", "r2", "food", 3.0), ("stay", "r4", "food", 5.0)]
    assert report.responses == 2
    assert copy(facts, response(4), batch=1, store_id="b").tables == {}
    assert copy(facts, response(5), batch=2, store_id="b").tables == {"answers/stay": 1, "ratings": 1}


# --- beside imports ---


def test_an_import_brings_its_ratings_and_takes_them_with_it(facts, tmp_path) -> None:
    copy(facts, response(1))

    bring(facts, tmp_path, "p1,2026-01-04,5,warm", "p2,2026-01-04,,cold")
    assert ratings(facts) == [("stay", "p1", "food", 5.0), ("stay", "r1", "food", 2.0)]
    bring(facts, tmp_path, "p1,2026-01-04,3,warm", "p2,2026-01-04,2,cold")
    assert ratings(facts)[:2] == [("stay", "p1", "food", 3.0), ("stay", "p2", "food", 2.0)]

    facts.undo_last_import()
    assert ratings(facts) == [("stay", "p1", "food", 5.0), ("stay", "r1", "food", 2.0)]


def test_an_import_can_be_taken_back_though_responses_came_since(facts, tmp_path) -> None:
    copy(facts, response(1))
    bring(facts, tmp_path, "p1,2026-01-04,5,warm")
    copy(facts, response(2), batch=2)
    facts.replace_responses([response(1), response(2), response(3)], surveys=[STAY], batch=1, store_id="b")
    facts.compact()

    facts.undo_last_import()

    assert answers(facts) == [("regulars", "r1"), ("regulars", "r2"), ("regulars", "r3")]
    assert {name for _, name, *_ in ratings(facts)} == {"r1", "r2", "r3"}
    assert facts.survey("stay") == STAY
    with pytest.raises(UndoError, match="no import"):
        facts.undo_last_import()


def test_ratings_that_a_killed_import_left_out_are_brought_by_the_next(facts, tmp_path, monkeypatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("regulars.facts.merge.derive_ratings", lambda *_: None)
        bring(facts, tmp_path, "p1,2026-01-04,5,warm")

    facts.compact()

    assert ratings(facts) == [("stay", "p1", "food", 5.0)]


def test_no_import_may_pass_for_live_responses(facts, tmp_path) -> None:
    with pytest.raises(ContractError, match="“Regulars” stands for the answers that Regulars itself receives"):
        bring(facts, tmp_path, "p1,2026-01-04,5,warm", source="Regulars")


# --- many small files ---


def test_small_files_are_put_together_and_nothing_is_copied_twice(facts) -> None:
    for batch in range(1, 13):
        copy(facts, response(batch), batch=batch)

    assert facts.compact_small(12) == {}
    assert facts.compact_small(11) == {"answers/stay": (12, 1), "ratings": (12, 1)}
    assert copy(facts, response(12), batch=12).tables == {}
    assert len(answers(facts)) == len(ratings(facts)) == 12


@pytest.mark.long
def test_the_log_is_trimmed_behind_its_checkpoint_and_still_knows_the_last_batch(facts) -> None:
    for batch in range(1, 46):
        copy(facts, response(batch), batch=batch)
    table = facts.ratings_table

    log.trim(table.path, older_than_seconds=3600)
    assert len(log.commits(table.path)) == 45
    log.trim(table.path, older_than_seconds=0)

    assert len(log.commits(table.path)) == 1
    assert json.loads((table.path / "_delta_log" / "_last_checkpoint").read_text())["version"] == 44
    assert copy(facts, response(45), batch=45).tables == {}
    assert copy(facts, response(46), batch=46).tables == {"answers/stay": 1, "ratings": 1}
    assert len(ratings(facts)) == 46


def test_a_night_s_work_leaves_few_files_and_changes_nothing(facts, tmp_path) -> None:
    for batch in range(1, 11):
        copy(facts, response(batch), batch=batch)
    bring(facts, tmp_path, "p1,2026-01-04,5,warm")
    before = answers(facts), ratings(facts)

    assert facts.tend() == {"purchases": (0, 0), "answers/stay": (11, 1), "ratings": (11, 1)}
    assert facts.tend() == {"purchases": (0, 0), "answers/stay": (1, 1), "ratings": (1, 1)}
    assert (answers(facts), ratings(facts)) == before
    assert facts.last_batch("a") == 10
    assert facts.last_batch("b") == 0
    facts.undo_last_import()
    assert len(answers(facts)) == 10


# --- no room ---

FULL = """
import resource, sys
sys.path.insert(0, {folder!r})
import test_copying as here
from regulars.facts import DiskFullError

resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    here.{call}
except DiskFullError as error:
    print(error)
"""


@pytest.mark.parametrize("call", ["copy_many(sys.argv[1])", "rebuild_many(sys.argv[1])"])
@pytest.mark.parametrize("limit", [0, 1_000, 2_500])
def test_no_room_is_a_sentence_and_the_same_call_ends_it(facts, call, limit) -> None:
    copy(facts, response(1000), batch=1)
    program = FULL.format(folder=str(Path(__file__).parent), call=call)

    done = run(program, facts.home, limit)

    assert done.stdout.startswith("There is no room left to write to "), done.stderr
    (copy_many if "copy" in call else rebuild_many)(str(facts.home))
    assert answers(facts) == sorted(("regulars", f"r{n}") for n in (*range(40), *([1000] if "copy" in call else [])))
    assert len(ratings(facts)) == len(set(ratings(facts))) == (61 if "copy" in call else 60)
    assert [name for table in facts.tables() for name in leftovers(table)] == []
