"""``regulars plan``: what a study needs, costs and will be able to tell, from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from regulars.cli.commands.report import check_outputs, write
from regulars.cli.settings import Settings
from regulars.language import message

HELP = message(
    "Work out a research plan: how many answers its margin needs, whom to ask on which way, what it costs, when its "
    "waves are, and which differences its result will show.\n\n"
    "The plan is a YAML file with nine fields. Without -o it is printed here. A file's ending "
    "says which kind is written: .html, .pdf, .xlsx or .json."
)


def plan(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=message("The plan, as YAML.").template)],
    output: Annotated[
        list[Path] | None,
        typer.Option("-o", "--output", metavar="FILE", help=message("File to write.").template),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help=message("Print the report as JSON.").template)] = False,
) -> None:
    """Read the plan, ask the insight, hand the answer to the documents."""
    from regulars.facts.questionnaires import load_plan
    from regulars.insights.planning import planned

    settings: Settings = ctx.obj
    check_outputs(output or ())
    write(settings, [planned(load_plan(file))], output or (), json=json)
