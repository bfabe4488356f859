"""The commands about which kind of loyal customers are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from regulars.cli.calculations import options
from regulars.cli.calculations.table import CONFIDENCE, MISSING, RESAMPLING, SCALE, Calculation, Setting, Take
from regulars.language import message

LOYALTY_SCALE = Setting(
    "loyalty_scale", "--loyalty-scale", "LOW-HIGH", message("Scale of loyalty, if it is another one."), options.scale
)

FEWER_RESAMPLES = (replace(RESAMPLING[0], default="500"), RESAMPLING[1])
BOTH = (
    Take(
        "satisfaction",
        "--satisfaction",
        message("Column with satisfaction; name several with commas, or repeat the option."),
        many=True,
    ),
    Take(
        "loyalty",
        "--loyalty",
        message("Column with loyalty, such as “would come back”; several as for satisfaction."),
        many=True,
    ),
)
LOYALTY_CUTS = (
    Setting(
        "satisfied_from",
        "--satisfied-from",
        "ANSWER",
        message("Lowest answer that is satisfied; three quarters up the scale, if not given."),
        options.decimal,
    ),
    Setting(
        "loyal_from",
        "--loyal-from",
        "ANSWER",
        message("Lowest answer that is loyal; three quarters up the scale, if not given."),
        options.decimal,
    ),
)


def _stage_tables(result: Any) -> dict[str, Any]:
    """The moves as columns, and who fell silent."""
    leaks = result.leak_list()
    return {
        "moved_from": list(result.names),
        **{f"to_{name}": result.move[:, at] for at, name in enumerate(result.names)},
        "leaked": [customer for customer, _, _ in leaks],
        "leaked_from": [stage for _, stage, _ in leaks],
        "leaked_since": [day for _, _, day in leaks],
    }


LOYALTY_CALCULATIONS: tuple[Calculation, ...] = (
    Calculation(
        "loyalty_types",
        message("Loyalists, mercenaries, hostages and defectors: satisfaction and loyalty together."),
        (
            *BOTH,
            Take(
                "tells_others",
                "--tells-others",
                message("Column: 1 for customers seen to recommend or to warn, else 0."),
                required=False,
            ),
            Take(
                "leaving",
                "--leaving",
                message("Column: 1 for customers who intend to change, else 0."),
                required=False,
            ),
        ),
        (
            SCALE,
            LOYALTY_SCALE,
            *LOYALTY_CUTS,
            Setting(
                "extreme",
                "--extreme",
                "SHARE",
                message("Part of the scale at either end that is the very top or bottom."),
                options.decimal,
                "0",
            ),
            Setting(
                "reliability",
                "--reliability",
                "SHARE",
                message("Reliability of the answers, 0 to 1; alpha of several columns, if not given."),
                options.decimal,
            ),
        ),
        counted=message("Customers who answered both"),
        shown=(
            *("counts", "shares", "shares_low", "shares_high", "corrected"),
            *("type_satisfaction", "type_loyalty"),
            *("moves", "moved", "moved_low", "moved_high"),
        ),
        begins=("moves",),
        draws=True,
        more=lambda result: {
            "types": [str(kind) for kind in result.type],
            "probabilities": result.probability,
            "types_clear": result.clear,
        },
    ),
    Calculation(
        "stages",
        message("Six stages of loyalty, from dated events: who stands where, moves on, or falls silent."),
        (
            Take("customer", "--customer", message("Column with the customer id.")),
            Take("day", "--day", message("Column with the date or time.")),
            Take(
                "event",
                "--event",
                message("Column with the kind of event, as the page names them; all are purchases, if not given."),
                required=False,
            ),
            Take(
                "amount",
                "--amount",
                message("Column with the amount: days that come to nothing are no purchase."),
                required=False,
            ),
        ),
        (
            Setting(
                "until",
                "--until",
                "DATE",
                message("Last day that counts, such as 2026-11-22; else the last one in the file."),
                options.day,
            ),
            Setting(
                "client_from",
                "--client-from",
                "N",
                message("From how many days with a purchase on a customer is a client."),
                options.whole,
                "4",
            ),
            Setting(
                "inactive_after",
                "--inactive-after",
                "DAYS",
                message("Days of silence after which a customer is inactive."),
                options.whole,
                "180",
            ),
            Setting("every", "--every", "DAYS", message("Days between two looks at the stages."), options.whole, "30"),
            MISSING,
            CONFIDENCE,
        ),
        samples=False,
        shown=(
            *("names", "now", "share", "share_low", "share_high", "stay", "stay_low", "stay_high", "leaks"),
            *(
                "moved_from",
                "to_suspect",
                "to_prospect",
                "to_first_time",
                "to_repeat",
                "to_client",
                "to_advocate",
                "to_inactive",
            ),
            *("leaked", "leaked_from", "leaked_since"),
        ),
        begins=("moved_from", "leaked"),
        more=_stage_tables,
        draws=True,
    ),
    Calculation(
        "hostage_flip",
        message("What if the hostages were set free? Who would turn away, and what would that cost."),
        (
            *BOTH,
            Take("held", "--held", message("Column: 1 for customers who cannot easily go, else 0."), required=False),
            Take("value", "--value", message("Column with the value of each customer."), required=False),
        ),
        (SCALE, LOYALTY_SCALE, *LOYALTY_CUTS, MISSING, CONFIDENCE, *FEWER_RESAMPLES),
        samples=False,
        shown=("today", "freed", "freed_low", "freed_high"),
        draws=True,
    ),
    Calculation(
        "loyalty_measure",
        message("Index of loyalty from attitude and behaviour, with both shown."),
        (
            Take(
                "attitude",
                "--attitude",
                message("Column with attitude, such as “would recommend”; name several with commas."),
                many=True,
            ),
            Take(
                "behaviour",
                "--behaviour",
                message("Column with behaviour, such as share of wallet; name several with commas."),
                many=True,
            ),
        ),
        (
            SCALE,
            Setting(
                "behaviour_scale",
                "--behaviour-scale",
                "LOW-HIGH",
                message("Scale of behaviour, if it is another one, such as 0-1."),
                options.scale,
            ),
            Setting(
                "attitude_weight",
                "--attitude-weight",
                "SHARE",
                message("What attitude counts in the index."),
                options.decimal,
                "0.5",
            ),
            Setting(
                "favourable_from",
                "--favourable-from",
                "ANSWER",
                message("Lowest attitude that is high; three quarters up the scale, if not given."),
                options.decimal,
            ),
            Setting(
                "repeat_from",
                "--repeat-from",
                "ANSWER",
                message("Lowest behaviour that is high; three quarters up its scale, if not given."),
                options.decimal,
            ),
        ),
        counted=message("Customers who answered both"),
        shown=("shares", "shares_low", "shares_high"),
        more=lambda result: {"kinds": result.kind, "indices": result.each},
        draws=True,
    ),
)
