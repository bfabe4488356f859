"""Rows of two customers are put together, and apart again; what comes later under the old id finds its way."""

from __future__ import annotations

import signal
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from tests.children import run

from regulars.facts import Facts, LiveResponse, UndoError
from regulars.facts.joins import Join, Rules
from regulars.facts.scores import SCORES
from regulars.language import Text
from regulars.survey.definition import Item, ItemKind, Scale, Survey

SURVEY = Survey("guests", Text.of("Guests"), (Item("nps", ItemKind.RATING, Text.of("Again?"), scale=Scale(0, 10)),))


def key(facts: Facts, one: str) -> int:
    found = facts.customers().to_pydict()
    return dict(zip(found["id"], found["key"], strict=True))[one]


def dump(facts: Facts) -> dict[str, list[str]]:
    """All rows of all tables as text, sorted."""
    return {
        table.contract.name: sorted(
            map(str, facts.ask(table, "select * from {table}", {}).to_pylist()),
        )
        for table in facts.tables()
    }


def owners(facts: Facts) -> dict[str, int]:
    rows = facts.purchases().select("purchase", "customer").to_pyarrow().to_pydict()
    return dict(zip(rows["purchase"], rows["customer"], strict=True))


def answered(facts: Facts, *pairs: tuple[str, str], batch: int = 1) -> None:
    facts.copy_responses(
        [
            LiveResponse(one, "guests", 1, datetime(2026, 1, 6, tzinfo=UTC), date(2026, 1, 6), {"nps": 9}, customer=who)
            for one, who in pairs
        ],
        surveys=[SURVEY],
        batch=batch,
        store_id="s",
    )


def scored(facts: Facts, day: date, *who: str) -> None:
    rows = [
        {"customer": key(facts, one), "day": day, "at": datetime(2026, 1, 7, tzinfo=UTC), "net": None} for one in who
    ]
    kept = pa.schema([field for field in SCORES.schema if field.name in ("customer", "day", "at")])
    facts.write_scores(pa.Table.from_pylist(rows, schema=kept))


@pytest.fixture
def people(facts: Facts, put) -> Facts:
    """Purchases, answers, ratings and scores of three customers."""
    put(*({"purchase": f"{who}{i}", "customer": who} for who in "abc" for i in range(2)))
    answered(facts, ("r1", "a"), ("r2", "b"))
    scored(facts, date(2026, 1, 5), "a", "b", "c")
    scored(facts, date(2026, 1, 6), "a", "b", "c")
    return facts


def join(facts: Facts, origin: str, into: str, name: str = "m1") -> Join:
    return Join(name, key(facts, origin), key(facts, into))


def test_all_rows_are_those_of_the_other_and_apart_again_nothing_differs(people) -> None:
    before = dump(people)

    done = people.merge_customers([join(people, "b", "a")])

    assert done.rows == {"purchases": 2, "answers/guests": 1, "ratings": 1}
    assert set(owners(people).values()) == {key(people, "a"), key(people, "c")}
    assert str(key(people, "b")) not in str(dump(people))
    days = people.customer_scores("2026-01-05").to_pyarrow().to_pydict()
    assert key(people, "a") in days["customer"]  # what was, was; only the latest is made anew
    assert people.merge_customers([join(people, "b", "a")]).rows == {}

    people.part_customers({"m1"})

    assert dump(people) == before
    assert Rules(people.home).all() == []
    assert list((people.home / "joins").rglob("*.parquet")) == []


def test_what_comes_later_under_the_old_id_is_recognised_and_goes_back(people, put) -> None:
    a, b = key(people, "a"), key(people, "b")
    people.merge_customers([join(people, "b", "a")])

    later = put({"purchase": "b2", "customer": "b"}, {"purchase": "a2", "customer": "a"})
    again = put({"purchase": "b0", "customer": "b"}, {"purchase": "b2", "customer": "b"})

    assert (later.new, again.known) == (2, 2)
    assert {owners(people)[one] for one in ("b2", "a2")} == {a}
    answered(people, ("r3", "a"), ("r4", "a"), batch=2)

    people.part_customers({"m1"}, live={"r3": "m1"})

    found = owners(people)
    assert (found["b2"], found["a2"], found["b0"]) == (b, a, b)
    rows = people.answers("guests").select("response", "customer").to_pyarrow().to_pylist()
    assert {row["response"]: row["customer"] for row in rows} == {"r1": a, "r2": b, "r3": b, "r4": a}
    rated = people.ratings().select("response", "customer").to_pyarrow().to_pylist()
    assert {row["response"]: row["customer"] for row in rated} == {"r1": a, "r2": b, "r3": b, "r4": a}


