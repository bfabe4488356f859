"""Why a row was set aside, or an answer left out, and the way out. One sentence each, in no language yet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from regulars.language import Message, message


class Reason(StrEnum):
    """The word that stands in the staging files."""

    NOT_A_NUMBER = "not_a_number"
    AMBIGUOUS_NUMBER = "ambiguous_number"
    NOT_A_TIME = "not_a_time"
    UNDECIDED_DATE = "undecided_date"
    MIXED_DATES = "mixed_dates"
    FUTURE = "future"
    TOO_EARLY = "too_early"
    EMPTY = "empty"
    NOT_A_LINE_NUMBER = "not_a_line_number"
    NOT_A_CURRENCY = "not_a_currency"
    OPEN_QUOTE = "open_quote"
    LONG_LINE = "long_line"
    COLUMN_COUNT = "column_count"
    NUL_BYTE = "nul_byte"
    UNREADABLE = "unreadable"
    OFF_SCALE = "off_scale"
    NEGATIVE_WEIGHT = "negative_weight"
    SPLIT_BASKET = "split_basket"
    SAME_CUSTOMER = "same_customer"
    NOT_AN_ADDRESS = "not_an_address"
    NOT_A_TELEPHONE = "not_a_telephone"
    NOT_A_LANGUAGE = "not_a_language"
    UNKNOWN_UNIT = "unknown_unit"
    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_ORGANISATION = "unknown_organisation"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Explained:
    """A reason in words: what is wrong, and what to do about it."""

    reason: Message
    way_out: Message


EXPLAINED: dict[Reason, Explained] = {
    Reason.NOT_A_NUMBER: Explained(
        message("not a number"),
        message("Put a number there, or name the value under “missing” if it means “nothing known”."),
    ),
    Reason.AMBIGUOUS_NUMBER: Explained(
        message("could be thousands or decimals"),
        message('Say which mark the decimals have: add decimal: "." or decimal: "," to the mapping.'),
    ),
    Reason.NOT_A_TIME: Explained(
        message("not a date or time"),
        message(
            "Write it as 2026-11-22 or 2026-11-22 14:30, or say how it is written with date_format in the mapping."
        ),
    ),
    Reason.UNDECIDED_DATE: Explained(
        message("day and month cannot be told apart"),
        message('Nothing in the column decides it. Add date_format: "%d/%m/%Y" or "%m/%d/%Y" to the mapping.'),
    ),
    Reason.MIXED_DATES: Explained(
        message("two date formats in one column"),
        message(
            "Other rows write the day first and others the month first, so this one can be read both ways. "
            "Write the dates as 2026-11-22, or split the file and give each part its date_format."
        ),
    ),
    Reason.FUTURE: Explained(
        message("lies in the future"),
        message("Mend the date, or check the zone and the date_format of the mapping."),
    ),
    Reason.TOO_EARLY: Explained(
        message("lies before the year 1900"), message("Mend the date; such values often stand for “unknown”.")
    ),
    Reason.EMPTY: Explained(message("empty where a value is needed"), message("Fill in the value.")),
    Reason.NOT_A_LINE_NUMBER: Explained(
        message("not a whole line number"),
        message("Write 1, 2, 3, …, or leave “line” out of the mapping: lines are then counted within their purchase."),
    ),
    Reason.NOT_A_CURRENCY: Explained(
        message("not a currency"), message("Write the three letters of the currency, such as EUR or CNY.")
    ),
    Reason.OPEN_QUOTE: Explained(
        message("a quote that never closes"), message("Close the quote, or double it if it is part of the value.")
    ),
    Reason.LONG_LINE: Explained(
        message("a line of more than 1 MB"), message("Look at the file there: a line end is missing, or it is damaged.")
    ),
    Reason.COLUMN_COUNT: Explained(
        message("more or fewer values than the file has columns"),
        message("Put values that hold the delimiter into quotes; give every line as many values as the header has."),
    ),
    Reason.NUL_BYTE: Explained(
        message("holds a NUL byte"), message("Export the file again; such bytes stand in damaged files.")
    ),
    Reason.UNREADABLE: Explained(
        message("cannot be read in the file's encoding"),
        message("Save the file as UTF-8, or name its encoding in the mapping."),
    ),
    Reason.OFF_SCALE: Explained(
        message("not on the item's scale"),
        message("Mend the answer or the scale; if it means “no answer”, name it under “missing” in the mapping."),
    ),
    Reason.NEGATIVE_WEIGHT: Explained(message("a negative weight"), message("A weight is zero or more.")),
    Reason.SPLIT_BASKET: Explained(
        message("its purchase already holds other lines"),
        message(
            "Say in the mapping what the file holds: “baskets: whole” if it holds the whole purchase (it then "
            "replaces what is there), “baskets: parts” if it holds further lines (they are then added)."
        ),
    ),
    Reason.SAME_CUSTOMER: Explained(
        message("a customer who stands further up with other values"),
        message("Put both rows together into one, or give this customer a number of their own."),
    ),
    Reason.NOT_AN_ADDRESS: Explained(
        message("no e-mail address"), message("Write it as name@example.com, or leave it empty.")
    ),
    Reason.NOT_A_TELEPHONE: Explained(
        message("no telephone number"), message("Write 5 to 20 figures, with + and the country before them.")
    ),
    Reason.NOT_A_LANGUAGE: Explained(message("no language"), message("Write its code, such as en, zh or de.")),
    Reason.UNKNOWN_UNIT: Explained(
        message("not one of the units"), message("Write the code of a unit, or add the unit in the settings first.")
    ),
    Reason.UNKNOWN_KIND: Explained(
        message("neither a person nor an organisation"), message("Write person or organisation, or leave it empty.")
    ),
    Reason.UNKNOWN_ORGANISATION: Explained(
        message("not the number of an organisation"),
        message("Import the organisation too, as kind organisation; a file may hold both, in any order."),
    ),
    Reason.TOO_LONG: Explained(message("longer than 200 signs"), message("Shorten it.")),
}
