"""``regulars import rates``: what other currencies are worth in the company's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regulars.cli.calculations.columns import existing
from regulars.cli.commands.home import facts_for_writing
from regulars.cli.commands.imported import SHOWN_BAD, document_of
from regulars.cli.errors import WrongUsageError
from regulars.cli.exits import Exit
from regulars.cli.output import print_json, print_pairs, print_table
from regulars.cli.settings import Settings
from regulars.language import Count, message

if TYPE_CHECKING:
    from regulars.facts.imports import BadRow
    from regulars.facts.rates import RatesChanged, Unrated

HELP = message(
    "Import rates of currencies: a file with the columns currency, day and rate, where the rate says what one of it is "
    "worth in the company's currency from that day on.\n\n"
    "Purchases in other currencies count at the last rate on or before their day, those that are here already too. A "
    "rate of the same currency and day is replaced. With a row that is no rate nothing is taken."
)


def rates(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=message("CSV, TSV or XLSX file.").template)],
    currency: Annotated[
        str | None,
        typer.Option(
            "--currency", metavar="EUR", help=message("The company's currency, where nobody has set it.").template
        ),
    ] = None,
    anew: Annotated[bool, typer.Option("--anew", help=message("The file has all rates: others go.").template)] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=message("Read and check everything, write nothing.").template)
    ] = False,
    json: Annotated[bool, typer.Option("--json", help=message("Print the result as JSON.").template)] = False,
) -> int:
    """Read, check, keep."""
    from regulars.facts.imports.rates import read_rates

    settings: Settings = ctx.obj
    path = existing(str(file))
    facts = facts_for_writing(settings)
    own = facts.own_currency or (currency or "").upper()
    if len(own) != 3 or not own.isascii() or not own.isalpha():
        raise WrongUsageError(message("Say the company's currency with --currency, such as --currency EUR."))
    if currency and currency.upper() != own:
        raise WrongUsageError(message("The company's currency is {own}. It is changed under Company.", own=own))
    found, bad = read_rates(path, own)
    changed = None
    if not bad and not dry_run:
        if facts.own_currency is None:
            facts.set_currency(own)
        changed = facts.add_rates(found, anew=anew)
    unrated = facts.unrated() if changed else []
    if json:
        print_json(document_of({"rates": len(found), "kept": changed, "bad": bad, "unrated": unrated}, settings))
    elif bad:
        _say_bad(settings, bad)
    else:
        _say(settings, len(found), changed, unrated)
    return Exit.PROBLEM if bad else Exit.DONE


def _say_bad(settings: Settings, bad: list[BadRow]) -> None:
    settings.say(message("Nothing was kept: some rows are no rates."))
    rows = [[Count(one.row), one.value, one.reason] for one in bad[:SHOWN_BAD]]
    print_table(settings, [message("Row"), message("Value"), message("Reason")], rows)


def _say(settings: Settings, rates: int, changed: RatesChanged | None, unrated: list[Unrated]) -> None:
    pairs = [(message("Rates in the file"), Count(rates))]
    if changed:
        pairs += [
            (message("New"), Count(changed.new)),
            (message("With another value"), Count(changed.changed)),
            (message("Gone"), Count(changed.gone)),
        ]
    print_pairs(settings, pairs)
    for one in unrated:
        settings.say(
            message(
                "Purchase lines in {currency} without a rate on their day: {n}, from {first} to {last}.",
                n=Count(one.lines), currency=one.currency, first=one.first, last=one.last,
            )
        )  # fmt: skip
    if changed is None:
        settings.say(message("Nothing was written: this was a dry run."))
