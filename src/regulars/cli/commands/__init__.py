"""Commands around the facts: import, report, demo, doctor, erase. One file each."""

from __future__ import annotations

import typer

from regulars.cli.commands import demo, doctor, erase, importing, report, score
from regulars.cli.help import Command, Group
from regulars.language import message

IMPORT = message("Take files into the facts; see what was taken; undo it.")
ERASE = message("Erase people from the facts for good.")

ORDER = ("demo", "import", "score", "report", "erase", "doctor")


def add_to(app: typer.Typer) -> None:
    """Add the commands in the order in which people meet them."""
    app.command("demo", cls=Command, help=demo.HELP.template)(demo.demo)
    imports = typer.Typer(cls=Group, no_args_is_help=True, help=IMPORT.template, rich_markup_mode=None)
    for name, (function, text) in importing.COMMANDS.items():
        imports.command(name, cls=Command, help=text.template)(function)
    app.add_typer(imports, name="import")
    app.command("score", cls=Command, help=score.HELP.template)(score.score)
    app.command("report", cls=Command, help=report.HELP.template)(report.report)
    erasing = typer.Typer(cls=Group, no_args_is_help=True, help=ERASE.template, rich_markup_mode=None)
    erasing.command("customer", cls=Command, help=erase.HELP.template)(erase.customer)
    app.add_typer(erasing, name="erase")
    app.command("doctor", cls=Command, help=doctor.HELP.template)(doctor.doctor)
