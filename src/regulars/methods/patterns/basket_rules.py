"""What is bought together more often than chance would have it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints, same_length
from regulars.methods.comparison.many import adjusted
from regulars.methods.errors import TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence, critical, wilson_of_each
from regulars.methods.patterns.lines import bought, keys_of
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sampling.settings import share, whole

LEAST_TOGETHER = 5


@dataclass(frozen=True, kw_only=True)
class BasketRules(Result):
    """Pairs of products, the surest lift first; shares 0 to 1. ``n`` are baskets.

    ``support`` is the share of baskets with both, ``certainty`` the share with ``then_bought`` of those with
    ``if_bought`` (the direction in which it is higher; ``certainty_back`` is the other one), ``lift`` how many times as
    often both are
    bought together as if they had nothing to do with each other. ``q`` allows for all pairs looked at.
    """

    minimum_n = 100

    n_found: int
    n_tested: int
    n_products: int
    n_customers: int | None
    n_returned: int
    least_together: int
    if_bought: tuple[str, ...]
    then_bought: tuple[str, ...]
    together: Ints
    support: Floats
    support_low: Floats
    support_high: Floats
    certainty: Floats
    certainty_low: Floats
    certainty_high: Floats
    certainty_back: Floats
    lift: Floats
    lift_low: Floats
    lift_high: Floats
    q: Floats

    @property
    def notes(self) -> tuple[Message, ...]:
        """That nothing was found, or that baskets of one customer were taken as strangers."""
        found = []
        if not self.n_found:
            found.append(message("No two products are clearly bought together more often than by chance."))
        if self.n_customers is None:
            found.append(
                message(
                    "Baskets count as independent. If customers have several, name the customer: a habit of few people "
                    "looks like a rule otherwise."
                )
            )
        return tuple(found)


@method(
    message("Which products are bought together more often than by chance?"),
    rows=("V14", "V22"),
    minimum_n=BasketRules.minimum_n,
    samples=False,
)
def basket_rules(
    baskets: IntoColumn,
    products: IntoColumn,
    *,
    customers: IntoColumn | None = None,
    quantity: IntoColumn | None = None,
    min_support: float = 0.01,
    most: int = 200,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> BasketRules:
    """Pairs of products whose lift is clearly above 1, allowing for how many pairs were looked at.

    All pairs of products that are each in enough baskets are looked at; a pair is found where it occurs in enough
    baskets, its adjusted p-value is below 1 - ``confidence`` and the interval of its lift lies above 1.

    Parameters:
        baskets: the invoice of each line.
        products: the product of each line; twice in one basket counts once.
        customers: whose basket it is; then limits and p-values allow for customers who come again and again.
        quantity: pieces; lines with none or fewer (returns) are left out and counted in ``n_returned``.
        min_support: the share of baskets in which a product, and a pair, must be; never fewer than five.
        most: how many pairs the result holds; ``n_found`` counts all.
        missing: codes that mean "not known".
        confidence: level of the intervals and of the findings.

    Lines without basket or product are counted in ``n_missing``.

    Source: [agrawal1993], lift [brin1997]; adjustment [benjamini1995]; limits by linearisation, of shares [wilson1927].

    >>> lines = [(b, p) for b in range(200) for p in ("bread", "jam") if b % 2 or (b % 4 == 0 and p == "bread")]
    >>> result = basket_rules([b for b, _ in lines], [p for _, p in lines])
    >>> result.if_bought, result.then_bought, result.together.tolist(), result.certainty.tolist()
    ((), (), [], [])
    """
    check_confidence(confidence)
    part, shown = share(min_support, name="min_support"), whole(1, most, name="most")
    basket, product = keys_of(baskets, missing=missing), keys_of(products, missing=missing)
    size = len(basket.codes)
    same_length(size, ("products", product.codes))
    kept, n_missing, n_returned = bought(quantity, (basket.codes >= 0) & (product.codes >= 0), missing)
    present, row = np.unique(basket.codes[kept], return_inverse=True)
    n = len(present)
    who = None
    if customers is not None:
        owner = keys_of(customers, missing=missing).codes
        same_length(size, ("customers", owner))
        who = np.full(n, -1, dtype=np.int64)
        who[row] = owner[kept]
        # Whom nobody knows is a customer of one basket.
        who = np.where(who < 0, owner.max(initial=-1) + 1 + np.arange(n), who)
        who = np.unique(who, return_inverse=True)[1]
    least = max(LEAST_TOGETHER, int(np.ceil(part * n - 1e-9)))
    held = held_in(row, product.codes[kept], n, len(product.names))
    often = np.asarray(held.sum(axis=0)).ravel()
    frequent = np.flatnonzero(often >= least)
    if len(frequent) < 2:
        raise TooFewAnswersError(
            message(
                "Fewer than two products are in {least} of the {count} baskets. Ask for less support, or join products "
                "into groups.",
                least=least,
                count=n,
            )
        )
    held, often = held[:, frequent].tocsc(), often[frequent].astype(np.float64)
    both = scipy.sparse.triu(held.T @ held, k=1).tocoo()
    enough = both.data >= least
    one, two, together = both.row[enough], both.col[enough], both.data[enough].astype(np.float64)
    pairs = Pairs.of(one, two, together, often, n, held, who)
    z = critical(confidence)
    n_tested = len(frequent) * (len(frequent) - 1) // 2
    q, low, high = pairs.judged(n_tested, z)
    found = np.flatnonzero((q <= 1 - confidence) & (low > 1))
    names = [product.names[at] for at in frequent]
    order = found[np.lexsort(([names[at] for at in one[found]], -low[found]))][:shown]
    ahead, back = together / often[one], together / often[two]
    turned = back > ahead
    first, second = np.where(turned, two, one)[order], np.where(turned, one, two)[order]
    certain = np.maximum(ahead, back)[order]
    wide = pairs.design_effect[order]
    support_low, support_high = wilson_of_each(together[order] / n, n / wide, z)
    certain_low, certain_high = wilson_of_each(certain, often[first] / wide, z)
    return BasketRules(
        n_found=len(found),
        n_tested=n_tested,
        n_products=len(frequent),
        n_customers=None if who is None else int(who.max()) + 1,
        n_returned=n_returned,
        least_together=least,
        if_bought=tuple(names[at] for at in first),
        then_bought=tuple(names[at] for at in second),
        together=together[order].astype(np.int64),
        support=together[order] / n,
        support_low=support_low,
        support_high=support_high,
        certainty=certain,
        certainty_low=certain_low,
        certainty_high=certain_high,
        certainty_back=np.minimum(ahead, back)[order],
        lift=pairs.lift[order],
        lift_low=low[order],
        lift_high=high[order],
        q=q[order],
        n=n,
        n_missing=n_missing,
        confidence=confidence,
        interval=Interval.LINEARISATION,
    )


def held_in(row: Ints, product: Ints, n: int, n_products: int) -> Any:
    """1 where a basket holds a product, a sparse matrix of baskets by products."""
    cells = np.unique(row * n_products + product)
    return scipy.sparse.csr_array(
        (np.ones(len(cells), dtype=np.int32), (cells // n_products, cells % n_products)), shape=(n, n_products)
    )


@dataclass(frozen=True)
class Pairs:
    """Counts of each pair, its lift, the standard error of its logarithm, and what customers cost."""

    m: Floats
    other: Floats
    together: Floats
    n: int
    lift: Floats
    error: Floats
    design_effect: Floats

    @classmethod
    def of(cls, one: Ints, two: Ints, together: Floats, often: Floats, n: int, held: Any, who: Ints | None) -> Pairs:
        a, b = often[one], often[two]
        lift = n * together / (a * b)
        # Var log lift = 1/n11 - 1/n1 - 1/n2 + 1/n + 2 (lift - 1)/n, the squares of what each basket moves it by.
        alone = np.maximum(1 / together - 1 / a - 1 / b + 1 / n + 2 * (lift - 1) / n, 1e-300)
        wide = np.ones(len(one))
        if who is not None and who.max(initial=-1) + 1 < n:
            for at in range(len(one)):
                wide[at] = max(1.0, _by_customer(held, one[at], two[at], together[at], n, who) / alone[at])
        return cls(np.minimum(a, b), np.maximum(a, b), together, n, lift, np.sqrt(alone * wide), wide)

    def p_values(self) -> Floats:
        """Chance of as many together if the two had nothing to do with each other; one-sided.

        Binomial over the baskets with the rarer product, which is a little more than the exact hypergeometric.
        """
        k, rest = self.together / self.design_effect, (self.m - self.together) / self.design_effect
        return np.asarray(scipy.special.betainc(k, rest + 1, self.other / self.n))

    def judged(self, n_tested: int, z: float) -> tuple[Floats, Floats, Floats]:
        """Of each pair: its p-value, adjusted for all that were looked at, and the limits of its lift."""
        unseen = np.ones(max(n_tested - len(self.lift), 0))  # too rare to be counted, but looked at
        q = adjusted(np.concatenate([self.p_values(), unseen]))[: len(self.lift)]
        return q, self.lift * np.exp(-z * self.error), self.lift * np.exp(z * self.error)


def _by_customer(held: Any, one: int, two: int, together: float, n: int, who: Ints) -> float:
    """Variance of the log lift when what one customer's baskets move it by is added up first."""
    rows = [held.indices[held.indptr[at] : held.indptr[at + 1]] for at in (one, two)]
    people = int(who.max()) + 1
    moved = np.bincount(who, minlength=people) / n
    for inside in rows:
        moved -= np.bincount(who[inside], minlength=people) / len(inside)
    shared = np.intersect1d(rows[0], rows[1], assume_unique=True)
    moved += np.bincount(who[shared], minlength=people) / together
    return float(moved @ moved) * people / max(people - 1, 1)
