"""Worker: our purchase summary of a facts folder."""

import sys
from pathlib import Path

import ibis.backends.duckdb  # noqa: F401 the imports of libraries are not counted
import numpy as np
import pyarrow.compute as pc

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness.workers import serve
from regulars.facts import open_facts

facts = open_facts(Path(sys.argv[1]) / "facts")


def summarise() -> dict[str, object]:
    """One summary; the checks come from its columns."""
    table = facts.purchase_summary("day")
    return {
        "customers": table.num_rows,
        "frequency": int(pc.sum(table["frequency"]).as_py()),
        "recency": round(float(pc.sum(table["recency"]).as_py())),
        "monetary": round(float(np.asarray(table["monetary"]).sum()), 2),
    }


serve(summarise)
