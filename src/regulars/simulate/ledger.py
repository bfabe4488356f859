"""Invoices as the hotels' own system exports them: lines of stays, refunds, and walk-in restaurant sales."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from regulars.simulate.buying import Guests, Ints, Purchases
from regulars.simulate.parameters import CATEGORIES, CHANNEL_SHARES, HOME_UNIT, UNIT_SHARES, Ledger
from regulars.simulate.streams import stream


@dataclass(frozen=True)
class Lines:
    """Columns of the export before they have words; ``guest`` −1 is a walk-in, ``product`` −1 a refund."""

    purchase: Ints  # number of the invoice
    line: Ints
    guest: Ints
    day: Ints
    minute: Ints
    unit: Ints
    channel: Ints  # −1: the restaurant's till
    category: Ints
    product: Ints
    quantity: Ints
    cents: Ints
    cost: Ints


def stay_units(seed: int, guests: Guests, purchases: Purchases) -> Ints:
    """In which hotel each purchase was: mostly that of the guest's first stay."""
    chance = stream(seed, "units")
    shares = list(UNIT_SHARES.values())
    home = chance.choice(len(shares), len(guests), p=shares)
    elsewhere = chance.choice(len(shares), len(purchases.guest), p=shares)
    at_home = chance.random(len(purchases.guest)) < HOME_UNIT
    return np.asarray(np.where(at_home, home[purchases.guest], elsewhere))


def write_ledger(seed: int, purchases: Purchases, unit: Ints, customers: int, days: int, ledger: Ledger) -> Lines:
    """All lines, in the order in which the system wrote them."""
    stays = _stays(seed, purchases, unit, customers)
    parts = [stays, _refunds(seed, purchases, stays, days, ledger), _walk_ins(seed, customers, days, ledger)]
    joined = {name: np.concatenate([getattr(part, name) for part in parts]) for name in Lines.__dataclass_fields__}
    counts = [int(part.purchase.max(initial=-1)) + 1 for part in parts]
    joined["purchase"] += np.repeat(np.cumsum([0, *counts[:-1]]), [len(part.purchase) for part in parts])
    order = np.lexsort((joined["line"], joined["purchase"], joined["minute"], joined["day"]))
    joined = {name: column[order] for name, column in joined.items()}
    # Invoice numbers rise with time, as a system hands them out.
    _, first, row = np.unique(joined["purchase"], return_index=True, return_inverse=True)
    joined["purchase"] = np.argsort(np.argsort(first))[row]
    return Lines(**joined)


def _stays(seed: int, purchases: Purchases, unit: Ints, customers: int) -> Lines:
    chance = stream(seed, "baskets")
    size, kinds = len(purchases.guest), CATEGORIES.values()
    part = np.array([kind.part for kind in kinds])
    sold = chance.random((size, len(kinds))) < np.array([kind.chance for kind in kinds])
    weight = np.where(sold, part * chance.gamma(6.0, 1 / 6, (size, len(kinds))), 0.0)
    cents = np.floor(purchases.cents[:, None] * weight / weight.sum(axis=1, keepdims=True)).astype(np.int64)
    cents[:, 0] += purchases.cents - cents.sum(axis=1)  # the lines add up to the invoice, to the cent
    row, category = np.nonzero(cents)
    amount = cents[row, category]
    favourite = chance.choice(len(CHANNEL_SHARES), customers, p=list(CHANNEL_SHARES.values()))
    product = chance.integers(0, 1 << 30, len(row))
    return Lines(
        purchase=row,
        line=_position(row),
        guest=purchases.guest[row],
        day=purchases.day[row],
        minute=chance.integers(7 * 60, 12 * 60, size)[row],  # the invoice is written at check-out
        unit=unit[row],
        channel=favourite[purchases.guest][row],
        category=category,
        product=product,
        quantity=_quantity(amount, category),
        cents=amount,
        cost=_cost(amount, category),
    )


def _refunds(seed: int, purchases: Purchases, stays: Lines, days: int, ledger: Ledger) -> Lines:
    """Credit notes for a line of an earlier stay, some days later: part of it, or all."""
    chance = stream(seed, "refunds")
    size = len(stays.purchase)
    picked = np.flatnonzero(chance.random(size) < ledger.refund_share)
    day = stays.day[picked] + chance.integers(1, 21, len(picked))
    share = np.where(chance.random(len(picked)) < 0.5, 1.0, chance.uniform(0.1, 0.6, len(picked)))
    minute = chance.integers(9 * 60, 18 * 60, len(picked))
    # A refund on the day of another stay would change what that day is worth, and with it the true spend.
    busy = np.isin(stays.guest[picked] * (days + 30) + day, purchases.guest * (days + 30) + purchases.day)
    kept = (day < days) & ~busy
    picked, day, share, minute = picked[kept], day[kept], share[kept], minute[kept]
    cents = -np.maximum(np.rint(share * stays.cents[picked]).astype(np.int64), 1)
    count = len(picked)
    return Lines(
        purchase=np.arange(count),
        line=np.ones(count, dtype=np.int64),
        guest=stays.guest[picked],
        day=day,
        minute=minute,
        unit=stays.unit[picked],
        channel=stays.channel[picked],
        category=stays.category[picked],
        product=np.full(count, -1),
        quantity=np.full(count, -1),
        cents=cents,
        cost=np.zeros(count, dtype=np.int64),
    )


def _walk_ins(seed: int, customers: int, days: int, ledger: Ledger) -> Lines:
    chance = stream(seed, "walk-ins")
    size = round(customers * ledger.walk_ins_per_customer)
    lines = 1 + (chance.random(size) < 0.3)
    row = np.repeat(np.arange(size), lines)
    category = np.full(len(row), list(CATEGORIES).index("restaurant"))
    cents = np.maximum(np.rint(100 * chance.lognormal(np.log(110), 0.5, len(row))), 1).astype(np.int64)
    return Lines(
        purchase=row,
        line=_position(row),
        guest=np.full(len(row), -1),
        day=chance.integers(0, days, size)[row],
        minute=chance.integers(11 * 60, 22 * 60, size)[row],
        unit=chance.choice(len(UNIT_SHARES), size, p=list(UNIT_SHARES.values()))[row],
        channel=np.full(len(row), -1),
        category=category,
        product=chance.integers(0, 1 << 30, len(row)),
        quantity=_quantity(cents, category),
        cents=cents,
        cost=_cost(cents, category),
    )


def _position(sorted_rows: Ints) -> Ints:
    """1, 2, 3 … within each run of equal numbers."""
    index = np.arange(len(sorted_rows))
    starts = np.r_[True, sorted_rows[1:] != sorted_rows[:-1]][: len(sorted_rows)]
    return np.asarray(index - np.maximum.accumulate(np.where(starts, index, 0)) + 1)


def _quantity(cents: Ints, category: Ints) -> Ints:
    price = 100 * np.array([kind.price for kind in CATEGORIES.values()])
    return np.asarray(np.clip(np.rint(cents / price[category]), 1, None).astype(np.int64))


def _cost(cents: Ints, category: Ints) -> Ints:
    share = np.array([kind.cost_share for kind in CATEGORIES.values()])
    return np.asarray(np.rint(cents * share[category]).astype(np.int64))
