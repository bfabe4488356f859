"""Much happens at one instant. Which answer or purchase then counts does not hang on how rows lie in files, or on
who reads them first.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regulars.documents.data import to_json
from regulars.facts import Facts, LiveResponse, open_facts
from regulars.facts.heard import last_two_ratings, last_words
from regulars.facts.person import answers_of, purchases_of
from regulars.facts.tracking import Part
from regulars.insights.customer.habits import habits_of
from regulars.insights.loyalty.answers import pairs_of
from regulars.insights.scope import Scope
from regulars.insights.worth import Wish, worth
from regulars.insights.worth.satisfaction_loyalty.path import _said, blocks_of
from regulars.insights.worth.textbook_told import PROBLEMS
from regulars.insights.worth.value_page.future import ALIKE, WALLET
from regulars.insights.worth.value_page.reading import money_of
from regulars.language import Language, Text
from regulars.survey import Item, Scale, Survey
from regulars.survey.definition import ItemKind, Role

WHOLE = Scope.whole(purpose="test")
LAST = date(2026, 6, 30)
UNITS, CHANNELS, GOODS = ("north", "south", "east"), ("shop", "web"), ("tea", "jam", "bread", "salt")
SURVEY = Survey(
    "stay",
    Text.of("Stay"),
    (
        Item("overall", ItemKind.RATING, Text.of("Overall"), scale=Scale(1, 5), role=Role.OVERALL),
        Item("again", ItemKind.RATING, Text.of("Again"), scale=Scale(1, 5), role=Role.REPURCHASE),
        Item("clean", ItemKind.RATING, Text.of("Clean"), scale=Scale(1, 5), role=Role.ATTRIBUTE),
        Item("warm", ItemKind.RATING, Text.of("Warm"), scale=Scale(1, 5), role=Role.ATTRIBUTE),
        Item("spends", ItemKind.NUMBER, Text.of("Spends")),
        Item("words", ItemKind.TEXT, Text.of("Words")),
    ),
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """Baskets of several places and kinds at one second, answers of one second: many of each customer."""
    folder, dice = tmp_path_factory.mktemp("shop"), random.Random(3)
    facts = open_facts(folder / "facts")
    for part in range(2):
        rows = [
            {
                "invoice": f"{part}-{one}-{day}", "line": line, "customer": f"c{one}", "amount": 5,
                "date": LAST - timedelta(days=day), "unit": dice.choice(UNITS), "channel": dice.choice(CHANNELS),
                "category": dice.choice(GOODS), "quantity": 1, "product": dice.choice(GOODS),
            }
            for one in range(60)
            for day in sorted(dice.sample(range(1, 1000), 4))
            for line in range(1, 4)
        ]  # fmt: skip
        file = folder / f"{part}.parquet"
        pq.write_table(pa.Table.from_pylist(rows), file)
        facts.import_purchases(
            file,
            {"purchase": "invoice", "line": "line", "customer": "customer", "at": "date", "amount": "amount",
             "unit": "unit", "channel": "channel", "category": "category", "product": "product"},
        )  # fmt: skip
        moment = datetime(2026, 6, 1, 12, tzinfo=UTC)
        answers = [
            LiveResponse(
                f"{part}{n}", "stay", 1, moment, moment.date(),
                {**{key: dice.randint(1, 5) for key in ("overall", "again", "clean", "warm")},
                 "spends": dice.randint(0, 9), "words": f"said {dice.random()}"},
                f"c{one}", unit=dice.choice(UNITS),
            )
            for one in range(60)
            for n in range(5 * one, 5 * one + 5)
        ]  # fmt: skip
        facts.copy_responses(answers, surveys=[SURVEY], batch=part + 1, store_id="s")
    return facts


def shuffled(facts: Facts, dice: random.Random) -> None:
    """Every file as it is, with its rows in another order and in small groups, which threads share."""
    for file in facts.home.rglob("*.parquet"):
        if "keys" not in file.parts:
            rows = pq.read_table(file)
            pq.write_table(rows.take(dice.sample(range(len(rows)), len(rows))), file, row_group_size=50)


def in_sql(facts: Facts, query: str, **asked: Any) -> list[Any]:
    """Sorted rows of a query over the answers."""
    found = facts.ask(facts.answers_table(SURVEY), query, asked).to_pylist()
    return sorted(map(str, found))


def page(key: str, **options: Any) -> Callable[[Facts], Any]:
    """What a page tells; sums of fractions differ in the last of sixteen places, which nobody reads."""
    return lambda facts: json.loads(
        to_json(worth(facts, key, Wish(WHOLE, options=options)), Language.ENGLISH),
        parse_float=lambda text: f"{float(text):.9g}",
    )


def path(facts: Facts) -> Any:
    pair = pairs_of(facts)[0]
    blocks: Any = blocks_of(pair)
    return _said(facts, pair, sorted(blocks.scales), Wish(WHOLE)).sort_by("customer").to_pylist()


def alike(facts: Facts) -> Any:
    query = money_of(facts).filled(ALIKE).replace("{column}", "category")
    return facts.ask(facts.purchases_table, query, {"units": None}).to_pylist()


def of_each(facts: Facts) -> Any:
    """What the pages of single customers read."""
    keys = sorted(facts.customers()["key"].to_pylist())[:10]
    return [
        (
            purchases_of(facts, key, units=None, limit=5).to_pylist(),
            answers_of(facts, "stay", key, units=None, limit=5).to_pylist(),
            habits_of(facts, key, scope=WHOLE, places={}),
        )
        for key in keys
    ]


PART = Part("month", date(2020, 1, 1), LAST)
ASKED: dict[str, Callable[[Facts], Any]] = {
    "words": lambda facts: last_words(facts, "stay", "words", PART),
    "ratings": lambda facts: last_two_ratings(facts, ["stay"], "attribute", PART),
    "wallet": lambda facts: in_sql(facts, WALLET.replace("{item}", "spends"), last=None, units=None),
    "problems": lambda facts: in_sql(
        facts, PROBLEMS.replace("{item}", "spends > 4").replace("> 0", ""), start=date(2026, 1, 1), units=None
    ),
    "path": path,
    "alike": alike,
    "each": of_each,
    "stays": page("persistency", by="category", silent=60.0),
    "future": page("future", by="unit"),
    "profile": page("profile"),
}


def test_nothing_hangs_on_the_order_of_rows(shop: Facts) -> None:
    """Shuffled within the files, and then laid together."""
    told = {name: ask(open_facts(shop.home)) for name, ask in ASKED.items()}
    dice = random.Random(5)
    for turn in range(2):
        if turn == 1:
            shop.compact()
        shuffled(shop, dice)
        again = {name: ask(open_facts(shop.home)) for name, ask in ASKED.items()}
        assert [name for name in ASKED if again[name] != told[name]] == []
