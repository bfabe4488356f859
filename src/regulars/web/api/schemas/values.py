"""Kinds of values. What a value looks like stands in the document; whether it can be meant is asked afterwards."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from regulars.facts.keys import canonical_customer
from regulars.language import message
from regulars.web.api.faults import badly, unfit

PLAIN = r"^[^\u0000]*$"  # as every text here
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.(\d+))?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)
_FIGURE = re.compile(r"-?[0-9]{1,14}(\.[0-9]{1,4})?", re.ASCII)
MOST_MONEY = Decimal(10) ** 14


class Sent(BaseModel):
    """What comes in: a field that is not described is refused."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)


class Told(BaseModel):
    """What goes out: always with all its fields."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)


def _trimmed(text: str) -> str:
    return text.strip()


def text(most: int, **more: Any) -> Any:
    """Words of at most so many signs."""
    return Annotated[str, Field(max_length=most, pattern=PLAIN, **more), AfterValidator(_trimmed)]


def _number(value: str) -> str:
    found = canonical_customer(value)
    if found is None:
        raise unfit(message("is no number of a customer"), message("Send the number of your own system, such as C-17."))
    return found


def _day(value: Any) -> Any:
    """A day; one that no calendar has is no shape, one that nobody means is unfit."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise badly(message("is no day"), message("Write it as 2026-11-22."))
    try:
        found = date.fromisoformat(value)
    except ValueError:
        raise badly(message("is no day of any calendar"), message("Write it as 2026-11-22.")) from None
    if not EARLIEST <= found < LATEST:
        raise unfit(message("lies too far away"), message("Between 1900 and 2199."))
    return found


def _moment(value: Any) -> Any:
    if isinstance(value, datetime):
        return value
    parts = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    if parts is None:
        raise badly(message("is no moment with its zone"), message("Write it as 2026-11-22T10:00:00Z."))
    day, clock, fraction, zone = parts.groups()
    clock = clock[:6] + "59" if clock.endswith(":60") else clock  # a leap second
    try:
        found = datetime.fromisoformat(
            f"{day}T{clock}.{(fraction or '0')[:6]:0<6}{zone.upper().replace('Z', '+00:00')}"
        )
        found = found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise unfit(message("is no moment of any calendar"), message("Write it as 2026-11-22T10:00:00Z.")) from None
    if not EARLIEST <= found.date() < LATEST:
        raise unfit(message("lies too far away"), message("Between 1900 and 2199."))
    return found


def _figure(value: Any) -> Any:
    """A decimal, as a number or as text; exactly as it was written."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise badly(message("is no figure"), message('Write it as 12.50 or "12.50".'))
    if isinstance(value, str):
        if not _FIGURE.fullmatch(value):
            raise badly(message("is no figure"), message('Write it as 12.50 or "12.50".'))
        return Decimal(value)
    found = Decimal(value)
    if not -MOST_MONEY < found < MOST_MONEY:
        raise badly(message("is too large"), message("At most 14 digits before the point."))
    if found != found.quantize(Decimal("0.0001")):
        raise unfit(message("has more than four places"), message("Round it to four places."))
    return found.quantize(Decimal("0.0001"))


def _whole(value: Any) -> Any:
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise badly(message("is no whole number"), message("Write it without quotes, such as 3."))
    return value


def _flag(value: Any) -> Any:
    if not isinstance(value, bool):
        raise badly(message("is neither true nor false"), message("Write true or false, without quotes."))
    return value


def _mail(value: str) -> str:
    if value and not re.fullmatch(ADDRESS, value):
        raise unfit(message("is no e-mail address"), message("Write it as name@example.com."))
    return value


def _phone(value: str) -> str:
    if value and not 5 <= sum(sign.isdecimal() for sign in value) <= 20:
        raise unfit(message("is no telephone number"), message("Write it with its country, such as +86 138 0013 8000."))
    return value


ADDRESS = r"[^\s@<>()\[\],;:\\]+@[^\s@<>()\[\],;:\\]+\.[^\s@.,;:]{2,}"
_TELEPHONE = r"^[-+0-9 ()./]*$"
_LANGUAGE = r"^([A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3})?$"

MOMENT_ASKED = r"^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2}))?$"

Number = Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN), AfterValidator(_number)]
Mail = Annotated[str, Field(max_length=254, pattern=PLAIN), AfterValidator(_trimmed), AfterValidator(_mail)]
Phone = Annotated[str, Field(max_length=40, pattern=_TELEPHONE), AfterValidator(_trimmed), AfterValidator(_phone)]
LanguageTag = Annotated[str, Field(max_length=35, pattern=_LANGUAGE)]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Moment = Annotated[datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})]
Figure = Annotated[
    Decimal,
    BeforeValidator(_figure),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^-?[0-9]{1,14}(\.[0-9]{1,4})?$"},
                {"type": "number", "exclusiveMinimum": -(10**14), "exclusiveMaximum": 10**14},
            ]
        }
    ),
]
Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"type": "boolean"})]


def whole(least: int, most: int) -> Any:
    """A whole number between two, both included."""
    return Annotated[
        int,
        BeforeValidator(_whole),
        Field(ge=least, le=most),
        WithJsonSchema({"type": "integer", "minimum": least, "maximum": most}),
    ]


def moment_text(value: datetime | None) -> str | None:
    """As it goes out: UTC, to the microsecond, so that it can be sent back as a filter."""
    return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


DayText = Annotated[str, WithJsonSchema({"type": "string", "format": "date"})]
MomentText = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
FigureText = Annotated[str, WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"})]
