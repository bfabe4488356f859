"""``regulars demo``: a company with known truth, running in one minute."""

from __future__ import annotations

import json
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regulars.cli.calculations.options import whole
from regulars.cli.errors import CommandError
from regulars.cli.progress import progress_bar
from regulars.cli.settings import Settings
from regulars.language import Language, message

if TYPE_CHECKING:
    from regulars.facts import Facts

HELP = message(
    "Try it with a sample company: a hotel group with six hotels, three years of purchases and four survey waves.\n\n"
    "It lives in the home folder (here by default .demo in the current folder, in Chinese .demo-zh). The application "
    "starts with it, on port 8000 or the next free one; the one line on standard output is a link that signs in. A "
    "second run uses the company again."
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
    port: Annotated[
        str, typer.Option(metavar="N", show_default="8000", help=message("First port to try.").template)
    ] = "8000",
    server: Annotated[
        bool,
        typer.Option("--server/--no-server", help=message("Start the application, or only make the facts.").template),
    ] = True,
) -> None:
    """Make the company where it is not there yet, then run the application on it."""
    settings: Settings = ctx.obj
    settings = settings if settings.home else replace(settings, home=FOLDERS[settings.language])
    wanted = {"seed": whole("--seed", seed, least=0), "customers": whole("--customers", customers, least=100)}
    first = whole("--port", port, least=1, most=65535)
    if server:
        run(settings, wanted, first)
        return
    facts = facts_of_company(settings, wanted)
    home = str(settings.home_folder)
    settings.say(message("The sample company lies in {home}.", home=home))
    settings.say(
        message(
            "Its report: regulars --home {home} report {survey} -o report.html", home=home, survey=facts.surveys()[-1]
        )
    )


@dataclass(frozen=True)
class Opened:
    """What stands open: the path that signs in, where guests answer (hotel, path), who else works there."""

    signin: str
    hotels: tuple[tuple[str, str], ...]
    emails: tuple[str, ...]


def run(settings: Settings, wanted: dict[str, int], port: int) -> None:
    """Bring the company into the application and run it; where it runs already, say so and give another link."""
    from regulars.cli.commands.web import environment
    from regulars.web.server.lifetime import die_with
    from regulars.web.server.postbox import postbox
    from regulars.web.server.running import running
    from regulars.web.server.supervisor import Options, up

    environment(settings)
    home = settings.home_folder.absolute()
    found = running(home)
    # In a process of its own: the supervisor does not hold half a gigabyte for the rest of its life.
    with ProcessPoolExecutor(1, get_context("fork"), initializer=die_with, initargs=(os.getpid(),)) as apart:
        opened = apart.submit(open_up, settings, wanted).result()

    def tell(address: str) -> None:
        print(address + opened.signin, flush=True)
        explain(settings, opened, address)

    if found is not None:
        settings.say(message("The sample company runs already (process {process}).", process=str(found.process)))
        tell(found.address)
        return
    with postbox(home):
        up(Options(home=home, language=settings.language, port=port, next_port=True), settings.say, tell)


def open_up(settings: Settings, wanted: dict[str, int]) -> Opened:
    """The facts, and the application on top of them."""
    from regulars.cli.commands.web import link_of, ready

    facts_of_company(settings, wanted)
    ready(settings)
    from regulars.web.sample import set_up

    with progress_bar(settings) as progress:
        sample = set_up(settings.language, progress)
    hotels = tuple((settings.render(name), path) for name, path in sample.links)
    return Opened(link_of(sample.administrator, 24).path, hotels, tuple(one.email for one in sample.people))


def explain(settings: Settings, opened: Opened, address: str) -> None:
    """What stands open, in words."""
    settings.say(message("Open the line above in a browser and press the button: it signs in as the administrator."))
    settings.say(message("Guests answer here, without signing in:"))
    for name, path in opened.hotels:
        settings.say(f"  {name}: {address}{path}")
    settings.say(
        message(
            "Others who work there; a link for each of them: regulars --home {home} signin-link EMAIL",
            home=str(settings.home_folder),
        )
    )
    settings.say(f"  {' '.join(opened.emails)}")
    folder = str(settings.home_folder / "mail")
    settings.say(message("No mail leaves this machine: what is sent lies in {folder}.", folder=folder))
    settings.say(message("Ctrl+C stops it. The next run goes on with the same company."))


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
