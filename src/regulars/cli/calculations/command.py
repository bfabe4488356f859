"""From an entry of the table to a command, and from its options to a call of the method."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated, Any

import typer

from regulars.cli.calculations.table import Calculation, Setting, Take
from regulars.cli.help import Command
from regulars.cli.settings import Settings
from regulars.language import Message, message

NEEDED = inspect.Parameter.empty
PANEL = message("Methods on a file")
FILE = Annotated[str, typer.Argument(metavar="FILE", help=message("CSV, TSV, XLSX, Parquet or SPSS file.").template)]
CHART = Annotated[
    str | None,
    typer.Option("--chart", metavar="FILE", help=message("File for a picture: .svg, .png, .pdf or .json.").template),
]
JSON = Annotated[bool, typer.Option("--json", help=message("Print the result as JSON.").template)]


def add_calculation(app: typer.Typer, calculation: Calculation) -> None:
    """Enter the command that the entry describes."""

    def command(ctx: typer.Context, **given: Any) -> None:
        run(ctx.obj, calculation, given)

    parameters: dict[str, tuple[Any, Any]] = {}
    if calculation.reads_file:
        parameters["file"] = (FILE, NEEDED)
    for take in calculation.all_takes:
        parameters[take.parameter] = (_take_type(take), _default(take.required))
    for setting in calculation.all_settings:
        parameters[setting.parameter] = (_setting_type(setting), _default(setting.required))
    if calculation.draws:
        parameters["chart"] = (CHART, None)
    parameters["json"] = (JSON, False)
    app.command(calculation.command, cls=Command, help=calculation.help.template, rich_help_panel=PANEL.template)(
        signed(command, parameters)
    )


def signed(command: Callable[..., Any], parameters: Mapping[str, tuple[Any, Any]]) -> Callable[..., Any]:
    """A command that takes what it is given by keyword; ``parameters``: name -> annotation and default, in order.

    Typer reads a command's options from its signature; this one is written from a table.
    """
    whole = {"ctx": (typer.Context, NEEDED), **parameters}
    kind = inspect.Parameter.KEYWORD_ONLY
    command.__signature__ = inspect.Signature(
        [inspect.Parameter(name, kind, annotation=a, default=d) for name, (a, d) in whole.items()]
    )
    command.__annotations__ = {name: annotation for name, (annotation, _) in whole.items()}
    return command


def _default(required: bool) -> Any:
    return NEEDED if required else None


def _take_type(take: Take) -> Any:
    option = typer.Option(take.flag, metavar="NAME", help=take.help.template)
    if take.many:
        return Annotated[list[str], option]
    return Annotated[str if take.required else str | None, option]


def _setting_type(setting: Setting) -> Any:
    option = typer.Option(
        setting.flag, metavar=setting.metavar, help=setting.help.template, show_default=setting.default or False
    )
    return Annotated[str if setting.required else str | None, option]


def run(settings: Settings, calculation: Calculation, given: dict[str, Any]) -> None:
    """Read the columns, call the method, print the result."""
    chosen = {
        setting.parameter: setting.read(setting.flag, given[setting.parameter])
        for setting in calculation.all_settings
        if given[setting.parameter] is not None
    }
    from regulars.cli.calculations.columns import columns_of
    from regulars.cli.calculations.show import show

    named = {take: given[take.parameter] for take in calculation.all_takes if given[take.parameter]}
    if calculation.implied:
        named |= {Take(name, "", PANEL, many=True): wanted for name, wanted in calculation.implied(chosen).items()}
    columns = columns_of(given["file"], named) if calculation.reads_file else {}
    result = call(calculation, columns, chosen, {take.parameter: name for take, name in named.items()})
    show(settings, calculation, result, as_json=given["json"])
    if given.get("chart"):
        draw(settings, calculation.method, result, given["chart"])


def draw(settings: Settings, method: str, result: Any, path: str) -> None:
    """The picture of a result into a file; its name is said. Where nothing was found there is nothing to draw."""
    from regulars.charts import drawable
    from regulars.documents import write_chart
    from regulars.insights.pictures import picture_of

    section = picture_of(method, result)
    if not drawable(section) and section.sentence is not None:
        settings.say(message("Nothing to draw: {why}", why=section.sentence))
        return
    settings.say(message("Drawn: {path}", path=str(write_chart(section, path, settings.language))))


def call(calculation: Calculation, columns: dict[str, Any], chosen: dict[str, Any], names: dict[str, Any]) -> Any:
    """Call the method; where it complains about a column, let it use the file's own name for it."""
    from regulars.methods.errors import MethodError
    from regulars.methods.registry import find

    function = find(calculation.method).function
    try:
        if calculation.fits:
            return function().fit(**columns, **chosen)
        return function(**columns, **chosen)
    except MethodError as error:
        raise type(error)(_renamed(error.message, names)) from error


def _renamed(said: Message, names: dict[str, Any]) -> Message:
    column = said.values.get("column")
    name = names.get(column) if isinstance(column, str) else None
    return replace(said, values={**said.values, "column": name}) if isinstance(name, str) else said
