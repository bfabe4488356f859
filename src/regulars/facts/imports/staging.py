"""From the rows of a purchase file to staged lines: one vectorised pass, good and bad rows side by side.

A first pass reads numbers and times in their plain forms. Only if it leaves some unread are the columns looked
at as a whole (``numbers.seen_style``, ``times.seen_style``) and the pass is made again with what they showed:
clean files, the large ones among them, pay nothing for the forms that they do not use.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from regulars.facts.database import named, quoted
from regulars.facts.imports import numbers, times
from regulars.facts.imports.cells import (
    EMPTY_ROW,
    Check,
    amount_of,
    customer_of,
    first_failed,
    identity,
    text_of,
    times_of,
)
from regulars.facts.imports.mapping import PurchaseMapping
from regulars.facts.imports.numbers import NumberStyle
from regulars.facts.imports.readers import ROW, Source
from regulars.facts.imports.reasons import Reason
from regulars.facts.keys import canonical_customer

_NUMBERS = ("amount", "quantity", "unit_price", "cost")
_WORDS = ("product", "category", "channel", "unit", "promotion")
_EXACT = "decimal(18,8)"  # factors keep more places, so that their product is rounded once
# Exact arithmetic on 38 digits takes ten times as long. Below a million a double holds the product well beyond
# the four places; the nudge lifts a tie that lies one bit too low, and is far too small to move anything else.
_FACTORS = "n_quantity::double * n_unit_price::double"
_NUDGE = "1.000000000000001::double"
_PRODUCT = f"""case when abs({_FACTORS}) < 1000000 then try_cast({_FACTORS} * {_NUDGE} as decimal(18,4))
    else try_cast(n_quantity::decimal(38,8) * n_unit_price::decimal(38,8) as decimal(18,4)) end"""
_AHEAD = timedelta(hours=14)  # somewhere on earth it is already that late


@dataclass(frozen=True)
class Styles:
    """How the columns are written, as far as was seen."""

    at: times.TimeStyle = field(default_factory=times.TimeStyle)
    of_numbers: Mapping[str, NumberStyle] = field(default_factory=dict)

    def number(self, name: str) -> NumberStyle:
        """The style of a number column."""
        return self.of_numbers.get(name, NumberStyle())


@dataclass(frozen=True)
class Lines:
    """Staged lines, the good and the bad, and what the numbers in their column ``bad`` mean."""

    path: Path
    checks: tuple[Check, ...]
    styles: Styles
    rows: int

    @property
    def relation(self) -> str:
        """All lines."""
        return f"read_parquet({quoted(self.path)})"


def read_lines(
    db: duckdb.DuckDBPyConnection, source: Source, mapping: PurchaseMapping, currency: str, folder: Path
) -> Lines:
    """Read and check every row."""
    source.register(db)
    fixed = {name: NumberStyle(mapping.decimal) for name in _NUMBERS} if mapping.decimal else {}
    styles = Styles(times.TimeStyle(formats=mapping.date_format), fixed)
    while True:
        lines = _pass(db, source, mapping, currency, _fresh(folder), styles)
        seen = _look_closer(db, source, mapping, lines)
        if seen == styles:
            return lines
        styles = seen  # an unread date may have hidden an unread amount: look again
        lines.path.unlink()


def _fresh(folder: Path) -> Path:
    """A name of its own for every pass: DuckDB keeps what it read by name."""
    return folder / f"lines-{uuid.uuid4().hex}.parquet"


def _look_closer(db: duckdb.DuckDBPyConnection, source: Source, mapping: PurchaseMapping, lines: Lines) -> Styles:
    failed = {row[0] for row in db.execute(f"select distinct bad from {lines.relation} where bad >= 0").fetchall()}
    unread = {(lines.checks[index].column, lines.checks[index].reason) for index in failed}
    styles, columns = lines.styles, mapping.columns
    for name in _NUMBERS:
        column = columns.get(name)
        if column and (column, Reason.NOT_A_NUMBER) in unread and not mapping.decimal:
            text = text_of(column, source.kind(column), mapping.missing)
            style = numbers.seen_style(db, source.relation, text)
            styles = replace(styles, of_numbers={**styles.of_numbers, name: style})
    if (mapping.at, Reason.NOT_A_TIME) in unread and not mapping.date_format:
        text = text_of(mapping.at, source.kind(mapping.at), mapping.missing)
        styles = replace(styles, at=times.seen_style(db, source.relation, text))
    return styles


def _pass(
    db: duckdb.DuckDBPyConnection,
    source: Source,
    mapping: PurchaseMapping,
    currency: str,
    out: Path,
    styles: Styles,
) -> Lines:
    checks = _checks(mapping, styles)
    bad, bad_value = first_failed(checks)
    texts = ", ".join(f"t_{name}" for name in mapping.columns)
    walk_ins = ", ".join(quoted(canonical_customer(name) or name) for name in mapping.walk_ins)
    walk_in = f"t_customer in ({walk_ins})" if walk_ins else "false"
    db.execute(f"""copy (
        select row, {quoted(mapping.source)} as source, purchase, line, purchase as basket,
            case when walk_in then null else t_customer end as customer_id, "at", "day", amount,
            {_currency(mapping, currency)} as currency, null::decimal(18,4) as amount_company,
            {_given(mapping, "cost")}, {_given(mapping, "quantity")},
            {", ".join(_word(mapping, name) for name in _WORDS)},
            coalesce(walk_in, false) as walk_in, bad, {bad_value} as bad_value
        from (select *, {walk_in} as walk_in, case when coalesce({texts}) is null then {EMPTY_ROW} else {bad} end as bad
            from ({_values(source, mapping, styles)}) v) c) to {quoted(out)} (format parquet, compression lz4)""")
    return Lines(out, checks, styles, pq.read_metadata(out).num_rows)


def _values(source: Source, mapping: PurchaseMapping, styles: Styles) -> str:
    """Three layers: the texts, what they say, and what follows from that."""
    columns = mapping.columns
    texts = {name: text_of(column, source.kind(column), mapping.missing) for name, column in columns.items()}
    customer = columns.get("customer")
    texts["customer"] = customer_of(texts["customer"], source.kind(customer)) if customer else "null::varchar"
    if "purchase" in texts and source.kind(columns["purchase"]) == "number":
        texts["purchase"] = identity(texts["purchase"])
    kept = [f"{named(columns[name])} as c_{name}" for name in ("at", *_NUMBERS) if name in columns]
    layer = f"""select {named(ROW)} as row, {", ".join(f"{sql} as t_{name}" for name, sql in texts.items())},
        {", ".join(kept)} from {source.relation}"""
    wall, fixed = times_of("c_at", "t_at", source.kind(mapping.at), styles.at, mapping.zone)
    says = [f"{wall} as wall", f"{fixed} as fixed"]
    for name in _NUMBERS:
        if name in columns:
            places = _EXACT if name in ("quantity", "unit_price") and mapping.amount is None else "decimal(18,4)"
            value = amount_of(f"c_{name}", f"t_{name}", source.kind(columns[name]), styles.number(name), places)
            says.append(f"{value} as n_{name}")
    line = "try_cast(t_line as integer)" if mapping.line else "null::integer"
    amount = "n_amount" if mapping.amount else _PRODUCT
    zone = quoted(mapping.zone or "UTC")
    # A plain cast to an instant goes through the calendar of the zone, for UTC too: thirty times the work.
    at = "make_timestamptz(epoch_us(wall))" if mapping.zone is None else f"timezone({zone}, wall)"
    day = "wall::date" if mapping.zone is None else f"coalesce(timezone({zone}, fixed), wall)::date"
    return f"""select *, {"t_purchase" if mapping.purchase else "null::varchar"} as purchase, {line} as line,
        coalesce(fixed, {at}) as "at", {day} as "day", {amount} as amount
        from (select *, {", ".join(says)} from ({layer}) t) s"""


def _checks(mapping: PurchaseMapping, styles: Styles) -> tuple[Check, ...]:
    columns = mapping.columns
    found = [
        Check(columns[name], Reason.EMPTY, f"t_{name} is null", "''") for name in ("purchase", "at") if name in columns
    ]
    found += [
        Check(columns[name], Reason.NUL_BYTE, f"contains(t_{name}, chr(0))", f"replace(t_{name}, chr(0), '')")
        for name in ("purchase", "customer")
        if name in columns
    ]
    found += time_checks(mapping.at, styles.at, mapping.zone)
    for name in ("amount", "quantity", "unit_price", "cost"):
        if name in columns:
            needed = name == "amount" or (mapping.amount is None and name != "cost")
            found += number_checks(columns[name], name, styles.number(name), needed=needed)
    if mapping.amount is None:
        found.append(Check(columns["quantity"], Reason.NOT_A_NUMBER, "amount is null", "t_quantity"))
    if mapping.line:
        broken = "(line is null or line < 0)"
        found.append(Check(mapping.line, Reason.NOT_A_LINE_NUMBER, broken, "t_line"))
    if mapping.currency_column:
        broken = "t_currency_column is not null and not regexp_full_match(upper(t_currency_column), '[A-Z]{3}')"
        found.append(Check(mapping.currency_column, Reason.NOT_A_CURRENCY, broken, "t_currency_column"))
    return tuple(found)


def time_checks(column: str, style: times.TimeStyle, zone: str | None) -> list[Check]:
    """What can be wrong with a time that must be there if it is written."""
    unread = "wall is null and t_at is not null"
    found = []
    if style.order == "?":
        reason = Reason.MIXED_DATES if style.mixed else Reason.UNDECIDED_DATE
        found.append(Check(column, reason, f"{unread} and {times.undecided('t_at')}", "t_at"))
    limit = datetime.now(UTC) + (_AHEAD if zone is None else timedelta(hours=1))
    return [
        *found,
        Check(column, Reason.NOT_A_TIME, unread, "t_at"),
        Check(column, Reason.FUTURE, f"\"at\" > timestamptz '{limit:%Y-%m-%d %H:%M:%S}+00'", "t_at"),
        Check(column, Reason.TOO_EARLY, "wall < timestamp '1900-01-01 00:00:00'", "t_at"),
    ]


def number_checks(column: str, name: str, style: NumberStyle, *, needed: bool) -> list[Check]:
    """What can be wrong with a number."""
    unread = f"n_{name} is null and t_{name} is not null"
    found = [Check(column, Reason.EMPTY, f"t_{name} is null", "''")] if needed else []
    if style.decimal == "?":
        found.append(
            Check(column, Reason.AMBIGUOUS_NUMBER, f"{unread} and {numbers.ambiguous(f't_{name}')}", f"t_{name}")
        )
    return [*found, Check(column, Reason.NOT_A_NUMBER, unread, f"t_{name}")]


def _currency(mapping: PurchaseMapping, default: str) -> str:
    constant = quoted(mapping.currency or default)
    return f"coalesce(upper(t_currency_column), {constant})" if mapping.currency_column else constant


def _given(mapping: PurchaseMapping, name: str) -> str:
    return f"n_{name}::decimal(18,4) as {name}" if name in mapping.columns else f"null::decimal(18,4) as {name}"


def _word(mapping: PurchaseMapping, name: str) -> str:
    return f"t_{name} as {name}" if name in mapping.columns else f"null::varchar as {name}"


def stage_of(db: duckdb.DuckDBPyConnection, lines: Lines, mapping: PurchaseMapping, folder: Path) -> Path:
    """The good lines alone, as the merge wants them; the file itself where all are good.

    Without a purchase id a line is known by its customer, time and amount, and by its number among the lines of
    the file that are alike in these: two equal coffees at one minute stay two when the file comes again. Nothing
    else is in the key, so that mapping one more column later corrects the lines instead of doubling the money.
    """
    bad = db.execute(f"select count(*) from {lines.relation} where bad is not null").fetchall()[0][0]
    if not bad and mapping.purchase:
        return lines.path
    out = folder / "stage.parquet"
    good = f"(select * exclude (bad, bad_value) from {lines.relation} where bad is null)"
    if not mapping.purchase:
        key = "md5(concat_ws(chr(31), coalesce(customer_id, ''), epoch_us(\"at\"), amount))"
        good = f"(select * replace ({key} as purchase) from {good} g)"
        others = "currency, product, category, channel, unit, promotion, quantity, cost"
        place = f"row_number() over (partition by purchase order by {others}, row)"
        good = f"(select * replace (({place})::integer as line) from {good} h)"
    db.execute(f"copy (select * from {good} s) to {quoted(out)} (format parquet, compression lz4)")
    return out
