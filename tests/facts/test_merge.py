"""Each line at most once: new, known, corrected, refused, or set aside."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.facts import ContractError, open_facts
from regulars.facts.merge import merge_purchases

FIRST = (
    {"purchase": "P1", "customer": "1", "amount": 5},
    {"purchase": "P1", "customer": "1", "amount": 6},
    {"purchase": "P2", "customer": "2", "amount": 7},
    {"purchase": "P3", "amount": 9},
)


def counts(result):
    return result.new, result.known, result.replaced, result.erased, result.ambiguous.num_rows


def test_the_same_rows_twice_change_nothing(put, content) -> None:
    """By the digest, and by looking at every row where the digest is another one."""
    assert counts(put(*FIRST, digest="a")) == (4, 0, 0, 0, 0)
    before = content()

    assert counts(put(*FIRST, digest="a")) == (0, 4, 0, 0, 0)
    assert counts(put(*FIRST)) == (0, 4, 0, 0, 0)
    assert counts(put(*FIRST[::-1])) == (0, 4, 0, 0, 0)
    assert content() == before == [("P1", 1, 5), ("P1", 2, 6), ("P2", 1, 7), ("P3", 1, 9)]


def test_same_key_other_values_is_a_correction(put, content) -> None:
    put(*FIRST)

    assert counts(put(FIRST[0], {**FIRST[1], "amount": 60}, {**FIRST[2], "customer": "1"})) == (0, 1, 2, 0, 0)
    assert content() == [("P1", 1, 5), ("P1", 2, 60), ("P2", 1, 7), ("P3", 1, 9)]


def test_a_longer_basket_brings_its_new_lines(put, content) -> None:
    put(*FIRST)

    assert counts(put(*FIRST[:2], {**FIRST[0], "amount": 1})) == (1, 2, 0, 0, 0)
    assert content()[:3] == [("P1", 1, 5), ("P1", 2, 6), ("P1", 3, 1)]


def test_a_part_of_a_basket_is_known(put, content) -> None:
    """Its second line alone is not a correction of the first."""
    put(*FIRST)

    assert counts(put(FIRST[1])) == (0, 1, 0, 0, 0)
    assert content()[:2] == [("P1", 1, 5), ("P1", 2, 6)]


SPLIT = ({**FIRST[0], "amount": 50}, {**FIRST[0], "amount": 60}, {**FIRST[0], "amount": 70})


def test_a_basket_split_over_two_files_is_set_aside(put, content) -> None:
    """Nobody can tell a second half from a correction, so nothing is overwritten; the good rows go in."""
    put(*FIRST)

    result = put(*SPLIT, {"purchase": "P9", "customer": "9", "amount": 2}, digest="b")

    assert counts(result) == (1, 0, 0, 0, 3)
    assert result.ambiguous.to_pydict() == {"row": [1, 2, 3], "purchase": ["P1"] * 3}
    assert content() == [("P1", 1, 5), ("P1", 2, 6), ("P2", 1, 7), ("P3", 1, 9), ("P9", 1, 2)]


def test_parts_are_added_behind_and_then_known(put, content) -> None:
    put(*FIRST)
    put(*SPLIT, digest="b")

    assert counts(put(*SPLIT, digest="b", baskets="parts")) == (3, 0, 0, 0, 0)
    assert content()[:5] == [("P1", 1, 5), ("P1", 2, 6), ("P1", 3, 50), ("P1", 4, 60), ("P1", 5, 70)]
    assert counts(put(*SPLIT)) == (0, 3, 0, 0, 0)
    assert counts(put(*FIRST)) == (0, 4, 0, 0, 0)


def test_a_whole_basket_takes_the_old_ones_place(put, content) -> None:
    put(*FIRST)

    assert counts(put(*SPLIT, baskets="whole")) == (1, 0, 2, 0, 0)
    assert content()[:3] == [("P1", 1, 50), ("P1", 2, 60), ("P1", 3, 70)]
    assert counts(put(SPLIT[0], {**SPLIT[0], "amount": 8}, baskets="whole")) == (0, 0, 2, 0, 0)
    assert content()[:3] == [("P1", 1, 50), ("P1", 2, 8), ("P2", 1, 7)]


def basket(*amounts):
    return [{"purchase": "P1", "amount": amount} for amount in amounts]


def test_a_second_half_that_begins_like_the_first_loses_no_line(put, content) -> None:
    """One equal line in the same place is chance, not the same basket sent again."""
    put(*basket(5, 3))

    assert counts(put(*basket(5, 2, 9))) == (0, 0, 0, 0, 3)
    assert content() == [("P1", 1, 5), ("P1", 2, 3)]
    assert counts(put(*basket(5, 2, 9), baskets="parts")) == (3, 0, 0, 0, 0)
    assert sum(amount for *_, amount in content()) == 24


def test_a_basket_that_repeats_all_its_lines_in_another_order_brings_the_others(put, content) -> None:
    put(*basket(5, 3, 3))

    assert counts(put(*basket(3, 7, 5, 3, 5))) == (2, 3, 0, 0, 0)
    assert sorted(amount for *_, amount in content()) == [3, 3, 5, 5, 7]


@pytest.mark.parametrize(
    ("again", "expected"),
    [((1, 2, 30, 40), (0, 2, 2, 0, 0)), ((1, 20, 30, 40), (0, 0, 0, 0, 4)), ((1, 2, 30), (0, 0, 0, 0, 3))],
)
def test_as_many_lines_and_half_of_them_equal_is_a_correction(put, again, expected) -> None:
    put(*basket(1, 2, 3, 4))

    assert counts(put(*basket(*again))) == expected


def test_given_line_numbers_are_kept(put, content) -> None:
    """With a line column a split basket is no question."""
    put({"purchase": "P1", "line": 20, "amount": 1})

    assert counts(put({"purchase": "P1", "line": 10, "amount": 2}, {"purchase": "P1", "line": 20, "amount": 3})) == (
        1,
        0,
        1,
        0,
        0,
    )
    assert content() == [("P1", 10, 2), ("P1", 20, 3)]


def test_one_line_for_one_line_keeps_its_number(put, content) -> None:
    put({"purchase": "P1", "line": 20, "amount": 1})

    assert counts(put({"purchase": "P1", "amount": 3})) == (0, 0, 1, 0, 0)
    assert content() == [("P1", 20, 3)]


def test_the_last_of_repeated_keys_holds(put, content) -> None:
    line = {"purchase": "P1", "line": 1}

    result = put({**line, "amount": 1}, {**line, "amount": 2}, {**line, "amount": 2}, {"purchase": "P2", "line": 1})

    assert counts(result) == (2, 1, 1, 0, 0)
    assert content() == [("P1", 1, 2), ("P2", 1, 1)]


def test_a_column_that_a_file_does_not_have_stays(put, facts) -> None:
    """A correction without the category does not wipe the category."""
    put({"purchase": "P1", "amount": 1, "category": "tea", "customer": "1"}, {"purchase": "P2", "customer": "2"})

    assert counts(put({"purchase": "P1", "amount": 2, "customer": "1"})) == (0, 0, 1, 0, 0)
    row = facts.purchases().filter(lambda t: t.purchase == "P1").to_pyarrow().to_pylist()[0]
    assert (row["category"], int(row["amount"])) == ("tea", 2)


def test_two_sources_do_not_meet(put, content) -> None:
    put({"purchase": "P1", "amount": 1})

    assert counts(put({"purchase": "P1", "amount": 2, "source": "web"})) == (1, 0, 0, 0, 0)
    assert [amount for *_, amount in content()] == [1, 2]


def test_a_stage_that_does_not_fit_is_refused(facts, staged, tmp_path: Path) -> None:
    """A fault of an importer, found before anything is touched."""
    table = staged([{"purchase": "P1"}, {"purchase": None}])
    pq.write_table(table, tmp_path / "bad.parquet")
    with pytest.raises(ContractError, match="1 row for purchases has no purchase"):
        merge_purchases(facts, tmp_path / "bad.parquet", digest="x", note={})

    pq.write_table(table.drop_columns(["amount"]), tmp_path / "bad.parquet")
    with pytest.raises(ContractError, match="lacks amount"):
        merge_purchases(facts, tmp_path / "bad.parquet", digest="x", note={})

    pq.write_table(staged([{"purchase": "P1", "line": 1}, {"purchase": "P1"}]), tmp_path / "bad.parquet")
    with pytest.raises(ContractError, match="Number all of them or none"):
        merge_purchases(facts, tmp_path / "bad.parquet", digest="x", note={})


def test_an_empty_stage_is_an_import_of_nothing(put, content) -> None:
    assert counts(put()) == (0, 0, 0, 0, 0)
    assert content() == []


LINES = st.lists(
    st.fixed_dictionaries(
        {
            "purchase": st.sampled_from("ABC"),
            "amount": st.integers(-2, 2),
            "customer": st.sampled_from([None, "1", "2"]),
        }
    ),
    max_size=8,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=LINES, second=LINES, rule=st.sampled_from(["ask", "whole", "parts"]))
def test_no_row_is_lost_or_counted_twice(tmp_path_factory, staged, first, second, rule) -> None:
    """The counts add up, the table holds what they say, and a third import of the same changes nothing."""
    folder = tmp_path_factory.mktemp("any")
    facts = open_facts(folder / "facts")
    held = 0
    for number, rows in enumerate((first, second)):
        pq.write_table(staged(rows), folder / "stage.parquet")
        result = merge_purchases(facts, folder / "stage.parquet", digest=str(number), note={}, baskets=rule)

        assert sum(counts(result)) == len(rows)
        held += result.new
        # A whole basket may be shorter than the one it takes the place of.
        found = facts.purchase_totals().lines
        assert found == held or (rule == "whole" and found < held)
        held = found

    before = facts.purchases().to_pyarrow().sort_by([("purchase", "ascending"), ("line", "ascending")])
    again = merge_purchases(facts, folder / "stage.parquet", digest="again", note={}, baskets=rule)
    after = facts.purchases().to_pyarrow().sort_by([("purchase", "ascending"), ("line", "ascending")])
    assert (again.new, again.replaced) == (0, 0)
    assert after == before
