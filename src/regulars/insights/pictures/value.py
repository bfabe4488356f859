"""Pictures of what customers bring, what they cost, and what is still to be had."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from regulars.insights.pictures.cells import limited, share
from regulars.insights.report import ChartKind, Column, Row, Section, Table
from regulars.language import Count, Estimate, Kind, Message, Text, message
from regulars.methods import (
    Concentration,
    CrossSubsidy,
    Headroom,
    OutputInputRatio,
    Referrals,
    Rfm,
    Segment,
    ShareOfWallet,
    Tiers,
    WhaleCurve,
)
from regulars.methods.value.rfm import TITLES as SEGMENTS
from regulars.methods.value.tier_rules import TITLES

POINTS = 41


def concentration(result: Concentration) -> Section:
    """The share of the total that the best customers bring, against all bringing the same."""
    parts = np.linspace(0, 1, POINTS)
    rows = []
    for part in parts.tolist():
        held, low, high = 0.0, 0.0, 0.0
        if part:
            held, (low, high) = result.top_share(part), result.top_share_interval(part)
        rows.append(_point(part, held, low, high, Estimate(part, kind=Kind.SHARE)))
    top = result.top_share(0.2)
    low, high = result.top_share_interval(0.2)
    return Section(
        "concentration",
        message("Concentration of value"),
        message(
            "The best fifth of {n} customers bring {share} of the value; half of it comes from {people}.",
            n=Count(result.n),
            share=share(top, low, high),
            people=Count(result.holders_of(0.5)),
        ),
        table=Table(
            "concentration",
            (
                Column("name", message("Customers")),
                Column("x", message("Part of the customers, best first")),
                Column("y", message("Part of the value")),
                Column("reference", message("if all brought the same")),
            ),
            tuple(rows),
        ),
        chart=ChartKind.CURVE,
    )


def whale_curve(result: WhaleCurve) -> Section:
    """Profit added up from the best customer down; the end of the curve is all profit there is."""
    columns = (result.customers, result.held, result.held_low, result.held_high)
    rows = [
        Row(
            f"{part:g}",
            Text.of(f"{part:.1%}"),
            # As numbers: a share ends at 100 %, and this one does not.
            (Estimate(part, kind=Kind.SHARE), limited(100 * held, 100 * low, 100 * high), Estimate(100.0)),
        )
        for part, held, low, high in zip(*(column.tolist() for column in columns), strict=True)
    ]
    return Section(
        "whale_curve",
        message("Whale curve of profit"),
        _whale(result),
        table=Table(
            "whale_curve",
            (
                Column("name", message("Customers")),
                Column("x", message("Part of the customers, best first")),
                Column("y", message("Part of the profit, %")),
                Column("reference", message("all profit")),
            ),
            tuple(rows),
        ),
        chart=ChartKind.CURVE,
    )


def _whale(result: WhaleCurve) -> Message:
    if math.isnan(result.peak):
        return message("{n} customers together bring no profit.", n=Count(result.n))
    if not result.loss_makers:
        return message("None of {n} customers costs more than they bring.", n=Count(result.n))
    if result.peak < 1.005:
        return message(
            "{bad} of {n} customers cost more than they bring; together less than half a per cent of the profit.",
            bad=Count(round(result.loss_makers * result.n)),
            n=Count(result.n),
        )
    return message(
        "{good} of {n} customers bring {peak} of the profit; the others cost some of it again.",
        good=share(result.peak_at),
        n=Count(result.n),
        peak=share(result.peak, result.peak_low, result.peak_high),
    )


def output_input_ratio(result: OutputInputRatio) -> Section:
    """The whale curve of what is left after the cost to serve."""
    found = whale_curve(result.whale)
    return Section(
        "output_input_ratio",
        message("Margin for each unit of cost, and where it comes from"),
        message(
            "Each unit of cost to serve brings {ratio} of margin; {dear} of {n} customers cost more than they bring.",
            ratio=limited(result.ratio, result.ratio_low, result.ratio_high),
            dear=share(result.below_one, result.below_one_low, result.below_one_high),
            n=Count(result.n),
        ),
        table=found.table,
        chart=found.chart,
    )


def tiers(result: Tiers) -> Section:
    """The part of the value that each tier brings; grey where it is not told from its neighbour."""
    rows = []
    for at, name in enumerate(result.names):
        apart = [result.apart[place] for place in (at - 1, at) if 0 <= place < len(result.apart)]
        title = message(
            "{tier} ({part} of the customers)",
            tier=TITLES.get(name, name),
            part=share(result.customer_share[at]),
        )
        value = limited(result.value_share[at], result.value_share_low[at], result.value_share_high[at], Kind.SHARE)
        rows.append(Row(name, title, (value,), "above" if set(apart) == {"told apart"} else "same"))
    return Section(
        "tiers",
        message("Tiers of value"),
        message(
            "{part} of {n} customers, the best tier, bring {share} of the value; {open} might stand in another tier.",
            part=share(result.customer_share[0]),
            n=Count(result.n),
            share=limited(result.value_share[0], result.value_share_low[0], result.value_share_high[0], Kind.SHARE),
            open=Count(int(result.unclear_n.sum())),
        ),
        table=Table(
            "tiers",
            (Column("name", message("Tier"), numeric=False), Column("value", message("Part of the value"))),
            tuple(rows),
        ),
        chart=ChartKind.BARS,
    )


def cross_subsidy(result: CrossSubsidy) -> Section:
    """What each segment got beyond its part of the discounts, the giver first."""
    marks = {"pays for others": "weakest", "is paid for": "above"}
    order = np.argsort(result.transfer, kind="stable").tolist()
    rows = tuple(
        Row(
            result.names[at],
            Text.of(result.names[at]),
            (limited(result.transfer[at], result.transfer_low[at], result.transfer_high[at]),),
            marks.get(result.verdict[at], "same"),
        )
        for at in order
    )
    return Section(
        "cross_subsidy",
        message("Who pays for the discounts of others"),
        message(
            "Beyond an equal rate of {rate}, {moved} went from some segments of {n} customers to others.",
            rate=limited(result.overall_rate, result.overall_rate_low, result.overall_rate_high, Kind.SHARE),
            moved=Estimate(result.shifted, digits=0),
            n=Count(result.n),
        ),
        table=Table(
            "cross_subsidy",
            (Column("name", message("Segment"), numeric=False), Column("gap", message("Beyond its part"))),
            rows,
        ),
        chart=ChartKind.GAPS,
    )


def share_of_wallet(result: ShareOfWallet) -> Section:
    """Mean share, our part of all wallets, and those who buy from us only."""
    found = (
        ("mean", message("Mean share of wallet"), (result.mean, result.low, result.high)),
        (
            "together",
            message("Part of all wallets together"),
            (result.wallet_share, result.wallet_share_low, result.wallet_share_high),
        ),
        ("sole", message("Buy from us only"), (result.sole, result.sole_low, result.sole_high)),
    )
    rows = tuple(
        Row(key, name, (limited(*three, Kind.SHARE),), "above")
        for key, name, three in found
        if not math.isnan(three[0])
    )
    return Section(
        "share_of_wallet",
        message("Share of wallet"),
        message(
            "{n} customers spend {mean} of their money for such things with us on average.",
            n=Count(result.n),
            mean=share(result.mean, result.low, result.high),
        ),
        table=Table(
            "share_of_wallet",
            (Column("name", message("Share"), numeric=False), Column("share", message("Share"))),
            rows,
        ),
        chart=ChartKind.BARS,
    )


def headroom(result: Headroom) -> Section:
    """The headroom of each group of look-alikes, the largest first."""
    order = sorted(range(len(result.names)), key=lambda at: -np.nan_to_num(result.room[at]))
    rows = tuple(
        Row(
            result.names[at],
            message("all") if result.names == ("all",) else Text.of(result.names[at]),
            (limited(result.room[at], result.room_low[at], result.room_high[at]),),
            "above",
        )
        for at in order
        if not math.isnan(result.room[at])
    )
    return Section(
        "headroom",
        message("Headroom of the middle tier"),
        message(
            "{some} of {all} customers of the middle tier bring less than the better of those like them: {room} in "
            "all.",
            some=Count(result.with_room),
            all=Count(result.middle_n),
            room=limited(result.headroom, result.headroom_low, result.headroom_high),
        ),
        table=Table(
            "headroom",
            (Column("name", message("Look-alikes"), numeric=False), Column("room", message("Headroom"))),
            rows,
        ),
        chart=ChartKind.BARS,
    )


def referrals(result: Referrals) -> Section:
    """Mean value of those who came by referral and of the others."""
    found = (
        (
            "referred",
            message("Came by referral"),
            (result.mean_referred, result.mean_referred_low, result.mean_referred_high),
        ),
        ("others", message("Others"), (result.mean_others, result.mean_others_low, result.mean_others_high)),
    )
    marks = {"clearly higher": ("above", "same"), "clearly lower": ("same", "above")}.get(result.worth_verdict)
    rows = tuple(
        Row(key, name, (limited(*three),), marks[at] if marks else "same")
        for at, (key, name, three) in enumerate(found)
        if not math.isnan(three[0])
    )
    sentences = {
        "clearly higher": message("Customers who came by referral are worth clearly more than others."),
        "clearly lower": message("Customers who came by referral are worth clearly less than others."),
        "too few to judge": message("Too few came by referral to compare what they are worth."),
    }
    return Section(
        "referrals",
        message("What referred customers are worth"),
        sentences.get(
            result.worth_verdict,
            message("There is no clear difference in worth between referred customers and others."),
        ),
        table=Table(
            "referrals",
            (Column("name", message("Customers"), numeric=False), Column("value", message("Mean value"))),
            rows,
        ),
        chart=ChartKind.BARS,
        caption=message(
            "{share} of {n} customers came by referral; {some} brought somebody.",
            share=share(result.referred, result.referred_low, result.referred_high),
            n=Count(result.n),
            some=share(result.referring, result.referring_low, result.referring_high),
        ),
    )


def rfm(result: Rfm) -> Section:
    """How many customers stand in each segment."""
    rows = tuple(
        Row(
            kind.value,
            SEGMENTS[kind],
            (Estimate(result.segments[kind.value] / result.n, kind=Kind.SHARE, digits=1),),
            "above" if kind in (Segment.KEY, Segment.KEY_DEVELOP, Segment.KEY_KEEP, Segment.KEY_WIN_BACK) else "same",
        )
        for kind in Segment
    )
    return Section(
        "rfm",
        message("Segments by recency, frequency and value"),
        message(
            "{key} of {n} customers are key customers; {back} key customers are to be won back.",
            key=Count(result.segments[Segment.KEY.value]),
            n=Count(result.n),
            back=Count(result.segments[Segment.KEY_WIN_BACK.value]),
        ),
        table=Table(
            "rfm",
            (Column("name", message("Segment"), numeric=False), Column("share", message("Share of the customers"))),
            rows,
        ),
        chart=ChartKind.BARS,
    )


def _point(part: float, held: float, low: float, high: float, reference: Estimate) -> Row:
    cells = (Estimate(part, kind=Kind.SHARE), limited(held, low, high, Kind.SHARE), reference)
    return Row(f"{part:g}", Text.of(f"{part:.1%}"), cells)


VALUE_PICTURES: Mapping[str, Callable[[Any], Section]] = {
    "concentration": concentration,
    "cross_subsidy": cross_subsidy,
    "headroom": headroom,
    "output_input_ratio": output_input_ratio,
    "referrals": referrals,
    "rfm": rfm,
    "share_of_wallet": share_of_wallet,
    "tiers": tiers,
    "whale_curve": whale_curve,
}