def test_one_after_the_other_and_back_in_order(people) -> None:
    before = dump(people)
    people.merge_customers([join(people, "c", "b", "first")])
    between = dump(people)
    people.merge_customers([join(people, "b", "a", "second")])

    assert set(owners(people).values()) == {key(people, "a")}
    with pytest.raises(UndoError, match="put together with another one since"):
        people.part_customers({"first"})
    people.part_customers({"second"})

    assert {name: rows for name, rows in dump(people).items() if name != "customer_scores"} == {
        name: rows for name, rows in between.items() if name != "customer_scores"
    }
    people.part_customers({"first"})
    assert dump(people) == before


def test_both_at_once_go_back_at_once(people) -> None:
    before = dump(people)

    people.merge_customers([join(people, "c", "b", "first"), join(people, "b", "a", "second")])
    people.part_customers({"first", "second"})

    assert dump(people) == before


def test_an_import_is_taken_back_beside_a_join(people, put) -> None:
    a = key(people, "a")
    put({"purchase": "x", "customer": "c"})
    people.merge_customers([join(people, "b", "a")])

    people.undo_last_import()

    assert owners(people)["b0"] == a
    assert "x" not in owners(people)
    people.part_customers({"m1"})
    put({"purchase": "y", "customer": "c"})
    assert owners(people)["b0"] == key(people, "b")


def test_an_import_from_before_a_parting_stays(people) -> None:
    people.merge_customers([join(people, "b", "a")])
    people.part_customers({"m1"})

    with pytest.raises(UndoError, match="taken apart since"):
        people.undo_last_import()


def test_erasing_one_erases_all_that_they_were(people, put) -> None:
    b = key(people, "b")
    people.merge_customers([join(people, "b", "a")])

    done = people.erase_customers(["a"])

    assert (done.asked, done.known) == (2, 2)
    assert set(owners(people).values()) == {key(people, "c")}
    assert put({"purchase": "new", "customer": "b"}).erased == 1
    assert Rules(people.home).all() == []
    assert list((people.home / "joins").rglob("*.parquet")) == []
    assert str(b) not in str(dump(people))


def test_tidying_keeps_who_was_put_together(people, put) -> None:
    a = key(people, "a")
    people.merge_customers([join(people, "b", "a")])
    people.compact()
    put({"purchase": "b9", "customer": "b"})

    assert owners(people)["b9"] == a


KILLED = """
import os, signal, sys
import regulars.facts.{module} as module
from regulars.facts import open_facts
from regulars.facts.joins import Join
owner, name, calls = ({owner}, {name!r}, [])
real = getattr(owner, name)
def dying(*arguments, **options):
    calls.append(1)
    if len(calls) < {call}:
        return real(*arguments, **options)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(owner, name, dying)
facts = open_facts(sys.argv[1])
if {part}:
    facts.part_customers({{"m1"}})
else:
    facts.merge_customers([Join("m1", int(sys.argv[2]), int(sys.argv[3]))])
"""
POINTS = {
    "putting together, between two tables": ("table", "module.Table", "commit", 2, False),
    "taking apart, before the first": ("table", "module.Table", "write", 1, True),
}


@pytest.mark.parametrize("point", POINTS)
def test_killed_in_the_middle_the_same_call_finishes(people, point) -> None:
    module, owner, name, call, part = POINTS[point]
    before, rule = dump(people), join(people, "b", "a")
    if part:
        people.merge_customers([rule])
    program = KILLED.format(module=module, owner=owner, name=name, call=call, part=part)

    done = run(program, people.home, rule.origin, rule.into)

    assert done.returncode == -signal.SIGKILL
    if not part:
        people.tend()  # or the night
        assert set(owners(people).values()) == {key(people, "a"), key(people, "c")}
        people.merge_customers([rule])
    people.part_customers({"m1"})
    assert dump(people) == before
