"""Which level was due to a customer on an earlier day: what the dated scores in the facts say of each move.

A row of scores says what was known by the end of its day: it counts from the day after.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, CharField, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from regulars.facts import Facts
from regulars.facts.scores import differing, last_scorings, scored_days
from regulars.language import message
from regulars.web.jobs.registry import Progress
from regulars.web.people.levels.due import COLUMNS, Due, due_by, due_to, level_of
from regulars.web.people.levels.matrix import UNKNOWN
from regulars.web.people.levels.models import Followed, Former
from regulars.web.people.models import Customer, CustomerScore

ROWS = 5000


def due_on(score: CustomerScore | None, day: date) -> Due:
    """What was due on a day. Who had not bought yet had no tier; before the first scores the first ones count."""
    if score is None or score.first_day is None or score.first_day > day:
        return due_to(None)
    row = Former.objects.filter(customer=score.customer_id, until__gte=day).order_by("until").first()
    return due_to(score) if row is None else Due(row.tier, row.level, unclear=row.level != row.tier)


def level_on(day: str, *, customer: str = "customer_id", scores: str = "customer__score__") -> Case:
    """The same as an expression on rows with a ``day``; ``customer`` and ``scores``: the way to them."""
    before = Former.objects.filter(customer=OuterRef(customer), until__gte=OuterRef(day)).order_by("until")
    return Case(
        When(**{f"{scores}first_day__gt": F(day)}, then=Value(UNKNOWN)),
        default=Coalesce(Subquery(before.values("level")[:1]), level_of(scores)),
        output_field=CharField(),
    )


def known_from() -> date | None:
    """The first day that was scored: of days before nobody knows a level."""
    return Followed.objects.order_by("day").values_list("day", flat=True).first()


def follow(facts: Facts, progress: Progress) -> int:
    """Read each day of scores that is new, or was scored anew; returns how many moves were written.

    Done twice, it changes nothing; what died on the way goes on with the day on which it stopped.
    """
    known, wanted = dict(Followed.objects.values_list("day", "mark")), _marks(facts)
    gone = [day for day in known if day not in wanted]
    with transaction.atomic():
        Former.objects.filter(until__in=gone).delete()
        Followed.objects.filter(day__in=gone).delete()
    days = sorted(wanted)
    before = {later: earlier for earlier, later in pairwise(days)}
    fresh, written = [day for day in days if known.get(day) != wanted[day]], 0
    for number, day in enumerate(fresh):
        progress(message("Reading who moved to another level"), number, len(fresh))
        written += _read(facts, before.get(day), day, wanted[day])
    return written


def _marks(facts: Facts) -> dict[date, str]:
    """Day -> which scores it has, and which the day before it."""
    there = scored_days(facts)
    at = {date.fromisoformat(one.note["day"]): one.at for one in last_scorings(facts)}
    marks, before = {}, ""
    for day in there:
        mine = at.get(day, day.isoformat())
        marks[day], before = f"{mine} {before}".strip(), mine
    return marks


@transaction.atomic
def _read(facts: Facts, before: date | None, day: date, mark: str) -> int:
    Former.objects.filter(until=day).delete()
    written = 0
    if before is not None:
        rows = list(_moves(differing(facts, before, day, COLUMNS).to_pylist()))
        for start in range(0, len(rows), ROWS):
            written += _write(dict(rows[start : start + ROWS]), day)
    Followed.objects.update_or_create(day=day, defaults={"mark": mark})
    return written


def _moves(rows: list[Mapping[str, Any]]) -> Iterator[tuple[int, Due]]:
    for row in rows:
        was, now = (due_by(*(row[f"{front}{name}"] or "" for name in COLUMNS)) for front in ("", "now_"))
        if was.level != now.level:
            yield row["customer"], was


def _write(moved: Mapping[int, Due], day: date) -> int:
    """Whoever was erased since stays away."""
    there = Customer.objects.filter(key__in=list(moved))
    if connection.features.has_select_for_update:
        there = there.select_for_update(no_key=True)
    rows = [
        Former(customer_id=pk, tier=moved[key].tier, level=moved[key].level, until=day)
        for pk, key in there.values_list("pk", "key")
    ]
    Former.objects.bulk_create(rows)
    return len(rows)
