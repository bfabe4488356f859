"""``regulars programme``: scorecard, signals of both sides, core problems and what goes together."""

from __future__ import annotations

from typing import Annotated

import typer

from regulars.cli.commands.operational import has_application
from regulars.cli.commands.report import AsJson, Output, check_outputs, write
from regulars.cli.errors import CommandError, WrongUsageError
from regulars.cli.settings import Settings
from regulars.language import message

HELP = message(
    "Show how the whole programme stands: its scorecard; signals from inside beside those from outside; the problems "
    "that weigh most; staff and customers of the same unit; two series that may go together; our own score beside "
    "the customers'.\n\n"
    "Without -o it is printed here. A file's ending says which kind is written: .html, .pdf, .xlsx or .json."
)
PAGES = ("scorecard", "signals", "problems", "staff", "agreement", "links")


class NoApplicationError(CommandError):
    """There is no application here, and so neither cases nor visits."""


def programme(
    ctx: typer.Context,
    page: Annotated[str, typer.Argument(metavar="|".join(PAGES), help=message("Which page.").template)] = "scorecard",
    output: Output = None,
    period: Annotated[
        str | None,
        typer.Option(
            metavar="week|month|quarter", help=message("How long a period is; else as the data suggest.").template
        ),
    ] = None,
    first: Annotated[
        str | None,
        typer.Option(metavar="SERIES", help=message("Of links: the series that may come first.").template),
    ] = None,
    second: Annotated[
        str | None,
        typer.Option(metavar="SERIES", help=message("Of links: the series that may follow.").template),
    ] = None,
    json: AsJson = False,
) -> None:
    """The page's own object, as a report."""
    settings: Settings = ctx.obj
    check_outputs(output or ())
    if page not in PAGES:
        raise WrongUsageError(
            message("There is no page “{page}”. Choose one of: {known}.", page=page[:40], known=PAGES)
        )
    if period not in (None, "week", "month", "quarter"):
        raise WrongUsageError(
            message("There is no period “{value}”. Choose one of: {known}.", value=(period or "")[:40],
                    known=("week", "month", "quarter"))
        )  # fmt: skip
    if not has_application(settings):
        raise NoApplicationError(
            message("There is no application in {home}. Start it first: regulars up", home=str(settings.home_folder))
        )
    from regulars.cli.commands.web import ready

    ready(settings)
    from django.http import QueryDict

    from regulars.web.accounts.access import UnitScope
    from regulars.web.results.scorecard import making, series  # noqa: F401  making enters the pages
    from regulars.web.results.scorecard.tabs import TABS, wish_of

    query = QueryDict(mutable=True)
    for name, value in (("length", period), ("first", first), ("second", second)):
        if value:
            query[name] = value
    wish = wish_of(query, None, UnitScope(None, None), purpose="command line")
    known = series.known(wish)
    for wanted in (first, second):
        if wanted and wanted not in known:
            raise WrongUsageError(
                message("There is no series “{name}”. Choose one of: {known}.", name=wanted[:80], known=tuple(known))
            )
    write(settings, [TABS[page].make(wish)], output or (), json=json)
