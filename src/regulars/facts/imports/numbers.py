"""Numbers as people write them, as SQL: 1234.5, 1,234.50, 1.234,50, ￥１２, (12.00), 12-.

A column is first read as plain numbers. Only where that fails is it looked at: do its values show which mark
the decimals have? A value that two readings fit is read as its column's other values show; if they show
nothing, or both, it is set aside.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from regulars.facts.database import quoted

# Everything that is no digit and no mark: signs of currencies, blanks, the Swiss apostrophe.
_SIGNS = r"[\s\x{a0}\x{202f}'’´$€£¥￥₹₽₩₺฿元円원]|RMB|CNY|USD|EUR|GBP|HKD|CHF|JPY"
# Blanks between digits part thousands or nothing: 1 234,50 is one number, 5 6 are two.
_BLANK = r"[\s\x{a0}\x{202f}'’´]"
_APART = rf"\d{_BLANK}+(?:\d{{1,2}}|\d{{4,}})(?:\D|$)|\d{{4,}}{_BLANK}+\d|\d[.,]\d*{_BLANK}+\d"
_FULL_WIDTH = ("０１２３４５６７８９，．。－−＋（）", "0123456789,..--+()")
_BOTH = {
    ".": r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d*)?|\d*\.?\d+|\d+\.",
    ",": r"\d{1,3}(?:\.\d{2,3})*\.\d{3}(?:,\d*)?|\d*,?\d+|\d+,",
}
_CLEAR = {  # values that only this decimal mark explains
    ".": r"\d{1,3}(?:,\d{3})+\.\d*|\d{1,3}(?:,\d{3}){2,}|0?\.\d+|0\.\d*|\d*\.(?:\d{0,2}|\d{4,})|\d{4,}\.\d+",
    ",": r"\d{1,3}(?:\.\d{3})+,\d*|\d{1,3}(?:\.\d{3}){2,}|0?,\d+|0,\d*|\d*,(?:\d{0,2}|\d{4,})|\d{4,},\d+",
}
_WHOLE = {"": r"\d+"}
_AMBIGUOUS = r"[1-9]\d{0,2}[.,]\d{3}"


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """``decimal``: the mark; "" while nothing was seen but plain numbers; "?" when the column shows none or both."""

    decimal: str = ""
    mixed: bool = False


def number(text: str, style: NumberStyle, kind: str = "decimal(18,4)") -> str:
    """SQL for the number in a text expression; NULL where there is none."""
    plain = f"try_cast({text} as {kind})"
    if not style.decimal:
        return plain
    if style.decimal != "?":
        rich = _read(text, style.decimal, _BOTH, kind)
        return f"coalesce({plain}, {rich})" if style.decimal == "." else rich
    clear = (
        f"coalesce({_read(text, '.', _CLEAR, kind)}, {_read(text, ',', _CLEAR, kind)}, {_read(text, '', _WHOLE, kind)})"
    )
    return clear if style.mixed else f"coalesce({plain}, {clear})"


def ambiguous(text: str) -> str:
    """SQL: may the text be read both with a decimal point and with a decimal comma?"""
    return f"regexp_full_match({bare(text)}, {quoted(_AMBIGUOUS)})"


def bare(text: str) -> str:
    """SQL for the digits and marks of a number, without its sign."""
    return f"regexp_replace({_tidy(text)}, '^[-+(]|[-)]$', '', 'g')"


def seen_style(db: duckdb.DuckDBPyConnection, relation: str, text: str) -> NumberStyle:
    """Look at a whole column: which decimal mark do its clear values show?"""
    query = f"""select coalesce(bool_or(regexp_full_match(b, {quoted(_CLEAR["."])})), false),
        coalesce(bool_or(regexp_full_match(b, {quoted(_CLEAR[","])})), false)
        from (select {bare(text)} as b from {relation}) t"""
    dot, comma = db.execute(query).fetchall()[0]
    if dot != comma:
        return NumberStyle("." if dot else ",")
    return NumberStyle("?", mixed=dot)


def _tidy(text: str) -> str:
    translated = f"translate({text}, {quoted(_FULL_WIDTH[0])}, {quoted(_FULL_WIDTH[1])})"
    tidy = f"regexp_replace({translated}, {quoted(_SIGNS)}, '', 'g')"
    return f"case when regexp_matches({translated}, {quoted(_APART)}) then {translated} else {tidy} end"


def _read(text: str, decimal: str, patterns: dict[str, str], kind: str) -> str:
    body = bare(text)
    digits = f"replace({body}, {quoted('.' if decimal == ',' else ',')}, '')"
    if decimal == ",":
        digits = f"replace({digits}, ',', '.')"
    sign = f"case when regexp_matches({_tidy(text)}, '^[-(]|-$') then '-' else '' end"
    fits = f"regexp_full_match({body}, {quoted(patterns[decimal])})"
    return f"case when {fits} then try_cast(({sign} || {digits}) as {kind}) end"
