"""One customer: record, timeline, satisfaction."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from regulars.facts import Facts, load_mapping, open_facts
from regulars.insights.customer import CustomerRecord, one_customer
from regulars.insights.customer.satisfaction import Mood, last_ratings, mood_of
from regulars.insights.errors import ScopeError
from regulars.insights.scope import Scope
from regulars.insights.scoring import score_customers
from regulars.survey import ResponseMapping

SURVEY = """
survey: {{name: {name}, title: {{en: Guests, zh: 客人}}, privacy: {privacy}}}
source: desk
response: id
customer: guest
at: day
unit: hotel
scale: {{low: 1, high: 5}}
items:
  overall: {{role: overall, label: {{en: Stay as a whole, zh: 整体}}}}
  words: {{kind: text, label: {{en: What went wrong, zh: 哪里不满意}}}}
"""
SALES = """receipt,guest,day,amount,hotel,group
1,anna,2026-01-05,100,lakeside,Room
1,anna,2026-01-05,20,lakeside,Breakfast
2,anna,2026-02-05,90,harbour,Room
3,anna,2026-02-09,-30,harbour,Room
4,bert,2026-02-01,80,harbour,Room
5,carla,2026-01-01,70,lakeside,Room
6,carla,2026-01-20,75,lakeside,Room
7,carla,2026-03-20,75,lakeside,Room
"""
ANSWERS = """id,guest,day,hotel,overall,words
a1,anna,2026-01-06,lakeside,4,
a2,anna,2026-02-06,harbour,1,Cold eggs
a3,dora,2026-02-06,harbour,3,
"""


def answers(facts: Facts, folder: Path, name: str, privacy: str, rows: str) -> None:
    (folder / f"{name}.yaml").write_text(SURVEY.format(name=name, privacy=privacy), "utf-8")
    (folder / f"{name}.csv").write_text(rows, "utf-8")
    mapping = load_mapping(folder / f"{name}.yaml")
    assert isinstance(mapping, ResponseMapping)
    facts.import_responses(folder / f"{name}.csv", mapping)


@pytest.fixture(scope="module")
def hotel(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """Four guests; one survey with names, one without."""
    folder = tmp_path_factory.mktemp("hotel")
    facts = open_facts(folder / "facts")
    (folder / "sales.csv").write_text(SALES)
    facts.import_purchases(
        folder / "sales.csv",
        columns={"purchase": "receipt", "customer": "guest", "at": "day", "amount": "amount", "unit": "hotel",
                 "category": "group"},
    )  # fmt: skip
    answers(facts, folder, "guests", "identified", ANSWERS)
    answers(facts, folder, "whispers", "anonymous", ANSWERS.replace("2026-02", "2026-03"))
    facts.write_scores(score_customers(facts, scope=Scope.whole(purpose="test")).rows)
    return facts


def record(facts: Facts, guest: str, units: set[str] | None = None, **options: int) -> CustomerRecord:
    keys = dict(zip(*(facts.customers()[name].to_pylist() for name in ("id", "key")), strict=True))
    scope = Scope(None if units is None else frozenset(units), "test")
    return one_customer(facts, keys[guest], scope=scope, **options)


def test_the_timeline_holds_purchases_and_answers_latest_first(hotel: Facts) -> None:
    """One line for each purchase, whatever its lines; the guest's own words stand with the answer."""
    found = record(hotel, "anna").timeline

    assert [(entry.kind, str(entry.day)) for entry in found.entries] == [
        ("return", "2026-02-09"), ("answer", "2026-02-06"), ("purchase", "2026-02-05"),
        ("answer", "2026-01-06"), ("purchase", "2026-01-05"),
    ]  # fmt: skip
    assert (found.total, found.pages) == (5, 1)
    assert found.entries[4].details == ("Breakfast", "Room")
    assert [(str(item), words) for item, words in found.entries[1].said] == [("What went wrong", "Cold eggs")]
    assert str(found.entries[1].what) == "Guests: 1 of 5"
    assert found.entries[1].mood is Mood.DISSATISFIED


def test_the_timeline_is_cut_into_pages(hotel: Facts) -> None:
    """Two a page: the last page has what is left."""
    pages = [record(hotel, "anna", page=page, page_size=2).timeline for page in (1, 2, 3)]

    assert [len(page.entries) for page in pages] == [2, 2, 1]
    assert [page.pages for page in pages] == [3, 3, 3]
    days = [entry.day for page in pages for entry in page.entries]
    assert days == sorted(days, reverse=True)


