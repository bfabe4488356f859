"""``regulars export customer``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from regulars.cli.commands.operational import has_application
from regulars.cli.errors import CommandError
from regulars.cli.settings import Settings
from regulars.language import message

HELP = message(
    "Write everything that is kept about a customer into a file, for the customer.\n\n"
    "The end of the name says as what: .json or .xlsx. That it was done stands in the audit trail."
)


class NoSuchCustomerError(CommandError):
    """A number that nobody has here."""


class UnknownEndingError(CommandError):
    """A file of another kind."""


def customer(
    ctx: typer.Context,
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help=message("The customer's number as in your own files.").template)
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help=message("The file: .json or .xlsx.").template)],
) -> None:
    """Write the record."""
    settings: Settings = ctx.obj
    if output.suffix.lower() not in (".json", ".xlsx"):
        raise UnknownEndingError(message("{file}: write a name that ends in .json or .xlsx.", file=str(output)))
    if not has_application(settings):
        raise NoSuchCustomerError(message("There is no application in this home folder, so no customers are listed."))
    from regulars.cli.commands.web import ready

    ready(settings)
    from regulars.documents.files import write_whole
    from regulars.facts.keys import canonical_customer
    from regulars.web.people.models import Customer
    from regulars.web.people.rights.actions import written

    found = Customer.objects.filter(number=canonical_customer(number)).first()
    if found is None:
        raise NoSuchCustomerError(message("No customer has the number {number}.", number=number))
    write_whole(output, written(customer=found, kind=output.suffix.lower().lstrip(".")))
    settings.say(message("Everything about {number} is in {file}.", number=number, file=str(output)))
