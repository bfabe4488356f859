"""Purchases of programs through the one import engine: the same line with other values is a correction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import transaction

from regulars.facts import Facts, ImportReport
from regulars.facts.errors import LockTimeoutError
from regulars.facts.imports.mapping import PurchaseMapping
from regulars.language import message
from regulars.web.api.actions import checked, line
from regulars.web.api.models import Token
from regulars.web.api.problems import Fault, ProblemError, Trouble
from regulars.web.api.schemas.noted import PurchaseRow
from regulars.web.audit import Event, record
from regulars.web.company.models import Company
from regulars.web.facts import facts
from regulars.web.jobs.starting import start

PATIENCE = 20.0  # seconds: a long import must not hold the workers of the pages
_COLUMNS = (
    "purchase", "line", "customer", "at", "amount", "currency", "quantity", "cost", "product", "category", "channel",
    "unit", "promotion",
)  # fmt: skip
_AFTERWARDS = "people.project"


def bring(*, rows: Sequence[Any], source: str, token: Token) -> dict[str, Any]:
    """One commit for all rows that can go in."""
    told: list[dict[str, Any]] = []
    good: list[PurchaseRow] = []
    places: list[int] = []
    seen: dict[tuple[str, int], int] = {}
    for number, row in enumerate(rows, 1):
        sent, faults = checked(PurchaseRow, row)
        if sent is not None and (key := (sent.purchase, sent.line)) in seen:
            twice = message("The same line of this purchase stands in row {row}.", row=seen[key])
            faults = [Fault("/line", twice, message("Number the lines of a purchase: 1, 2, 3."), sent.line)]
        if faults:
            told.append(line(number, sent.purchase if sent else None, faults))
            continue
        seen[sent.purchase, sent.line] = number
        good.append(sent)
        places.append(number)
    report = _import(facts(), good, source) if good else ImportReport()
    for bad in report.bad:
        fault = Fault(f"/{bad.column or ''}", bad.reason, bad.way_out, bad.value)
        told.append(line(places[bad.row - 1], good[bad.row - 1].purchase, [fault]))
    _note(report, token)
    return {
        "new": report.new,
        "replaced": report.replaced,
        "known": report.known,
        "erased": report.erased,
        "refused": len(rows) - len(good) + report.n_bad,
        "import_id": report.import_id,
        "rows": sorted(told, key=lambda one: one["row"]),
    }


def _import(store: Facts, good: Sequence[PurchaseRow], source: str) -> ImportReport:
    columns = {name: pa.array([_text(getattr(one, name)) for one in good], pa.string()) for name in _COLUMNS}
    used = {name: values for name, values in columns.items() if values.null_count < len(values)}
    names = {("currency_column" if name == "currency" else name): name for name in used}
    company = Company.current()
    own = {"currency": company.currency} if company.currency and columns["currency"].null_count else {}
    if own:
        used["currency"] = columns["currency"].fill_null(company.currency)
        names["currency_column"] = "currency"
    mapping = PurchaseMapping.from_dict(
        {**names, "source": source, "zone": company.zone, "decimal": ".", "baskets": "parts"}
    )
    waited = store.wait_seconds
    store.wait_seconds = PATIENCE
    try:
        with store.workspace() as folder:
            file = folder / "purchases.parquet"
            pq.write_table(pa.table(used), file)
            return store.import_purchases(file, mapping=mapping)
    except LockTimeoutError:
        raise ProblemError(
            Trouble.CONFLICT,
            message("Another import is being written. Nothing was changed; send the same again in a minute."),
            headers={"Retry-After": "60"},
        ) from None
    finally:
        store.wait_seconds = waited


def _text(value: Any) -> str | None:
    if value is None or value == "":
        return None
    return (
        value.isoformat() if hasattr(value, "isoformat") else f"{value:f}" if hasattr(value, "quantize") else str(value)
    )


@transaction.atomic
def _note(report: ImportReport, token: Token) -> None:
    if report.new or report.replaced:
        record(
            Event.PURCHASES_SENT, by=token.owner, token=token.public_id, import_id=report.import_id,
            new=report.new, replaced=report.replaced,
        )  # fmt: skip
        start(_AFTERWARDS)
