"""What the columns of a file of answers are taken for: by their names, their values, and what the file says of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from regulars.facts.imports.short_lists import by_name
from regulars.facts.imports.spss import Labels

_ANSWERS_HOLD = {  # compared without capitals, blanks and marks
    "response": ("response", "id", "responseid", "respondentid", "respnum", "answerid", "答卷编号", "答卷", "序号"),
    "customer": ("customer", "customerid", "customerno", "guest", "guestid", "member", "memberid", "客户编号",
        "客户", "会员号"),
    "at": ("at", "answered", "answeredat", "submitted", "submittedat", "submitdate", "date", "time", "日期",
        "提交时间", "时间"),
    "unit": ("unit", "store", "hotel", "branch", "shop", "location", "门店", "单位", "酒店"),
    "wave": ("wave", "period", "波次"),
    "weight": ("weight", "wt", "权重"),
    "language": ("language", "lang", "语言"),
    "channel": ("channel", "mode", "渠道"),
}  # fmt: skip
_MOST_POINTS = 11
_LONGEST_LABEL = 200
_RECOMMENDS = re.compile("recommend|推荐", re.IGNORECASE)
_HAN = re.compile("[\u3400-\u9fff]")


def guess_answers(first: pa.Table, labels: Labels | None = None) -> dict[str, Any]:
    """A mapping as plain data, without a survey. ``first``: some rows, as text.

    Ids and times go by their names; a column of few small whole numbers is a rating. Of a file that says nothing of
    its columns the rest is left out; of one that does (SPSS) every column that holds answers is an item.
    """
    found: dict[str, Any] = by_name(first.column_names, _ANSWERS_HOLD)
    if labels and labels.weight:
        found = {place: name for place, name in found.items() if name != labels.weight} | {"weight": labels.weight}
    items: dict[str, Any] = {}
    for name in first.column_names:
        if name in found.values():
            continue
        spec = _told(first[name], name, labels) if labels is not None and labels else _seen(first[name])
        if spec is not None:
            items[name] = spec
    return {**found, "items": items}


def words(text: str) -> dict[str, str]:
    """Words under the language that they look like."""
    return {"zh" if _HAN.search(text) else "en": text}


def _seen(column: pa.ChunkedArray) -> dict[str, Any] | None:
    scale = _scale(_whole(_texts(column)) or [])
    if scale is None:
        return None
    low, high = scale
    return {"kind": "nps"} if (low, high) == (0, 10) else {"scale": {"low": low, "high": high}}


def _told(column: pa.ChunkedArray, name: str, labels: Labels) -> dict[str, Any] | None:
    options = labels.options.get(name, {})
    question = labels.questions.get(name, "")
    if name in labels.times:
        return None
    spec = _kind(_texts(column), name, labels)
    spec["label"] = words(question[:_LONGEST_LABEL]) if question else name
    if len(question) > _LONGEST_LABEL:
        spec["text"] = words(question)
    if spec["kind"] == "choice" and options:
        spec["options"] = {code: words(text) for code, text in options.items()}
    elif spec["kind"] in ("rating", "nps"):
        low, high = (0, 10) if spec["kind"] == "nps" else (spec["scale"]["low"], spec["scale"]["high"])
        points = {int(code): words(text) for code, text in options.items() if code.lstrip("-").isdecimal()}
        spec["labels"] = {code: text for code, text in points.items() if low <= code <= high}
    return spec


def _kind(texts: Sequence[str], name: str, labels: Labels) -> dict[str, Any]:
    options = labels.options.get(name, {})
    if name in labels.texts:
        return {"kind": "choice" if options else "text"}
    measure = labels.measures.get(name, "unknown")
    codes, values = _whole(tuple(options)), _whole(texts)
    few = len(options) < 3 and measure != "scale"  # yes and no, or one and the other
    if options and codes is not None and values is not None and (measure == "nominal" or few):
        return {"kind": "choice"}
    if codes is not None and values is not None and (scale := _ends(codes, values)):
        low, high = scale
        if (low, high) == (0, 10) and _RECOMMENDS.search(labels.questions.get(name, name)):
            return {"kind": "nps"}
        return {"kind": "rating", "scale": {"low": low, "high": high}}
    if options and values is not None and codes is not None and set(values) <= set(codes):
        return {"kind": "choice"}
    return {"kind": "number"}


def _ends(codes: Sequence[int], values: Sequence[int]) -> tuple[int, int] | None:
    """The ends of a scale: as its points are labelled, else as the values look."""
    if len(codes) < 2:
        return _scale(values)
    low, high = min(codes), max(codes)
    fits = low >= 0 and high <= 10 and all(low <= value <= high for value in values)
    return (low, high) if fits else None


def _texts(column: pa.ChunkedArray) -> list[str]:
    return [text for text in pc.unique(pc.utf8_trim_whitespace(column.cast(pa.string()))).to_pylist() if text]


def _whole(texts: Sequence[str]) -> list[int] | None:
    """Whole numbers; None where one is none."""
    try:
        numbers = [float(text) for text in texts]
    except ValueError:
        return None
    return sorted({int(one) for one in numbers}) if all(one.is_integer() for one in numbers) else None


def _scale(values: Sequence[int]) -> tuple[int, int] | None:
    if len(values) < 2 or values[0] < 0 or values[-1] > 10 or len(values) > _MOST_POINTS:
        return None
    return (0, 10) if values[-1] > 7 or values[0] == 0 else (1, 7 if values[-1] > 5 else 5)
