"""What BG/NBD and MBG/NBD have in common beyond every model of buying: λ ~ Gamma(r, alpha), p ~ Beta(a, b)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from regulars.methods.buying import future
from regulars.methods.buying.beta_geometric import BetaGeometricLikelihood, log_odds_gone
from regulars.methods.buying.buying_model import BuyingModel
from regulars.methods.buying.histories import Histories
from regulars.methods.columns import Floats, IntoColumn, numbers


@dataclass(frozen=True, kw_only=True)
class BetaGeometric(BuyingModel):
    """Four positive parameters; made by ``fit`` or given by name. ``alpha`` is in the time unit of the data."""

    drops_at_first: ClassVar[bool]
    names: ClassVar[tuple[str, ...]] = ("r", "alpha", "a", "b")
    in_time: ClassVar[tuple[str, ...]] = ("alpha",)
    # In time units of the mean T: everybody alike and lively; few purchases and varied; many small rates and loyal;
    # either loyal for ever or gone at once.
    starts: ClassVar[Floats] = np.log(
        [(1.0, 1.0, 1.0, 1.0), (0.25, 0.15, 0.8, 2.5), (3.0, 1.0, 0.1, 2.0), (1.0, 1.0, 0.02, 0.1)]
    )

    r: float = np.nan
    alpha: float = np.nan
    a: float = np.nan
    b: float = np.nan

    def _likelihood(self, rows: Histories) -> BetaGeometricLikelihood:
        return BetaGeometricLikelihood(rows, drops_at_first=self.drops_at_first)

    def _log_odds_gone(self, x: Floats, t_x: Floats, T: Floats) -> Floats:
        parameters = (self.r, self.alpha, self.a, self.b)
        return log_odds_gone(x, t_x, T, parameters, drops_at_first=self.drops_at_first)

    def mean_if_alive(self, x: Floats, T: Floats, t: Floats) -> Floats:
        """Mean purchases within ``t`` of a customer who is alive. Source: [fader2005a] equation 10."""
        return future.mean_purchases(self.r + x, self.alpha + T, self.a, self.b + x + self.drops_at_first, t)

    def at_least_if_alive(self, n: Floats, x: Floats, T: Floats, t: Floats) -> Floats:
        """P(N ≥ n) of a customer who is alive."""
        b = self.b + x + self.drops_at_first
        return future.chance_of_at_least(n, self.r + x, self.alpha + T, self.a, b, t)

    def up_to_if_alive(self, most: int, x: float, T: Floats, t: Floats) -> Floats:
        """The same for all n at once."""
        b = np.array([[self.b + x + self.drops_at_first]])
        return future.chances_up_to(most, np.array([[self.r + x]]), self.alpha + T, self.a, b, t)

    def simulate(self, T: IntoColumn, *, seed: int) -> tuple[Floats, Floats]:
        """Frequency and recency of new customers observed for ``T`` each, drawn from this model."""
        self._check_fitted()
        end = numbers(T, name="T")
        random = np.random.default_rng(seed)
        bought = random.poisson(random.gamma(self.r, 1 / self.alpha, len(end)) * end)
        # A geometric number overflows as p goes to 0; nobody lives to buy that often.
        p = np.maximum(random.beta(self.a, self.b, len(end)), 1e-15)
        allowed = random.geometric(p) - self.drops_at_first
        frequency = np.minimum(bought, allowed)
        # Purchase k of n at random times falls where the k-th of n uniform numbers does.
        some = frequency > 0
        recency = np.zeros(len(end))
        place = random.beta(np.maximum(frequency, 1), bought - frequency + 1)
        recency[some] = (place * end)[some]
        return frequency.astype(np.float64), recency

    @property
    def stays(self) -> float:
        """Probability that a new customer is still one after the first purchase."""
        return self.b / (self.a + self.b) if self.drops_at_first else 1.0

    @property
    def pace(self) -> float:
        """The time that the mean of a new customer bends in."""
        return self.alpha
