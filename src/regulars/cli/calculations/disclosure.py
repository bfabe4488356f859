"""The command that says which groups are too small to be shown. Its file has one row for each person."""

from __future__ import annotations

from regulars.cli.calculations import options
from regulars.cli.calculations.table import Calculation, Setting, Take
from regulars.cli.errors import WrongUsageError
from regulars.language import message


def total(flag: str, text: str) -> bool:
    """``shown`` or ``hidden`` -> whether the total is published."""
    if text not in ("shown", "hidden"):
        raise WrongUsageError(message("{option}: “{value}” is neither shown nor hidden.", option=flag, value=text))
    return text == "shown"


DISCLOSURE_CALCULATIONS: tuple[Calculation, ...] = (
    Calculation(
        "suppress",
        message("Which groups are too small to be shown, and which must be hidden with them?"),
        (
            Take(
                "breakdowns",
                "--column",
                message("Column with each person’s group; name several with commas, or repeat the option."),
                many=True,
            ),
            Take("counts", "--count", message("Column that says how many people a row stands for."), required=False),
        ),
        (
            Setting("k", "--k", "N", message("Least number of people of a group that is shown."), options.whole, "10"),
            Setting(
                "total_shown", "--total", "shown|hidden", message("Whether the total is published."), total, "shown"
            ),
        ),
        samples=False,
        left_out=("total", "within"),
        shown=("breakdowns", "groups", "published", "reasons"),
        counted=message("People"),
    ),
)
