"""The commands about what customers bring, what they cost, and what is still to be had."""

from __future__ import annotations

from typing import Any

from regulars.cli.calculations import options
from regulars.cli.calculations.table import CONFIDENCE, COUNTS, MISSING, Calculation, Setting, Take
from regulars.language import message

VALUE = Take("value", "--column", message("Column with the value of each customer."))
PARTS = Setting(
    "parts",
    "--parts",
    "SHARES",
    message("Parts of the customers in the upper tiers, the best first, such as 0.2,0.3."),
    options.decimals,
    "0.2,0.3",
)
CUTS = Setting(
    "cuts",
    "--cuts",
    "VALUES",
    message("Instead of parts, the lowest value of each upper tier, falling, such as 1000,200."),
    options.decimals,
)


def _moves(result: Any) -> dict[str, Any]:
    """The labels of the customers, and the moves between tiers as columns."""
    moved = {f"tier_to_{at + 1}": result.move[:, at] for at in range(len(result.names))} if result.moves.any() else {}
    return {
        **({"tier_from": list(result.names), **moved} if moved else {}),
        "tiers": result.tier,
        "tiers_unclear": result.unclear,
        "tiers_could_be": result.could_be,
    }


VALUE_CALCULATIONS: tuple[Calculation, ...] = (
    Calculation(
        "tiers",
        message("Premium, middle and low: tiers by value, with a guard against labels that chance wrote."),
        (
            VALUE,
            Take("low", "--low", message("Column with the lower limit of each value."), required=False),
            Take("high", "--high", message("Column with the upper limit of each value."), required=False),
            Take("before", "--before", message("Column with the value in the period before."), required=False),
        ),
        (
            PARTS,
            CUTS,
            Setting(
                "names",
                "--names",
                "NAMES",
                message("Names of the tiers, the best first."),
                lambda _, text: options.codes(text),
            ),
            MISSING,
            CONFIDENCE,
        ),
        samples=False,
        shown=(
            *("names", "tier_n", "customer_share", "value_share", "value_share_low", "value_share_high"),
            *("mean", "mean_low", "mean_high", "unclear_n"),
            "apart",
            *("tier_from", "tier_to_1", "tier_to_2", "tier_to_3"),
        ),
        begins=("apart", "tier_from"),
        more=_moves,
        draws=True,
    ),
    Calculation(
        "whale_curve",
        message("How much profit do the good customers bring, and how much of it do others cost again?"),
        (Take("profit", "--column", message("Column with the net profit of each customer.")), COUNTS),
        (MISSING, CONFIDENCE),
        samples=False,
        shown=(),
        draws=True,
    ),
    Calculation(
        "output_input_ratio",
        message("Which customers bring more than they cost to serve? Margin over cost, and the whale curve."),
        (
            Take("margin", "--margin", message("Column with what each customer brings before the cost to serve.")),
            Take(
                "cost",
                "--cost",
                message("Column with the cost to serve; or, with --rates, those with the number of each activity."),
                many=True,
            ),
        ),
        (
            Setting(
                "rates",
                "--rates",
                "COSTS",
                message("What one of each activity costs, such as “calls=3, visits=80”."),
                options.targets,
            ),
            MISSING,
            CONFIDENCE,
        ),
        samples=False,
        shown=(),
        more=lambda result: {"ratios": result.each, "net_profits": result.net},
        draws=True,
    ),
    Calculation(
        "cross_subsidy",
        message("Do loyal customers pay for the discounts of others, and how much?"),
        (
            Take("segment", "--group", message("Column with the segment of each customer.")),
            Take("spent", "--spent", message("Column with purchases at list price, before discounts.")),
            Take("discount", "--discount", message("Column with the discounts that the customer got.")),
        ),
        (MISSING, CONFIDENCE),
        samples=False,
        shown=(
            *("names", "people", "spent", "discount", "segment_rate"),
            *("transfer", "transfer_low", "transfer_high", "verdict"),
        ),
        draws=True,
    ),
    Calculation(
        "share_of_wallet",
        message("Share of wallet: how much of what customers spend on such things do they spend with us?"),
        (
            Take("spent", "--spent", message("Column with what each customer spends with us."), required=False),
            Take("wallet", "--wallet", message("Column with what the customer spends altogether."), required=False),
            Take(
                "rank", "--rank", message("Instead, column with the rank that the customer gives us."), required=False
            ),
            Take(
                "brands",
                "--brands",
                message("Column with the number of brands that the customer uses."),
                required=False,
            ),
        ),
        (MISSING, CONFIDENCE),
        samples=False,
        shown=(),
        more=lambda result: {"customer_shares": result.each, "customer_rooms": result.room},
        draws=True,
    ),
    Calculation(
        "referrals",
        message("Who came through other customers, what are they worth, and who brings them? One row a customer."),
        (
            Take("customer", "--customer", message("Column with the customer id.")),
            Take("referred_by", "--by", message("Column with the id of the customer through whom this one came.")),
            VALUE,
            Take(
                "recommend",
                "--recommend",
                message("Column with the answers to “would you recommend us?”, 0 to 10."),
                required=False,
            ),
        ),
        (MISSING, CONFIDENCE),
        samples=False,
        shown=(
            *("class_names", "class_n", "class_referring", "class_referring_low", "class_referring_high"),
            *("referrer_names", "brought_n", "brought_value"),
        ),
        begins=("referrer_names",),
        draws=True,
    ),
    Calculation(
        "headroom",
        message("What more might customers of the middle tier bring, if they were as the better of those like them?"),
        (
            VALUE,
            Take(
                "alike", "--group", message("Column with the group of customers who could buy alike."), required=False
            ),
        ),
        (
            Setting(
                "reach",
                "--reach",
                "SHARE",
                message("Part of the look-alikes below the target."),
                options.decimal,
                "0.75",
            ),
            PARTS,
            CUTS,
            MISSING,
            CONFIDENCE,
        ),
        samples=False,
        shown=(
            *("names", "alike_n", "group_middle", "target", "target_low", "target_high"),
            *("room", "room_low", "room_high"),
        ),
        more=lambda result: {"customer_rooms": result.each},
        draws=True,
    ),
)
