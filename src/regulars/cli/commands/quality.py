"""``regulars quality``: how good the records of the customers are, and where they are weakest."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from regulars.cli.commands.operational import has_application
from regulars.cli.commands.report import check_outputs, write
from regulars.cli.errors import CommandError
from regulars.cli.settings import Settings
from regulars.language import message

HELP = message(
    "Look through the records of the customers: what is missing, what cannot be right, what was never confirmed; the "
    "weakest first.\n\n"
    "Without -o it is printed here. A file's ending says which kind is written: .html, .pdf, .xlsx or .json."
)


class NoCustomersError(CommandError):
    """There is no application here, and so no list of customers."""


def quality(
    ctx: typer.Context,
    output: Annotated[
        list[Path] | None,
        typer.Option("-o", "--output", metavar="FILE", help=message("File to write.").template),
    ] = None,
    last: Annotated[
        bool,
        typer.Option("--last", help=message("Show the last look; do not look through the records anew.").template),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help=message("Print the report as JSON.").template)] = False,
) -> None:
    """The page's own object, as a report."""
    settings: Settings = ctx.obj
    check_outputs(output or ())
    if not has_application(settings):
        raise NoCustomersError(
            message("There is no list of customers in {home}. Start the application first: regulars up",
                home=str(settings.home_folder))
        )  # fmt: skip
    from regulars.cli.commands.web import ready

    ready(settings)
    from regulars.cli.progress import progress_bar
    from regulars.web.accounts.access import UnitScope
    from regulars.web.people.quality.measuring import measure
    from regulars.web.people.quality.report import quality as ask
    from regulars.web.people.quality.report import report_of

    if not last:
        with progress_bar(settings) as progress:
            measure(progress or _nobody)
    write(settings, [report_of(ask(UnitScope(None, None)))], output or (), json=json)


def _nobody(*_: object) -> None:
    """Nobody watches."""
