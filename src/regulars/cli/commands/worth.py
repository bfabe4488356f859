"""``regulars worth``: who is worth what, which kind of loyal, who is about to leave; a page for each question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from regulars.cli.commands.home import facts_for_reading
from regulars.cli.commands.operational import wish_of
from regulars.cli.commands.report import AsJson, Output, check_outputs, write
from regulars.cli.errors import WrongUsageError
from regulars.cli.output import print_json, print_table
from regulars.cli.settings import Settings
from regulars.language import message, render

if TYPE_CHECKING:
    from regulars.insights.worth import Page

HELP = message(
    "Who is worth what, which kind of loyal each customer is, and who is about to leave: a page for each question. "
    "Without a page: those that there are, with their options.\n\n"
    "Without -o it is printed here. A file's ending says which kind is written: .html, .pdf, .xlsx or .json."
)


def worth(
    ctx: typer.Context,
    page: Annotated[str | None, typer.Argument(metavar="PAGE", help=message("Name of the page.").template)] = None,
    output: Output = None,
    unit: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help=message("Customers of one unit, or of several; else all.").template),
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help=message("First day to look at; else the first one.").template)
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help=message("Last day to look at; else the last one.").template)
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="OPTION=VALUE", help=message("One of the options of the page.").template),
    ] = None,
    json: AsJson = False,
) -> None:
    """Ask the page, hand the answer to the documents."""
    from regulars.facts.periods import day_of
    from regulars.insights.scope import Scope
    from regulars.insights.worth import PAGES, Wish, read_options
    from regulars.insights.worth import worth as report
    from regulars.insights.worth.registry import page_of

    settings: Settings = ctx.obj
    check_outputs(output or ())
    if page is None:
        _list(settings, list(PAGES.values()), json=json)
        return
    facts, asked, company = facts_for_reading(settings), page_of(page), wish_of(settings)
    wish = Wish(
        Scope.whole(purpose="command line"),
        units=frozenset(unit) if unit else None,
        first=day_of(since),
        last=day_of(until),
        options=read_options(asked, _pairs(set_ or ()), facts, company.get("hidden", ())),
        **company,
    )
    write(settings, [report(facts, page, wish)], output or (), json=json)


def _pairs(given: Sequence[str]) -> dict[str, str]:
    """Option and value of each."""
    found = {}
    for one in given:
        name, sign, value = one.partition("=")
        if not sign:
            raise WrongUsageError(
                message("--set takes an option and its value, such as --set horizon=26; this is “{value}”.", value=one)
            )
        found[name.strip()] = value
    return found


def _list(settings: Settings, pages: Sequence[Page], *, json: bool) -> None:
    """Every page with its options."""
    if json:
        print_json({page.key: [option.key for option in page.options] for page in pages})
        return
    rows = [
        [page.key, render(page.title, settings.language), ", ".join(option.key for option in page.options)]
        for page in pages
    ]
    print_table(settings, [message("Page"), message("Says"), message("Options")], rows)
