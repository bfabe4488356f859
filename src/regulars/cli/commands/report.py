"""``regulars report``: satisfaction of one survey, or the value of customers."""

from __future__ import annotations

from json import loads
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from regulars.cli.commands.home import facts_for_reading
from regulars.cli.commands.operational import landmarks_of, places_of, rules_of, told_of
from regulars.cli.errors import WrongUsageError
from regulars.cli.output import print_json
from regulars.cli.settings import Settings
from regulars.language import message

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.insights.report import Report
    from regulars.insights.value import Terms

HELP = message(
    "Report on a survey: how satisfied, why, what to mend first. Without a survey: what customers are worth.\n\n"
    "Without -o it is printed here. A file's ending says which kind is written: .html, .pdf, .xlsx or .json."
)
# Of every command that writes a report.
Output = Annotated[
    list[Path] | None, typer.Option("-o", "--output", metavar="FILE", help=message("File to write.").template)
]
AsJson = Annotated[bool, typer.Option("--json", help=message("Print the report as JSON.").template)]
SUFFIXES = (".html", ".pdf", ".xlsx", ".json")


def report(
    ctx: typer.Context,
    survey: Annotated[
        str | None, typer.Argument(metavar="SURVEY", help=message("Short name of the survey.").template)
    ] = None,
    output: Output = None,
    json: AsJson = False,
    chapters: Annotated[
        bool,
        typer.Option(
            "--chapters",
            help=message(
                "In four chapters: needs, loyal customers, prices, competitors; with how it was made."
            ).template,
        ),
    ] = False,
    lens: Annotated[
        str | None,
        typer.Option(
            "--lens",
            metavar="layers|journey|service|servqual|dealers|model|pyramid",
            help=message("Through one lens.").template,
        ),
    ] = None,
) -> None:
    """Ask the insight, hand the answer to the documents."""
    settings: Settings = ctx.obj
    if chapters and not survey:
        raise WrongUsageError(message("--chapters needs a survey: regulars report SURVEY --chapters"))
    if lens:
        check_lens(lens, survey if not chapters else None)
    check_outputs(output or ())
    facts = facts_for_reading(settings)
    reports = [_report(settings, facts, survey, chapters=chapters, lens=lens)]
    write(settings, reports, output or (), json=json)
    if survey is None and (known := facts.surveys()):
        settings.say(message("Surveys to report on: {surveys}. For one: regulars report SURVEY", surveys=tuple(known)))


def _report(settings: Settings, facts: Facts, survey: str | None, *, chapters: bool, lens: str | None) -> Report:
    if survey is None:
        return value_of_customers(facts, rules_of(settings).get("terms"))
    if lens:
        return lens_of(settings, facts, survey, lens)
    if chapters:
        return chapters_of(facts, survey, **{**told_of(settings, survey), **landmarks_of(settings)})
    return satisfaction_of(facts, survey, **landmarks_of(settings))


def satisfaction_of(facts: Facts, survey: str, **told: Any) -> Report:
    """The report on one survey of the whole company; ``told`` is what only the application knows."""
    from regulars.insights.satisfaction import satisfaction
    from regulars.insights.scope import Scope

    return satisfaction(facts, survey, scope=Scope.whole(purpose="command line"), **told)


def chapters_of(facts: Facts, survey: str, **told: Any) -> Report:
    """The same in four chapters; ``told`` is what only the application knows."""
    from regulars.insights.chapters import chapters
    from regulars.insights.scope import Scope

    return chapters(facts, survey, scope=Scope.whole(purpose="command line"), **told)


def check_lens(key: str, survey: str | None) -> None:
    """Refuse a lens that there is not, before the work."""
    from regulars.insights.lenses import LENSES

    if not survey:
        raise WrongUsageError(message("--lens needs a survey, and no chapters: regulars report SURVEY --lens LENS"))
    known = tuple(lens.key for lens in LENSES)
    if key not in known:
        raise WrongUsageError(message("There is no lens {lens}. Choose one of: {known}.", lens=key, known=known))


def lens_of(settings: Settings, facts: Facts, survey: str, key: str) -> Report:
    """The same through one lens."""
    from regulars.insights.lenses import lens_named, through
    from regulars.insights.scope import Scope

    lens = lens_named(key)
    assert lens is not None  # noqa: S101  it was checked
    return through(facts, survey, lens, scope=Scope.whole(purpose="command line"), **places_of(settings))


def value_of_customers(facts: Facts, terms: Terms | None = None) -> Report:
    """The report on what customers are worth."""
    from regulars.insights.scope import Scope
    from regulars.insights.value import customer_value

    return customer_value(facts, scope=Scope.whole(purpose="command line"), terms=terms)


def check_outputs(paths: Any) -> None:
    """Refuse a wrong ending or folder before the work, not after."""
    for path in paths:
        if path.suffix.lower() not in SUFFIXES:
            raise WrongUsageError(
                message(
                    "{path}: this kind of file is not written. Choose one of: {known}.", path=str(path), known=SUFFIXES
                )
            )
        if path.is_dir() or not path.absolute().parent.is_dir():
            raise WrongUsageError(
                message("{path} cannot be written: name a file in a folder that is there.", path=str(path))
            )


def write(settings: Settings, reports: list[Report], outputs: Any, *, json: bool) -> None:
    """Files as named; JSON or the terminal otherwise."""
    from regulars.documents import print_report, to_json, write_report

    for path in outputs:
        write_report(reports, path, settings.language)
        settings.say(message("Written: {path}", path=str(path)))
    if json:
        print_json(loads(to_json(reports, settings.language)))
    elif not outputs:
        print_report(reports, settings.language, settings.console())
