"""Pages by keyset: where the last one ended, not how many came before. As quick after a million rows as at once."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Any

from django.db.models import Q

from regulars.language import message
from regulars.web.api.problems import Fault, ProblemError, Trouble


def page_of(rows: Any, *, by: str, cursor: str | None, limit: int, down: bool = False) -> tuple[list[Any], str | None]:
    """Rows in the order of ``by`` ("pk", or another column and then the key), and where the next page begins."""
    sign, test = ("-", "lt") if down else ("", "gt")
    order = [f"{sign}pk"] if by == "pk" else [f"{sign}{by}", f"{sign}pk"]
    if cursor:
        value, pk = _read(cursor, by)
        after = Q(**{f"pk__{test}": pk})
        if by != "pk":
            # Two conditions that an index answers in one go.
            rows = rows.filter(**{f"{by}__{test}e": value})
            after = Q(**{f"{by}__{test}": value}) | Q(**{by: value}) & after
        rows = rows.filter(after)
    found = list(rows.order_by(*order)[: limit + 1])
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    return found[:limit], _write(by, None if by == "pk" else getattr(last, by), last.pk)


def part_of(rows: list[Any], *, cursor: str | None, limit: int) -> tuple[list[Any], str | None]:
    """The same of a list that is here as a whole."""
    start = _read(cursor, "place")[1] if cursor else 0
    some = rows[start : start + limit]
    return some, _write("place", None, start + limit) if start + limit < len(rows) else None


def _write(by: str, value: Any, pk: int) -> str:
    plain = value.isoformat() if isinstance(value, datetime) else value
    return urlsafe_b64encode(json.dumps([by, plain, pk]).encode()).decode().rstrip("=")


def _read(cursor: str, by: str) -> tuple[Any, int]:
    try:
        kind, value, pk = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        value = datetime.fromisoformat(value) if isinstance(value, str) else value
        if kind == by and isinstance(pk, int) and abs(pk) < 2**62 and (value is None) == (by in ("pk", "place")):
            return value, pk
    except (ValueError, TypeError, RecursionError):
        pass
    raise ProblemError(
        Trouble.UNFIT,
        message("The cursor is none of this list."),
        [
            Fault(
                "query:cursor", message("is not known here"), message("Take it from “next” of the page before."), cursor
            )
        ],
    )
