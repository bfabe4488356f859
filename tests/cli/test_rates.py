"""Rates by the command line: whole files only, into the company's currency, and what still has none is named."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from regulars.facts import open_facts


def test_rates_hold_for_what_is_here(regulars, tmp_path: Path) -> None:
    sales, rates, more = (tmp_path / name for name in ("sales.csv", "rates.csv", "more.csv"))
    sales.write_text("who,when,paid,currency\n1,2026-01-05,10,EUR\n1,2026-01-06,100,USD\n2,2026-01-06,5,GBP\n", "utf-8")
    rates.write_text("Currency;Date;Rate\nusd;2026-01-01;0,9\n", "utf-8")
    more.write_text("currency,day,rate\nGBP,2026-01-01,1.2\nUSD,2026-01-01,x\n", "utf-8")
    regulars("import", "purchases", sales, "--column", "customer=who", "--column", "at=when", "--column", "amount=paid",
             "--column", "currency_column=currency")  # fmt: skip
    facts = open_facts(tmp_path / "home" / "facts")

    unsaid = regulars("import", "rates", rates)
    tried = regulars("import", "rates", rates, "--currency", "EUR", "--dry-run")
    assert (unsaid.code, tried.code, facts.rates()) == (2, 0, ())
    first = regulars("import", "rates", rates, "--currency", "EUR")
    other = regulars("import", "rates", rates, "--currency", "CNY")
    bad = regulars("import", "rates", more)

    assert (first.code, other.code, bad.code) == (0, 2, 1)
    assert "in GBP without a rate on their day: 1, from 6 Jan 2026 to 6 Jan 2026" in " ".join(first.err.split())
    assert "no rate" in bad.err + bad.out
    more.write_text("currency,day,rate\nGBP,2026-01-01,1.2\n", "utf-8")
    told = json.loads(regulars("import", "rates", more, "--json").out)
    assert (told["kept"]["new"], told["unrated"]) == (1, [])
    assert facts.purchase_totals().net == Decimal(10 + 90 + 6)
    assert json.loads(regulars("import", "rates", more, "--anew", "--json").out)["kept"]["gone"] == 1
