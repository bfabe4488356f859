"""Facts for both engines, from one seed.

Lines of two currencies, each with its amount in the company's own; returns, goods for nothing, anonymous sales;
units in Shanghai, London and Los Angeles, so that half of the business days are not the day of the instant in UTC, over
both changes of the clocks. Ratings of two surveys with weights, waves and gaps, imported and received.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from regulars.facts import Facts, LiveResponse, open_facts
from regulars.facts.contracts import PURCHASES
from regulars.facts.merge import merge_purchases
from regulars.language import Text
from regulars.survey import Item, ResponseMapping, Scale, Survey
from regulars.survey.definition import ItemKind, Role

SEED = 20261123
DAYS = 730
FIRST = np.datetime64("2024-10-20T00:00:00", "s")
UNITS = {"浦东": "Asia/Shanghai", "King's Cross": "Europe/London", "Pier 39": "America/Los_Angeles"}
RATE = 7.8123


def make(home: Path, lines: int) -> Facts:
    """The facts in a new folder."""
    facts = open_facts(home / "facts")
    facts.set_currency("EUR")
    for part, stage in enumerate(_stages(lines)):  # several commits, several files
        file = home / f"stage-{part}.parquet"
        pq.write_table(stage, file)
        merge_purchases(facts, file, digest=f"part {part}", note={"file": file.name})
        file.unlink()
    _imported(facts, home / "answers.parquet", max(300, lines // 20))
    _received(facts, max(300, lines // 200))
    return facts


def _stages(count: int) -> Iterator[pa.Table]:
    random = np.random.default_rng(SEED)
    zones = list(UNITS)
    customers = max(10, count // 10)
    appetite = random.gamma(0.5, size=customers)
    parts = max(3, count // 400_000)
    for part in range(parts):
        n = count // parts + (count % parts if part == parts - 1 else 0)
        who = random.choice(customers, n, p=appetite / appetite.sum())
        seconds = random.integers(0, DAYS * 86400, n)
        # A third of all lines within an hour of midnight, somewhere.
        seconds = np.where(
            random.random(n) < 1 / 3, seconds // 86400 * 86400 + random.integers(-3600, 3600, n), seconds
        )
        at = FIRST + seconds.astype("timedelta64[s]")
        unit = random.integers(0, 3, n)
        cents = np.round(random.lognormal(3, 1, n) * 100).astype(np.int64) + 1
        kind = random.random(n)
        cents = np.where(kind < 0.08, -cents, np.where(kind < 0.1, 0, cents)) * 100  # four places
        foreign = unit == 0
        company = np.where(foreign, np.round(cents / RATE).astype(np.int64), cents)
        nobody = random.random(n) < 0.1
        number = np.arange(n) + part * count
        yield pa.table(
            {
                "source": pa.array(["till"] * n),
                "purchase": pa.array(np.char.add("p", (number // 2).astype(str))),
                "line": pa.array((number % 2 + 1).astype(np.int32)),
                "basket": pa.nulls(n, pa.string()),
                "customer_id": pa.array(np.char.add("c", who.astype(str)), mask=nobody),
                "at": pa.array(at.astype("datetime64[us]")).cast(pa.timestamp("us", tz="UTC")),
                "day": pa.array(_days(at, unit)),
                "amount": _money(cents),
                "currency": pa.array(np.where(foreign, "CNY", "EUR")),
                "amount_company": _money(company),
                "cost": _money(company // 2),
                "quantity": _money(np.full(n, 10_000)),
                "product": pa.array(np.char.add("product ", (number % 50).astype(str))),
                "category": pa.array(np.array(["room", "food", "spa"])[number % 3]),
                "channel": pa.array(np.array(["web", "desk"])[number % 2]),
                "unit": pa.array([zones[i] for i in unit], mask=random.random(n) < 0.02),
                "promotion": pa.array(np.array(["spring", ""])[(random.random(n) > 0.1).astype(int)]),
                "row": pa.array(np.arange(n)),
            }
        )  # fmt: skip


def _days(at: np.ndarray, unit: np.ndarray) -> np.ndarray:
    """The day where it was bought."""
    hours = at.astype("datetime64[h]")
    day = np.empty(len(at), dtype="datetime64[D]")
    for number, zone in enumerate(UNITS.values()):
        mine = unit == number
        known, place = np.unique(hours[mine], return_inverse=True)
        apart = [
            datetime.fromtimestamp(int(hour.astype("datetime64[s]").astype(int)), ZoneInfo(zone)).utcoffset()
            for hour in known
        ]
        seconds = np.array([0 if one is None else int(one.total_seconds()) for one in apart], dtype="timedelta64[s]")
        day[mine] = (at[mine] + seconds[place]).astype("datetime64[D]")
    return day


def _money(units: np.ndarray) -> pa.Array:
    """Ten-thousandths as decimals."""
    wide = np.empty((len(units), 2), dtype=np.int64)
    wide[:, 0], wide[:, 1] = units, np.where(units < 0, -1, 0)
    return pa.Array.from_buffers(
        PURCHASES.schema.field("amount").type, len(units), [None, pa.py_buffer(wide.tobytes())]
    )


def _imported(facts: Facts, file: Path, count: int) -> None:
    random = np.random.default_rng(SEED + 1)
    mood = random.standard_normal(count)
    wave = random.integers(0, 4, count)
    day = np.datetime64("2024-11-01") + 170 * wave + random.integers(0, 160, count)

    def rating(centre: float) -> pa.Array:
        given = np.clip(np.round(centre + 0.6 * mood + random.standard_normal(count)), 1, 5)
        return pa.array(given, mask=random.random(count) < 0.05)

    table = pa.table(
        {
            "id": pa.array(np.char.add("r", np.arange(count).astype(str))),
            "customer": pa.array(np.char.add("c", random.integers(0, count, count).astype(str))),
            "at": pa.array(np.char.add(day.astype(str), " 23:59:59")),
            "unit": pa.array([list(UNITS)[i] for i in random.integers(0, 3, count)]),
            "weight": pa.array(random.uniform(0.2, 3.0, count), mask=random.random(count) < 0.1),
            "wave": pa.array(np.char.add("wave ", wave.astype(str)), mask=random.random(count) < 0.05),
            "overall": rating(3.8),
            "repurchase": rating(3.5),
            "recommend": pa.array(np.clip(np.round(7.5 + mood + 1.5 * random.standard_normal(count)), 0, 10)),
        }
    )
    pq.write_table(table, file)
    scale = {"low": 1, "high": 5}
    mapping = {
        "survey": {"name": "stay", "title": "Stay", "sample": "census", "privacy": "identified"},
        "source": "bureau", "response": "id", "customer": "customer", "at": "at", "zone": "Asia/Shanghai",
        "unit": "unit", "weight": "weight", "wave": "wave",
        "items": {
            "overall": {"role": "overall", "label": "Overall", "scale": scale},
            "repurchase": {"role": "repurchase", "label": "Again", "scale": scale},
            "recommend": {"kind": "nps", "label": "Recommend"},
        },
    }  # fmt: skip
    facts.import_responses(file, ResponseMapping.from_dict(mapping))
    file.unlink()


def _received(facts: Facts, count: int) -> None:
    random = np.random.default_rng(SEED + 2)
    overall = Item("overall", ItemKind.RATING, Text.of("Visit"), scale=Scale(1, 7), role=Role.OVERALL)
    survey = Survey("visit", Text.of("Visit"), (overall,))
    given = [
        LiveResponse(
            f"v{number}", "visit", 1, datetime(2026, 1 + number % 9, 1, 0, 30, tzinfo=UTC),
            date(2026, 1 + number % 9, 1), {"overall": int(random.integers(1, 8))}, customer=f"c{number}",
            unit=list(UNITS)[number % 3], wave="w", weight=(None, 0.5, 1.7)[number % 3],
        )
        for number in range(count)
    ]  # fmt: skip
    facts.copy_responses(given, surveys=[survey], batch=1, store_id="proof")
