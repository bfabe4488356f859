"""What customers buy after something, sooner or more often than they buy it anyway."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy

from regulars.language import Message, message, plural
from regulars.methods.columns import Floats, IntoColumn, Ints, same_length
from regulars.methods.days import days
from regulars.methods.errors import TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence, critical, wilson_of_each
from regulars.methods.patterns.basket_rules import LEAST_TOGETHER, Pairs, held_in
from regulars.methods.patterns.lines import bought, keys_of
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sampling.settings import share, whole


@dataclass(frozen=True, kw_only=True)
class NextPurchases(Result):
    """What follows what, the surest lift first; shares 0 to 1. ``n`` are occasions: days on which a customer bought.

    ``support`` is the share of customers who bought ``if_bought`` and later ``then_bought`` (``followers`` of them),
    ``certainty`` the share of occasions with ``if_bought`` after which ``then_bought`` followed within ``days_after``
    days, ``after_anything`` the same share after any occasion at all, ``lift`` the first over the second. ``q`` allows
    for all pairs looked at. ``n_unfinished`` occasions are too late for so many days to be over.
    """

    minimum_n = 100

    n_found: int
    n_tested: int
    n_products: int
    n_customers: int
    n_returned: int
    n_unfinished: int
    days_after: int
    least_together: int
    if_bought: tuple[str, ...]
    then_bought: tuple[str, ...]
    together: Ints
    followers: Ints
    support: Floats
    support_low: Floats
    support_high: Floats
    certainty: Floats
    certainty_low: Floats
    certainty_high: Floats
    after_anything: Floats
    lift: Floats
    lift_low: Floats
    lift_high: Floats
    q: Floats

    @property
    def notes(self) -> tuple[Message, ...]:
        """That nothing was found, and that the end of the data hides what follows."""
        found = []
        if not self.n_found:
            found.append(message("No product is bought clearly more often after a certain other one than after any."))
        if self.n_unfinished:
            found.append(
                plural(
                    "{count} occasion is left out: it is too late for all that follows to be known.",
                    "{count} occasions are left out: they are too late for all that follows to be known.",
                    self.n_unfinished,
                )
            )
        return tuple(found)


@method(
    message("What do customers buy next, more often than they buy it anyway?"),
    rows=("E04", "O08"),
    minimum_n=NextPurchases.minimum_n,
    samples=False,
)
def next_purchases(
    customers: IntoColumn,
    dates: IntoColumn,
    products: IntoColumn,
    *,
    quantity: IntoColumn | None = None,
    within: int = 90,
    min_support: float = 0.01,
    most: int = 200,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> NextPurchases:
    """Pairs in order whose lift is clearly above 1, allowing for how many pairs were looked at.

    A pair is found where enough customers bought the one and later the other, its adjusted p-value is below
    1 - ``confidence`` and the interval of its lift lies above 1.

    Parameters:
        customers: whose line it is.
        dates: its day.
        products: its product or kind; all of a customer's day are one occasion.
        quantity: pieces; lines with none or fewer (returns) are left out and counted in ``n_returned``.
        within: so many days count as next; an occasion that ends later than the data is left out.
        min_support: the share of customers who must have bought both in this order; never fewer than five.
        most: how many pairs the result holds; ``n_found`` counts all.
        missing: codes that mean "not known".
        confidence: level of the intervals and of the findings.

    Lines without customer, day or product are counted in ``n_missing``.

    Source: sequences and their support by customers [agrawal1995]; lift [brin1997]; adjustment [benjamini1995]; limits
    by linearisation over customers, of shares [wilson1927].

    >>> lines = [(c, d, p) for c in range(200) for d, p in ((0, "perm"), (20, "oil" if c % 4 else "wax"), (300, "cut"))]
    >>> days = np.datetime64("2026-01-01") + np.array([d for _, d, _ in lines])
    >>> result = next_purchases([c for c, _, _ in lines], days, [p for _, _, p in lines])
    >>> result.if_bought, result.then_bought, result.certainty.tolist(), result.after_anything.tolist()
    (('perm', 'perm'), ('oil', 'wax'), [0.75, 0.25], [0.375, 0.125])
    """
    check_confidence(confidence)
    part, shown = share(min_support, name="min_support"), whole(1, most, name="most")
    days_after = whole(1, within, name="within")
    owner, product = keys_of(customers, missing=missing), keys_of(products, missing=missing)
    day = days(dates, name="dates", missing=missing)
    size = len(owner.codes)
    same_length(size, ("dates", day), ("products", product.codes))
    known = (owner.codes >= 0) & (product.codes >= 0) & ~np.isnan(day)
    kept, n_missing, n_returned = bought(quantity, known, missing)
    history = Occasions.of(owner.codes[kept], day[kept].astype(np.int64), product.codes[kept], len(product.names))
    finished = history.day + days_after <= history.day.max()
    n, n_customers = int(finished.sum()), len(np.unique(history.customer))
    least = max(LEAST_TOGETHER, int(np.ceil(part * n_customers - 1e-9)))
    held, after = history.held[finished], history.followed(days_after)[finished]
    often = np.asarray(held.sum(axis=0)).ravel()
    frequent = np.flatnonzero(often >= least)
    following = np.flatnonzero(np.asarray(after.sum(axis=0)).ravel() >= least)
    if not len(frequent) or not len(following):
        raise TooFewAnswersError(
            message(
                "Nothing is bought and followed by something on {least} of {count} occasions. Ask for less support, "
                "fewer days, or join products into kinds.",
                least=least,
                count=n,
            )
        )
    both = (held[:, frequent].T @ after[:, following]).tocoo()
    one, two, together = both.row, both.col, both.data.astype(np.float64)
    enough = (together >= least) & (frequent[one] != following[two])
    one, two, together = one[enough], two[enough], together[enough]
    who = np.unique(history.customer[finished], return_inverse=True)[1]
    sides = scipy.sparse.hstack([held[:, frequent], after[:, following]]).tocsc()
    sides.sort_indices()
    counted = np.asarray(sides.sum(axis=0)).ravel().astype(np.float64)
    followers = np.array([_followers(sides, at, len(frequent) + to, who) for at, to in zip(one, two, strict=True)])
    pairs = Pairs.of(one, len(frequent) + two, together, counted, n, sides, who)
    z = critical(confidence)
    n_tested = len(frequent) * len(following) - len(np.intersect1d(frequent, following))
    q, low, high = pairs.judged(n_tested, z)
    found = np.flatnonzero((q <= 1 - confidence) & (low > 1) & (followers >= least))
    names = np.array(product.names, dtype=object)
    order = found[np.lexsort((names[following[two[found]]], names[frequent[one[found]]], -low[found]))][:shown]
    first, second = frequent[one[order]], following[two[order]]
    certain = together[order] / often[first]
    wide = pairs.design_effect[order]
    certain_low, certain_high = wilson_of_each(certain, often[first] / wide, z)
    backed = followers[order] / n_customers if len(order) else np.zeros(0)
    support_low, support_high = wilson_of_each(backed, np.full(len(order), float(n_customers)), z)
    return NextPurchases(
        n_found=len(found),
        n_tested=n_tested,
        n_products=len(frequent),
        n_customers=n_customers,
        n_returned=n_returned,
        n_unfinished=int((~finished).sum()),
        days_after=days_after,
        least_together=least,
        if_bought=tuple(names[first]),
        then_bought=tuple(names[second]),
        together=together[order].astype(np.int64),
        followers=followers[order].astype(np.int64) if len(order) else np.zeros(0, dtype=np.int64),
        support=backed,
        support_low=support_low,
        support_high=support_high,
        certainty=certain,
        certainty_low=certain_low,
        certainty_high=certain_high,
        after_anything=counted[len(frequent) + two[order]] / n if n else np.zeros(0),
        lift=pairs.lift[order],
        lift_low=low[order],
        lift_high=high[order],
        q=q[order],
        n=n,
        n_missing=n_missing,
        confidence=confidence,
        interval=Interval.LINEARISATION,
    )


@dataclass(frozen=True)
class Occasions:
    """Days on which customers bought, by customer and day; ``held``: 1 where an occasion holds a product."""

    customer: Ints
    day: Ints
    held: Any

    @classmethod
    def of(cls, customer: Ints, day: Ints, product: Ints, n_products: int) -> Occasions:
        """From lines, in any order."""
        lines = np.column_stack([customer, day])
        present, row = np.unique(lines, axis=0, return_inverse=True)
        held = held_in(np.asarray(row).ravel(), product, len(present), n_products)
        return cls(present[:, 0], present[:, 1], held)

    def followed(self, within: int | None) -> Any:
        """1 where a product is bought on a later day, so many days after at most."""
        size = len(self.day)
        ends = np.searchsorted(self.customer, self.customer, side="right")
        if within is not None:
            # Customers stand apart by more than any span, so that one search finds each one's last day that counts.
            apart = int(self.day.max() - self.day.min()) + within + 1
            line = self.customer * apart + (self.day - self.day.min())
            ends = np.minimum(ends, np.searchsorted(line, line + within, side="right"))
        counts = np.maximum(ends - np.arange(size) - 1, 0)
        rows = np.repeat(np.arange(size), counts)
        columns = rows + 1 + np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
        later = scipy.sparse.csr_array((np.ones(len(rows), dtype=np.int32), (rows, columns)), shape=(size, size))
        found = (later @ self.held).tocsr()
        found.data = np.minimum(found.data, 1)
        return found


def _followers(sides: Any, one: int, two: int, who: Ints) -> int:
    """How many customers have an occasion with both."""
    rows = [sides.indices[sides.indptr[at] : sides.indptr[at + 1]] for at in (one, two)]
    return len(np.unique(who[np.intersect1d(rows[0], rows[1], assume_unique=True)]))
