"""``regulars import``: customers, purchases, responses, undo, history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from regulars.cli.calculations.columns import existing
from regulars.cli.commands import events as happened
from regulars.cli.commands import mappings
from regulars.cli.commands import rates as worth_of
from regulars.cli.commands.home import facts_for_reading, facts_for_writing
from regulars.cli.commands.imported import document_of, show_import
from regulars.cli.commands.operational import list_customers
from regulars.cli.exits import Exit
from regulars.cli.output import print_json, print_pairs, print_table
from regulars.cli.progress import progress_bar
from regulars.cli.settings import Settings
from regulars.language import Count, Message, message

if TYPE_CHECKING:
    from regulars.facts import ImportReport

FILE = Annotated[Path, typer.Argument(metavar="FILE", help=message("CSV, TSV, XLSX, Parquet or SPSS file.").template)]
DRY_RUN = Annotated[bool, typer.Option("--dry-run", help=message("Read and check everything, write nothing.").template)]
JSON = Annotated[bool, typer.Option("--json", help=message("Print the result as JSON.").template)]
COLUMN = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="FIELD=NAME",
        help=message("Correct the guess: this field stands in the column of this name.").template,
    ),
]
MAP = Annotated[Path | None, typer.Option("--map", metavar="FILE", help=message("Mapping file (YAML).").template)]


def purchases(
    ctx: typer.Context,
    file: FILE,
    mapping_file: MAP = None,
    column: COLUMN = None,
    dry_run: DRY_RUN = False,
    json: JSON = False,
) -> int:
    """Take purchase lines into the facts."""
    settings: Settings = ctx.obj
    mapping = mappings.purchase_mapping(settings, existing(str(file)), mapping_file, mappings.corrections(column))
    facts = facts_for_writing(settings)
    with progress_bar(settings) as progress:
        report = facts.import_purchases(file, mapping=mapping, dry_run=dry_run, progress=progress)
    if report.preview is not None and mapping_file is None:
        report = replace(report, preview=replace(report.preview, guessed=True))
    if not dry_run:
        list_customers(settings)
    return _finish(settings, report, json)


def responses(
    ctx: typer.Context,
    file: FILE,
    mapping_file: MAP = None,
    survey: Annotated[
        str | None,
        typer.Option(
            "--survey", metavar="NAME", help=message("Short name of the survey, if not that of the mapping.").template
        ),
    ] = None,
    dry_run: DRY_RUN = False,
    json: JSON = False,
) -> int:
    """Take answers to a survey into the facts."""
    settings: Settings = ctx.obj
    mapping = mappings.response_mapping(existing(str(file)), mapping_file, survey)
    facts = facts_for_writing(settings)
    with progress_bar(settings) as progress:
        report = facts.import_responses(file, mapping, dry_run=dry_run, progress=progress)
    if report.preview is not None and mapping_file is None:
        report = replace(report, preview=replace(report.preview, guessed=True))
    if not dry_run:
        list_customers(settings)
    return _finish(settings, report, json)


def customers(
    ctx: typer.Context,
    file: FILE,
    mapping_file: MAP = None,
    column: COLUMN = None,
    dry_run: DRY_RUN = False,
    json: JSON = False,
) -> int:
    """Take customers into the list."""
    settings: Settings = ctx.obj
    existing(str(file))
    from regulars.cli.commands.web import ready

    ready(settings)
    from regulars.web.facts import facts
    from regulars.web.people.importing.engine import import_customers

    given = mappings.customer_mapping(file, mapping_file, mappings.corrections(column))
    with progress_bar(settings) as progress:
        report = import_customers(facts(), file, given, dry_run=dry_run, progress=progress)
    return _finish(settings, report, json)


def undo(ctx: typer.Context, json: JSON = False) -> None:
    """Take the last import back."""
    settings: Settings = ctx.obj
    done = facts_for_reading(settings).undo_last_import()
    list_customers(settings)
    if json:
        print_json(document_of(done, settings))
        return
    settings.say(message("The import of {file} was taken back.", file=done.undone.note.get("file", done.undone.table)))
    labels = (message("Rows taken out"), message("Rows with their earlier values again"))
    print_pairs(settings, zip(labels, (Count(done.removed), Count(done.restored)), strict=True))


def history(ctx: typer.Context, json: JSON = False) -> None:
    """List the imports."""
    settings: Settings = ctx.obj
    imports = facts_for_reading(settings).imports()
    if json:
        print_json(document_of(imports, settings))
    elif not imports:
        settings.say(message("Nothing was imported yet."))
    else:
        print_table(settings, HISTORY, [_history_row(one) for one in imports], right=(3, 4, 5))


HISTORY = (
    message("When"),
    message("Table"),
    message("File"),
    message("New"),
    message("Already known"),
    message("Corrected"),
    message("Taken back"),
)


def _history_row(one: Any) -> tuple[Any, ...]:
    back = message("yes") if one.undone else ""
    counts = (Count(one.new), Count(one.known), Count(one.replaced))
    return (one.at.astimezone(), one.table, one.note.get("file", ""), *counts, back)


def _finish(settings: Settings, report: ImportReport, json: bool) -> int:
    if json:
        print_json(document_of(report, settings))
    show_import(settings, report, figures=not json)
    return Exit.SET_ASIDE if report.n_bad else Exit.DONE


COMMANDS: dict[str, tuple[Callable[..., Any], Message]] = {
    "purchases": (
        purchases,
        message(
            "Import purchase lines. Which column is what is guessed and shown; --column corrects it.\n\n"
            "Good rows go in; bad ones are listed with row, column, value and reason. The same file twice changes "
            "nothing."
        ),
    ),
    "customers": (
        customers,
        message(
            "Import customers. Which column is what is guessed from the names; --column corrects it.\n\n"
            "New ones are added, known ones brought up to date; an empty value takes nothing away."
        ),
    ),
    "responses": (
        responses,
        message("Import answers to a survey, by a mapping file; an SPSS file brings its own labels."),
    ),
    "events": (happened.events, happened.HELP),
    "rates": (worth_of.rates, worth_of.HELP),
    "undo": (undo, message("Take the last import back.")),
    "history": (history, message("List what was imported, when and from which file.")),
}
