"""``regulars demo``: a company with known truth, in one minute."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regulars.cli.commands.report import satisfaction_of, value_of_customers, write
from regulars.cli.settings import Settings
from regulars.language import message

if TYPE_CHECKING:
    from regulars.facts import Facts

HELP = message(
    "Try it with a sample company: a hotel group with six hotels, three years of purchases and four survey waves.\n\n"
    "Its facts go into the home folder (here by default: the folder .demo in the current one), its report into the "
    "terminal and into one HTML file. A second run uses the facts again."
)
FOLDER = Path(".demo")
SEED = 2026
CUSTOMERS = 20_000


def demo(
    ctx: typer.Context,
    customers: Annotated[
        int,
        typer.Option(metavar="N", min=100, show_default="20000", help=message("How many customers it has.").template),
    ] = CUSTOMERS,
    seed: Annotated[
        int, typer.Option(metavar="N", show_default="2026", help=message("Another seed is another company.").template)
    ] = SEED,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help=message("HTML file to write.").template),
    ] = None,
) -> None:
    """Make the company where it is not there yet, then report on it."""
    settings: Settings = ctx.obj
    settings = settings if settings.home else replace(settings, home=FOLDER)
    facts = facts_of_company(settings, customers, seed)
    reports = [satisfaction_of(facts, facts.surveys()[-1]), value_of_customers(facts)]
    write(settings, reports, (), json=False)
    path = output or settings.home_folder / f"report-{settings.language.value}.html"
    write(settings, reports, (path,), json=False)
    settings.say(message("Open this file in a browser: {address}", address=path.absolute().as_uri()))
    settings.say(
        message(
            "Next: regulars --home {home} report --help, or your own data: regulars import purchases FILE --dry-run",
            home=str(settings.home_folder),
        )
    )


def facts_of_company(settings: Settings, customers: int, seed: int) -> Facts:
    """The facts of this company. A note beside them says which one it is, so a second run need not make it again."""
    from regulars.facts import open_facts

    folder = settings.home_folder / "facts"
    made = settings.home_folder / "demo.txt"
    wanted = f"seed {seed}, customers {customers}\n"
    if not (made.exists() and made.read_text("utf-8") == wanted):
        from regulars.simulate import company

        settings.say(message("Making the sample company in {home} …", home=str(settings.home_folder)))
        company(seed=seed, customers=customers).write(open_facts(folder))
        made.write_text(wanted, "utf-8")
    return open_facts(folder)
