"""``regulars tracking``: satisfaction, problems, repurchase and recommendation, period by period."""

from __future__ import annotations

from typing import Annotated

import typer

from regulars.cli.calculations.options import whole
from regulars.cli.commands.home import facts_for_reading
from regulars.cli.commands.operational import landmarks_of
from regulars.cli.commands.report import AsJson, Output, check_outputs, write
from regulars.cli.settings import Settings
from regulars.language import message

HELP = message(
    "Track four indicators over time: satisfaction, problems per 100 customers, customers who bought again, and "
    "recommendation; then where it takes customers most effort.\n\n"
    "Without -o it is printed here. A file's ending says which kind is written: .html, .pdf, .xlsx or .json."
)


def tracking(
    ctx: typer.Context,
    output: Output = None,
    period: Annotated[
        str | None,
        typer.Option(
            metavar="week|month|quarter", help=message("How long a period is; else as the data suggest.").template
        ),
    ] = None,
    survey: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help=message("One survey, or several; else all of them.").template),
    ] = None,
    within: Annotated[
        str,
        typer.Option(
            metavar="DAYS", show_default="90", help=message("Days within which a customer has to buy again.").template
        ),
    ] = "90",
    until: Annotated[
        str | None,
        typer.Option(metavar="DATE", help=message("Last day to show; else the last day in the data.").template),
    ] = None,
    json: AsJson = False,
) -> None:
    """Ask the insight, hand the answer to the documents."""
    from regulars.insights.scope import Scope
    from regulars.insights.tracking import LONGEST_WAIT
    from regulars.insights.tracking import tracking as report

    settings: Settings = ctx.obj
    check_outputs(output or ())
    days = whole("--within", within, least=1, most=LONGEST_WAIT)
    found = report(
        facts_for_reading(settings),
        scope=Scope.whole(purpose="command line"),
        length=period,
        surveys=survey or None,
        within=days,
        until=until,
        **landmarks_of(settings),
    )
    write(settings, [found], output or (), json=json)
