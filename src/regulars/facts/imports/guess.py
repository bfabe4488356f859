"""Guess a mapping from the names of the columns, in English and Chinese, and from what stands in them.

A guess is shown, never trusted in silence: the dry run prints it, and any entry can be named instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import duckdb
import pyarrow as pa

from regulars.facts.imports import numbers, times
from regulars.facts.imports.cells import text_of
from regulars.facts.imports.errors import ImportFileError
from regulars.facts.imports.mapping import PurchaseMapping
from regulars.language import Message, message

# Best first; compared without capitals, blanks and marks.
NAMES: Mapping[str, tuple[str, ...]] = {
    "customer": (
        "customerid", "customerno", "customernumber", "customer", "custid", "cust", "clientid", "client", "memberid",
        "member", "guestid", "guest", "userid", "user", "buyerid", "buyer", "masterid", "id",
        "客户编号", "客户号", "客户id", "客户", "顾客编号", "顾客", "会员号", "会员编号", "会员卡号", "会员",
        "用户id", "用户", "买家",
    ),
    "at": (
        "at", "invoicedate", "orderdate", "purchasedate", "transactiondate",
        "saledate", "datetime", "timestamp", "date",
        "day", "time", "orderedat", "createdat", "t", "下单时间", "交易时间", "购买时间", "订单日期",
        "交易日期", "购买日期", "消费日期",
        "消费时间", "入住日期", "日期", "时间",
    ),
    "amount": (
        "amount", "totalamount", "lineamount", "amountpaid", "total", "linetotal", "net", "netamount",
        "revenue", "sales", "sale", "spend",
        "value", "paid", "实付金额", "订单金额", "交易金额", "消费金额", "销售额", "金额", "总价", "合计", "总额",
    ),
    "purchase": (
        "purchase", "purchaseid", "invoice", "invoiceno", "invoiceid", "invoicenumber", "orderid",
        "orderno", "ordernumber",
        "order", "receipt", "receiptid", "receiptno", "transactionid", "transaction", "basket", "basketid",
        "bookingid", "booking",
        "订单号", "订单编号", "单号", "交易号", "流水号", "小票号", "发票号", "购买编号",
    ),
    "line": ("line", "lineno", "linenumber", "lineid", "position", "行号", "明细号", "序号"),
    "quantity": ("quantity", "qty", "units", "cds", "count", "数量", "件数"),
    "unit_price": ("unitprice", "price", "单价", "价格"),
    "currency_column": ("currency", "currencycode", "币种", "货币"),
    "cost": ("cost", "cogs", "成本"),
    "product": ("product", "productid", "sku", "stockcode", "item", "itemid", "article",
        "商品编号", "商品", "产品", "货号"),
    "category": ("category", "productcategory", "department", "类别", "品类", "分类"),
    "channel": ("channel", "saleschannel", "渠道", "销售渠道"),
    "unit": ("unit", "store", "storeid", "shop", "branch", "hotel", "location", "门店", "店铺", "分店", "酒店"),
    "promotion": ("promotion", "promo", "campaign", "coupon", "促销", "活动", "优惠券"),
}  # fmt: skip
_MARKS = re.compile(r"[\W_]+")


def guess(table: pa.Table, **known: str) -> PurchaseMapping:
    """A mapping for a table (its head is enough). ``known`` names columns that the caller is sure of.

    Raises ``ImportFileError`` when customer, time or amount cannot be found.
    """
    columns = _by_name(table, known)
    if "amount" in columns:
        columns.pop("unit_price", None)
    elif not {"quantity", "unit_price"} <= set(columns):
        columns |= _by_content(table, columns, "amount")
    if "at" not in columns:
        columns |= _by_content(table, columns, "at")
    if "purchase" not in columns:
        columns.pop("line", None)
    for name in ("customer", "at", "amount"):
        if name not in columns and not (name == "amount" and {"quantity", "unit_price"} <= set(columns)):
            raise ImportFileError(_not_found(name, table.column_names))
    return PurchaseMapping.from_dict(columns)


def _by_name(table: pa.Table, known: Mapping[str, str]) -> dict[str, str]:
    folded = {_MARKS.sub("", name).casefold(): name for name in reversed(table.column_names)}
    found = dict(known)
    for entry, names in NAMES.items():
        if entry in found:
            continue
        for name in names:
            column = folded.get(name)
            if column is not None and column not in found.values() and _fits(table, entry, column):
                found[entry] = column
                break
    return found


def _by_content(table: pa.Table, columns: Mapping[str, str], entry: str) -> dict[str, str]:
    free = [name for name in table.column_names if name not in columns.values() and _fits(table, entry, name)]
    return {entry: free[-1 if entry == "amount" else 0]} if len(free) == 1 else {}


def _fits(table: pa.Table, entry: str, column: str) -> bool:
    """Whether most of the head's values can be what the entry wants."""
    if entry not in ("at", "amount", "quantity", "unit_price", "cost") or not table.num_rows:
        return True
    text = text_of(column, "text")
    if entry == "at":
        value = times.wall(text, times.TimeStyle("dmy")), times.wall(text, times.TimeStyle("mdy"))
        value_sql = f"coalesce({value[0]}, {value[1]})"
    else:
        marks = [numbers.number(text, numbers.NumberStyle(mark)) for mark in ".,"]
        value_sql = f"coalesce({marks[0]}, {marks[1]})"
    with duckdb.connect() as db:
        db.register("head", table.select([column]).cast(pa.schema([(column, pa.string())])))
        query = f"select count({value_sql}), count({text}) from head"
        read, there = db.execute(query).fetchall()[0]
    return bool(there) and read >= 0.6 * there


def _not_found(entry: str, names: list[str]) -> Message:
    wanted = {
        "customer": message("the customer"), "at": message("the date or time"), "amount": message("the amount"),
    }[entry]  # fmt: skip
    return message(
        "No column looks like {wanted}. The file has: {known}. Name it in a mapping: “{entry}: NAME”.",
        wanted=wanted,
        known=tuple(names[:12]),
        entry=entry,
    )
