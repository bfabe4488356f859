"""The pages on value and loyalty: each answers on every company, and its figures are those of the methods."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from regulars.documents.data import to_json
from regulars.facts import Facts, open_facts
from regulars.insights.errors import OptionError, ScopeError
from regulars.insights.loyalty import pairs_of
from regulars.insights.loyalty.answers import before_last, latest
from regulars.insights.report import Report
from regulars.insights.scope import Scope
from regulars.insights.scoring import score_customers
from regulars.insights.worth import PAGES, Option, Wish, read_options, worth
from regulars.insights.worth.reading import scored
from regulars.insights.worth.registry import UnknownPageError
from regulars.language import Language, Missing, message, render
from regulars.methods import hostage_flip, loyalty_types
from regulars.simulate import company

WHOLE = Scope.whole(purpose="test")


@pytest.fixture(scope="module")
def hotels(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """A small sample company, scored."""
    facts = open_facts(tmp_path_factory.mktemp("hotels") / "facts")
    company(customers=1500, seed=7).write(facts)
    facts.write_scores(score_customers(facts, scope=WHOLE).rows)
    return facts


@pytest.mark.parametrize("key", PAGES)
def test_every_page_answers(hotels: Facts, key: str) -> None:
    """With a sentence, and in both languages."""
    report = worth(hotels, key, Wish(WHOLE))
    assert report.sections
    for language in Language:
        assert to_json(report, language)
        assert render(report.conclusion, language)


@pytest.mark.parametrize("key", PAGES)
def test_every_page_says_that_there_is_nothing(tmp_path: Path, key: str) -> None:
    """Without purchases and answers: a sentence and no number."""
    report = worth(open_facts(tmp_path / "facts"), key, Wish(WHOLE))
    assert render(report.conclusion, Language.ENGLISH)
    assert not report.figures


@pytest.mark.parametrize("key", PAGES)
def test_every_page_stands_few_customers(hotels: Facts, key: str) -> None:
    """Three of them, nobody, and those of one unit."""
    some = frozenset(hotels.customers()["key"].to_pylist()[:3])
    for wish in (Wish(WHOLE, among=some), Wish(WHOLE, among=frozenset()), Wish(Scope(frozenset({"Lakeside"}), "test"))):
        assert render(worth(hotels, key, wish).conclusion, Language.CHINESE)


@pytest.mark.parametrize("key", [key for key, page in PAGES.items() if page.by_unit])
def test_a_unit_out_of_reach_is_refused(hotels: Facts, key: str) -> None:
    with pytest.raises(ScopeError):
        worth(hotels, key, Wish(Scope(frozenset({"Lakeside"}), "test"), units=frozenset({"Harbour"})))


@pytest.mark.parametrize(
    ("written", "read"), [("", None), (" 4 ", 4.0), ("4,5", 4.5), ("0", 0.0)]
)  # fmt: skip
def test_an_option_is_read_as_people_write_it(written: str, read: float | None, hotels: Facts) -> None:
    assert Option("cut", message("Cut"), low=0, high=10).read(written, hotels) == read


@pytest.mark.parametrize("written", ["eleven", "11", "-1", "nan", "inf", "1e400"])
def test_a_number_that_does_not_fit_is_named(written: str, hotels: Facts) -> None:
    with pytest.raises(OptionError) as caught:
        Option("cut", message("Cut"), low=0, high=10).read(written, hotels)
    assert written in str(caught.value)


def test_unknown_pages_and_options_are_named(hotels: Facts) -> None:
    with pytest.raises(UnknownPageError, match="loyalty-map"):
        worth(hotels, "nothing", Wish(WHOLE))
    with pytest.raises(OptionError, match="satisfied_from"):
        read_options(PAGES["loyalty-map"], {"nothing": "1"}, hotels)


def cells(report: Report, table: str, row: str) -> tuple[object, ...]:
    found = next(section.table for section in report.sections if section.table and section.table.key == table)
    return next(one.cells for one in found.rows if one.key == row)


def test_the_map_shows_the_types_of_the_method(hotels: Facts) -> None:
    (pair,) = pairs_of(hotels)
    said = latest(hotels, pair, scope=WHOLE)
    found = loyalty_types(said.satisfaction, said.loyalty, loyal_from=4)
    report = worth(hotels, "loyalty-map", Wish(WHOLE))

    loyal = report.figure("loyal").estimate
    assert (loyal.value, loyal.low, loyal.high) == (found.loyal, found.loyal_low, found.loyal_high)
    for kind, count in found.counts.items():
        assert cells(report, "types", kind.value)[0] == type(cells(report, "types", kind.value)[0])(count)


def test_moving_a_cut_moves_the_types(hotels: Facts) -> None:
    usual = worth(hotels, "loyalty-map", Wish(WHOLE)).figure("loyal").estimate.value
    strict = worth(hotels, "loyalty-map", Wish(WHOLE, options={"satisfied_from": 5.0})).figure("loyal").estimate.value
    assert 0 < strict < usual


def test_the_moves_are_those_of_who_answered_twice(hotels: Facts) -> None:
    (pair,) = pairs_of(hotels)
    now, before = latest(hotels, pair, scope=WHOLE), before_last(hotels, pair, scope=WHOLE)
    report = worth(hotels, "loyalty-map", Wish(WHOLE))
    table = next(one.table for one in report.sections if one.key == "moves")

    assert np.isin(before.customer, now.customer).all()
    told = [] if table is None else [row.cells[0].value for row in table.rows]  # type: ignore[union-attr]
    assert all(count >= 10 for count in told)
    assert sum(told) <= len(before) < 10 * 6 + sum(told)  # a type of which fewer than ten answered twice is left out
    assert (before.day <= now.day[np.searchsorted(now.customer, before.customer)]).all()


def test_what_hangs_on_the_hostages_is_what_the_scores_expect(hotels: Facts) -> None:
    (pair,) = pairs_of(hotels)
    said = latest(hotels, pair, scope=WHOLE)
    worths = hotels.customer_scores().select("customer", "value").to_pyarrow()
    value = dict(zip(worths["customer"].to_pylist(), worths["value"].to_pylist(), strict=True))
    known = np.array([value.get(one) is not None for one in said.customer.tolist()])
    flip = hostage_flip(
        said.satisfaction[known],
        said.loyalty[known],
        value=[value[one] for one in said.customer[known].tolist()],
        loyal_from=4,
    )
    total = cells(worth(hotels, "loyalty-map", Wish(WHOLE)), "types", "hostage")[-1]

    assert total.value == pytest.approx(flip.exposed, rel=1e-9)  # type: ignore[attr-defined]


def test_a_type_of_few_has_no_mean(hotels: Facts) -> None:
    some = frozenset(latest(hotels, pairs_of(hotels)[0], scope=WHOLE).customer.tolist()[:30])
    report = worth(hotels, "loyalty-map", Wish(WHOLE, among=some))
    assert any(isinstance(cells(report, "types", kind)[3], Missing) for kind in ("hostage", "terrorist"))


def test_what_was_said_about_another_unit_is_not_told(hotels: Facts) -> None:
    """A customer known at two places: the manager of one is not told what was answered about the other."""
    answered = hotels.customer_scores().select("answered_unit").to_pyarrow()["answered_unit"]
    units = sorted({unit for unit in answered.to_pylist() if unit})
    wish = Wish(Scope(frozenset(units[:1]), "test"))
    seen = scored(hotels, wish, "answered_unit", "loyalty_type", "satisfaction", "value").to_pylist()
    others = [row for row in seen if row["answered_unit"] not in (units[0], None)]

    assert others
    assert all(row["loyalty_type"] is None and row["satisfaction"] is None for row in others)
    assert any(row["value"] is not None for row in others)
    assert any(row["satisfaction"] is not None for row in seen if row["answered_unit"] == units[0])
