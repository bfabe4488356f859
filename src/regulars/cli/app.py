"""The application: the root command with what holds for all commands, and the list of commands.

Imports nothing heavy. Tables, fits and drawings are imported inside the commands that need them, so that help
and completion answer at once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any

import typer

from regulars.cli import calculations, commands
from regulars.cli.errors import WrongUsageError
from regulars.cli.help import Command, Group
from regulars.language import Language, message

HELP = message("Measures how satisfied customers are, explains why, and shows what each is worth.")
EPILOG = message(
    "--home and --language may stand anywhere in the line. Figures go to standard output, words about the work to "
    "standard error; --json gives one JSON document alone."
)


def version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        from importlib.metadata import version as installed

        print(f"regulars {installed('regulars')}")
        raise typer.Exit


def root(
    _home: Annotated[
        str | None,
        typer.Option(
            "--home",
            metavar="FOLDER",
            help=message(
                "Folder with the facts and everything else; else REGULARS_HOME, else your data folder."
            ).template,
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(metavar="en|zh", help=message("Language of the words; else that of the environment.").template),
    ] = None,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=version, is_eager=True, help=message("Show the version and stop.").template),
    ] = False,
) -> None:
    """Check what holds for all commands; the values themselves are read before the app is built."""
    if language is not None and Language.parse(language) is None:
        raise WrongUsageError(
            message("--language: “{value}” is not a language of Regulars. Choose en or zh.", value=language)
        )


@lru_cache
def application() -> Any:
    """The root command, whole."""
    app = typer.Typer(
        cls=Group, no_args_is_help=True, help=HELP.template, epilog=EPILOG.template, rich_markup_mode=None
    )
    app.callback()(root)
    commands.add_to(app)
    calculations.add_to(app)
    command: Any = typer.main.get_command(app)
    # Typer puts commands that hold others last; ours stand in the order in which people meet them.
    command.commands = {name: command.commands[name] for name in (*commands.ORDER, *command.commands)}
    return command


__all__ = ["Command", "application"]
