"""``regulars backup`` and ``regulars restore``: the whole install as one file, and back."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regulars.cli.commands.home import facts_for_reading
from regulars.cli.commands.operational import DATABASE, has_application
from regulars.cli.errors import CommandError
from regulars.cli.output import print_json, print_pairs
from regulars.cli.progress import progress_bar
from regulars.cli.settings import Settings
from regulars.language import Count, message, plural

if TYPE_CHECKING:
    from regulars.facts.archive import Manifest

BACKUP = message(
    "Save everything into one file: database, facts, files, and the key of the install. Regulars may run meanwhile.\n\n"
    "Whoever has the file has the customers’ data and the key: keep it as you keep the folder. With PostgreSQL its "
    "program pg_dump is needed."
)
RESTORE = message(
    "Bring a backup back, into a new or empty folder: regulars --home FOLDER restore FILE\n\n"
    "A PostgreSQL database goes into the empty one that REGULARS_DATABASE names. Messages that waited to be sent are "
    "held until somebody lets them go."
)


class RestoreError(CommandError):
    """A backup that does not fit this place."""


def backup(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=message("The file to write; a new name.").template)],
    secrets: Annotated[
        bool,
        typer.Option(
            "--secrets/--no-secrets",
            help=message("With the key that signs links and opens sealed passwords, or without.").template,
        ),
    ] = True,
    json: Annotated[bool, typer.Option("--json", help=message("Print the result as JSON.").template)] = False,
) -> None:
    """Save, and say what is in it."""
    settings: Settings = ctx.obj
    target = Path(file).expanduser().absolute()
    with progress_bar(settings) as progress:
        if has_application(settings):
            from regulars.cli.commands.web import environment

            environment(settings)
            from regulars.web.starting import start

            start()
            from regulars.web.server.backups.saving import back_up

            done = back_up(target, secrets=secrets, progress=progress, waiting=settings.say)
        else:
            from regulars.facts.saving import save_facts

            done = save_facts(facts_for_reading(settings), target, progress=progress, waiting=settings.say)
    _tell(settings, done, target, as_json=json, packed=target.stat().st_size)
    if done.database and not done.secrets:
        settings.say(
            message(
                "The key of the install is not in it. Keep REGULARS_SECRET_KEY, or the file secrets/key, elsewhere: "
                "without it links in mails already sent and sealed passwords stop working."
            )
        )


def restore(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=message("A file that “regulars backup” wrote.").template)],
    json: Annotated[bool, typer.Option("--json", help=message("Print the result as JSON.").template)] = False,
) -> None:
    """Look at everything that could refuse it first; then unpack, settle the database, move into place."""
    from regulars.facts import archive, saving

    settings: Settings = ctx.obj
    source, home = Path(file).expanduser().absolute(), settings.home_folder.absolute()
    found = archive.read(source)
    saving.check_version(found)
    saving.check_empty(home)
    _check_database(found)
    there = home.is_dir()
    with progress_bar(settings) as progress:
        staged = saving.stage(source, found, home, progress)
    try:
        if found.database:
            _settle(settings, found, staged)
        saving.put_in_place(home)
    except BaseException:
        saving.give_up(home, there=there)
        raise
    _tell(settings, found, source, as_json=json)
    settings.say(message("Restored into {home}.", home=str(home)))
    if found.database:
        settings.say(
            message(
                "Messages that waited to be sent are held: customers may have had them already. Look through the "
                "outbox, then let them go. Whoever was erased after the backup is in it again: erase them once more."
            )
        )
        if not found.secrets:
            settings.say(
                message(
                    "The backup came without the key of the install. Set REGULARS_SECRET_KEY, or put the file "
                    "secrets/key back, before you start it."
                )
            )


def _settle(settings: Settings, found: Manifest, staged: Path) -> None:
    from regulars.cli.commands.web import environment

    before = os.environ.get("REGULARS_HOME")
    environment(replace(settings, home=staged))
    key = staged / "secrets" / "key"
    given = found.secrets
    from regulars.web.starting import start

    start()
    from regulars.web.server.backups.restoring import settle

    try:
        settle(found, staged, settings.say)
    finally:
        if not given:
            key.unlink(missing_ok=True)  # Django wants one; the install shall not keep it
        if before is not None:
            os.environ["REGULARS_HOME"] = before


def _check_database(found: Manifest) -> None:
    """The kind of database must be the one that was saved."""
    named = bool(os.environ.get(DATABASE) or os.environ.get(f"{DATABASE}_FILE"))
    if found.database == "sqlite" and named:
        raise RestoreError(
            message(
                "The backup holds a SQLite database, and REGULARS_DATABASE names another one. Take the variable away, "
                "and restore again."
            )
        )
    if found.database == "postgresql" and not named:
        raise RestoreError(
            message(
                "The backup holds a PostgreSQL database. Make an empty one, name it in REGULARS_DATABASE, and restore "
                "again."
            )
        )


def _tell(settings: Settings, found: Manifest, file: Path, *, as_json: bool, packed: int | None = None) -> None:
    if as_json:
        document = {
            "file": str(file),
            "made": found.made,
            "regulars": found.regulars,
            "database": found.database or None,
            "secrets": found.secrets,
            "files": len(found.members),
            "bytes": found.bytes,
            "rows": dict(found.rows),
        }
        print_json(document if packed is None else {**document, "packed_bytes": packed})
        return
    size = message("{megabytes} MB", megabytes=round(found.bytes / 1e6, 1))
    pairs = [
        (message("Made at"), datetime.fromisoformat(found.made)),
        (message("By Regulars"), found.regulars),
        (message("Database"), found.database or message("none")),
        (message("Key of the install"), message("in it") if found.secrets else message("not in it")),
        (message("Files"), Count(len(found.members))),
        (message("Unpacked"), size),
    ]
    if packed is not None:
        pairs.append((message("Packed"), message("{megabytes} MB", megabytes=round(packed / 1e6, 1))))
    print_pairs(settings, pairs)
    rows = sum(found.rows.values())
    settings.say(plural("{count} row of the facts.", "{count} rows of the facts.", rows))
