"""Rankings against published figures, a test that scipy has too, and ranks that do not fit together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.stats import friedmanchisquare

from regulars.language import Language, render
from regulars.methods import ranking
from regulars.methods.errors import MethodError, OptionError, OutOfScaleError, TooFewAnswersError

# Siegel, Nonparametric Statistics (1956), table 9.11: six applicants ranked by three executives; W = .16.
APPLICANTS = {"a": [1, 1, 6], "b": [6, 5, 3], "c": [3, 6, 2], "d": [2, 4, 5], "e": [5, 2, 4], "f": [4, 3, 1]}


def people(seed: int, n: int, apart: float = 0.0) -> dict[str, Any]:
    """Rankings of four items, agreeing as far as they lie apart."""
    random = np.random.default_rng(seed)
    liking = random.normal(size=(n, 4)) + apart * np.arange(4)[::-1]
    ranks = (-liking).argsort(axis=1).argsort(axis=1) + 1
    return dict(zip("abcd", ranks.T.tolist(), strict=True))


def test_kendalls_w_is_the_one_printed() -> None:
    result = ranking(APPLICANTS)

    assert round(result.kendall_w, 2) == 0.16
    assert sorted((3 * result.mean_rank).round(9).tolist()) == [8, 8, 11, 11, 11, 14]
    assert result.too_few
    assert not result.clear_next.any()


@pytest.mark.parametrize("ties", ["refuse", "share"])
def test_the_test_of_agreement_is_friedmans(ties: str) -> None:
    """With and without ties."""
    table = people(2, 25, 0.4)
    if ties == "share":
        table = {name: [1 + (rank - 1) // 2 for rank in column] for name, column in table.items()}
    result = ranking(table, ties=ties)

    statistic, p_value = friedmanchisquare(*table.values())

    assert 25 * 3 * result.kendall_w == pytest.approx(statistic)
    assert result.p_value == pytest.approx(p_value)


def test_the_figures_of_an_item_go_together() -> None:
    """Borda is the mean rank turned round; pairwise shares add up; those first add up to everybody."""
    result = ranking(people(3, 60, 0.5))

    assert result.borda == pytest.approx(100 * (4 - result.mean_rank) / 3)
    assert (np.diff(result.mean_rank) >= 0).all()
    assert result.preferred + result.preferred.T == pytest.approx(np.ones((4, 4)))
    assert result.preferred_next[:3] == pytest.approx([result.preferred[k, k + 1] for k in range(3)])
    # A mean rank is 1 and, for each other item, the share who put that one before it.
    assert result.mean_rank == pytest.approx(1 + result.preferred.sum(axis=0) - 0.5)
    assert result.ranked_first.sum() == pytest.approx(1)
    assert (result.ranked_first_low <= result.ranked_first).all()


def test_planted_orders_are_found_and_chance_is_not() -> None:
    planted = ranking(people(1, 120, 1.0))
    found = [bool(ranking(people(seed, 40)).clear_next.any()) for seed in range(30)]

    assert planted.names == tuple("abcd")
    assert planted.clear_next.tolist() == [True, True, True, False]
    assert planted.rank_low.tolist() == planted.rank_high.tolist() == [1, 2, 3, 4]
    assert sum(found) <= 4


def test_who_ranks_some_ranks_them_before_the_others() -> None:
    """The places that are left are shared at their mean."""
    result = ranking({"a": [1, 1], "b": [2, None], "c": [3, None]})

    assert result.mean_rank.tolist() == [1.0, 2.25, 2.75]
    assert result.n_partial == 1
    assert "share the places" in render(result.notes[0], Language.ENGLISH)


@pytest.mark.parametrize("row", [(1, 1, 3), (1, 3, None), (2, None, None), (1, 2, 2), (2, 2, 2), (1.5, 1.5, 3)])
def test_ranks_that_repeat_or_skip_are_set_aside(row: tuple[Any, ...]) -> None:
    table = {name: [place + 1, place + 1, cell] for place, (name, cell) in enumerate(zip("abc", row, strict=True))}

    refused, shared = ranking(table), ranking(table, ties="share")

    assert (refused.n, refused.n_contradictory, refused.n_missing) == (2, 1, 0)
    assert (shared.n, shared.n_contradictory) == (3, 0)
    assert "repeat or skip" in render(refused.notes[0], Language.ENGLISH)


def test_segments_are_the_method_on_their_rows() -> None:
    table = people(5, 80, 0.5)
    group = np.array(["old", "new"])[np.arange(80) % 2]
    whole, part = ranking(table, groups=group), ranking({k: np.array(v)[group == "old"] for k, v in table.items()})

    rows = [row for row, name in enumerate(whole.segment_names) if name == "old"]
    for row in rows:
        place = part.names.index(whole.segment_items[row])
        for name in ("borda", "borda_low", "borda_high"):
            assert getattr(whole, f"segment_{name}")[row] == pytest.approx(getattr(part, name)[place])
        assert (whole.segment_n[row], whole.segment_too_few[row]) == (40, False)


def test_ranks_that_are_none_raise() -> None:
    for table, options, kind in (
        ({"a": [1, 2], "b": [2, 9]}, {}, OutOfScaleError),
        ({"a": [0, 1], "b": [1, 2]}, {}, OutOfScaleError),
        ({"a": [1, 1]}, {}, OptionError),
        ({"a": [1, 1], "b": [1, 1]}, {}, TooFewAnswersError),
        ({"a": [1, 2], "b": [2, 1]}, {"ties": "maybe"}, OptionError),
        ({"a": ["x", 2], "b": [2, 1]}, {}, MethodError),
        ({"a": [float("inf"), 2], "b": [2, 1]}, {}, MethodError),
    ):
        with pytest.raises(kind):
            ranking(table, **options)


def test_one_answer_and_one_opinion_are_no_certainty() -> None:
    """No limits from one person; from many of one mind, limits with room for others."""
    alone = ranking({"a": [1], "b": [2]})
    alike = ranking({"a": [1] * 40, "b": [2] * 40})

    assert np.isnan(alone.mean_rank_low).all()
    assert alike.kendall_w == 1
    assert alike.clear_next.tolist() == [True, False]
    assert 1 == alike.mean_rank[0] < alike.mean_rank_high[0] < 1.2
    tied = ranking({"a": [1] * 5, "b": [1] * 5}, ties="share")
    assert np.isnan(tied.kendall_w)


def test_one_respondent_is_one() -> None:
    result = ranking({"a": [1, 1], "b": [2, 2], "c": [3, None], "d": [4, None]})

    assert str(result.notes[0]).startswith("1 respondent ranked")
