"""Commands around the facts and the application. One file each."""

from __future__ import annotations

import typer

from regulars.cli.commands import (
    backup,
    demo,
    doctor,
    erase,
    export,
    importing,
    manage,
    plan,
    programme,
    quality,
    rebuild,
    report,
    score,
    tracking,
    up,
    upgrade,
    users,
    worth,
)
from regulars.cli.help import Command, Group
from regulars.language import message

IMPORT = message("Take files into the facts; see what was taken; undo it.")
EXPORT = message("Write what is kept about somebody into a file.")
ERASE = message("Erase people from the facts for good.")

USER = message("Accounts, from the server: for the first administrator, and for whoever is locked out.")

ORDER = (
    "demo",
    "up",
    "import",
    "score",
    "report",
    "tracking",
    "programme",
    "worth",
    "plan",
    "quality",
    "export",
    "erase",
    "user",
    "signin-link",
    "doctor",
    "backup",
    "restore",
    "upgrade",
    "rebuild",
    "manage",
)
# What follows these words is another program's: its options are not ours.
FOREIGN = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}


def add_to(app: typer.Typer) -> None:
    """Add the commands in the order in which people meet them."""
    app.command("demo", cls=Command, help=demo.HELP.template)(demo.demo)
    app.command("up", cls=Command, help=up.HELP.template)(up.up)
    imports = typer.Typer(cls=Group, no_args_is_help=True, help=IMPORT.template, rich_markup_mode=None)
    for name, (function, text) in importing.COMMANDS.items():
        imports.command(name, cls=Command, help=text.template)(function)
    app.add_typer(imports, name="import")
    app.command("score", cls=Command, help=score.HELP.template)(score.score)
    app.command("report", cls=Command, help=report.HELP.template)(report.report)
    app.command("tracking", cls=Command, help=tracking.HELP.template)(tracking.tracking)
    app.command("worth", cls=Command, help=worth.HELP.template)(worth.worth)
    app.command("programme", cls=Command, help=programme.HELP.template)(programme.programme)
    app.command("plan", cls=Command, help=plan.HELP.template)(plan.plan)
    app.command("quality", cls=Command, help=quality.HELP.template)(quality.quality)
    exporting = typer.Typer(cls=Group, no_args_is_help=True, help=EXPORT.template, rich_markup_mode=None)
    exporting.command("customer", cls=Command, help=export.HELP.template)(export.customer)
    app.add_typer(exporting, name="export")
    erasing = typer.Typer(cls=Group, no_args_is_help=True, help=ERASE.template, rich_markup_mode=None)
    erasing.command("customer", cls=Command, help=erase.HELP.template)(erase.customer)
    app.add_typer(erasing, name="erase")
    accounts = typer.Typer(cls=Group, no_args_is_help=True, help=USER.template, rich_markup_mode=None)
    for name, (function, text) in users.COMMANDS.items():
        accounts.command(name, cls=Command, help=text.template)(function)
    app.add_typer(accounts, name="user")
    app.command("signin-link", cls=Command, help=users.LINK_HELP.template)(users.signin_link)
    app.command("doctor", cls=Command, help=doctor.HELP.template)(doctor.doctor)
    app.command("backup", cls=Command, help=backup.BACKUP.template)(backup.backup)
    app.command("restore", cls=Command, help=backup.RESTORE.template)(backup.restore)
    app.command("upgrade", cls=Command, help=upgrade.HELP.template)(upgrade.upgrade)
    app.command("rebuild", cls=Command, help=rebuild.HELP.template)(rebuild.rebuild)
    app.command("manage", cls=Command, help=manage.HELP.template, context_settings=FOREIGN)(manage.manage)
