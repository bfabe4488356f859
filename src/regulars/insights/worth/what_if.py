"""What would more, or fewer, customers kept be worth, from own margins? Arithmetic that is shown, and no forecast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from regulars.insights.pictures.cells import share
from regulars.insights.report import Cell, ChartKind, Column, Figure, Report, Row, Section, Source, Table, Words
from regulars.insights.wording import interval_in_words
from regulars.insights.worth.keeping import PERIODS, Kept, kept_of
from regulars.insights.worth.pages import Option, Page, Wish
from regulars.insights.worth.subsidy import subsidy_sections
from regulars.insights.worth.textbook_page import YEARS, resamples
from regulars.insights.worth.value_page.tiers import money_cell
from regulars.language import Count, Day, Estimate, Kind, Message, Missing, Text, message
from regulars.methods import RetentionWhatIf, share_interval, tiers
from regulars.methods.errors import MethodError
from regulars.methods.leaving.retention_whatif import Drawn, with_points
from regulars.methods.leaving.retention_whatif import drawn as resampled
from regulars.methods.value.tier_rules import NAMES as TIER_NAMES
from regulars.methods.value.tier_rules import TITLES

if TYPE_CHECKING:
    from regulars.facts import Facts

KEY = "what-if"
TITLE = message("What if more customers stayed?")
POINTS = 5.0
STEPS = (-10.0, -5.0, -2.0, 2.0, 5.0, 10.0)
FEWEST = 30  # customers of a tier before anything is told of it
LENGTHS = {"": message("as long as the purchases allow")} | {key: words for key, (_, words) in PERIODS.items()}
NO_LAW = message(
    "The textbook’s 25 to 85% more profit for five points more retention is no law: it was worked out for some firms "
    "by this very arithmetic, not measured, and is criticised as a thought experiment."
)


def what_if(facts: Facts, wish: Wish) -> Report:
    """The report: the gain by the points asked for, by tier and by other points, its formula, and cross-subsidy."""
    margin = wish.number("margin")
    kept = kept_of(facts, wish, period=wish.word("period"), margin=None if margin is None else margin / 100)
    others = tuple(subsidy_sections(facts, wish))
    if isinstance(kept, Message) or not len(kept):
        why = kept if isinstance(kept, Message) else message("No customer looked at bought in the period before.")
        return _report(wish, why, None, (), others, None)
    points = (POINTS if wish.number("points") is None else wish.number("points") or 0.0) / 100
    drawn = _drawn(kept)
    if isinstance(drawn, Message):
        return _report(wish, drawn, None, (), others, kept)
    found = _asked(drawn, kept, wish, points)
    if isinstance(found, Message):
        return _report(wish, found, None, (), others, kept)
    enough = found.n >= found.minimum_n
    few = message("Too few customers to judge: {n}, it takes {needed}.", n=found.n, needed=found.minimum_n)
    sections = (*_by_tier(kept, wish, points), _by_points(drawn, kept, wish), _formula(kept, found))
    return _report(
        wish,
        _conclusion(kept, found) if enough else few,
        _reason(kept, found),
        tuple(_figures(kept, found)),
        (*sections, *others),
        kept,
        (*found.notes, NO_LAW, _assumed()),
    )


def _report(
    wish: Wish,
    conclusion: Message,
    reason: Message | None,
    figures: tuple[Figure, ...],
    sections: tuple[Section, ...],
    kept: Kept | None,
    notes: tuple[Message, ...] = (),
) -> Report:
    source = Source("purchases", 0 if kept is None else len(kept), as_of=None if kept is None else kept.end)
    return Report(KEY, TITLE, conclusion, reason, figures, sections, source, notes, wish.scope.to_dict())


def _asked(drawn: Drawn, kept: Kept, wish: Wish, points: float) -> RetentionWhatIf | Message:
    """The method with these points; the reason where it refuses."""
    discount = wish.number("discount")
    try:
        return with_points(
            drawn,
            points=points,
            periods=kept.periods_in(wish.number("years") or YEARS),
            discount_rate=kept.rate(wish.terms.discount_rate if discount is None else discount / 100),
        )
    except MethodError as error:
        return error.message


def _drawn(kept: Kept, groups: np.ndarray[tuple[int], np.dtype[np.str_]] | None = None) -> Drawn | Message:
    """Once for all points; the reason where there is nothing to draw from."""
    try:
        return resampled(kept.kept, kept.margin, groups=groups, n_resamples=resamples(len(kept)))
    except MethodError as error:
        return error.message


def _conclusion(kept: Kept, found: RetentionWhatIf) -> Message:
    if not np.isfinite(found.gain_share):
        return message("Customers who bring no margin are worth nothing more if they stay.")
    changed = {
        "points": _points(found.points_added),
        "part": Estimate(found.gain_share, found.gain_share_low, found.gain_share_high, Kind.SHARE),
        "money": _gain(kept, found),
    }
    if found.points_added < 0:
        return message(
            "{points} of retention would change the value of these customers by {part}, {money} in all.", **changed
        )
    return message(
        "{points} of retention would change the value of these customers by {part}, {money} in all, before what it "
        "costs.",
        **changed,
    )


def _reason(kept: Kept, found: RetentionWhatIf) -> Message:
    return message(
        "Of {n} customers who bought from {start} to {middle}, {share} bought again until {end}. Margin: {basis}.",
        n=Count(found.n),
        start=Day(kept.start),
        middle=Day(kept.middle),
        end=Day(kept.end),
        share=Estimate(float(found.retention[0]), kind=Kind.SHARE, digits=0),
        basis=kept.basis,
    )


def _figures(kept: Kept, found: RetentionWhatIf) -> Iterator[Figure]:
    method, points = interval_in_words(found.interval), _points(found.points_added)
    if np.isfinite(found.gain_share):
        yield Figure(
            "gain_share",
            message("Change of the customers’ value"),
            Estimate(found.gain_share, found.gain_share_low, found.gain_share_high, Kind.SHARE),
            found.n,
            found.n_missing,
            method,
            note=message("by {points}", points=points),
        )
    yield Figure(
        "total_gain",
        message("Profit more or less"),
        _gain(kept, found),
        found.n,
        found.n_missing,
        method,
        note=message("{count} periods, each of {length}", count=found.periods, length=kept.length),
        exact_digits=0,
    )  # fmt: skip
    rate = share_interval(round(float(found.retention[0]) * found.n), found.n)
    yield Figure(
        "retention",
        message("Bought again in the next period"),
        Estimate(rate.share, rate.low, rate.high, Kind.SHARE, digits=0),
        found.n,
        method=interval_in_words(rate.interval),
        note=message("a period is {length}", length=kept.length),
    )


def _points(added: float) -> Message:
    size = Estimate(abs(100 * added), digits=0 if round(100 * added, 6) == round(100 * added) else 1)
    return message("{points} points less", points=size) if added < 0 else message("{points} points more", points=size)


def _by_tier(kept: Kept, wish: Wish, points: float) -> Iterator[Section]:
    """Tiers by what customers had brought before it was seen who came back: else those who stayed were the best."""
    title = message("By value tier")
    try:
        tier = tiers(kept.net, parts=wish.grades.parts).tier
    except MethodError as error:
        yield Section("tiers", title, error.message)
        return
    drawn = _drawn(kept, tier)
    found = drawn if isinstance(drawn, Message) else _asked(drawn, kept, wish, points)
    if isinstance(found, Message):
        yield Section("tiers", title, found)
        return
    order = sorted(range(len(found.part_names)), key=lambda at: _place(found.part_names[at]))
    yield Section(
        "tiers",
        title,
        table=Table(
            "tiers",
            (
                Column("tier", message("Tier"), numeric=False),
                Column("gain", message("Gain for one customer")),
                Column("n", message("Customers")),
                Column("kept", message("Bought again")),
                Column("margin", message("Margin of a period")),
                Column("value", message("Value of one now")),
                Column("total", message("Gain of all")),
            ),
            tuple(_tier(kept, found, at) for at in order),
        ),
        chart=ChartKind.GAPS if points < 0 else ChartKind.BARS,
        caption=message("Where so many points cannot be, fewer were counted.") if any(found.part_capped) else None,
        definition=message(
            "Tiers by what customers brought in the period before, not by what is expected now: who left is expected "
            "to bring little because they left. Each tier has its own retention and margin, so that the gains of the "
            "tiers do not add up to that of all together. The gain is the most that may be spent on one customer."
        ),
    )


def _place(name: str) -> int:
    return TIER_NAMES.index(name) if name in TIER_NAMES else len(TIER_NAMES)


def _tier(kept: Kept, found: RetentionWhatIf, at: int) -> Row:
    n, name = int(found.part_n[at]), found.part_names[at]
    words: Words = TITLES.get(name) or Text.of(name)
    if n < FEWEST:
        few = Missing(message("too few to judge"))
        return Row(name, words, (few, Count(n), few, few, few, few))
    gain, low, high = float(found.gain[at]), float(found.gain_low[at]), float(found.gain_high[at])
    rate = share_interval(round(float(found.retention[at]) * n), n)
    cells: tuple[Cell, ...] = (
        money_cell(gain, low, high, currency=kept.currency),
        Count(n),
        share(rate.share, rate.low, rate.high),
        _money(float(found.mean_margin[at]), kept),
        _money(float(found.value_now[at]), kept),
        money_cell(n * gain, n * low, n * high, currency=kept.currency),
    )
    return Row(name, words, cells, "above")


def _gain(kept: Kept, found: RetentionWhatIf) -> Estimate:
    return Estimate(found.total_gain, found.total_gain_low, found.total_gain_high, Kind.MONEY, kept.currency)


def _money(value: float, kept: Kept) -> Estimate:
    return Estimate(value, kind=Kind.MONEY, currency=kept.currency, digits=0)


def _by_points(drawn: Drawn, kept: Kept, wish: Wish) -> Section:
    """The same for other points, lost and won."""
    rows = []
    for step in STEPS:
        found = _asked(drawn, kept, wish, step / 100)
        if isinstance(found, Message) or not np.isfinite(found.gain_share):
            continue
        gained = share(found.gain_share, found.gain_share_low, found.gain_share_high, 1)
        total = _money(found.total_gain, kept)
        mark = "weakest" if step < 0 else "above"
        capped = message("fewer: nobody can keep more than all or fewer than none") if any(found.part_capped) else ""
        name = _points(step / 100)
        rows.append(Row(f"{step:g}", message("{one}, {other}", one=name, other=capped) if capped else name,
                        (gained, total), mark))  # fmt: skip
    title = message("Points more and points less")
    if not rows:
        return Section("points", title, message("Customers who bring no margin are worth nothing more if they stay."))
    return Section(
        "points",
        title,
        table=Table(
            "points",
            (
                Column("points", message("Retention"), numeric=False),
                Column("gap", message("Change of the customers’ value")),
                Column("total", message("Profit more or less")),
            ),
            tuple(rows),
            mark_names={"weakest": message("lost"), "above": message("gained")},
        ),
        chart=ChartKind.GAPS,
    )


def _formula(kept: Kept, found: RetentionWhatIf) -> Section:
    rows: tuple[tuple[str, Message, Cell], ...] = (
        ("retention", message("Retention: bought again, of those who had bought"),
         Estimate(float(found.retention[0]), kind=Kind.SHARE)),
        ("margin", message("Margin of one customer in a period"), _money(float(found.mean_margin[0]), kept)),
        ("periods", message("Periods"), message("{count}, each {length}", count=Count(found.periods),
                                                length=kept.length)),
        ("rate", message("Discount rate of a period"), Estimate(found.discount_rate, kind=Kind.SHARE)),
        ("now", message("Value of one customer now"), _money(float(found.value_now[0]), kept)),
        ("then", message("With {points}", points=_points(found.points_added)),
         _money(float(found.value_now[0] + found.gain[0]), kept)),
        ("customers", message("Customers"), Count(found.n)),
        ("total", message("Change for all of them"), _money(found.total_gain, kept)),
    )  # fmt: skip
    return Section(
        "formula",
        message("How it is worked out"),
        message(
            "Value of one customer = margin × (1 + q + q² + … ), with as many terms as there are periods; "
            "q = retention / (1 + discount rate). What changes is retention alone."
        ),
        table=Table(
            "formula",
            (Column("assumption", message("Assumption"), numeric=False), Column("value", message("Taken as"))),
            tuple(Row(key, name, (cell,)) for key, name, cell in rows),
        ),
        definition=message(
            "The interval says how well retention and margin of these customers are known (bootstrap, 95%). Whether "
            "the points can be reached, and what reaching them costs, it does not say: try a measure with a hold-out."
        ),
    )


def _assumed() -> Message:
    return message(
        "Assumed: retention and margin stay as they are, and those kept in addition bring as much as the others. "
        "Usually they bring less. New customers are not in it."
    )


WHAT_IF = Page(
    KEY,
    TITLE,
    message("What some points of retention would mean for profit, from your own margins"),
    what_if,
    options=(
        Option("points", message("Points of retention"), POINTS, low=-50, high=50,
               hint=message("Below 0 they are lost.")),
        Option("margin", message("Margin, % of revenue"), low=0, high=100,
               hint=message("Empty: that of the company, else what purchases cost.")),
        Option("years", message("Years ahead"), YEARS, low=1, high=30),
        Option("discount", message("Discount rate, % a year"), low=0, high=100,
               hint=message("Empty: that of the company.")),
        Option("period", message("A period is"), "", choices=LENGTHS),
    ),
)  # fmt: skip
