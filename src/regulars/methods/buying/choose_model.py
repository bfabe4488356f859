"""Which model to forecast with: by what each would have said of time it had not seen, or none of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from regulars.language import Estimate, Message, message
from regulars.methods.buying.buying_model import BuyingModel
from regulars.methods.buying.cut import Cut
from regulars.methods.buying.hold_out import MODELS, TITLES, HoldOut, held_out, log_scores, named
from regulars.methods.buying.verdict import Verdict, check_tolerance
from regulars.methods.columns import Floats, IntoColumn
from regulars.methods.errors import MethodError, OptionError
from regulars.methods.intervals import check_confidence, critical
from regulars.methods.registry import method
from regulars.methods.result import Result

AVERAGE = "moving_average"
FAILED = (Verdict.TOO_HIGH, Verdict.TOO_LOW)


@dataclass(frozen=True, kw_only=True)
class ModelChoice(Result):
    """Every model on the time held out, the best first, and the moving average beside them.

    ``log_score``: mean logarithm of the chance given to what each customer did; ``behind`` how far it lies behind the
    best, with its interval; ``clear`` whether that is clearly worse. ``chosen`` is the best of those that did not
    fail; where all failed it is what came closest to the total, be it the moving average, and ``notes`` says so.
    """

    chosen: str
    actual: int
    average: float
    days: float
    model: tuple[str, ...]
    expected: Floats = field(compare=False)
    expected_low: Floats = field(compare=False)
    expected_high: Floats = field(compare=False)
    verdict: tuple[str, ...]
    log_score: Floats = field(compare=False)
    behind: Floats = field(compare=False)
    behind_low: Floats = field(compare=False)
    behind_high: Floats = field(compare=False)
    clear: tuple[bool, ...]
    checks: dict[str, HoldOut] = field(default_factory=dict, compare=False, repr=False)
    failed: dict[str, Message] = field(default_factory=dict, compare=False, repr=False)

    @property
    def notes(self) -> tuple[Message, ...]:
        """What was chosen and why."""
        found = [self.words]
        found += [message("{name}: {problem}", name=title(name), problem=why) for name, why in self.failed.items()]
        if self.chosen in self.checks:
            found += self.checks[self.chosen].fitted
        return tuple(found)

    @property
    def held(self) -> bool:
        """Whether what was chosen did not fail on the time held out."""
        return self.chosen in self.checks and self.checks[self.chosen].verdict not in FAILED

    @property
    def words(self) -> Message:
        """What was chosen and why, in one sentence."""
        if not self.model:
            return message(
                "No model could be fitted, so the forecast falls back on the moving average: as many purchases as in "
                "the {days} days before. It says nothing of single customers, and nothing of who has left.",
                days=round(self.days),
            )
        if not self.held:
            found = self.average if self.chosen == AVERAGE else self.checks[self.chosen].expected
            return message(
                "No model held on the time held out. {chosen} came closest: {expected} against {actual} that came. "
                "Take it as a rough figure only.",
                chosen=title(self.chosen),
                expected=Estimate(found, digits=0),
                actual=Estimate(self.actual, digits=0),
            )
        rest = [name for name, clear in zip(self.model, self.clear, strict=True) if not clear and name != self.chosen]
        if rest:
            return message(
                "{chosen}: of the models whose total did not fail on the time held out, it gave what customers did the "
                "highest chance. There is no clear difference from {rest}.",
                chosen=title(self.chosen),
                rest=tuple(title(name) for name in rest),
            )
        return message(
            "{chosen}: of the models whose total did not fail on the time held out, it gave what customers did the "
            "highest chance, and clearly so.",
            chosen=title(self.chosen),
        )


def title(name: str) -> str | Message:
    """The name of a model as people write it."""
    return message("The moving average") if name == AVERAGE else TITLES.get(name, name)


@method(message("Which model of buying should we forecast with, if any?"), rows=("V01", "V13"), samples=False)
def choose_model(
    customers: IntoColumn,
    dates: IntoColumn,
    *,
    split: str | date,
    until: str | date | None = None,
    models: Sequence[str | BuyingModel] = tuple(MODELS),
    tolerance: float = 0.1,
    confidence: float = 0.95,
) -> ModelChoice:
    """Hold several models against the same time held out, and choose.

    The models are ordered by the chance they gave to what each customer then did (logarithmic score): a total may
    come right by luck, thousands of customers do not. A model whose total was too high or too low by ``hold_out``'s
    verdict is not chosen. Differences of scores are tested customer by customer.

    Parameters:
        customers, dates, split, until, tolerance: as in ``hold_out``.
        models: names or models to be fitted, to be compared.
        confidence: of ranges, and of the differences of scores.

    Source: [gneiting2007].
    """
    check_confidence(confidence)
    check_tolerance(tolerance)
    wanted = [named(one) for one in ([models] if isinstance(models, str) else models)]
    if not wanted or len({name for name, _ in wanted}) < len(wanted):
        raise OptionError(message("Give the models to compare, each once."))
    cut = Cut.of(customers, dates, split, until)
    checks: dict[str, HoldOut] = {}
    scores: dict[str, Floats] = {}
    failed: dict[str, Message] = {}
    rows = cut.rows
    for name, kind in wanted:
        try:
            checks[name] = held_out(cut, name, kind, tolerance, confidence)
            scores[name] = log_scores(kind.fit(rows.frequency, rows.recency, rows.T, rows.counts), cut)
        except MethodError as error:
            failed[name] = error.message
    order = sorted(checks, key=lambda name: -checks[name].log_score)
    good = [name for name in order if checks[name].verdict not in FAILED]
    actual, average = int(cut.later.sum()), _average(cut)
    totals = {AVERAGE: average, **{name: check.expected for name, check in checks.items()}}
    z = critical(confidence)
    gaps = [_behind(scores[order[0]] - scores[name], z) for name in order]
    return ModelChoice(
        chosen=good[0] if good else min(totals, key=lambda name: abs(totals[name] - actual)),
        actual=actual,
        average=average,
        days=cut.horizon,
        model=tuple(order),
        expected=np.array([checks[name].expected for name in order]),
        expected_low=np.array([checks[name].low for name in order]),
        expected_high=np.array([checks[name].high for name in order]),
        verdict=tuple(checks[name].verdict for name in order),
        log_score=np.array([checks[name].log_score for name in order]),
        behind=np.array([gap[0] for gap in gaps]),
        behind_low=np.array([gap[1] for gap in gaps]),
        behind_high=np.array([gap[2] for gap in gaps]),
        clear=tuple(gap[1] > 0 for gap in gaps),
        checks=checks,
        failed=failed,
        n=len(cut.frequency),
        n_missing=cut.n_missing,
        confidence=confidence,
        interval="wald",
    )


def _behind(difference: Floats, z: float) -> tuple[float, float, float]:
    """Mean difference of scores with its interval."""
    mean = float(difference.mean())
    reach = z * float(difference.std(ddof=1)) / math.sqrt(len(difference)) if len(difference) > 1 else math.nan
    return mean, mean - reach, mean + reach


def _average(cut: Cut) -> float:
    """Repeat purchases in as many days before the split; where there were fewer days, in proportion."""
    start = float(cut.first.min())
    span = min(cut.horizon, cut.split - start)
    recent = ((cut.bought > cut.split - span) & (cut.bought <= cut.split)).sum()
    return float(recent * cut.horizon / span) if span > 0 else math.nan
