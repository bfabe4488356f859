"""``regulars import events``: what happened, from a list; triggers that are on decide whom to ask about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from regulars.cli.calculations.columns import existing
from regulars.cli.errors import CommandError
from regulars.cli.exits import Exit
from regulars.cli.output import print_json, print_pairs, print_table
from regulars.cli.settings import Settings
from regulars.language import Count, Message, message, plural

if TYPE_CHECKING:
    from regulars.web.research.events.taking import Result

SHOWN_BAD = 20
HELP = message(
    "Import events: stays, deliveries, repairs and whatever else happens to customers.\n\n"
    "The columns key and at are needed; the others are found by their names, or named by a mapping. Good rows go in, "
    "bad ones are listed; the same key from the same source is one event."
)


def events(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=message("CSV, TSV, XLSX, Parquet or SPSS file.").template)
    ],
    mapping_file: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help=message("Mapping file (YAML).").template)
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="KEY", help=message("Kind of all rows, if no column says it.").template),
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="NAME", help=message("Where the list comes from.").template)
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=message("Read and check everything, write nothing.").template)
    ] = False,
    json: Annotated[bool, typer.Option("--json", help=message("Print the result as JSON.").template)] = False,
) -> int:
    """Take them into the application."""
    from regulars.cli.commands.web import ready

    settings: Settings = ctx.obj
    path = existing(str(file))
    ready(settings)
    results, name, unused = _results(path, mapping_file, kind, source, dry_run=dry_run)
    bad = [one for one in results if one.reason is not None]
    counts = {verdict: sum(one.verdict == verdict for one in results) for verdict in ("taken", "known", "refused")}
    if json:
        print_json({"source": name, "dry_run": dry_run, **counts, "rows": [_row(one, settings) for one in bad]})
    else:
        _show(settings, counts, bad)
    if unused:
        settings.say(message("Columns that nothing is taken from: {names}.", names=unused))
    if dry_run:
        settings.say(message("Nothing was written: this was a dry run."))
    return Exit.SET_ASIDE if bad else Exit.DONE


def _results(
    path: Path, mapping_file: Path | None, kind: str | None, source: str | None, *, dry_run: bool
) -> tuple[list[Result], str, tuple[str, ...]]:
    from django.utils import timezone

    from regulars.web.research.events.files import FileMapping, note, read_rows, source_of
    from regulars.web.research.events.kinds import kinds
    from regulars.web.research.events.reading import Reader
    from regulars.web.research.events.taking import check, take

    mapping = FileMapping.load(existing(str(mapping_file))) if mapping_file else None
    wanted = kind or (mapping.kind if mapping else "")
    known = kinds()
    if wanted and wanted not in known:
        raise CommandError(
            message("There is no kind of event “{kind}”. There are: {known}.", kind=wanted, known=tuple(known))
        )
    held = known.get(wanted)
    rows, found = read_rows(path, mapping, held)
    name = source_of(source or found.source)
    reader = Reader(now=timezone.now(), kind=held, zone=found.zone)
    if dry_run:
        return check(rows, source=name, reader=reader), name, found.unused
    done = take(rows, source=name, reader=reader)
    note(done, source=name, by=None)
    return done, name, found.unused


def _show(settings: Settings, counts: dict[str, int], bad: list[Result]) -> None:
    labels: tuple[tuple[Message, str], ...] = (
        (message("New"), "taken"),
        (message("Already known"), "known"),
        (message("Set aside"), "refused"),
    )
    print_pairs(settings, [(words, Count(counts[name])) for words, name in labels])
    if bad:
        titles = (message("Row"), message("Column"), message("Value"), message("Reason"), message("Way out"))
        rows = [(Count(one.row), one.column, one.value, one.reason, one.way_out) for one in bad[:SHOWN_BAD]]
        print_table(settings, titles, rows, words=True, right=(0,))
    if len(bad) > SHOWN_BAD:
        settings.say(plural("… and {count} more row.", "… and {count} more rows.", len(bad) - SHOWN_BAD))


def _row(one: Result, settings: Settings) -> dict[str, Any]:
    return {
        "row": one.row,
        "key": one.key,
        "column": one.column,
        "value": one.value,
        "reason": settings.render(one.reason) if one.reason else "",
        "way_out": settings.render(one.way_out) if one.way_out else "",
    }
