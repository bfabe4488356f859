"""``regulars upgrade``: database and facts brought up to this version, or only what that would do."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from regulars.cli.commands.operational import has_application
from regulars.cli.errors import CommandError
from regulars.cli.output import print_json
from regulars.cli.settings import Settings
from regulars.language import message, plural

HELP = message(
    "Bring the database and the facts up to this version, and say what was done. “regulars up” does it, too.\n\n"
    "Make a backup first: there is no way back. A database or facts of a newer version are refused."
)


class StillRunningError(CommandError):
    """The application runs, with the code of before."""


def upgrade(
    ctx: typer.Context,
    check: Annotated[bool, typer.Option("--check", help=message("Only say what is to be done.").template)] = False,
    json: Annotated[bool, typer.Option("--json", help=message("Print the result as JSON.").template)] = False,
) -> None:
    """Say what waits, then do it."""
    settings: Settings = ctx.obj
    steps = _database(settings, check=check) if has_application(settings) else []
    columns = _facts(settings, check=check) if settings.facts_folder.is_dir() else {}
    if json:
        print_json({"done": not check, "database": steps, "facts": columns})
        return
    for step in steps:
        settings.say(message("Database: {step}", step=step))
    for table, names in columns.items():
        settings.say(message("Facts: {table} gets {columns}", table=table, columns=tuple(names)))
    count = len(steps) + len(columns)
    if not count:
        settings.say(message("Everything is of this version."))
    elif check:
        settings.say(plural("{count} step is to be done.", "{count} steps are to be done.", count))
    else:
        settings.say(plural("{count} step was done.", "{count} steps were done.", count))


def _database(settings: Settings, *, check: bool) -> list[str]:
    from regulars.cli.commands.web import environment

    environment(settings)
    from regulars.web.starting import start

    start()
    from django.db import connection

    from regulars.web.server import prepare
    from regulars.web.server.running import running

    prepare.reached(connection)
    prepare.refuse_newer(connection)
    steps = prepare.waiting(connection)
    if not steps or check:
        return steps
    found: Any = running(settings.home_folder.absolute())
    if found is not None:
        raise StillRunningError(
            message(
                "Regulars runs in {home}: process {process}. Stop it first, for it works with the database as it is.",
                home=str(settings.home_folder),
                process=str(found.process),
            )
        )
    prepare.prepare(settings.say)
    return steps


def _facts(settings: Settings, *, check: bool) -> dict[str, list[str]]:
    """Table -> columns that it gets. Also refuses tables of a newer version."""
    from regulars.facts import open_facts

    facts = open_facts(settings.facts_folder)
    if check:
        return {one.contract.name: names for one in facts.tables() if (names := one.lacking())}
    return facts.upgrade()
