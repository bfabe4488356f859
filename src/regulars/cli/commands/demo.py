"""``regulars demo``: a company with known truth, in one minute."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regulars.cli.calculations.options import whole
from regulars.cli.commands.report import check_outputs, satisfaction_of, value_of_customers, write
from regulars.cli.errors import CommandError
from regulars.cli.progress import progress_bar
from regulars.cli.settings import Settings
from regulars.language import Language, message

if TYPE_CHECKING:
    from regulars.facts import Facts

HELP = message(
    "Try it with a sample company: a hotel group with six hotels, three years of purchases and four survey waves.\n\n"
    "Its facts go into the home folder (here by default .demo in the current folder, in Chinese .demo-zh), its report "
    "into the terminal and into one HTML file. A second run uses the facts again."
)
# The names of its hotels stand in its data, so the company exists once in each language.
FOLDERS = {Language.ENGLISH: Path(".demo"), Language.CHINESE: Path(".demo-zh")}
MARK = "demo.json"


def demo(
    ctx: typer.Context,
    customers: Annotated[
        str, typer.Option(metavar="N", show_default="20000", help=message("How many customers it has.").template)
    ] = "20000",
    seed: Annotated[
        str, typer.Option(metavar="N", show_default="2026", help=message("Another seed is another company.").template)
    ] = "2026",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help=message("HTML file to write.").template),
    ] = None,
) -> None:
    """Make the company where it is not there yet, then report on it."""
    settings: Settings = ctx.obj
    settings = settings if settings.home else replace(settings, home=FOLDERS[settings.language])
    wanted = {"seed": whole("--seed", seed, least=0), "customers": whole("--customers", customers, least=100)}
    path = output or settings.home_folder / f"report-{settings.language.value}.html"
    if output is not None:
        check_outputs([output])
    facts = facts_of_company(settings, wanted)
    survey = facts.surveys()[-1]
    reports = [satisfaction_of(facts, survey), value_of_customers(facts)]
    write(settings, reports, (), json=False)
    write(settings, reports, (path,), json=False)
    settings.say(message("Open this file in a browser: {address}", address=path.absolute().as_uri()))
    settings.say(
        message(
            "Next: the survey as a PDF: regulars --home {home} report {survey} -o report.pdf",
            home=str(settings.home_folder),
            survey=survey,
        )
    )
    settings.say(message("Your own purchases, first without writing: regulars import purchases FILE --dry-run"))


def facts_of_company(settings: Settings, wanted: dict[str, int]) -> Facts:
    """The facts of this company, made where they are not there yet.

    A note beside them says whose they are: the sample company never comes among the facts of another.
    """
    from regulars.facts import open_facts

    mark = settings.home_folder / MARK
    found = json.loads(mark.read_text("utf-8")) if mark.exists() else None
    if (found is None and settings.facts_folder.exists()) or (found and found["company"] != wanted):
        raise CommandError(
            message(
                "{home} already holds facts of another company. Name another folder: regulars demo --home FOLDER",
                home=str(settings.home_folder),
            )
        )
    if found is None or not found["whole"]:
        make(settings, wanted, mark)
    return open_facts(settings.facts_folder)


def make(settings: Settings, wanted: dict[str, int], mark: Path) -> None:
    """Simulate and import. Killed in between, the next run goes on: importing twice changes nothing."""
    from regulars.facts import open_facts
    from regulars.simulate import company

    settings.say(message("Making the sample company in {home} …", home=str(settings.home_folder)))
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(json.dumps({"company": wanted, "whole": False}), "utf-8")
    with progress_bar(settings) as progress:
        made = company(**wanted, language=settings.language.value)
        made.write(open_facts(settings.facts_folder), progress)
    mark.write_text(json.dumps({"company": wanted, "whole": True}), "utf-8")
