"""Reading: one DuckDB connection through Ibis, one view for each version of a table.

A view names the files of one snapshot, so what a reader sees never changes under it.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pyarrow as pa

from regulars.facts import log
from regulars.facts.bought import count_again, count_bought, lines_until
from regulars.facts.contracts import PURCHASES
from regulars.facts.errors import MixedCurrenciesError
from regulars.facts.periods import day_of, days_of
from regulars.facts.rates import RatesFile, Unrated
from regulars.facts.summary import SLICE_ROWS, list_transactions, summarise
from regulars.facts.table import Table
from regulars.facts.totals import PurchaseTotals, totals
from regulars.language import Count, message

MEMORY = "1GB"
T = TypeVar("T")
UNRATED = """
    select currency, count(*), min("day"), max("day") from {view}
    where amount_company is null and currency is distinct from $own group by currency order by currency
"""


@dataclass(frozen=True)
class Purchases:
    """What every question about purchases needs first, read once for each version."""

    view: str
    rows: int
    amount: str  # the column that may be summed
    currency: str | None
    last_day: date | None


class Reader:
    """Answers questions from the tables as they stand. Cheap to make; connects at the first question."""

    def __init__(self, company_currency: Callable[[], str | None], rates: RatesFile | None = None) -> None:
        self._company_currency = company_currency
        self._rates = rates
        self._ibis: Any = None
        self._duckdb: duckdb.DuckDBPyConnection | None = None
        self._purchases: dict[str, Purchases] = {}
        self._views: dict[Path, tuple[Any, str]] = {}

    def table(self, table: Table) -> Any:
        """The table as an Ibis expression."""
        return self._connection.table(self._view(table))

    def summary(self, table: Table, period: str, until: date | str | None) -> pa.Table:
        """See ``summary.py``."""
        days_of(period)
        last = day_of(until)

        def ask() -> pa.Table:
            known = self._about(table)
            lines = _lines(known, None)
            slices = max(1, known.rows // SLICE_ROWS)
            with self._sparing():
                return summarise(
                    self._db, lines, period=period, until=last or known.last_day or date.min, key="int64", slices=slices
                )

        return _again(ask)

    def transactions(self, table: Table, until: date | str | None) -> pa.Table:
        """See ``summary.py``."""
        last = day_of(until)

        def ask() -> pa.Table:
            known = self._about(table)
            return list_transactions(self._db, _lines(known, last), slices=max(1, known.rows // SLICE_ROWS))

        return _again(ask)

    def totals(self, table: Table, until: date | str | None) -> PurchaseTotals:
        """See ``totals.py``."""
        last = day_of(until)

        def ask() -> PurchaseTotals:
            known = self._about(table)
            return totals(self._db, _lines(known, last), known.currency)

        return _again(ask)

    def about(self, table: Table) -> Purchases:
        """What every question about purchases needs first. Raises where the amounts must not be summed."""
        return _again(lambda: self._about(table))

    def bought(
        self, table: Table, until: date | None, before: pa.Table | None = None, fresh: list[Path] | None = None
    ) -> pa.Table:
        """See ``bought.py``; with ``before`` and the ``fresh`` files that came since, only what they change."""

        def ask() -> pa.Table:
            known = self._about(table)
            lines = _lines(known, until)
            if before is None:
                return count_bought(self._db, lines, known.rows)
            return count_again(self._db, lines, known.rows, before, fresh or [])

        return _again(ask)

    def net_by_customer(self, table: Table, until: date | str | None) -> pa.Table:
        """customer, net: what each known customer brought, returns taken off; by customer, ascending."""
        last = day_of(until)

        def ask() -> pa.Table:
            lines = _lines(self._about(table), last)
            query = f"select customer, sum(amount) as net from {lines} where customer is not null group by 1 order by 1"
            return self._db.execute(query).to_arrow_table()

        return _again(ask)

    def ask(self, table: Table, query: str, parameters: Mapping[str, Any]) -> pa.Table:
        """The answer to SQL over ``{table}`` with bound ``$parameters``: for pages, which cannot wait for Ibis."""

        def ask() -> pa.Table:
            return self._db.execute(query.replace("{table}", self._view(table)), dict(parameters)).to_arrow_table()

        return _again(ask)

    def rows(self, query: Callable[[], str]) -> pa.Table:
        """The rows of a query that names files of its own; asked for again where they were replaced meanwhile."""
        return _again(lambda: self._db.execute(query()).to_arrow_table())

    def currencies(self, table: Table) -> list[str]:
        """The currencies in the table; one without rows is not worth a connection."""
        if not table.snapshot().files:
            return []
        query = f"select distinct currency from {self._view(table)} order by 1"
        return [str(row[0]) for row in self._db.execute(query).fetchall()]

    def unrated(self, table: Table) -> list[Unrated]:
        """Lines in other currencies than the company's that have no rate on their day, by currency."""
        if not table.snapshot().files:
            return []

        def ask() -> list[Unrated]:
            rows = self._db.execute(
                UNRATED.format(view=self._view(table)), {"own": self._company_currency()}
            ).fetchall()
            return [Unrated(*row) for row in rows]

        return _again(ask)

    # ---

    @contextmanager
    def _sparing(self) -> Iterator[None]:
        """On one thread: two threads save a twelfth of a second a million lines and cost half as much work again,
        which other readers of the same machine would rather have.
        """
        self._db.execute("set threads = 1")
        try:
            yield
        finally:
            self._db.execute("reset threads")

    @property
    def _connection(self) -> Any:
        if self._ibis is None:
            import ibis

            self._ibis = ibis.duckdb.from_connection(self._db)
        return self._ibis

    @property
    def _db(self) -> duckdb.DuckDBPyConnection:
        # Without Ibis, which takes longer to be there than most questions to be answered.
        if self._duckdb is None:
            # DuckDB would spill into the folder that the reader happens to stand in.
            spill = tempfile.mkdtemp(prefix="regulars-")  # the owner's alone
            config = {"memory_limit": MEMORY, "temp_directory": spill, "preserve_insertion_order": False}
            self._duckdb = duckdb.connect(config=config)
            # Expressions that were handed out may outlive the reader, but not the connection.
            weakref.finalize(self._duckdb, shutil.rmtree, spill, ignore_errors=True)
            self._duckdb.execute("set TimeZone = 'UTC'")
        return self._duckdb

    def _view(self, table: Table) -> str:
        # To open a table costs more than to ask it for one customer; whether it has changed is seen from its log.
        state = (log.state_of(table.path), table.contract.names, self._rates_of(table))
        known = self._views.get(table.path)
        if known is not None and known[0] == state and state[0] is not None:
            return known[1]
        name = self._made(table)
        self._views[table.path] = (state, name)
        return name

    def _made(self, table: Table) -> str:
        now = table.snapshot()
        # The files say which snapshot it is: a version number comes back after a restored backup.
        mark = hashlib.sha256("\n".join((table.contract.name, *table.contract.names, *now.files)).encode())
        relation = table.read(now, self._db)
        conversion = self._rates.now() if self._rates and self._rates_of(table) and now.files else None
        converted = conversion.applied(self._db, relation) if conversion else None
        if conversion and converted:
            relation = converted
            mark.update(conversion.mark.encode())
        name = f"facts_{mark.hexdigest()[:24]}"
        self._db.execute(f"create view if not exists {name} as select * from {relation}")
        # Files never change: to open eighty of them anew for each slice would cost as much as to read them. The setting
        # is there once the first file was looked at.
        if now.files:
            self._db.execute("set parquet_metadata_cache = true")
        return name

    def _rates_of(self, table: Table) -> Any:
        return self._rates.state() if self._rates and table.contract.name == PURCHASES.name else None

    def _about(self, table: Table) -> Purchases:
        view = self._view(table)
        if view not in self._purchases:
            rows, last, rated = self._row(f'select count(*), max("day"), count(amount_company) from {view}')
            currencies = [
                str(row[0]) for row in self._db.execute(f"select distinct currency from {view} order by 1").fetchall()
            ]
            own = self._company_currency()
            # All in one other currency is summed in that one, until the first rate of it is there.
            single = len(currencies) <= 1 and (not rated or currencies[0] == own)
            if not single and rated < rows:
                raise self._mixed(table, currencies, own)
            currency = next(iter(currencies), None) if single else own
            self._purchases = {view: Purchases(view, rows, "amount" if single else "amount_company", currency, last)}
        return self._purchases[view]

    def _mixed(self, table: Table, currencies: list[str], own: str | None) -> MixedCurrenciesError:
        if not own:
            return MixedCurrenciesError(
                message(
                    "The purchases are in {currencies}, and nobody has said which is the company's currency, so they "
                    "are not summed. Set it under Company; with the rates it goes too: {command}",
                    currencies=tuple(currencies),
                    command="regulars import rates FILE --currency EUR",
                )
            )
        lines = tuple(
            message("{n} in {currency} from {day} on", n=Count(one.lines), currency=one.currency, day=one.first)
            for one in self.unrated(table)
        )
        return MixedCurrenciesError(
            message(
                "The purchases are in {currencies}, and some lines have no rate into {own} on their day, so they are "
                "not summed: {lines}. Add the rates under Company, Rates, or with {command}",
                currencies=tuple(currencies),
                own=own,
                lines=lines,
                command="regulars import rates FILE",
            )
        )

    def _row(self, query: str) -> tuple[Any, ...]:
        row = self._db.execute(query).fetchone()
        return tuple(row) if row else ()


def _lines(known: Purchases, last: date | None) -> str:
    return lines_until(known.view, known.amount, last)


def _again(ask: Callable[[], T]) -> T:
    """An erasure takes files away from under a reader: then ask the new version."""
    try:
        return ask()
    except duckdb.IOException:
        return ask()
