"""``regulars up``: the application, with all that it needs, until it is stopped."""

from __future__ import annotations

from typing import Annotated

import typer

from regulars.cli.calculations.options import whole
from regulars.cli.settings import Settings
from regulars.language import message

HELP = message(
    "Run the application: server, worker and clock, until Ctrl+C.\n\n"
    "Brings the database up to date first. Starts again whatever dies, and lets the pages being answered finish when "
    "it is stopped."
)


def up(
    ctx: typer.Context,
    port: Annotated[
        str, typer.Option(metavar="N", show_default="8000", help=message("Port to listen on.").template)
    ] = "8000",
    host: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            show_default="127.0.0.1",
            help=message("Address to listen on; 0.0.0.0 for every network of this machine.").template,
        ),
    ] = "127.0.0.1",
    workers: Annotated[
        str, typer.Option(metavar="N", show_default="2", help=message("Processes that answer pages.").template)
    ] = "2",
) -> None:
    """Read the options, run the supervisor."""
    from regulars.cli.commands.web import environment
    from regulars.web.server.supervisor import Options
    from regulars.web.server.supervisor import up as run

    settings: Settings = ctx.obj
    environment(settings)
    options = Options(
        home=settings.home_folder.absolute(),
        language=settings.language,
        host=host,
        port=whole("--port", port, least=1, most=65535),
        workers=whole("--workers", workers, least=1, most=64),
    )

    def ready(address: str) -> None:
        settings.say(message("Regulars runs at {address}. Ctrl+C stops it.", address=address))
        settings.say(message("To sign in: regulars --home {home} signin-link", home=str(options.home)))

    run(options, settings.say, ready)
