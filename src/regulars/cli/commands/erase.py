"""``regulars erase customer``."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from regulars.cli.commands.home import facts_for_reading
from regulars.cli.commands.imported import document_of
from regulars.cli.commands.operational import erase_people
from regulars.cli.errors import NotConfirmedError, WrongUsageError
from regulars.cli.output import print_json, print_pairs
from regulars.cli.settings import Settings
from regulars.language import Count, message, plural

if TYPE_CHECKING:
    from regulars.facts.erasure import ErasureReport

HELP = message(
    "Erase customers: their purchases, answers and keys. The ids are remembered as unreadable marks only, so that "
    "an old file does not bring them back.\n\n"
    "Where the application is used they go there too, with everything that names them, and a search through every "
    "table and file is certified."
)


def customer(
    ctx: typer.Context,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help=message("Customer ids as in your own files.").template)
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file", help=message("A text file with more ids, one a line: many are erased in one run.").template
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help=message("Do not ask.").template)] = False,
    json: Annotated[bool, typer.Option("--json", help=message("Print the result as JSON.").template)] = False,
) -> None:
    """Erase after asking."""
    settings: Settings = ctx.obj
    wanted = [*(ids or ()), *(_ids_in(file) if file else ())]
    if not wanted:
        raise WrongUsageError(message("Nobody is named. Give ids, or a file that lists them with --file."))
    facts = facts_for_reading(settings)
    if not yes:
        _ask(settings, wanted)
    certificates = erase_people(settings, wanted)
    done = facts.erase_customers(wanted).whole() if certificates is None else _together(certificates)
    elsewhere = None if certificates is None else _counted(certificates)
    if json:
        print_json({**document_of(done, settings), "application": elsewhere, "certificates": _told(certificates)})
    else:
        counts = (
            (message("Customers asked for"), done.asked),
            (message("Of these in the facts"), done.known),
            (message("Rows erased"), sum(done.rows.values())),
            (message("Rows erased that had been set aside"), done.set_aside),
            *(
                ()
                if elsewhere is None
                else (
                    (message("Erased from the list of customers"), elsewhere["customers"]),
                    (message("Responses erased from the application"), elsewhere["responses"]),
                )
            ),
        )
        print_pairs(settings, ((label, Count(count)) for label, count in counts))
        _say_certificates(settings, certificates or [])
        if done.unknown:
            settings.say(
                message(
                    "Not known in the facts: {ids}. Compare with your files; these ids are refused from now on, too.",
                    ids=done.unknown,
                )
            )


def _ids_in(file: Path) -> list[str]:
    """One a line; blank lines count for nothing."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUsageError(
            message(
                "{file} cannot be read as a list of ids. Nothing was erased. Write one id a line, as text in UTF-8.",
                file=str(file),
            )
        ) from error
    return [line.strip() for line in lines if line.strip()]


def _together(certificates: list[Any]) -> ErasureReport:
    """What went from the facts, over all."""
    from regulars.facts.erasure import ErasureReport

    parts = [one.in_facts for one in certificates]
    rows: Counter[str] = Counter()
    for part in parts:
        rows.update(part.rows)
    return ErasureReport(
        sum(part.asked for part in parts),
        sum(part.known for part in parts),
        dict(rows),
        sum(part.set_aside for part in parts),
        tuple(sorted(one for part in parts for one in part.unknown)),
    )


def _counted(certificates: list[Any]) -> dict[str, int]:
    return {
        "customers": sum(one.report["tables"].get("people.Customer", 0) for one in certificates),
        "responses": sum(one.report["responses"] for one in certificates),
    }


def _told(certificates: list[Any] | None) -> list[dict[str, Any]]:
    return [{"certificate": one.public_id, "digest": one.digest, **one.report} for one in certificates or ()]


def _say_certificates(settings: Settings, certificates: list[Any]) -> None:
    """Its number, and what the search through everything found."""
    for one in certificates:
        search = one.report["search"]
        settings.say(
            message(
                "Certificate {number}. Searched: {tables} tables, {files} files.",
                number=one.public_id,
                tables=Count(search["tables"]),
                files=Count(search["files"] + search["facts"]),
            )
        )
        if not search["found"]:
            settings.say(message("Nothing about them was found any more."))
        for left in search["found"]:
            settings.say(message("Still found: {where}, {count} times", where=left["where"], count=left["count"]))


def _ask(settings: Settings, ids: list[str]) -> None:
    question = plural(
        "Erase {count} customer for good? This cannot be undone.",
        "Erase {count} customers for good? This cannot be undone.",
        len(ids),
    )
    if sys.stdin.isatty():
        settings.say(question)
        settings.say(message("Write “yes” to erase:"))
        if sys.stdin.readline().strip().lower() in ("yes", "y", "是"):
            return
    raise NotConfirmedError(message("Nothing was erased. To erase without being asked, add --yes."))
