"""``regulars import``: purchases, responses, undo, history."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from regulars.cli.commands.home import facts_for_reading, facts_for_writing
from regulars.cli.commands.imported import document_of, show_import
from regulars.cli.errors import WrongUsageError
from regulars.cli.exits import Exit
from regulars.cli.output import print_json, print_table
from regulars.cli.progress import progress_bar
from regulars.cli.settings import Settings
from regulars.language import Count, Message, message

if TYPE_CHECKING:
    from regulars.facts import ImportReport

FILE = Annotated[Path, typer.Argument(metavar="FILE", help=message("CSV, TSV, XLSX or Parquet file.").template)]
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
    mapping = _mapping(mapping_file, "PurchaseMapping")
    columns = _corrections(column)
    facts = facts_for_writing(settings)
    with progress_bar(settings) as progress:
        report = facts.import_purchases(file, columns or None, mapping=mapping, dry_run=dry_run, progress=progress)
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
    mapping = _mapping(mapping_file, "ResponseMapping")
    if mapping is None:
        raise WrongUsageError(
            message("Answers need a mapping that says which column is which item. Write one and add --map FILE.")
        )
    if survey is not None:
        from dataclasses import replace

        mapping = replace(mapping, survey=replace(mapping.survey, name=survey))
    facts = facts_for_writing(settings)
    with progress_bar(settings) as progress:
        report = facts.import_responses(file, mapping, dry_run=dry_run, progress=progress)
    return _finish(settings, report, json)


def undo(ctx: typer.Context, json: JSON = False) -> None:
    """Take the last import back."""
    settings: Settings = ctx.obj
    done = facts_for_reading(settings).undo_last_import()
    settings.say(message("The last import was taken back."))
    if json:
        print_json(document_of(done))
    else:
        show_fields(settings, done)


def history(ctx: typer.Context, json: JSON = False) -> None:
    """List the imports."""
    settings: Settings = ctx.obj
    entries = [document_of(entry) for entry in facts_for_reading(settings).imports()]
    if json:
        print_json(entries)
    elif entries:
        print_table(settings, list(entries[0]), [list(entry.values()) for entry in entries])
    else:
        settings.say(message("Nothing was imported yet."))


def show_fields(settings: Settings, done: Any) -> None:
    """Plain lines for a small result."""
    for name, value in document_of(done).items():
        print(f"{name}: {settings.render(Count(value) if isinstance(value, int) else value)}")


def _finish(settings: Settings, report: ImportReport, json: bool) -> int:
    if json:
        print_json(document_of(report, settings))
    show_import(settings, report, figures=not json)
    return Exit.SET_ASIDE if report.n_bad else Exit.DONE


def _mapping(path: Path | None, kind: str) -> Any:
    if path is None:
        return None
    from regulars.facts import load_mapping

    mapping = load_mapping(path)
    if type(mapping).__name__ != kind:
        raise WrongUsageError(
            message("{path} is not a mapping for this kind of import: it maps the other kind.", path=str(path))
        )
    return mapping


def _corrections(given: list[str] | None) -> dict[str, str]:
    found = {}
    for text in given or ():
        field, equals, name = text.partition("=")
        if not (field and equals and name):
            raise WrongUsageError(
                message(
                    "--column: write the field and the column, such as purchase=Invoice, not “{value}”.", value=text
                )
            )
        found[field.strip()] = name.strip()
    return found


COMMANDS: dict[str, tuple[Callable[..., Any], Message]] = {
    "purchases": (
        purchases,
        message(
            "Import purchase lines. Which column is what is guessed and shown; --column corrects it.\n\n"
            "Good rows go in; bad ones are listed with row, column, value and reason. The same file twice changes "
            "nothing."
        ),
    ),
    "responses": (responses, message("Import answers to a survey, by a mapping file.")),
    "undo": (undo, message("Take the last import back.")),
    "history": (history, message("List what was imported, when and from which file.")),
}
