"""Rates of currencies from a file: three columns, found by their names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from regulars.facts.errors import RateError
from regulars.facts.imports.report import BadRow
from regulars.facts.imports.short_lists import short_list
from regulars.facts.rates import MOST, Rate, check
from regulars.language import message

COLUMNS = {  # compared without capitals, blanks and marks
    "currency": ("currency", "currencycode", "code", "币种", "货币", "货币代码"),
    "day": ("day", "date", "from", "fromday", "since", "validfrom", "日期", "起始日期", "生效日期", "起"),
    "rate": ("rate", "exchangerate", "value", "汇率"),
}
_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[T ].*)?")
_EITHER = re.compile(r"[1-9]\d{0,2},\d{3}")  # 25,000 dong are not 25


@dataclass(frozen=True)
class Row:
    """One row as it is written."""

    row: int
    currency: str = ""
    day: str = ""
    rate: str = ""


def read_rates(file: Path, own: str) -> tuple[list[Rate], list[BadRow]]:
    """The rates of a file into the company's currency, and the rows that are none.

    Raises what is wrong with the file as a whole.
    """
    good: dict[tuple[str, date], Rate] = {}
    bad: list[BadRow] = []
    for row in short_list(file, Row, COLUMNS, needed=tuple(COLUMNS), most=MOST):
        try:
            one = check(Rate(row.currency.upper(), _day(row.day), _number(row.rate)), own)
            if good.setdefault((one.currency, one.day), one) != one:
                raise RateError(
                    message("The file has another rate of {currency} on the same day.", currency=one.currency)
                )
        except RateError as error:
            said = f"{row.currency}, {row.day}, {row.rate}"[:80]
            bad.append(BadRow(row.row, None, said, error.message, message("Correct the row, or take it out.")))
    return list(good.values()), bad


def _day(text: str) -> date:
    found = _DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else date.fromisoformat(text)
    except ValueError:
        raise RateError(message("“{day}” is no day. Write it like 2026-10-31.", day=text[:40])) from None


def _number(text: str) -> Decimal:
    if _EITHER.fullmatch(text):
        raise RateError(
            message(
                "“{rate}” could be thousands or decimals. Write the decimals after a point, and thousands without a "
                "mark.",
                rate=text,
            )
        )
    decimals = "," if text.rfind(",") > text.rfind(".") else "."
    plain = text.replace("." if decimals == "," else ",", "").replace(decimals, ".")
    try:
        return Decimal(plain)
    except InvalidOperation:
        raise RateError(message("“{rate}” is no rate. Write a number above 0, such as 7.1.", rate=text[:40])) from None
