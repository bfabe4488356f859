"""A list of reviews as a file: what its rows would do, and doing it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.facts.imports import BadRow
from regulars.facts.imports.short_lists import BadValueError, short_list
from regulars.language import message
from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.audit import Event, record
from regulars.web.cases.reviews.actions import open_for
from regulars.web.cases.reviews.models import LOW, Review
from regulars.web.cases.reviews.reading import Reader, Row, Said
from regulars.web.company.models import Unit
from regulars.web.ids import new_ids

MOST, ROWS = 1_000, 300
OLD = timedelta(days=90)  # what was posted earlier opens no case by itself
COLUMNS = {  # compared without capitals, blanks and marks
    "platform": ("platform", "site", "source", "平台", "网站", "来源"),
    "url": ("url", "link", "address", "链接", "网址", "地址"),
    "author": ("author", "user", "name", "reviewer", "作者", "用户", "昵称", "用户名"),
    "rating": ("rating", "stars", "score", "points", "评分", "星级", "分数"),
    "low": ("scalefrom", "from", "lowest", "最低分"),
    "high": ("scaleto", "to", "highest", "outof", "最高分", "满分"),
    "title": ("title", "heading", "标题"),
    "words": ("words", "text", "review", "comment", "content", "内容", "评论", "点评", "评价"),
    "at": ("at", "date", "posted", "time", "day", "日期", "时间", "发布时间", "评论时间"),
    "unit": ("unit", "store", "hotel", "branch", "shop", "单位", "门店", "酒店"),
    "language": ("language", "lang", "语言"),
}
NEEDED = ("platform", "rating", "at")
_TAKEN = message("a review by somebody else has this address already")
_EMPTY = message("It is the page of the place, not of one review: leave the address empty.")


@dataclass(frozen=True)
class Plan:
    """What the good rows would do. ``same``: how many are here already. ``cases``: how many cases would open; ``old``:
    how many are low and too old for one.
    """

    good: tuple[Said, ...]
    same: int
    bad: tuple[BadRow, ...]
    cases: int = 0
    old: int = 0


def read_rows(file: Path) -> list[Row]:
    """The rows of a file. Raises what is wrong with it as a whole."""
    return short_list(file, Row, COLUMNS, needed=NEEDED, most=MOST)


def with_scale(rows: Iterable[Row], low: int, high: int) -> list[Row]:
    """The scale that the form says, for rows that do not."""
    return [replace(row, low=row.low or str(low), high=row.high or str(high)) for row in rows]


def plan(rows: Iterable[Row], *, by: Any, now: datetime | None = None) -> Plan:
    """Hold the rows against what is here. Changes nothing."""
    moment = now or timezone.now()
    scope = scope_of(by, Permission.WORK_CASES)
    units = {unit.code.casefold(): unit for unit in Unit.objects.within(scope)}
    reader = Reader(units, whole=scope.whole, now=moment)
    good: dict[str, Said] = {}
    same, bad = 0, list[BadRow]()
    read = list[Said]()
    for row in rows:
        try:
            read.append(reader.read(row))
        except BadValueError as error:
            bad.append(error.at(row.row))
    known = _known([one.key for one in read])
    for one in read:
        there = known.get(one.key, good[one.key].author if one.key in good else None)
        if there is None:
            good[one.key] = one
        elif one.url and there and one.author and there.casefold() != one.author.casefold():
            bad.append(BadRow(one.row, None, one.url[:80], _TAKEN, _EMPTY))
        else:
            same += 1
    low = [one for one in good.values() if one.rating <= LOW]
    cases = sum(one.at > moment - OLD for one in low)
    bad.sort(key=lambda one: one.row)
    return Plan(tuple(good.values()), same, tuple(bad), cases, len(low) - cases)


@transaction.atomic
def apply(rows: Iterable[Row], *, by: Any, now: datetime | None = None) -> Plan:
    """Keep what is new; what is low and not old opens a case each."""
    moment = now or timezone.now()
    done = plan(rows, by=by, now=moment)
    fresh = []
    for start in range(0, len(done.good), ROWS):
        fresh += _store(done.good[start : start + ROWS], by)
    for review in fresh:
        if review.is_low and review.at > moment - OLD:
            open_for(review=review, by=by)
    record(Event.REVIEWS_IMPORTED, by=by, new=len(fresh), known=done.same, bad=len(done.bad))
    return done


def _store(some: tuple[Said, ...], by: Any) -> list[Review]:
    ids = new_ids(len(some))
    Review.objects.bulk_create(
        (
            Review(
                public_id=public_id, key=one.key, platform=one.platform, url=one.url, author=one.author,
                rating=one.rating, given=one.given, best=one.best, title=one.title, words=one.words, at=one.at,
                unit=one.unit, language=one.language, by=by,
            )
            for one, public_id in zip(some, ids, strict=True)
        ),
        ignore_conflicts=True,  # somebody else sends the same file just now: theirs stand
    )  # fmt: skip
    return list(Review.objects.filter(public_id__in=ids).select_related("unit").order_by("at"))


def _known(keys: list[str]) -> dict[str, str]:
    """Key -> who wrote it."""
    found: dict[str, str] = {}
    for start in range(0, len(keys), ROWS):
        found |= dict(Review.objects.filter(key__in=keys[start : start + ROWS]).values_list("key", "author"))
    return found
