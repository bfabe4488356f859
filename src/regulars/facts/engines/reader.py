"""The reader of the facts, with another engine in the place of DuckDB."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from regulars.facts.bought import count_bought, lines_until
from regulars.facts.contracts import MONEY, Contract
from regulars.facts.engines.translation import translated
from regulars.facts.errors import MixedCurrenciesError
from regulars.facts.periods import day_of, days_of
from regulars.facts.reading import Reader
from regulars.facts.summary import list_transactions, summary_expression
from regulars.facts.table import Table
from regulars.language import message

SUMMARY = pa.schema(
    {
        "customer": pa.int64(),
        "frequency": pa.int64(),
        "recency": pa.float64(),
        "T": pa.float64(),
        "monetary": pa.float64(),
        "first": pa.date32(),
    }
)


class Engine(Protocol):
    """What an engine has to be able to do."""

    @property
    def ibis(self) -> Any:
        """Its Ibis connection."""

    def view(self, name: str, files: tuple[str, ...], contract: Contract) -> None:
        """Make these Parquet files a table of this name; a column that a file lacks reads as empty."""

    def sql(self, query: str, parameters: Mapping[str, Any]) -> pa.Table:
        """The answer to a question in the engine's own SQL."""


class EngineReader(Reader):
    """Answers from the same files by the same questions.

    Each table is read as it stood when it was first asked for, until the next commit. The map of customer keys stays
    with DuckDB: it lies on one machine.
    """

    def __init__(self, company_currency: Callable[[], str | None], engine: Engine) -> None:
        super().__init__(company_currency)
        self._engine = engine
        self._beside = Reader(company_currency)

    def buying(self, table: Table, period: str, until: date | str | None) -> Any:
        """The summary of ``summary.py`` as an Ibis table that nobody has computed yet."""
        import ibis

        last = day_of(until) or self._about(table).last_day or date.min
        # As a number in the text, Spark would take it for a decimal, and divide to six places.
        days: Any = ibis.literal(str(days_of(period))).cast("float64")
        return summary_expression(self._lines(table, last), ibis.literal(last), days)

    def net(self, table: Table, until: date | str | None) -> Any:
        """What each known customer brought, as an Ibis table that nobody has computed yet."""
        from ibis import _

        return self._lines(table, day_of(until)).group_by("customer").agg(net=_.amount.sum())

    def summary(self, table: Table, period: str, until: date | str | None) -> pa.Table:
        """See ``summary.py``."""
        asked = self._engine.ibis.compile(self.buying(table, period, until))
        return self._engine.sql(str(asked), {}).select(SUMMARY.names).cast(SUMMARY)

    def transactions(self, table: Table, until: date | str | None) -> pa.Table:
        """See ``summary.py``; whole, because the engine slices by itself."""
        return list_transactions(self._db, self._text(table, day_of(until)))

    def bought(  # what is kept of an earlier day lies with DuckDB
        self,
        table: Table,
        until: date | None,
        before: pa.Table | None = None,  # noqa: ARG002
        fresh: list[Path] | None = None,  # noqa: ARG002
    ) -> pa.Table:
        """See ``bought.py``; always of everybody."""
        return count_bought(self._db, self._text(table, until), 0)

    def rows(self, query: Callable[[], str]) -> pa.Table:
        """The rows of files that only DuckDB reads."""
        return self._beside.rows(query)

    # ---

    def _lines(self, table: Table, last: date | None) -> Any:
        """Customer, day and the amount that may be summed, of known customers, up to a day."""
        known = self._about(table)
        lines = self._engine.ibis.table(known.view)
        lines = lines.select("customer", "day", amount=lines[known.amount])
        if last is not None:
            lines = lines.filter(lines.day <= last)
        return lines.filter(lines.customer.notnull(), lines.amount.notnull())

    def _text(self, table: Table, last: date | None) -> str:
        """The same, of everybody, as SQL."""
        known = self._about(table)
        return lines_until(known.view, known.amount, last)

    @property
    def _connection(self) -> Any:
        return self._engine.ibis

    @property
    def _db(self) -> Any:
        return _Speaker(self._engine)

    def _mixed(self, table: Table, currencies: list[str], own: str | None) -> MixedCurrenciesError:  # noqa: ARG002
        return MixedCurrenciesError(
            message(
                "The purchases are in {currencies}. Rates are applied without Spark alone: ask without it.",
                currencies=tuple(currencies),
            )
        )

    def _made(self, table: Table) -> str:
        now = table.snapshot()
        mark = hashlib.sha256("\n".join((table.contract.name, *table.contract.names, *now.files)).encode())
        name = f"facts_{mark.hexdigest()[:24]}"
        self._engine.view(name, now.files, table.contract)
        return name


class _Speaker:
    """Takes DuckDB's SQL as a DuckDB connection does, and asks the engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def execute(self, query: str, parameters: Mapping[str, Any] | None = None) -> _Answer:
        return _Answer(self._engine.sql(*translated(query, parameters or {})))


class _Answer:
    def __init__(self, rows: pa.Table) -> None:
        self._rows = rows.cast(pa.schema([(field.name, _as_wide(field.type)) for field in rows.schema]))

    def to_arrow_table(self) -> pa.Table:
        return self._rows

    def fetchall(self) -> list[tuple[Any, ...]]:
        return list(zip(*(column.to_pylist() for column in self._rows.columns), strict=True))

    def fetchone(self) -> tuple[Any, ...] | None:
        return next(iter(self.fetchall()), None)


def _as_wide(kind: pa.DataType) -> pa.DataType:
    """Sums of money are as wide as those of DuckDB."""
    summed = pa.types.is_decimal(kind) and kind.precision > MONEY.precision
    return pa.decimal128(38, kind.scale) if summed else kind
