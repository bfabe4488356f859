"""A method's result as a picture in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from regulars.cli.calculations import CALCULATIONS
from regulars.insights.pictures import PICTURES


@pytest.fixture
def guests(tmp_path: Path) -> Path:
    """Sixty guests who rated two dimensions and the stay."""
    path = tmp_path / "guests.csv"
    rows = [f"{3 + (i + i // 7) % 3},{1 + (i + i // 5) % 4},{1 + (2 * i) % 5}" for i in range(60)]
    path.write_text("room,bed,overall\n" + "\n".join(rows) + "\n", "utf-8")
    return path


def test_what_offers_a_picture_is_what_has_one() -> None:
    written_by_hand = {"ecsi", "path_model", "rfm", "satisfaction_to_loyalty"}
    assert {entry.method for entry in CALCULATIONS if entry.draws} | written_by_hand == set(PICTURES)


def test_a_picture_is_written_beside_the_numbers(regulars, guests: Path, tmp_path: Path) -> None:
    target = tmp_path / "drivers.svg"
    done = regulars("drivers", guests, "--column", "room,bed", "--outcome", "overall", "--chart", target, "--json")

    assert done.code == 0
    assert done.json["n"] == 60  # what is said of the picture stays out of standard output
    assert str(target) in done.err
    assert target.read_text("utf-8").count("room") == 1


def test_an_unknown_kind_of_picture_is_told_with_the_known_ones(regulars, guests: Path, tmp_path: Path) -> None:
    done = regulars("drivers", guests, "--column", "room", "--outcome", "overall", "--chart", tmp_path / "a.gif")

    assert done.code == 1
    assert ".gif" in done.err
    assert ".svg" in done.err
    assert not (tmp_path / "a.gif").exists()


def test_where_nothing_was_found_nothing_is_drawn_and_it_is_said(regulars, tmp_path: Path) -> None:
    path, target = tmp_path / "lines.csv", tmp_path / "rules.svg"
    lines = [f"{at},{product}" for at in range(60) for product, step in (("bread", 2), ("jam", 3)) if at % step]
    path.write_text("basket,product\n" + "\n".join(lines) + "\n", "utf-8")
    done = regulars("basket-rules", path, "--basket", "basket", "--product", "product", "--chart", target)

    assert done.code == 0
    assert "Nothing to draw: No two products are clearly bought together" in done.err
    assert not target.exists()
