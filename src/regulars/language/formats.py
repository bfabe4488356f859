"""Numbers, money, dates and intervals in a language.

With Babel the locale's own rules are used. Without it (base install) a plain English form stands in, so
that an error message is readable on the smallest install. Rules of typography: real minus, en dash for
ranges, no space before ``%``; skewed kinds (shares, money) show their limits, the others show ``±``.
"""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

from regulars.language.languages import Language
from regulars.language.message import Message, Text
from regulars.language.values import Estimate, Kind, Value

try:
    from babel import core as babel_core
    from babel import dates as babel_dates
    from babel import numbers as babel_numbers
except ModuleNotFoundError:  # base install: numpy and scipy only
    babel_core = babel_dates = babel_numbers = None

if TYPE_CHECKING:
    from collections.abc import Callable

NO_CURRENCY = "XXX"  # ISO 4217: amounts of which nobody said what they are in
MINUS = "\N{MINUS SIGN}"
BEYOND_READING = 1e18  # nobody reads such a number digit by digit, and decimals of 28 places cannot hold it
NARROW = "\N{NO-BREAK SPACE}"


class Formatter:
    """Writes values in one language."""

    def __init__(self, language: Language, translate: Callable[[Message], str] | None = None) -> None:
        self.language = language
        self._translate = translate

    # --- plain numbers ---

    def integer(self, value: int) -> str:
        """12345 -> 12,345."""
        return self.decimal(value, 0)

    def decimal(self, value: float | Decimal, digits: int, *, signed: bool = False) -> str:
        """A number with a fixed count of decimals."""
        if not math.isfinite(value):
            return {math.inf: "∞", -math.inf: MINUS + "∞"}.get(float(value), "–")
        if abs(float(value)) >= BEYOND_READING:
            return f"{float(value):.6g}".replace("-", MINUS)
        rounded = half_up(value, digits)
        if babel_numbers is None:
            text = f"{abs(rounded):,.{digits}f}"
        else:
            pattern = "#,##0" + ("." + "0" * digits if digits else "")
            text = _applied(pattern, abs(rounded), self.language.locale)
        sign = MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
        return sign + text

    def number(self, value: float) -> str:
        """A bare number with up to six significant digits; no zeros at its end."""
        if not math.isfinite(value):
            return self.decimal(value, 0)
        digits = 0 if value == 0 else max(0, 5 - math.floor(math.log10(abs(value))))
        text = self.decimal(value, min(digits, 10))
        return text.rstrip("0").rstrip(".") if "." in text else text

    def percent(self, share: float, digits: int = 0) -> str:
        """0.31 -> 31%."""
        # In decimals: as floats 100 · 0.575 is 57.49999…, and would be shown as 57 %.
        return self.decimal(100 * exactly(share), digits) + "%"

    def money(self, amount: Decimal | float, currency: str, digits: int | None = None) -> str:
        """An amount with its currency's sign in this language."""
        value = exactly(amount)
        own = 2 if babel_numbers is None else babel_numbers.get_currency_precision(currency)
        shown = half_up(abs(value), own if digits is None else digits)
        if babel_numbers is None:
            text = f"{currency} {shown:,.{2 if digits is None else digits}f}"
        else:
            pattern = "¤#,##0" + ("." + "0" * digits if digits else "") if digits is not None else None
            text = babel_numbers.format_currency(
                shown, currency, format=pattern, locale=self.language.locale, currency_digits=digits is None
            )
        return (MINUS if value < 0 and shown else "") + text

    # --- time ---

    def day(self, value: date) -> str:
        """A date of medium length."""
        if babel_dates is None:
            return value.isoformat()
        return str(
            babel_dates.format_date(value, format="long" if self._chinese else "medium", locale=self.language.locale)
        )

    def instant(self, value: datetime) -> str:
        """A date and the time of day, in the zone that the value carries."""
        if babel_dates is None:
            return value.isoformat(sep=" ", timespec="minutes")
        return f"{self.day(value.date())} {value:%H:%M}"

    # --- estimates ---

    def estimate(self, estimate: Estimate, *, running: bool = False) -> str:
        """Value and interval. ``running`` text takes full-width brackets in Chinese, a cell does not."""
        value, interval = self.estimate_parts(estimate)
        if not interval:
            return value
        if interval.startswith("±"):
            return f"{value}{NARROW}{interval}"
        if running and self._chinese:
            return f"{value}（{interval}）"
        return f"{value}{NARROW}({interval})"

    def estimate_parts(self, estimate: Estimate) -> tuple[str, str]:
        """("75.7", "± 0.8") or ("31%", "29–34"); the second is empty where there is no interval."""
        if not math.isfinite(estimate.value):
            return "–", ""
        digits = earned_digits(estimate) if estimate.digits is None else estimate.digits
        value = self._one(estimate.value, estimate, digits, signed=True)
        if estimate.low is None or estimate.high is None or not math.isfinite(estimate.high - estimate.low):
            return value, ""
        if estimate.kind in (Kind.SHARE, Kind.MONEY) or _skewed(estimate):
            return value, self.span(estimate, digits)
        half = self.decimal((estimate.high - estimate.low) / 2, digits)
        return value, f"±{NARROW}{half}"

    def span(self, estimate: Estimate, digits: int) -> str:
        """The limits alone: "29–34", "37.22–42.45", "¥5,900–11,200"."""
        if estimate.low is None or estimate.high is None:
            return ""
        scale = 100 if estimate.kind is Kind.SHARE else 1
        low, high = (
            self.decimal(half_up(scale * exactly(limit), digits), max(0, digits))
            for limit in (estimate.low, estimate.high)
        )
        # A dash between two minus signs cannot be read; the word can.
        return f"{low}–{high}" if estimate.low >= 0 else self.phrase(low, high)

    def exact(self, estimate: Estimate, digits: int = 2) -> tuple[str, str]:
        """Value and limits at a stated precision, for the table of exact figures."""
        value = self._one(estimate.value, estimate, digits, signed=False)
        return value, self.span(estimate, digits)

    def phrase(self, low: str, high: str) -> str:
        """Two limits joined by a word."""
        return f"{low}至{high}" if self._chinese else f"{low} to {high}"

    def _one(self, value: float, estimate: Estimate, digits: int, *, signed: bool) -> str:
        match estimate.kind:
            case Kind.SHARE:
                return self.percent(value, digits)
            case Kind.MONEY:
                if digits < 0:
                    value = float(half_up(value, digits))
                return self.money(value, estimate.currency or NO_CURRENCY, max(0, digits))
            case Kind.POINTS:
                return self.decimal(value, digits, signed=signed)
            case _:
                return self.decimal(value, max(0, digits))

    # --- anything ---

    def value(self, value: Any) -> str:
        """Any value that a message may hold."""
        match value:
            case Message():
                return self._translate(value) if self._translate else str(value)
            case Text():
                return value.in_language(self.language.tag if self.language.tag in value.words else self.language.value)
            case Value():
                return value.write(self)
            case bool() | None:
                return str(value)
            case Integral():
                return self.integer(int(value))
            case Real() | Decimal():
                return self.number(float(value))
            case datetime():
                return self.instant(value)
            case date():
                return self.day(value)
            case tuple() | list():
                return ("、" if self._chinese else ", ").join(self.value(part) for part in value)
            case _:
                return str(value)

    @property
    def _chinese(self) -> bool:
        return self.language is Language.CHINESE