def test_a_unit_sees_its_own_part(hotel: Facts) -> None:
    """Neither purchases nor answers about another unit; the last rating is the last one about this unit."""
    found = record(hotel, "anna", {"lakeside"})

    assert [str(entry.day) for entry in found.timeline.entries] == ["2026-01-06", "2026-01-05"]
    assert found.timeline.total == 2
    assert found.satisfaction is not None
    assert found.satisfaction.last.day == date(2026, 1, 6)


def test_answers_to_anonymous_surveys_stand_nowhere(hotel: Facts) -> None:
    """They belong to nobody, whatever the file said."""
    found = record(hotel, "anna")

    assert {entry.survey for entry in found.timeline.entries if entry.kind == "answer"} == {"guests"}
    assert set(last_ratings(hotel, scope=Scope.whole(purpose="test"))["survey"].to_pylist()) == {"guests"}


def test_satisfaction_has_its_scale_its_day_and_what_was_before(hotel: Facts) -> None:
    """One of 5, after 4 of 5."""
    found = record(hotel, "anna")

    assert found.satisfaction is not None
    assert found.satisfaction.before is not None
    assert (found.satisfaction.last.value, found.satisfaction.before.value) == (1, 4)
    assert (
        str(found.reason)
        == "Bought on 2 days, last on 5 Feb 2026. Rated 1 of 5 on 6 Feb 2026, after 4 of 5 on 6 Jan 2026."
    )


def test_one_purchase_is_said(hotel: Facts) -> None:
    """No probability, no 100 %: the sentence."""
    found = record(hotel, "bert")

    assert found.standing is not None
    if found.standing.buying_model == "BetaGeoNBD":
        assert "cannot be told from one purchase" in str(found.conclusion)
        assert "alive" not in {figure.key for figure in found.figures}
    assert str(found.reason).endswith("Never answered a survey about satisfaction.")


def test_a_label_has_its_probability(hotel: Facts) -> None:
    """“Probably lost” or “still one” never stands alone."""
    found = record(hotel, "carla")

    assert found.standing is not None
    assert found.standing.alive is not None
    assert f"{found.standing.alive:.0%}" in str(found.conclusion)


def test_who_only_answered_is_a_customer_too(hotel: Facts) -> None:
    """No scores, no value; the rating stands."""
    found = record(hotel, "dora")

    assert found.standing is None
    assert str(found.conclusion) == "Has answered and never bought under this number."
    assert [figure.key for figure in found.figures] == ["satisfaction"]


def test_an_unknown_key_has_an_empty_record(hotel: Facts) -> None:
    """As has one whose units are not in scope: nothing tells them apart."""
    nobody = one_customer(hotel, 1, scope=Scope.whole(purpose="test"))

    assert (nobody.timeline.total, nobody.standing, nobody.satisfaction) == (0, None, None)
    assert str(nobody.conclusion) == "Nothing has happened yet that this page may show."


def test_before_anything_was_scored_or_bought(tmp_path: Path) -> None:
    """Empty facts answer too."""
    facts = open_facts(tmp_path / "facts")

    assert one_customer(facts, 1, scope=Scope.whole(purpose="test")).figures == ()
    assert len(last_ratings(facts, scope=Scope.whole(purpose="test"))) == 0


def test_the_last_ratings_of_all(hotel: Facts) -> None:
    """One row for each customer who answered."""
    found = last_ratings(hotel, scope=Scope.whole(purpose="test")).to_pylist()

    names = ("value", "unit", "low", "high", "index")
    assert sorted((str(row["day"]), *(row[name] for name in names)) for row in found) == [
        ("2026-02-06", 1.0, "harbour", 1, 5, 0.0),
        ("2026-02-06", 3.0, "harbour", 1, 5, 50.0),
    ]
    with pytest.raises(ScopeError):
        last_ratings(hotel, scope=Scope(frozenset({"lakeside"}), "test"))


@pytest.mark.parametrize(
    ("index", "mood"), [(0, "dissatisfied"), (39.9, "dissatisfied"), (40, "between"), (60, "satisfied")]
)
def test_moods(index: float, mood: str) -> None:
    """Two fifths, one fifth, two fifths."""
    assert mood_of(index).value == mood


def test_the_unit_is_that_of_the_last_rating_even_where_it_has_none(tmp_path: Path) -> None:
    """An earlier unit does not stand in: it would be told the rating of another."""
    facts = open_facts(tmp_path / "facts")
    rows = "id,guest,day,hotel,overall,words\na1,anna,2026-01-06,lakeside,4,\na2,anna,2026-02-06,,1,\n"
    answers(facts, tmp_path, "guests", "identified", rows)

    found = last_ratings(facts, scope=Scope.whole(purpose="test")).to_pylist()

    assert [(row["value"], row["unit"]) for row in found] == [(1.0, None)]
