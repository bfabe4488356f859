"""The commands about service: expectations against experience, problems, and types of service."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from regulars.cli.calculations import options
from regulars.cli.calculations.table import DIMENSIONS, MORE_RESAMPLING, SCALE, Calculation, Setting, Take
from regulars.language import message


def _line(flag: str, text: str) -> float | tuple[float, ...]:
    """One line for both dimensions, or one for each."""
    found = options.decimals(flag, text)
    return found[0] if len(found) == 1 else found


def _points(chosen: dict[str, Any]) -> dict[str, list[str]]:
    """Points that are names of columns stand in the file; the setting then gives way to the columns."""
    given = chosen.get("weights_given", ())
    if not any(isinstance(part, str) for part in given):
        return {}
    return {"weights_given": list(chosen.pop("weights_given"))}


SERVICE_CALCULATIONS: tuple[Calculation, ...] = (
    Calculation(
        "disconfirmation",
        message("Did customers get less than they expected, about that, or more? For one attribute."),
        (
            Take("expectation", "--expectation", message("Column with what was expected.")),
            Take("performance", "--performance", message("Column with what was experienced.")),
        ),
        (
            SCALE,
            Setting(
                "tolerance",
                "--tolerance",
                "POINTS",
                message("Gaps up to this many points of the scale count as what was expected."),
                options.decimal,
                "0",
            ),
        ),
        draws=True,
    ),
    Calculation(
        "service_gaps",
        message("SERVQUAL: perceptions less expectations by item, by dimension, overall; without them SERVPERF."),
        (
            Take(
                "expectations",
                "--expectation",
                message("Column with what was expected of one item; name several with commas, or repeat the option."),
                many=True,
                required=False,
            ),
            Take(
                "perceptions",
                "--perception",
                message("Column with what was found of one item, in the same order."),
                many=True,
            ),
        ),
        (
            DIMENSIONS,
            Setting(
                "weights_given",
                "--points",
                "NUMBERS|NAMES",
                message("100 points shared out among the dimensions: numbers, or columns with each respondent’s own."),
                options.words_or_decimals,
            ),
            replace(SCALE, default="1-7"),
        ),
        shown=(
            *("dimensions", "dimension_gap", "dimension_low", "dimension_high", "importance"),
            *("names", "dimension_of", "item_gap", "item_low", "item_high", "item_n"),
        ),
        implied=_points,
        draws=True,
    ),
    Calculation(
        "service_type",
        message("Freezer, factory, friendly zoo or quality: how staff treat customers, and how the system works."),
        (
            Take(
                "personal",
                "--personal",
                message("Column about staff; name several with commas, or repeat the option."),
                many=True,
            ),
            Take(
                "procedural",
                "--procedural",
                message("Column about the system; name several with commas, or repeat the option."),
                many=True,
            ),
            Take("units", "--unit", message("Column with the team, branch or agent."), required=False),
        ),
        (
            SCALE,
            Setting(
                "cut",
                "--line",
                "POINTS",
                message("Score from 0 to 100 that is high; two, such as 60,50, for staff and system apart."),
                _line,
                "50",
            ),
            Setting(
                "shift",
                "--shift",
                "POINTS",
                message("How far both lines are moved to see what hangs on them."),
                options.decimal,
                "5",
            ),
        ),
        draws=True,
        shown=(
            *("names", "type", "personal", "procedural"),
            *("chance_freezer", "chance_factory", "chance_friendly_zoo", "chance_quality"),
        ),
    ),
    Calculation(
        "quality_agreement",
        message("Does our own quality score say what customers say? One row for each case with both."),
        (
            Take("internal", "--internal", message("Column with our own score of the case.")),
            Take("customer", "--customer", message("Column with what the customer said.")),
            Take("units", "--unit", message("Column with the team, site or agent."), required=False),
        ),
        (
            Setting(
                "internal_scale",
                "--internal-scale",
                "LOW-HIGH",
                message("Lowest and highest internal score."),
                options.scale,
                "0-100",
            ),
            SCALE,
            *MORE_RESAMPLING,
        ),
        shown=(
            *("names", "unit_n", "unit_internal", "unit_customer"),
            *("unit_difference", "unit_low", "unit_high", "verdict"),
        ),
        draws=True,
    ),
    Calculation(
        "problems_per_hundred",
        message("Problems per 100 customers, and the share of customers with any."),
        (Take("problems", "--column", message("Column with the number of problems of each customer, 0 included.")),),
        (
            Setting(
                "most",
                "--most",
                "N",
                message("Largest number that can be meant; beyond it stand codes such as 99."),
                options.whole,
                "50",
            ),
        ),
    ),
)