@lru_cache
def _pattern(text: str) -> Any:
    """A pattern, read once: a page writes hundreds of numbers by the same few."""
    return babel_numbers.parse_pattern(text)


@lru_cache(maxsize=8192)
def _applied(pattern: str, value: Decimal, locale: str) -> str:
    """Written once: rounded numbers are few, and a page has each of them in a table, a chart and a sentence."""
    return str(_pattern(pattern).apply(value, _locale(locale)))


@lru_cache
def _locale(name: str) -> Any:
    return babel_core.Locale.parse(name)


def exactly(value: float | Decimal) -> Decimal:
    """The number as it is written: 0.1 and not its nearest binary fraction; numpy's numbers too."""
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))


def half_up(value: float | Decimal, digits: int) -> Decimal:
    """Rounded as people and spreadsheets do, 62.5 to 63; ``digits`` below 0 round to tens, hundreds, …"""
    exact = value if isinstance(value, int) else exactly(value)
    return Decimal(exact).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP, context=Context(prec=400))


def earned_digits(estimate: Estimate) -> int:
    """Decimals that the interval has earned: two significant digits of half its width, at most two decimals.

    58 ± 2 and not 58.3 ± 2.1; 75.7 ± 0.8; a share keeps whole per cents unless it is known to a tenth.
    """
    scale = 100 if estimate.kind is Kind.SHARE else 1
    if estimate.low is None or estimate.high is None or not estimate.high > estimate.low:
        return {Kind.MONEY: 0, Kind.SHARE: 0, Kind.POINTS: 0, Kind.INDEX: 1, Kind.NUMBER: 2}[estimate.kind]
    # Eight digits are enough to decide, and (4.1 − 3.9) / 2 must not fall just short of 0.1.
    half = float(f"{scale * (estimate.high - estimate.low) / 2:.8g}")
    digits = -math.floor(math.log10(half)) if half < 1 else 0
    if estimate.kind is Kind.MONEY:
        return min(0, -math.floor(math.log10(half)) + 1) if half >= 10 else 0
    return min(2, digits)


def _skewed(estimate: Estimate) -> bool:
    """An interval whose sides differ by more than a fifth is shown by its limits."""
    if estimate.low is None or estimate.high is None:
        return False
    below, above = estimate.value - estimate.low, estimate.high - estimate.value
    return abs(above - below) > 0.2 * max(abs(above), abs(below), 1e-12)
