"""Facts that are read by another engine. Writing, keys and definitions stay as they are."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa

from regulars.facts.engines.reader import Engine, EngineReader
from regulars.facts.store import Facts


class EngineFacts(Facts):
    """The same facts for every function that takes facts; what it asks of them, the engine answers."""

    def __init__(self, facts: Facts, engine: Engine) -> None:
        super().__init__(facts.home, facts.keys)
        self.engine = engine
        self._reader: EngineReader = EngineReader(lambda: self.currency, engine)

    def arrow(self, table: Any) -> pa.Table:
        """Let the engine compute an Ibis table of its own, and bring the rows here."""
        return self.engine.sql(str(self.engine.ibis.compile(table)), {})

    def buying(self, period: str = "week", until: date | str | None = None) -> Any:
        """``purchase_summary`` as an Ibis table that nobody has computed yet: to be grouped, joined or written by the
        engine where the customers are too many for one machine.
        """
        return self._reader.buying(self.purchases_table, period, until)

    def net(self, until: date | str | None = None) -> Any:
        """``net_by_customer`` as an Ibis table that nobody has computed yet."""
        return self._reader.net(self.purchases_table, until)
