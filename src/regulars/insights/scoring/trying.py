"""What a rule for tiers and stages would give, tried on the scores that stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from regulars.facts.scores import scores_table
from regulars.insights.scoring.specify import Grades
from regulars.methods import Tiers, tiers
from regulars.methods.errors import MethodError
from regulars.methods.loyalty.stage_rules import STAGES, Stage, stage_by

if TYPE_CHECKING:
    from regulars.facts import Facts

SCORED = """
    select "day", currency, value, cast(net as double) as net, value_tier, purchases, recency_days, loyalty_stage
    from {table} where "day" = (select max("day") from {table}) and purchases is not null
"""


@dataclass(frozen=True)
class Tried:
    """What a rule would give; the counts are by the names of tiers and stages.

    ``tiers`` is None where the rule cannot be; ``moved`` customers would have another tier.
    """

    day: date
    currency: str | None
    tiers: Tiers | None
    moved: int
    tiers_now: Mapping[str, int]
    stages: Mapping[str, int]
    stages_now: Mapping[str, int]


def try_grades(facts: Facts, grades: Grades) -> Tried | None:
    """None before the first scoring."""
    table = scores_table(facts)
    if not table.snapshot().files:
        return None
    rows = facts.ask(table, SCORED, {})
    if not len(rows):
        return None
    standing = rows["value_tier"]
    found, moved = _tiers(rows, grades), 0
    if found is not None:
        moved = sum(
            pc.sum(pc.and_(pa.array(found.tier == name), pc.not_equal(standing, name))).as_py() or 0
            for name in found.names
        )
    return Tried(
        day=rows["day"][0].as_py(),
        currency=next(iter(rows["currency"].drop_null().slice(0, 1).to_pylist()), None),
        tiers=found,
        moved=moved,
        tiers_now=_counts(standing),
        stages=_stages(rows, grades),
        stages_now=_counts(rows["loyalty_stage"]),
    )


def _tiers(rows: pa.Table, grades: Grades) -> Tiers | None:
    """By what is expected; by what was brought where nothing is."""
    basis = "value" if rows["value"].null_count < len(rows) else "net"
    try:
        return tiers(rows[basis].to_numpy(), parts=grades.parts, cuts=grades.cuts)
    except MethodError:
        return None


def _stages(rows: pa.Table, grades: Grades) -> dict[str, int]:
    bought, silent = (rows[name].to_numpy().astype(np.int64) for name in ("purchases", "recency_days"))
    stage = np.where(
        silent <= grades.stages.inactive_after, stage_by(grades.stages, bought), STAGES.index(Stage.INACTIVE)
    )
    return {one.value: int(count) for one, count in zip(STAGES, np.bincount(stage, minlength=len(STAGES)), strict=True)}


def _counts(column: pa.ChunkedArray) -> dict[str, int]:
    found = pc.value_counts(column.drop_null())
    return {str(one["values"]): int(one["counts"]) for one in found.to_pylist()}
