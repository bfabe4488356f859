"""``regulars erase customer``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from regulars.cli.commands.home import facts_for_reading
from regulars.cli.commands.imported import document_of
from regulars.cli.commands.operational import erase_people
from regulars.cli.errors import NotConfirmedError
from regulars.cli.output import print_json, print_pairs
from regulars.cli.settings import Settings
from regulars.language import Count, message, plural

HELP = message(
    "Erase customers: their purchases, answers and keys. The ids are remembered as unreadable marks only, so that "
    "an old file does not bring them back."
)


def customer(
    ctx: typer.Context,
    ids: Annotated[
        list[str], typer.Argument(metavar="ID", help=message("Customer ids as in your own files.").template)
    ],
    yes: Annotated[bool, typer.Option("--yes", help=message("Do not ask.").template)] = False,
    json: Annotated[bool, typer.Option("--json", help=message("Print the result as JSON.").template)] = False,
) -> None:
    """Erase after asking."""
    settings: Settings = ctx.obj
    facts = facts_for_reading(settings)
    if not yes:
        _ask(settings, ids)
    done = facts.erase_customers(ids)
    elsewhere = erase_people(settings, ids)
    if json:
        print_json({**document_of(done, settings), "application": elsewhere})
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
        if done.unknown:
            settings.say(
                message(
                    "Not known in the facts: {ids}. Compare with your files; these ids are refused from now on, too.",
                    ids=done.unknown,
                )
            )


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
