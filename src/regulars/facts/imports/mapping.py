"""How the columns of a purchase file become the columns of the facts.

A mapping is plain data (in a file: YAML)::

    source: till-north         # whose numbers these are; purchase ids need to be unique within it
    purchase: Invoice          # optional: without it each row is a purchase, known by its content
    line: Line                 # optional: without it lines are counted within their purchase
    customer: Customer ID
    at: InvoiceDate
    amount: Total              # or quantity and unit_price
    currency: GBP              # for the whole file; or currency_column: Currency
    zone: Europe/London        # naive times are read in it
    walk_ins: [99999]          # ids that stand for nobody in particular

``docs/imports.md`` explains every entry.
"""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, get_args

from regulars.facts.baskets import Baskets
from regulars.facts.imports.columns import near_misses
from regulars.facts.imports.errors import MappingFileError
from regulars.facts.imports.readers import Reading
from regulars.facts.imports.times import readable_format
from regulars.language import message

COLUMNS = (
    "purchase", "line", "customer", "at", "amount", "quantity", "unit_price", "currency_column",
    "cost", "product", "category", "channel", "unit", "promotion",
)  # fmt: skip
_BASKETS = get_args(Baskets)


@dataclass(frozen=True)
class PurchaseMapping:
    """Which column holds what, and how its values are written. Build one from plain data by ``from_dict``."""

    at: str
    customer: str | None = None  # a till without customers has anonymous sales only
    amount: str | None = None
    purchase: str | None = None
    line: str | None = None
    quantity: str | None = None
    unit_price: str | None = None
    currency_column: str | None = None
    cost: str | None = None
    product: str | None = None
    category: str | None = None
    channel: str | None = None
    unit: str | None = None
    promotion: str | None = None
    source: str = "default"
    currency: str | None = None
    zone: str | None = None
    date_format: tuple[str, ...] = ()
    decimal: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    header: bool | None = None
    sheet: str | int | None = None
    missing: tuple[str, ...] = ()
    walk_ins: tuple[str, ...] = ()
    baskets: Baskets = "ask"

    def __post_init__(self) -> None:
        if self.amount is None and (self.quantity is None or self.unit_price is None):
            raise MappingFileError(message("The mapping needs “amount”, or “quantity” and “unit_price” together."))
        if self.line is not None and self.purchase is None:
            raise MappingFileError(
                message("The mapping names “line”, and a line belongs to a purchase: add “purchase”.")
            )
        if self.currency is not None and not re.fullmatch("[A-Z]{3}", self.currency):
            raise MappingFileError(
                message(
                    "“{currency}” is no currency. Write three letters such as EUR; "
                    "a column is named by currency_column.",
                    currency=self.currency,
                )
            )
        if self.baskets not in _BASKETS:
            raise MappingFileError(
                message("baskets: “{value}” is not known. Choose one of: {known}.", value=self.baskets, known=_BASKETS)
            )
        check_zone(self.zone)
        for form in self.date_format:
            check_date_format(form)

    @property
    def columns(self) -> dict[str, str]:
        """What a column is for -> its name in the file; only those that are mapped."""
        return {name: column for name in COLUMNS if (column := getattr(self, name)) is not None}

    @property
    def reading(self) -> Reading:
        """How the file is to be read."""
        return Reading(self.delimiter, self.encoding, self.header, self.sheet, tuple(self.columns.values()))

    def to_dict(self) -> dict[str, Any]:
        """Plain data, without what was left at its default: the inverse of :meth:`from_dict`."""
        found: dict[str, Any] = {}
        for entry in fields(self):
            value = getattr(self, entry.name)
            if value not in (None, ()) and value != entry.default:
                found[entry.name] = list(value) if isinstance(value, tuple) else value
        return found

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> PurchaseMapping:
        """Read plain data. Raises ``MappingFileError`` naming the entry that is wrong, with the near misses."""
        known = [entry.name for entry in fields(cls)]
        given: dict[str, Any] = {}
        for name, value in data.items():
            if name not in known:
                near = near_misses(str(name), known) or tuple(known)
                raise MappingFileError(
                    message("The mapping has no entry “{name}”. Did you mean: {near}?", name=str(name), near=near)
                )
            if value is not None:
                given[name] = _read(name, value)
        if "at" not in given:
            raise MappingFileError(message("The mapping needs an entry “{name}”: the column that holds it.", name="at"))
        return cls(**given)

    @classmethod
    def from_columns(cls, columns: Mapping[str, str], base: PurchaseMapping | None = None) -> PurchaseMapping:
        """From the short form ``{"purchase": ..., "customer": ..., "at": ..., "amount": ...}``."""
        given = dict(columns)
        if "currency" in given:  # in the short form every entry is a column
            given["currency_column"] = given.pop("currency")
        if base is None:
            return cls.from_dict(given)
        wrong = [name for name in given if name not in COLUMNS]
        return cls.from_dict(given if wrong else {**base.to_dict(), **given})


def check_zone(zone: str | None) -> None:
    """Raise for a zone that does not exist."""
    if zone is None:
        return
    try:
        zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        near = near_misses(zone, sorted(zoneinfo.available_timezones())) or ("Europe/Berlin", "Asia/Shanghai")
        raise MappingFileError(
            message("There is no zone “{zone}”. Did you mean: {near}?", zone=zone, near=near)
        ) from None


def check_date_format(form: str | None) -> None:
    """Raise for a format that is none."""
    if form is not None and not readable_format(form):
        raise MappingFileError(
            message(
                "date_format: “{value}” is not known. Write %Y for the year, %m for the month, %d for the day, %H:%M "
                "for the time, such as %d/%m/%Y %H:%M.",
                value=form[:60],
            )
        )


def _read(name: str, value: Any) -> Any:
    if name in ("missing", "walk_ins", "date_format"):
        return tuple(
            str(one).replace("\0", "") for one in (value if isinstance(value, list | tuple | set) else [value])
        )
    if name == "header":
        if not isinstance(value, bool):
            raise MappingFileError(message("header is true or false, not “{value}”.", value=str(value)))
        return value
    if name == "sheet" and isinstance(value, int) and not isinstance(value, bool):
        return value - 1  # people count sheets from 1
    text = str(value).replace("\0", "")
    if name in COLUMNS:
        return text.strip() or text  # as the names in a header are
    if name == "delimiter":
        return _delimiter(text)
    if name == "decimal" and text not in (".", ","):
        raise MappingFileError(message("decimal is “.” or “,”, not “{value}”.", value=text))
    return text


_NAMED_DELIMITERS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "space": " ", "spaces": " ", "pipe": "|"}


def _delimiter(text: str) -> str:
    found = _NAMED_DELIMITERS.get(text.lower(), text)
    if len(found) != 1 or not found.isascii() or found in '"\r\n\0' or found.isalnum():
        raise MappingFileError(
            message("“{value}” cannot be a delimiter. Write one mark such as “;”, or tab, or space.", value=text)
        )
    return found
