"""What one of another currency is worth in the company's, from a day on.

Nothing is reckoned when lines come in: every question finds ``amount_company`` anew, by the last rate on or before the
day of the line. A rate that comes late, or is corrected, holds for the lines that are there already.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from regulars.facts.database import quoted
from regulars.facts.disk import write_atomically
from regulars.facts.errors import RateError
from regulars.language import message

FILE = "rates.json"
MOST = 100_000
FIRST, LAST = date(1970, 1, 1), date(2099, 12, 31)
HIGHEST = Decimal(10) ** 10
_STEP = Decimal(10) ** -8
_DAYS = pa.schema({"currency": pa.string(), "day": pa.date32(), "rate": pa.decimal128(18, 8)})


@dataclass(frozen=True, order=True)
class Rate:
    """From ``day`` on, until the next rate of the same currency."""

    currency: str
    day: date
    rate: Decimal


@dataclass(frozen=True)
class RatesChanged:
    """How many rates are new, have another value, are gone, or stood already."""

    new: int
    changed: int
    gone: int
    same: int


@dataclass(frozen=True)
class Unrated:
    """Lines that cannot be reckoned in the company's currency: how many, from when to when."""

    currency: str
    lines: int
    first: date
    last: date


@dataclass(frozen=True)
class Conversion:
    """The rates into the company's currency, for a reader."""

    currency: str
    rates: tuple[Rate, ...]

    @cached_property
    def mark(self) -> str:
        """Another one for other rates."""
        text = "\n".join([self.currency, *(f"{one.currency} {one.day} {one.rate}" for one in self.rates)])
        return hashlib.sha256(text.encode()).hexdigest()[:24]

    def applied(self, db: duckdb.DuckDBPyConnection, relation: str) -> str | None:
        """The relation with ``amount_company`` of every line that has a rate; None where no line is of a currency with
        a rate, so that nobody pays for rates that nothing needs.
        """
        held = {row[0] for row in db.execute(f"select distinct currency from {relation}").fetchall()}
        needed = Conversion(self.currency, tuple(one for one in self.rates if one.currency in held))
        if not needed.rates:
            return None
        # Under the mark of those needed: a later relation may need more of the same rates.
        name = f"rates_{needed.mark}"
        last = max(one.day for one in needed.rates)
        db.register("rates_given", by_day(needed.rates, last))
        db.execute(f"create temp table if not exists {name} as select * from rates_given")
        db.unregister("rates_given")
        # A line of which the file itself said what it is worth keeps that. After the last rate the last one holds.
        return (
            f"(select l.* replace (coalesce(l.amount_company, case when l.currency = {quoted(self.currency)} "
            "then l.amount else try_cast(l.amount * r.rate as decimal(18,4)) end) as amount_company) "
            f"from {relation} l left join {name} r "
            f"on r.currency = l.currency and r.day = least(l.day, date {quoted(last.isoformat())}))"
        )


