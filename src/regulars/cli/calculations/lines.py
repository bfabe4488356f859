"""Purchase lines of a plain file, read by the import engine into facts that live as long as the command.

The very same path as ``regulars import purchases``, so that a file gives the same numbers either way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from regulars.cli.calculations.columns import existing
from regulars.cli.errors import CommandError
from regulars.cli.progress import progress_bar
from regulars.cli.settings import Settings
from regulars.language import message

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.facts.imports import ImportReport
    from regulars.methods.buying.occasions import Occasions

# ISO 4217's code for tests: amounts of one file are compared with each other only.
CURRENCY = "XTS"


@dataclass(frozen=True)
class PurchaseFile:
    """The facts of one file, and what became of its rows."""

    facts: Facts
    report: ImportReport

    def until(self, day: date | None) -> date:
        """The day named, or the last day in the file."""
        last = self.facts.purchase_totals().last_day
        if last is None:
            raise CommandError(message("There is no row that could be read. Check the columns for date and amount."))
        return day or last

    def summary(self, period: str, until: date) -> pa.Table:
        """One row for each customer with a transaction until that day."""
        table = self.facts.purchase_summary(period, until).sort_by("customer")
        if not table.num_rows:
            raise CommandError(message("No customer bought anything until {day}. Name a later day.", day=until))
        return table

    def occasions(self, period: str, until: date) -> Occasions:
        """In which periods each of these customers bought, for a model of occasions."""
        from regulars.facts.summary import transactions
        from regulars.methods.buying.occasions import occasions

        lines = self.facts.purchases()
        known = lines.filter(lines.customer.notnull() & lines.amount.notnull() & (lines.day <= until))
        days = transactions(known).select("customer", "day").to_pyarrow()
        return occasions(days["customer"].to_numpy(), days["day"].to_numpy(), period=period, until=until)

    def spent(self, keys: pa.ChunkedArray, until: date) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Net amount of each of these customers until that day."""
        lines = self.facts.purchases()
        known = lines.filter(lines.customer.notnull() & (lines.day <= until))
        totals = known.group_by("customer").agg(net=known.amount.sum().cast("float64")).to_pyarrow()
        found = dict(zip(totals["customer"].to_pylist(), totals["net"].to_pylist(), strict=True))
        return np.array([found[key] for key in keys.to_pylist()], dtype=np.float64)

    def ids(self, keys: pa.ChunkedArray) -> list[str]:
        """The file's own ids for these keys."""
        import duckdb

        with duckdb.connect() as db:
            rows = db.execute(f"select key, id from {self.facts.keys.relation()}").fetchall()  # noqa: S608
        names = dict(rows)
        return [names[key] for key in keys.to_pylist()]


@contextmanager
def purchase_file(settings: Settings, path: str, *, customer: str, at: str, amount: str) -> Iterator[PurchaseFile]:
    """Read the file; its facts vanish with the block."""
    from regulars.facts import open_facts
    from regulars.facts.imports import PurchaseMapping

    file = existing(path)
    with TemporaryDirectory(prefix="regulars-") as folder, progress_bar(settings) as progress:
        facts = open_facts(Path(folder) / "facts")
        mapping = PurchaseMapping(customer=customer, at=at, amount=amount, currency=CURRENCY)
        report = facts.import_purchases(file, mapping=mapping, progress=progress)
        yield PurchaseFile(facts, report)
