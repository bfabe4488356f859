"""``regulars score``."""

from __future__ import annotations

from pathlib import Path

import pytest

from regulars.facts import open_facts


@pytest.fixture
def shop(regulars, purchases: Path) -> None:
    """A home with the purchases of 150 customers."""
    assert regulars("import", "purchases", purchases).code == 0


@pytest.mark.usefixtures("shop")
def test_every_customer_is_scored_and_stored(regulars, tmp_path: Path) -> None:
    """JSON alone on standard output; the facts hold one row for each."""
    run = regulars("score", "--json")

    assert run.code == 0
    found = run.json
    assert found["customers"] == 150
    assert found["alive"]["told"] + found["alive"]["not_told"] == 150
    assert set(found["models"]["buying"]["parameters"]) == {"r", "alpha", "a", "b"}
    stored = open_facts(tmp_path / "home" / "facts").customer_scores().to_pyarrow()
    assert len(stored) == 150
    assert sum(stored["value"].to_pylist()) == pytest.approx(found["value"])
    assert str(stored["day"][0]) == found["as_of"]


@pytest.mark.usefixtures("shop")
def test_a_day_can_be_named_and_both_days_are_kept(regulars, tmp_path: Path) -> None:
    """Scores are dated; an earlier day does not become the latest."""
    assert regulars("score").code == 0
    assert regulars("score", "--until", "2024-12-31", "--json").json["as_of"] == "2024-12-31"

    facts = open_facts(tmp_path / "home" / "facts")
    assert str(facts.customer_scores("2025-01-31").to_pyarrow()["day"][0]) == "2024-12-31"
    assert facts.customer_scores().to_pyarrow()["day"][0].as_py().year > 2024


@pytest.mark.usefixtures("shop")
def test_words_are_for_people(regulars) -> None:
    """Figures on standard output, sentences on standard error, in the reader's language."""
    english, chinese = regulars("score"), regulars("score", "--anew", "--language", "zh")

    assert "150 customers are scored as of" in english.err
    assert "Key customers to win back" in english.out
    assert "150" in chinese.err
    assert "Customers" not in chinese.out


@pytest.mark.usefixtures("shop")
def test_the_same_again_computes_nothing_and_says_so(regulars) -> None:
    """The figures are those that stand."""
    first, again = regulars("score", "--json"), regulars("score", "--json")

    assert (first.json["unchanged"], again.json["unchanged"]) == (False, True)
    assert "Nothing was computed" in again.json["conclusion"]
    for name in ("customers", "models", "segments", "value", "alive", "as_of"):
        assert again.json[name] == first.json[name], name


def test_a_wrong_day_is_told_off(regulars, purchases: Path) -> None:
    """Named, with the way to write it."""
    regulars("import", "purchases", purchases)

    run = regulars("score", "--until", "yesterday")

    assert run.code == 1
    assert "“yesterday” is not a day. Write it as 1997-09-30." in run.err


def test_without_facts_the_way_out_is_named(regulars) -> None:
    """No folder is made by looking."""
    run = regulars("score")

    assert run.code == 1
    assert "There are no facts" in run.err


@pytest.mark.long
@pytest.mark.usefixtures("shop")
def test_the_application_s_list_follows_and_forgets(process, tmp_path: Path) -> None:
    """Where an install has the application, scores stand in its list, and erasing reaches it too."""
    import sqlite3

    assert process("user", "add", "ada@example.com", "--role", "administrator").code == 0
    database = sqlite3.connect(tmp_path / "home" / "regulars.sqlite3")
    counts = "select count(*), count(value) from people_customer join people_customerscore on customer_id = id"

    assert process("score").code == 0
    before = database.execute(counts).fetchone()
    new = tmp_path / "new.csv"
    new.write_text("purchase,customer,day,amount\nN1,C999,2026-03-01,12.50\n")
    assert process("import", "purchases", str(new)).code == 0
    fresh = database.execute("select count(*) from people_customer").fetchone()
    assert process("import", "undo").code == 0
    run = process("erase", "customer", "C001", "C002", "--yes", "--json")

    assert (before, fresh) == ((150, 150), (151,))
    assert run.json["application"] == {"customers": 2, "responses": 0}
    assert database.execute(counts).fetchone() == (149, 148)  # who was known stays known when an import is taken back
