"""``regulars manage``: Django's own commands on the home folder, for those who know them."""

from __future__ import annotations

from typing import Annotated

import typer

from regulars.cli.settings import Settings
from regulars.language import message

HELP = message("Run one of Django's own commands on the home folder, such as: regulars manage showmigrations")


def manage(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="COMMAND", help=message("Django's command and its options.").template)
    ] = None,
) -> None:
    """Hand the words on."""
    from regulars.cli.commands.web import environment

    settings: Settings = ctx.obj
    environment(settings)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["regulars manage", *(words or ["help"])])
