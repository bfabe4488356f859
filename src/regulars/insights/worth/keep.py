"""How much of what customers are expected to bring stands at stake, why, and how many can still be talked to?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from regulars.insights.customer.satisfaction import LOW
from regulars.insights.pictures.cells import TOO_FEW, share
from regulars.insights.report import Cell, ChartKind, Column, Figure, Report, Row, Section, Source, Table, Whom, Words
from regulars.insights.wording import interval_in_words
from regulars.insights.worth.pages import Option, Page, Wish
from regulars.insights.worth.reading import floats, rated, scored, words
from regulars.language import NO_CURRENCY, Count, Estimate, Kind, Message, Missing, message
from regulars.methods import LoyaltyType, share_interval
from regulars.methods.leaving.at_stake import NOT_LOYAL, AtStake, at_stake
from regulars.methods.loyalty.stage_rules import Stage
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import mean_of

if TYPE_CHECKING:
    import pyarrow as pa

    from regulars.facts import Facts

TITLE = message("Keep list")
FEWEST = 10
RISK = 0.5  # from here on somebody stands on the list
STILL = 0.8
DISSATISFIED = ("terrorist", "defector", "hostage")
REASONS: Mapping[str, Message] = {
    "dissatisfied": message("Dissatisfied, by the last answers"),
    "disloyal": message("Satisfied, but not loyal by the last answers"),
    "silent": message("Silent for longer than usual, no such answer"),
    "none": message("No reason known"),
}
SILENCE: tuple[tuple[str, int, Message], ...] = (
    ("quarter", 90, message("Bought within 90 days")),
    ("half", 180, message("91 to 180 days ago")),
    ("year", 365, message("181 to 365 days ago")),
    ("longer", 10**9, message("Longer ago")),
)
STAKE = message(
    "At stake is what a customer is expected to bring within the horizon if they stay, times the risk. If they stay: "
    "the expected value divided by the chance of still being a customer; where that chance cannot be told, the value "
    "as it is. Risk: the chance of no purchase within the horizon or, where it is larger, the chance that the last "
    "answers rightly say “not loyal”. Who buys rarely has a high chance of no purchase without having left: it is an "
    "order in which to call people, no forecast of a loss."
)
DRAWN = message(
    "Intervals are Student’s, as if these customers were a draw of all who may come to stand here; the error of the "
    "scores themselves is not in them."
)


@dataclass(frozen=True)
class Risky:
    """The customers at risk, a place for each; ``of``: among how many that have a value and are not lost.

    ``usual``: at the bar that the list of names has.
    """

    stake: NDArray[np.float64]
    reason: NDArray[np.str_]
    type: NDArray[np.str_]
    silent: NDArray[np.float64]
    of: int
    lost: int
    currency: str
    scores: pa.Table
    usual: bool

    def whom(self, **asked: str) -> Whom | None:
        """Those on the keep list, which has one bar for the risk."""
        return Whom.to_keep(**asked) if self.usual else None


COLUMNS = ("value", "alive", "chance_of_none", "currency", "loyalty_type", "type_chance", "loyalty_stage")


def keep(facts: Facts, wish: Wish) -> Report:
    """The report: how much, by reason, by type, and how long they have been silent."""
    scores = scored(facts, wish, *COLUMNS, "recency_days")
    found = _read(facts, scores, wish) if len(scores) else None
    if found is None or not found.of:
        why = message("Nobody here has a value yet: import purchases, and score the customers.")
        return Report("keep", TITLE, why, None, (), (), Source("customer_scores", 0), scope=wish.scope.to_dict())
    return Report(
        key="keep",
        title=TITLE,
        conclusion=_conclusion(found),
        reason=message(
            "Of {of} customers who have a value and are neither inactive nor probably lost; {lost} others are "
            "inactive or probably lost.",
            of=Count(found.of),
            lost=Count(found.lost),
        ),
        figures=tuple(_figures(found)),
        sections=(_reasons(found), _types(found), _silence(found)) if len(found.stake) else (),
        source=Source("customer_scores", len(scores), max(scores["day"].to_pylist())),
        notes=(
            DRAWN,
            message(
                "How many of them can be kept is not told here: it takes customers who were approached and others, "
                "drawn by lot, who were left alone."
            ),
        )
        if len(found.stake)
        else (),
        scope=wish.scope.to_dict(),
    )  # fmt: skip


def stakes(scores: pa.Table) -> tuple[AtStake, NDArray[np.bool_]]:
    """What stands at stake with each row of scores, and who is lost: NaN there."""
    disloyal = np.isin(words(scores, "loyalty_type"), NOT_LOYAL)
    found = at_stake(
        floats(scores, "value"),
        floats(scores, "alive"),
        floats(scores, "chance_of_none"),
        np.where(disloyal, floats(scores, "type_chance"), np.nan),
    )
    gone = (words(scores, "loyalty_stage") == Stage.INACTIVE.value) | (floats(scores, "alive") <= 0.2)
    return found, gone


def listed(scores: pa.Table) -> NDArray[np.float64]:
    """What stands at stake with whom the list of names has; NaN for all others."""
    found, gone = stakes(scores)
    with np.errstate(invalid="ignore"):
        chosen = (floats(scores, "value") > 0) & ~gone & (found.risk >= RISK)
    return np.where(chosen, found.amount, np.nan)


def _read(facts: Facts, scores: pa.Table, wish: Wish) -> Risky:
    found, gone = stakes(scores)
    valued = floats(scores, "value") > 0
    least = wish.number("risk_from")
    with np.errstate(invalid="ignore"):
        chosen = valued & ~gone & (found.risk >= (RISK if least is None else least / 100))
    kind = words(scores, "loyalty_type")
    alive = floats(scores, "alive")
    last, _ = rated(facts, wish, scores["customer"].to_numpy())
    reason = np.select(
        [(last < LOW) | np.isin(kind, DISSATISFIED), kind == LoyaltyType.MERCENARY.value, alive < STILL],
        ["dissatisfied", "disloyal", "silent"],
        "none",
    )
    known = np.where(kind == "", LoyaltyType.UNKNOWN.value, kind)
    currency = next((one for one in scores["currency"].to_pylist()[:1] if one), None) or NO_CURRENCY
    return Risky(
        found.amount[chosen],
        reason[chosen],
        known[chosen],
        floats(scores, "recency_days")[chosen],
        int((valued & ~gone).sum()),
        int((valued & gone).sum()),
        currency,
        scores,
        least in (None, 100 * RISK),
    )


def _conclusion(found: Risky) -> Message:
    n = len(found.stake)
    if not n:
        return message("None of {of} customers is at risk.", of=Count(found.of))
    if n < FEWEST:
        return message("Too few customers at risk to judge: {n} of {of}.", n=Count(n), of=Count(found.of))
    return message("{money} stand at stake with {n} customers at risk.", money=_total(found, found.stake), n=Count(n))


def _figures(found: Risky) -> Iterator[Figure]:
    n = len(found.stake)
    if n < FEWEST:
        return
    student, wilson = interval_in_words("student"), interval_in_words("wilson")
    yield Figure("stake", message("At stake"), _total(found, found.stake), n, method=student, definition=STAKE)
    part = share_interval(n, found.of)
    yield Figure(
        "risk", message("Share of customers at risk"), Estimate(part.share, part.low, part.high, Kind.SHARE), found.of,
        method=wilson,
    )  # fmt: skip
    why = share_interval(int(np.isin(found.reason, ("dissatisfied", "disloyal")).sum()), n)
    yield Figure(
        "reason", message("Said why, or that they go"), Estimate(why.share, why.low, why.high, Kind.SHARE), n,
        method=wilson,
    )  # fmt: skip


def _total(found: Risky, stake: NDArray[np.float64]) -> Estimate:
    mean = mean_of(Sample.of(stake), 0.95)
    n, low = len(stake), max(0.0, mean.low)
    return Estimate(n * mean.mean, n * low, n * mean.high, Kind.MONEY, found.currency)


def _cells(found: Risky, rows: NDArray[np.bool_]) -> tuple[Cell, ...]:
    stake, n = found.stake[rows], int(rows.sum())
    part = share_interval(n, len(rows))
    cells: tuple[Cell, ...] = (Missing(TOO_FEW), Missing(TOO_FEW))
    if n >= FEWEST:
        mean = mean_of(Sample.of(stake), 0.95)
        each = Estimate(mean.mean, max(0.0, mean.low), mean.high, Kind.MONEY, found.currency)
        cells = (_total(found, stake), each)
    return (*cells, Count(n), share(part.share, part.low, part.high))


def _table(key: str, head: Message, rows: tuple[Row, ...]) -> Table:
    return Table(
        key,
        (
            Column(key, head, numeric=False),
            Column("stake", message("At stake")),
            Column("mean", message("With each of them")),
            Column("n", message("Customers")),
            Column("share", message("Share")),
        ),
        rows,
    )


def _rows(found: Risky, place: NDArray[np.str_], names: Mapping[str, Words], whom: str) -> list[Row]:
    """The most at stake first; kinds that nobody is of stay out."""
    sums = {key: float(found.stake[place == key].sum()) for key in names if (place == key).any()}
    order = sorted(sums, key=lambda key: -sums[key])
    return [Row(key, names[key], _cells(found, place == key), whom=found.whom(**{whom: key})) for key in order]


def _reasons(found: Risky) -> Section:
    return Section(
        "reasons",
        message("Why they may go"),
        table=_table("reasons", message("Reason"), tuple(_rows(found, found.reason, REASONS, "reason"))),
        chart=ChartKind.BARS,
        caption=message("The first that fits: a low last rating or the type of loyalty, then silence."),
        definition=STAKE,
    )


def _types(found: Risky) -> Section:
    names: dict[str, Words] = {one.value: one.words for one in LoyaltyType}
    return Section(
        "types",
        message("Which kind of loyal they are"),
        table=_table("types", message("Type"), tuple(_rows(found, found.type, names, "type"))),
        chart=ChartKind.BARS,
    )


def _silence(found: Risky) -> Section:
    """How well somebody can still be reached: who bought lately, and of whom it is known what went wrong."""
    band = np.select([found.silent <= days for _, days, _ in SILENCE], [key for key, _, _ in SILENCE], "unknown")
    told = np.isin(found.reason, ("dissatisfied", "disloyal"))
    rows = []
    for key, _, said in SILENCE:
        chosen = band == key
        n = int(chosen.sum())
        if n:
            why = share_interval(int((told & chosen).sum()), n)
            known: Cell = share(why.share, why.low, why.high) if n >= FEWEST else Missing(TOO_FEW)
            rows.append(Row(key, said, (*_cells(found, chosen), known), whom=found.whom(silent=key)))
    table = _table("silence", message("Last purchase"), tuple(rows))
    return Section(
        "silence",
        message("How long they have been silent"),
        table=Table(
            table.key, (*table.columns, Column("why", message("Of whom a reason is known"))), table.rows
        ),
        chart=ChartKind.BARS,
        caption=message("Who bought lately and said what went wrong is the easiest to talk to."),
    )  # fmt: skip


KEEP = Page(
    "keep",
    TITLE,
    message("Whom to keep: value if they stay, times risk"),
    keep,
    options=(Option("risk_from", message("At risk from a chance of, in percent"), 100 * RISK, low=0, high=100),),
)
