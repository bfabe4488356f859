"""Dates and times as people write them, as SQL.

Each text gives its wall-clock time as written, and its instant where the text itself fixes one (an offset, Z,
seconds since 1970). A column is first read in the forms that cannot be misread. Where that fails, the whole
column is looked at: whether 3/4/2009 is March or April only its other values can tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import duckdb

from regulars.facts.database import quoted

_FULL_WIDTH = ("０１２３４５６７８９／－：．", "0123456789/-:.")
SLASHED = r"^(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:[ T,]+(.*))?$"
_DOTTED = r"^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ T,]+(.*))?$"  # with dots everybody writes the day first
_HAN_DAY = r"^(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?\s*(.*)$"
_HAN_TIME = r"(\d{1,2})\s*[时時点]\s*(?:(\d{1,2})\s*分?)?\s*(?:(\d{1,2})\s*秒)?$"
_YEAR_DOTS = r"^(\d{4})[./](\d{1,2})[./](\d{1,2})(.*)$"
_OTHER = tuple(
    f"{day}{time}"
    for day in ("%Y-%m-%d", "%d %b %Y", "%d-%b-%Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y")
    for time in ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", ", %H:%M")
)
_COMPACT = ("%Y%m%d%H%M%S", "%Y%m%d%H%M", "%Y%m%d %H:%M", "%Y%m%d %H:%M:%S", "%Y%m%dT%H%M%S")


# What may stand in a date_format; anything else stops the reader in the middle of the file.
_FORMAT = re.compile(r"(?:[^%]|%-?[aAwdbBmyYHIMSfgnpzZjUWcxXGuV%])+")


def readable_format(text: str) -> bool:
    """Whether a date_format is one.

    >>> [readable_format(text) for text in ("%d/%m/%Y", "%Q", "%", "")]
    [True, False, False, False]
    """
    return _FORMAT.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class TimeStyle:
    """How a column of times is written.

    ``order``: "" while only forms were seen that cannot be misread; "dmy" or "mdy"; "?" when the column does
    not decide, with ``mixed`` when it shows both. ``formats`` are the mapping's own and then the only ones.
    """

    order: str = ""
    mixed: bool = False
    formats: tuple[str, ...] = ()


def wall(text: str, style: TimeStyle) -> str:
    """SQL for the time as written (TIMESTAMP); NULL where there is none."""
    if style.formats:
        # Whatever the format, "infinity" and "epoch" are times for it.
        return (
            f"case when regexp_matches({text}, '\\d') then try_strptime({text}, {_list(style.formats)})::timestamp end"
        )
    # A letter first would be "epoch" or "infinity", which DuckDB takes for times; so would a sign before it.
    plain = f"case when {text} < ':' and {text} >= '0' then try_cast({text} as timestamp) end"
    compact = f"case when length({text}) = 8 and {text} >= '0' and {text} < ':' then try_strptime({text}, '%Y%m%d') end"
    if not style.order:
        return f"coalesce({plain}, {compact})"
    tidy = f"trim(translate({text}, {quoted(_FULL_WIDTH[0])}, {quoted(_FULL_WIDTH[1])}))"
    iso = _iso(tidy, style.order)
    return f"""coalesce({plain}, {compact},
        case when regexp_matches({iso}, '^\\d')
            then coalesce(try_cast({iso} as timestamp), try_strptime({iso}, {_list(_COMPACT)})) end,
        case when regexp_matches({iso}, '\\d{{4}}') then try_strptime({iso}, {_list(_OTHER)}) end,
        {_serial(tidy)}, timezone('UTC', {_epoch(tidy)}))"""


def instant(text: str, style: TimeStyle) -> str:
    """SQL for the instant (TIMESTAMPTZ) of a text that fixes one by itself; NULL for all others."""
    if style.formats:
        zoned = tuple(form for form in style.formats if "%z" in form.lower())
        return f"try_strptime({text}, {_list(zoned)})::timestamptz" if zoned else "null::timestamptz"
    offset = f"(right({text}, 1) = 'Z' or contains({text}, '+') or contains(substr({text}, 12), '-'))"
    plain = f"case when {offset} then try_cast({text} as timestamptz) end"
    if not style.order:
        return plain
    tidy = f"trim(translate({text}, {quoted(_FULL_WIDTH[0])}, {quoted(_FULL_WIDTH[1])}))"
    return f"coalesce({plain}, {_epoch(tidy)})"


def seen_style(db: duckdb.DuckDBPyConnection, relation: str, text: str) -> TimeStyle:
    """Look at a whole column: does it write the day or the month first?"""
    tidy = f"trim(translate({text}, {quoted(_FULL_WIDTH[0])}, {quoted(_FULL_WIDTH[1])}))"
    part = "try_cast(regexp_extract(t, {pattern}, {group}) as integer)"
    first = part.format(pattern=quoted(SLASHED), group=1)
    second = part.format(pattern=quoted(SLASHED), group=2)
    query = f"""select coalesce(bool_or(a > 12 and b <= 12), false), coalesce(bool_or(b > 12 and a <= 12), false)
        from (select {first} as a, {second} as b from (select {tidy} as t from {relation}) x) y"""
    day_first, month_first = db.execute(query).fetchall()[0]
    if day_first != month_first:
        return TimeStyle("dmy" if day_first else "mdy")
    return TimeStyle("?", mixed=day_first)


def _iso(text: str, order: str) -> str:
    """SQL that writes the known forms as year-month-day; others stay as they are."""
    han = f"regexp_replace({text}, {quoted(_HAN_DAY)}, '\\1-\\2-\\3 \\4')"
    han = f"regexp_replace({han}, {quoted(_HAN_TIME)}, '\\1:0\\2:0\\3')"
    # "8时" leaves an empty minute, "8时26分" a zero too many: both mended here.
    han = f"regexp_replace({han}, ':0(\\d\\d)', ':\\1', 'g')"
    dotted = f"regexp_replace({han}, {quoted(_YEAR_DOTS)}, '\\1-\\2-\\3\\4')"
    dotted = f"regexp_replace({dotted}, {quoted(_DOTTED)}, '\\3-\\2-\\1 \\4')"
    day_first = f"regexp_replace({dotted}, {quoted(SLASHED)}, '\\3-\\2-\\1 \\4')"
    month_first = f"regexp_replace({dotted}, {quoted(SLASHED)}, '\\3-\\1-\\2 \\4')"
    if order == "dmy":
        found = day_first
    elif order == "mdy":
        found = month_first
    else:
        a = f"try_cast(regexp_extract({dotted}, {quoted(SLASHED)}, 1) as integer)"
        b = f"try_cast(regexp_extract({dotted}, {quoted(SLASHED)}, 2) as integer)"
        found = f"case when {a} > 12 or {a} = {b} then {day_first} when {b} > 12 then {month_first} else {dotted} end"
    return f"trim({found})"


def undecided(text: str) -> str:
    """SQL: may the text be read both with the day and with the month first?"""
    return f"regexp_matches({text}, {quoted(SLASHED)})"


def _serial(text: str) -> str:
    """A day number of a spreadsheet, 1954 to 2119."""
    micros = f"(try_cast({text} as double) * 86400000000)::bigint"
    # A spreadsheet keeps 8:26 as a fraction that ends microseconds off: to the nearest thousandth of a second.
    rounded = f"to_microseconds((round({micros} / 1000.0) * 1000)::bigint)"
    fits = f"regexp_full_match({text}, '[2-7]\\d{{4}}(?:[.]\\d+)?')"
    return f"case when {fits} then timestamp '1899-12-30 00:00:00' + {rounded} end"


def _epoch(text: str) -> str:
    cases = " ".join(
        f"when regexp_full_match({text}, '\\d{{{digits}}}') "
        f"then make_timestamptz(try_cast({text} as bigint) * {factor})"
        for digits, factor in ((10, 1_000_000), (13, 1_000), (16, 1))
    )
    return f"case {cases} end"


def _list(formats: tuple[str, ...]) -> str:
    return "[" + ", ".join(map(quoted, formats)) + "]"
