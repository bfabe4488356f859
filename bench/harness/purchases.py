"""Purchase lines that were drawn, into facts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

from regulars.facts import open_facts

COLUMNS = {"purchase": "purchase", "customer": "customer", "at": "day", "amount": "amount"}


def import_lines(home: Path, start: date, customer: np.ndarray, day: np.ndarray, amount: np.ndarray) -> None:
    """Through a file, as anybody brings them in."""
    file = home.with_suffix(".csv")
    table = pa.table(
        {
            "purchase": np.arange(1, len(customer) + 1),
            "customer": customer,
            "day": np.datetime64(start) + day.astype("timedelta64[D]"),
            "amount": np.round(amount, 2),
        }
    )
    pa.csv.write_csv(table, file)
    open_facts(home).import_purchases(file, columns=COLUMNS)
    file.unlink()
