"""Do customers who differ in what is known of them, such as channel or satisfaction, buy and leave differently?"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import scipy

from regulars.language import Message, message
from regulars.methods.buying.buying_model import BuyingModel
from regulars.methods.buying.covariate_likelihood import Block, CovariateLikelihood, row_likelihood
from regulars.methods.buying.histories import Histories, check_enough, group
from regulars.methods.buying.hold_out import MODELS, named
from regulars.methods.buying.maximum import Maximum, maximise
from regulars.methods.buying.model import BetaGeometric
from regulars.methods.columns import Floats, IntoColumn, Ints, counts_of, same_length
from regulars.methods.comparison.many import adjusted
from regulars.methods.errors import OptionError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence, critical
from regulars.methods.leaving.factors import Design, factors_of, said_of_columns, terms_of, together, unscaled
from regulars.methods.registry import method
from regulars.methods.result import Result

EACH_EFFECT = 50  # customers who came back, for each effect, below which a note is given
BUYING, LEAVING = "buying", "leaving"


@dataclass(frozen=True, kw_only=True)
class BuyingCovariates(Result):
    """Ratios for one unit more, or for a level against its base; arrays over ``names``.

    ``buying``: of the purchase rate while a customer. ``leaving``: of the rate of leaving (Pareto/NBD), or of the odds
    of the mean chance to leave after a purchase (BG/NBD, MBG/NBD). ``buying_p`` and ``leaving_p`` are those of the
    likelihood-ratio tests that the whole column does not matter there, after Holm over all of them; ``buying_clear``
    and ``leaving_clear`` say that the column does and that the ratio's own interval excludes 1. ``parameters`` are
    those of a customer with average numbers and the bases. Without columns the log-likelihood is
    ``log_likelihood_without``; ``p_value`` tests all of them at once.
    """

    minimum_n = 300
    kept_back = ("own",)

    model: str
    names: tuple[str, ...]
    bases: tuple[str, ...]
    left_out: tuple[str, ...]
    buying: Floats
    buying_low: Floats
    buying_high: Floats
    buying_p: Floats
    buying_clear: tuple[bool, ...]
    leaving: Floats
    leaving_low: Floats
    leaving_high: Floats
    leaving_p: Floats
    leaving_clear: tuple[bool, ...]
    parameters: dict[str, float]
    log_likelihood: float
    log_likelihood_without: float
    p_value: float
    n_repeat: int
    own: Own = field(repr=False, compare=False)

    @property
    def words(self) -> Message:
        """What was found, in one sentence."""
        more = _named(self.names, self.buying_clear)
        leave = _named(self.names, self.leaving_clear)
        if more and leave:
            return message(
                "How often customers buy clearly goes with {buying}; how soon they leave with {leaving}.",
                buying=more,
                leaving=leave,
            )
        if more:
            return message(
                "How often customers buy clearly goes with {buying}; in leaving there is no clear difference.",
                buying=more,
            )
        if leave:
            return message(
                "How soon customers leave clearly goes with {leaving}; in how often they buy there is no clear "
                "difference.",
                leaving=leave,
            )
        return message("No clear difference: with none of the columns do buying or leaving clearly go.")

    @property
    def notes(self) -> tuple[Message, ...]:
        """The finding, then what a reader must know before using the numbers."""
        found = [self.words]
        if self.n_repeat < EACH_EFFECT * 2 * len(self.names):
            found.append(
                message(
                    "{count} customers came back, for {effects} effects. With fewer than {each} for each, a ratio may "
                    "lie far from what is true; use fewer columns.",
                    count=self.n_repeat,
                    effects=2 * len(self.names),
                    each=EACH_EFFECT,
                )
            )
        if np.isnan(self.buying_low).any() or np.isnan(self.leaving_low).any():
            found.append(
                message(
                    "The data do not determine every effect: where the interval is missing the likelihood stays almost "
                    "level, and the ratio means nothing by itself."
                )
            )
        found += said_of_columns((), self.left_out)
        return tuple(found)

    def probability_alive(self, frequency: IntoColumn, recency: IntoColumn, T: IntoColumn, columns: Any) -> Floats:
        """Probability that each customer has not dropped out, given the history and the columns."""
        return self.own.each(columns, frequency, recency, T, lambda model, *h: model.probability_alive(*h))

    def expected_purchases(
        self, t: float, frequency: IntoColumn, recency: IntoColumn, T: IntoColumn, columns: Any
    ) -> Floats:
        """Expected purchases of each customer in the next ``t``, given the history and the columns."""
        return self.own.each(columns, frequency, recency, T, lambda model, *h: model.expected_purchases(t, *h))


def _named(names: tuple[str, ...], clear: tuple[bool, ...]) -> tuple[str, ...]:
    return tuple(name for name, sure in zip(names, clear, strict=True) if sure)[:6]


@dataclass(frozen=True)
class Own:
    """The model of each customer, from the columns."""

    kind: BuyingModel
    theta: Floats
    blocks: tuple[Block, ...]
    design: Design
    levels: dict[str, tuple[str, ...]]
    missing: tuple[Any, ...]

    def each(
        self,
        columns: Any,
        frequency: IntoColumn,
        recency: IntoColumn,
        T: IntoColumn,
        ask: Callable[..., Floats],
    ) -> Floats:
        """Ask the model of each kind of customer once; NaN where a value is missing."""
        factors = self.design.read(columns, self.levels, self.missing)
        histories = self.kind.checked(frequency, recency, T)
        same_length(len(histories[0]), ("columns", factors[0].values))
        known = together(factors)
        found = np.full(len(known), np.nan)
        if not known.any():
            return found
        kinds, place = np.unique(self.design.matrix(factors, known)[:, 1:], axis=0, return_inverse=True)
        likelihood = CovariateLikelihood(row_likelihood(self.kind), _nobody(), kinds, self.blocks)
        logs = likelihood.moved(self.theta, len(self.kind.names))
        rows, place = np.flatnonzero(known), place.reshape(-1)
        order = np.argsort(place, kind="stable")
        for one, at in enumerate(np.split(order, np.cumsum(np.bincount(place, minlength=len(kinds)))[:-1])):
            who = rows[at]
            found[who] = ask(self.kind.at(logs[:, one]), *histories[:, who])
        return found


@method(
    message("Do channel, satisfaction or region change how often customers buy and how soon they leave?"),
    rows=("V01", "V13"),
    minimum_n=BuyingCovariates.minimum_n,
    samples=False,
)
def buying_covariates(
    frequency: IntoColumn,
    recency: IntoColumn,
    T: IntoColumn,
    columns: Any,
    *,
    model: str | BuyingModel = "pareto_nbd",
    counts: IntoColumn | None = None,
    categorical: Collection[str] = (),
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> BuyingCovariates:
    """A model of buying in which what is known of a customer moves the rates of buying and of leaving.

    α_i = α exp(-γ'z), so that the mean purchase rate is exp(γ'z) times that of z = 0; likewise β_i = β exp(-δ'z) in
    Pareto/NBD, and a_i = a exp(δ'z) in BG/NBD and MBG/NBD, where it multiplies the odds of leaving. What is known must
    not change with time and not come from the purchases themselves.

    Parameters:
        frequency, recency, T: the histories, as in ``BuyingModel.fit``.
        columns: what is known of each customer; numbers count by their size, words by level. A dict, any data frame.
        model: "pareto_nbd", "bg_nbd" or "mbg_nbd".
        counts: how many customers each row stands for; exactly as if the row were repeated.
        categorical: columns of numbers that are names, such as branch 3.
        missing: codes that mean "not known".
        confidence: level of the intervals, and of clear.

    Source: [fader2007b]; several tests [holm1979].

    >>> import numpy as np
    >>> from regulars.methods import ParetoNBD
    >>> T = np.full(600, 52.0)
    >>> shop = ParetoNBD(r=1.0, alpha=10.0, s=1.0, beta=30.0).simulate(T, seed=1)
    >>> web = ParetoNBD(r=1.0, alpha=5.0, s=1.0, beta=30.0).simulate(T, seed=2)
    >>> x, t_x = (np.r_[a, b] for a, b in zip(shop, web))
    >>> found = buying_covariates(x, t_x, np.r_[T, T], {"channel": ["shop"] * 600 + ["web"] * 600})
    >>> found.names, found.bases, found.buying_clear, found.leaving_clear
    (('channel: web',), ('shop',), (True,), (False,))
    """
    check_confidence(confidence)
    name, kind = named(model)
    if name not in MODELS:
        raise OptionError(
            message("There is no model {name}. Choose one of: {known}.", name=name[:60], known=tuple(MODELS))
        )
    histories = kind.checked(frequency, recency, T)
    factors = factors_of(columns, categorical=categorical, missing=missing)
    size = len(histories[0])
    same_length(size, *((factor.name, factor.values) for factor in factors))
    repeat = counts_of(counts, size)
    often = np.ones(size) if repeat is None else repeat.astype(np.float64)
    known = together(factors) & ~np.isnan(histories).any(axis=0) & (often > 0)
    if not known.any():
        raise TooFewAnswersError(
            message("There are no answers to compute from: all {count} rows are missing.", count=size)
        )
    design = Design.of(factors, known, often)
    matrix = design.matrix(factors, known)[:, 1:]
    parts, total = group(*histories[:, known], *matrix.T, counts=None if repeat is None else repeat[known])
    rows = Histories(parts[0], parts[1], parts[2], total, int(often[~known].sum()))
    check_enough(rows)
    fits = _Fits.of(kind, rows, np.column_stack(parts[3:]))
    peak, blocks = fits.full, fits.blocks
    whole = {term.column for term in design.terms}
    columns_of = {column: _places(design, column) for column in sorted(whole)}
    tests = [
        (part, column, fits.p_without(part, places))
        for part in (BUYING, LEAVING)
        for column, places in columns_of.items()
    ]
    corrected = adjusted([p for *_, p in tests], "holm")
    p = {(part, column): float(value) for (part, column, _), value in zip(tests, corrected, strict=True)}
    z, units = critical(confidence), unscaled(design)[1:]
    found: dict[str, Any] = {}
    for part in (BUYING, LEAVING):
        beta, error = (values / units for values in fits.effects(part))
        beyond = np.array([p[part, term.column] for term in design.terms])
        found |= {
            part: np.exp(beta),
            f"{part}_low": np.exp(beta - z * error),
            f"{part}_high": np.exp(beta + z * error),
            f"{part}_p": beyond,
            f"{part}_clear": tuple(((beyond < 1 - confidence) & (np.abs(beta) > z * error)).tolist()),
        }
    theta = peak.theta.copy()
    theta[: len(kind.names)] += np.where([one in kind.in_time for one in kind.names], math.log(fits.scale), 0.0)
    reference = np.exp(theta[: len(kind.names)]).tolist()
    gained = 2 * rows.n * (peak.mean_log_likelihood - fits.without.mean_log_likelihood)
    return BuyingCovariates(
        model=name,
        **terms_of(design),
        **found,
        parameters=dict(zip(kind.names, reference, strict=True)),
        log_likelihood=fits.in_unit(peak.mean_log_likelihood),
        log_likelihood_without=fits.in_unit(fits.without.mean_log_likelihood),
        p_value=float(scipy.special.chdtrc(sum(len(block.columns) for block in blocks), max(gained, 0.0))),
        n_repeat=int(rows.counts[rows.frequency > 0].sum()),
        own=Own(kind, theta, blocks, design, {factor.name: factor.levels for factor in factors}, tuple(missing)),
        n=rows.n,
        n_missing=rows.n_missing,
        confidence=confidence,
        interval=Interval.LIKELIHOOD,
    )


@dataclass(frozen=True)
class _Fits:
    """The fit with all columns and the one with none; those between are made when asked for."""

    kind: BuyingModel
    rows: Histories  # time in units of ``scale``
    design: Floats
    scale: float
    blocks: tuple[Block, ...]
    without: Maximum
    full: Maximum

    @classmethod
    def of(cls, kind: BuyingModel, rows: Histories, design: Floats) -> _Fits:
        scale = float(np.average(rows.T, weights=rows.counts))
        scaled = Histories(rows.frequency, rows.recency / scale, rows.T / scale, rows.counts, rows.n_missing)
        blocks = _blocks(kind, np.arange(design.shape[1]), np.arange(design.shape[1]))
        none = _climbed(kind, scaled, design, _blocks(kind, np.arange(0), np.arange(0)), kind.starts)
        more = np.zeros(sum(len(block.columns) for block in blocks))
        full = _climbed(kind, scaled, design, blocks, [np.concatenate((none.theta, more))])
        return cls(kind, scaled, design, scale, blocks, none, full)

    def p_without(self, part: str, places: Ints) -> float:
        """The likelihood-ratio test that these columns do not act there."""
        every = np.arange(self.design.shape[1])
        rest = np.setdiff1d(every, places)
        blocks = _blocks(self.kind, *((rest, every) if part == BUYING else (every, rest)))
        kept = [np.isin(old.columns, new.columns) for old, new in zip(self.blocks, blocks, strict=True)]
        start = self.full.theta[np.concatenate((np.ones(len(self.kind.names), dtype=bool), *kept))]
        less = _climbed(self.kind, self.rows, self.design, blocks, [start])
        gained = 2 * self.rows.n * (self.full.mean_log_likelihood - less.mean_log_likelihood)
        return float(scipy.special.chdtrc(len(self.full.theta) - len(start), max(gained, 0.0)))

    def effects(self, part: str) -> tuple[Floats, Floats]:
        """Coefficients of the logarithm of the ratio, and their standard errors; NaN where nothing determines them."""
        size = self.design.shape[1]
        first = len(self.kind.names) + (0 if part == BUYING else size)
        return self.full.theta[first : first + size], self.full.errors[first : first + size]

    def in_unit(self, mean: float) -> float:
        """The log-likelihood of all in the unit of time of the data."""
        return self.rows.n * mean - float(self.rows.counts @ self.rows.frequency) * math.log(self.scale)


def _climbed(kind: BuyingModel, rows: Histories, design: Floats, blocks: tuple[Block, ...], starts: Any) -> Maximum:
    whole = CovariateLikelihood(row_likelihood(kind), rows, design, blocks)
    step = -(-len(rows.T) // kind.enough_to_find) if len(starts) > 1 else 1
    return maximise(whole, starts, n=rows.n, rough=whole if step == 1 else whole.every(step))


def _blocks(kind: BuyingModel, buying: Ints, leaving: Ints) -> tuple[Block, ...]:
    """On which parameters the columns act, and which way."""
    if isinstance(kind, BetaGeometric):
        return Block(1, -1.0, buying), Block(2, 1.0, leaving)
    return Block(1, -1.0, buying), Block(3, -1.0, leaving)


def _places(design: Design, column: str) -> Ints:
    return np.array([place for place, term in enumerate(design.terms) if term.column == column], dtype=np.int64)


def _nobody() -> Histories:
    none = np.ones(1)
    return Histories(none, none, none, none, 0)