class RatesFile:
    """The rates of a folder of facts; each belongs to one currency of the company."""

    def __init__(self, home: Path, own: Callable[[], str | None]) -> None:
        self._path = home / FILE
        self._own = own
        self._known: tuple[Any, Conversion | None] = (None, None)

    def state(self) -> tuple[Any, ...] | None:
        """Changes with the rates, and with the company's currency; None where there never was a rate."""
        try:
            about = self._path.stat()
        except FileNotFoundError:
            return None
        return about.st_mtime_ns, about.st_size, about.st_ino, self._own()

    def now(self) -> Conversion | None:
        """The rates that hold; None where there are none into the company's currency."""
        state = self.state()
        if state != self._known[0]:
            own = state[-1] if state else None
            rates = self._read().get(own or "", ())
            self._known = (state, Conversion(own, rates) if own and rates else None)
        return self._known[1]

    def keep(self, rates: Iterable[Rate], *, anew: bool) -> RatesChanged:
        """Add them, in place of those of the same currency and day; ``anew``: in place of all. The caller has the lock.

        Raises ``RateError``; then nothing has changed.
        """
        own = self._needed()
        given = {(one.currency, one.day): check(one, own) for one in rates}
        before = {(one.currency, one.day): one for one in self._read().get(own, ())}
        after = given if anew else before | given
        if len(after) > MOST:
            raise RateError(
                message("There would be {count} rates; at most {most} are kept.", count=len(after), most=MOST)
            )
        self._write(own, after.values())
        same = sum(before.get(key) == one for key, one in given.items())
        known = sum(key in before for key in given)
        return RatesChanged(len(given) - known, known - same, len(before.keys() - after.keys()), same)

    def remove(self, those: Collection[tuple[str, date]]) -> int:
        """Take rates away; how many there were. The caller has the lock."""
        own = self._needed()
        before = self._read().get(own, ())
        after = [one for one in before if (one.currency, one.day) not in those]
        self._write(own, after)
        return len(before) - len(after)

    def _needed(self) -> str:
        own = self._own()
        if not own:
            raise RateError(
                message(
                    "Nobody has said yet which is the company's currency, so that no rate says into what. Set it under "
                    "Company, or with --currency."
                )
            )
        return own

    def _read(self) -> dict[str, tuple[Rate, ...]]:
        try:
            found = json.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        return {
            own: tuple(Rate(currency, date.fromisoformat(day), Decimal(rate)) for currency, day, rate in rows)
            for own, rows in found.items()
        }

    def _write(self, own: str, rates: Iterable[Rate]) -> None:
        kept = self._read() | {own: tuple(sorted(rates))}
        text = {
            name: [[one.currency, one.day.isoformat(), str(one.rate)] for one in rows] for name, rows in kept.items()
        }
        write_atomically(self._path, json.dumps(text, indent=0).encode())


def cost_by(amount: str, currency: str | None) -> str:
    """SQL of what a line cost, in the currency of the column that is summed: at the rate of its amount.

    Where nothing was paid in another currency the rate is not seen, and the cost is not known.
    """
    if amount == "amount":
        return "cost"
    at_rate = "cast(cost::double * amount_company / nullif(amount, 0) as decimal(18,4))"
    return f"(case when currency = {quoted(currency or '')} then cost else {at_rate} end)"


def check(one: Rate, own: str) -> Rate:
    """The rate, to eight places. Raises ``RateError`` with what is wrong."""
    if not re.fullmatch("[A-Z]{3}", one.currency):
        raise RateError(
            message("“{currency}” is no currency. Write three letters such as EUR.", currency=one.currency[:40])
        )
    if one.currency == own:
        raise RateError(
            message("{currency} is the company's own currency; its rate is always 1.", currency=one.currency)
        )
    if not FIRST <= one.day <= LAST:
        raise RateError(message("Rates are kept from {first} to {last}.", first=FIRST, last=LAST))
    if not one.rate.is_finite() or one.rate >= HIGHEST or one.rate.quantize(_STEP) <= 0:
        raise RateError(message("“{rate}” is no rate. Write a number above 0, such as 7.1.", rate=str(one.rate)[:40]))
    plain = f"{one.rate.quantize(_STEP):f}".rstrip("0").rstrip(".")  # 7.10000000 is 7.1, and 10 is not 1E+1
    return Rate(one.currency, one.day, Decimal(plain))


def by_day(rates: Iterable[Rate], last: date) -> pa.Table:
    """Each currency with its rate on every day from its first one to ``last``: lines find theirs by a plain join."""
    columns: dict[str, list[Any]] = {"currency": [], "day": [], "rate": []}
    for currency, own in groupby(sorted(rates), key=lambda one: one.currency):
        rows = list(own)
        for one, following in zip(rows, [*rows[1:], None], strict=True):
            end = last if following is None else following.day - timedelta(days=1)
            days = (end - one.day).days + 1
            columns["currency"] += [currency] * days
            columns["day"] += [one.day + timedelta(days=at) for at in range(days)]
            columns["rate"] += [one.rate] * days
    return pa.table(columns, schema=_DAYS)


__all__ = ["FILE", "Conversion", "Rate", "RatesChanged", "RatesFile", "Unrated", "by_day", "check", "cost_by"]
