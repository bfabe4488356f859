"""Types of loyalty: satisfied or not, loyal or not, and how sure that is of each customer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import Estimate, Kind, Message, message
from regulars.methods.columns import Floats, IntoColumn, Scale, same_length
from regulars.methods.intervals import Interval, check_confidence, critical, wilson
from regulars.methods.loyalty.axis import Answers, Axis, axis, flags
from regulars.methods.loyalty.loyalty_type import TYPES, LoyaltyType
from regulars.methods.loyalty.plane import Plane
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import share
from regulars.methods.scores.estimates import Mean, Share, mean_of, share_of

MOVES = {
    "satisfied_lower": message("with “satisfied” from one step lower"),
    "satisfied_higher": message("with “satisfied” from one step higher"),
    "loyal_lower": message("with “loyal” from one step lower"),
    "loyal_higher": message("with “loyal” from one step higher"),
}


@dataclass(frozen=True, kw_only=True)
class LoyaltyTypes(Result):
    """Shares (0 to 1) of the six types among those who answered; ``n_missing`` are the unknown.

    ``shares`` are of the labels as the cuts give them, ``corrected`` what is left of them when the error of
    measurement is allowed for. ``loyal`` is the share of loyalists with apostles, ``told`` the share of
    customers whose type is clear. ``moved`` says, for each of ``moves``, a cut moved by one step, how many would
    have another type.

    For each customer, in the order given: ``type``; ``probability`` that satisfaction and loyalty lie on the
    sides that the type says (NaN for the unknown); ``clear``; and ``chances`` of the six types, shape (rows, 6).
    """

    minimum_n = 100
    kept_back = ("type", "probability", "clear", "chances")

    loyal: float
    loyal_low: float
    loyal_high: float
    told: float
    told_low: float
    told_high: float
    counts: dict[LoyaltyType, int]
    shares: dict[LoyaltyType, float]
    shares_low: dict[LoyaltyType, float]
    shares_high: dict[LoyaltyType, float]
    corrected: dict[LoyaltyType, float]
    corrected_low: dict[LoyaltyType, float]
    corrected_high: dict[LoyaltyType, float]
    type_satisfaction: dict[LoyaltyType, float]
    type_satisfaction_low: dict[LoyaltyType, float]
    type_satisfaction_high: dict[LoyaltyType, float]
    type_loyalty: dict[LoyaltyType, float]
    type_loyalty_low: dict[LoyaltyType, float]
    type_loyalty_high: dict[LoyaltyType, float]
    satisfied_from: float
    loyal_from: float
    satisfaction_line: float
    loyalty_line: float
    satisfaction_scale: Scale
    loyalty_scale: Scale
    satisfaction_reliability: float
    loyalty_reliability: float
    reliability_known: bool
    moves: tuple[str, ...]
    moved: tuple[float, ...]
    moved_low: tuple[float, ...]
    moved_high: tuple[float, ...]
    n_effective: float
    design_effect: float
    type: NDArray[np.str_] = field(compare=False, repr=False)
    probability: Floats = field(compare=False, repr=False)
    clear: NDArray[np.bool_] = field(compare=False, repr=False)
    chances: Floats = field(compare=False, repr=False)

    @property
    def notes(self) -> tuple[Message, ...]:
        """What the labels may be used for, and what they hang on."""
        found = []
        if not self.reliability_known:
            found.append(
                message(
                    "How reliably these answers measure is not known, so no customer’s type is called clear; {value} "
                    "is assumed. Give several questions for each side, or the reliability.",
                    value=round(min(self.satisfaction_reliability, self.loyalty_reliability), 2),
                )
            )
        most = max(range(len(self.moved)), key=lambda at: self.moved[at])
        found.append(
            message(
                "The labels hang on the cuts: {move}, {share} of the customers would have another type.",
                move=MOVES[self.moves[most]],
                share=Estimate(self.moved[most], kind=Kind.SHARE),
            )
        )
        found.append(
            message("A type is a probability about a customer, never a reason to treat a complaint or a person worse.")
        )
        return tuple(found)


@method(
    message("Which customers are loyal because they are satisfied, and which only seem to be?"),
    rows=("L01", "L02", "L03", "L04", "L05", "L07"),
    minimum_n=LoyaltyTypes.minimum_n,
)
def loyalty_types(
    satisfaction: Any,
    loyalty: Any,
    *,
    scale: Scale = (1, 5),
    loyalty_scale: Scale | None = None,
    satisfied_from: float | None = None,
    loyal_from: float | None = None,
    extreme: float = 0.0,
    reliability: float | None = None,
    tells_others: IntoColumn | None = None,
    leaving: IntoColumn | None = None,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> LoyaltyTypes:
    """Loyalist, apostle, defector, terrorist, mercenary or hostage, for each customer with a probability.

    High on both is a loyalist, at the very top of both an apostle; low on both a defector, at the very bottom of
    both a terrorist; satisfied and not loyal a mercenary; loyal and not satisfied a hostage. Whoever left out
    an answer is unknown and counts in ``n_missing``. The source gives no cuts: these are parameters, and the
    result says how many types would change with each.

    An answer is a true score with an error. The chance that the true score lies beyond a cut follows from the
    reliability [kelley1947]. A type is clear where that chance, for both sides together, reaches
    ``confidence``: with regression to the mean and without it, and at the lower limit of the reliability.

    Parameters:
        satisfaction: answers, or a frame of several items on one scale; then their mean counts.
        loyalty: the same for loyalty, such as "would come back", or share of wallet.
        scale: lowest and highest answer of satisfaction; high is good.
        loyalty_scale: that of loyalty; the same when omitted.
        satisfied_from: lowest answer that is high; three quarters up the scale when omitted (4 of 1 to 5).
        loyal_from: the same for loyalty.
        extreme: part of the scale at either end that is the very top or bottom; 0 is the end itself.
        reliability: of both answers, 0 to 1; where omitted, alpha of the items. Of a single item it is not
            known: 0.7 is assumed then [wanous1997], and no type is called clear.
        tells_others: 1 for customers seen to recommend or warn, else 0. Then an apostle must do so too, and a
            terrorist is a defector of the lowest satisfaction who does.
        leaving: 1 for customers who intend to change, else 0: those are defectors even where satisfied.
        weights: one non-negative survey weight for each customer; equal when omitted.
        counts: how often each row stands for a customer; exactly as if the row were repeated.
        clusters: the account that the customer belongs to.
        missing: codes that mean "no answer", in all columns.
        confidence: level of the intervals, and the probability from which a type is clear.

    Source: [jones1995]; chances [kelley1947], [wanous1997]; intervals [wilson1927], [student1908].

    >>> result = loyalty_types([5, 4, 5, 2, 1, 2, None], [5, 4, 2, 5, 1, 3, 4])
    >>> [str(kind) for kind in result.type]
    ['apostle', 'loyalist', 'mercenary', 'hostage', 'terrorist', 'defector', 'unknown']
    >>> result.n, result.n_missing, round(result.loyal, 4)
    (6, 1, 0.3333)
    """
    check_confidence(confidence)
    share(extreme, name="extreme")
    one = Answers.of(satisfaction, name="satisfaction", scale=scale, missing=missing)
    other = Answers.of(
        loyalty, name="loyalty", scale=scale if loyalty_scale is None else loyalty_scale, missing=missing
    )
    size = len(one.values)
    same_length(size, ("loyalty", other.values))
    both = np.where(np.isnan(one.values + other.values), np.nan, 0.0)
    sample = Sample.of(both, weights=weights, counts=counts, clusters=clusters)
    x = axis(one, sample, satisfied_from, reliability, cut_name="satisfied_from")
    y = axis(other, sample, loyal_from, reliability, cut_name="loyal_from")
    plane = Plane(
        x,
        y,
        extreme,
        flags(tells_others, size, name="tells_others", missing=missing),
        flags(leaving, size, name="leaving", missing=missing),
    )
    return _result(plane, sample, confidence)


def _result(plane: Plane, sample: Sample, confidence: float) -> LoyaltyTypes:
    labels, chances, rows = plane.labels(), plane.chances(), sample.rows
    inside: dict[LoyaltyType, Floats] = {kind: (labels[rows] == kind.value).astype(np.float64) for kind in TYPES}
    each = {kind: share_of(sample, here, confidence) for kind, here in inside.items()}
    added = plane.added(sample)
    error = {kind: _corrected(sample, chances[rows, at], added[:, at], confidence) for at, kind in enumerate(TYPES)}
    loyal = share_of(sample, inside[LoyaltyType.LOYALIST] + inside[LoyaltyType.APOSTLE], confidence)
    sure = plane.clear(confidence) & (loyal.n_effective >= LoyaltyTypes.minimum_n)
    told = share_of(sample, sure[rows].astype(np.float64), confidence)
    moved = [share_of(sample, column[rows], confidence) for column in plane.moved()]
    return LoyaltyTypes(
        **_three("loyal", loyal),
        **_three("told", told),
        counts={kind: int(sample.counts[here > 0].sum()) for kind, here in inside.items()},
        shares={kind: found.share for kind, found in each.items()},
        shares_low={kind: found.low for kind, found in each.items()},
        shares_high={kind: found.high for kind, found in each.items()},
        corrected={kind: found.mean for kind, found in error.items()},
        corrected_low={kind: found.low for kind, found in error.items()},
        corrected_high={kind: found.high for kind, found in error.items()},
        **_means("type_satisfaction", plane.x, sample, inside, confidence),
        **_means("type_loyalty", plane.y, sample, inside, confidence),
        satisfied_from=plane.x.cut,
        loyal_from=plane.y.cut,
        satisfaction_line=plane.x.line,
        loyalty_line=plane.y.line,
        satisfaction_scale=plane.x.answers.scale,
        loyalty_scale=plane.y.answers.scale,
        satisfaction_reliability=plane.x.reliability,
        loyalty_reliability=plane.y.reliability,
        reliability_known=plane.x.known and plane.y.known,
        moves=tuple(MOVES),
        moved=tuple(found.share for found in moved),
        moved_low=tuple(found.low for found in moved),
        moved_high=tuple(found.high for found in moved),
        n=sample.n,
        n_missing=sample.n_missing,
        n_effective=loyal.n_effective,
        design_effect=sample.n / loyal.n_effective,
        confidence=confidence,
        interval=Interval.WILSON,
        type=labels,
        probability=plane.sides(low=False, alone=False),
        clear=sure,
        chances=chances,
    )


def _corrected(sample: Sample, chances: Floats, added: Floats, confidence: float) -> Mean:
    """Mean chance of a type, its width from what each customer adds; at least as wide as Wilson's of such a share."""
    found = mean_of(sample, confidence, of=chances + added, scale=(0, 1))
    share = sample.mean(chances)
    low, high = wilson(share, sample.effective_n(chances + added), critical(confidence))
    half = (found.high - found.low) / 2 if not np.isnan(found.low) else 0.0
    return replace(found, mean=share, low=max(0.0, min(low, share - half)), high=min(1.0, max(high, share + half)))


def _three(name: str, found: Share) -> dict[str, Any]:
    return {name: found.share, f"{name}_low": found.low, f"{name}_high": found.high}


def _means(
    name: str, side: Axis, sample: Sample, inside: Mapping[LoyaltyType, Floats], confidence: float
) -> dict[str, Any]:
    """Mean answer of the customers of each type, with its limits; NaN where there are none."""
    own = side.answers.values[sample.rows]
    found = {}
    for kind, here in inside.items():
        part = sample.over(np.where(here > 0, own, np.nan))
        found[kind] = mean_of(part, confidence, scale=side.answers.scale) if part.n else None
    return {
        name: {kind: np.nan if mean is None else mean.mean for kind, mean in found.items()},
        f"{name}_low": {kind: np.nan if mean is None else mean.low for kind, mean in found.items()},
        f"{name}_high": {kind: np.nan if mean is None else mean.high for kind, mean in found.items()},
    }
