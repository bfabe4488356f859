"""Help pages in the reader's language.

The framework measures text by its number of characters, so that Chinese columns, two places wide each, would
not stand in line; and its fixed words are English. Help texts are the templates of messages: the page looks
their translation up when it is shown, so one program serves both languages.
"""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from regulars.cli.failures import PipeClosedError
from regulars.cli.settings import Settings
from regulars.language import Language, Message, message

WIDEST = 100
INDENT = 2
LONGEST_NAME = 30
# A line may not begin with these, whatever the width.
CLOSING = "，。；：！？）”、"


class _Page:
    """Gives a command of the framework our help page."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(page(self, ctx))

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise PipeClosedError from error


class Command(_Page, TyperCommand):
    """A command."""


class Group(_Page, TyperGroup):
    """A command with commands of its own."""


def page(command: Any, ctx: Any) -> str:
    """The whole help page of a command."""
    settings = ctx.obj if isinstance(ctx.obj, Settings) else Settings(Language.ENGLISH)
    width = min(WIDEST, shutil.get_terminal_size().columns)
    arguments, options = _parameters(command, ctx)
    commands = [(name, command.get_command(ctx, name)) for name in getattr(command, "commands", ())]
    parts = [_usage(settings, ctx, arguments, bool(options), bool(commands)), ""]
    for paragraph in _words(settings, command.help).split("\n\n"):
        parts += [*wrapped(paragraph, width), ""]
    sections: list[tuple[Message, list[tuple[str, str]]]] = [
        (message("Arguments"), [(_metavar(a), _described(settings, a)) for a in arguments]),
        (message("Options"), [(_option_name(o), _described(settings, o)) for o in options]),
    ]
    for panel in dict.fromkeys(_panel(found) for _, found in commands):
        rows = [(name, _first_paragraph(settings, found.help)) for name, found in commands if _panel(found) == panel]
        sections.append((panel, rows))
    for title, rows in sections:
        if rows:
            parts += [_styled(settings.render(title)), *_columns(rows, width), ""]
    if command.epilog:
        parts += [*wrapped(_words(settings, command.epilog), width), ""]
    return "\n".join(parts).rstrip("\n") + "\n"


def _words(settings: Settings, template: str | None) -> str:
    """Help texts of ours and of the framework are templates without places; a blank line parts paragraphs."""
    return settings.render(Message(template)) if template else ""


def _panel(command: Any) -> Message:
    title = getattr(command, "rich_help_panel", None)
    return Message(title) if isinstance(title, str) else message("Commands")


def _first_paragraph(settings: Settings, template: str | None) -> str:
    return _words(settings, template).partition("\n\n")[0]


def _parameters(command: Any, ctx: Any) -> tuple[list[Any], list[Any]]:
    shown = [param for param in command.get_params(ctx) if not getattr(param, "hidden", False)]
    arguments = [param for param in shown if param.param_type_name == "argument"]
    return arguments, [param for param in shown if param.param_type_name == "option"]


def _usage(settings: Settings, ctx: Any, arguments: list[Any], options: bool, commands: bool) -> str:
    pieces = [ctx.command_path]
    if options:
        pieces.append(settings.render(message("[options]")))
    pieces += [_metavar(a) if a.required else f"[{_metavar(a)}]" for a in arguments]
    pieces += [settings.render(message("COMMAND"))] if commands else []
    return settings.render(message("Usage: {line}", line=" ".join(pieces)))


def _metavar(param: Any) -> str:
    return (param.metavar or param.name.upper()) + ("…" if param.nargs == -1 else "")


def _option_name(param: Any) -> str:
    name = ", ".join(sorted(param.opts, key=len))
    return f"{name} {param.metavar}" if param.metavar else name


def _described(settings: Settings, param: Any) -> str:
    text = _words(settings, FRAMEWORK_WORDS.get(param.name, Message(param.help or "")).template)
    notes = []
    if param.required and param.param_type_name == "option":
        notes.append(settings.render(message("required")))
    if param.param_type_name == "option" and getattr(param, "multiple", False):
        notes.append(settings.render(message("may be given several times")))
    default = getattr(param, "show_default", None)
    if isinstance(default, str):
        typed = default in (param.metavar or "").split("|")  # to be typed as it stands, in any language
        value = default if typed else settings.render(Message(default))
        notes.append(settings.render(message("by default {value}", value=value)))
    for note in notes:
        text = settings.render(message("{text} ({note})", text=text, note=note))
    return text


FRAMEWORK_WORDS = {
    "help": message("Show this page and stop."),
    "install_completion": message("Teach the shell in use to complete commands with the Tab key."),
    "show_completion": message("Show the completion script for the shell in use."),
}


def _columns(rows: list[tuple[str, str]], width: int) -> Iterator[str]:
    names = [width_of(name) for name, _ in rows if width_of(name) <= LONGEST_NAME]
    start = INDENT + max(names, default=LONGEST_NAME) + 2
    for name, text in rows:
        lines = wrapped(text, max(20, width - start))
        head = " " * INDENT + name
        if width_of(head) + 2 > start:
            yield head
            head = ""
        yield head + " " * (start - width_of(head)) + (lines[0] if lines else "")
        yield from (" " * start + line for line in lines[1:])


def wrapped(text: str, width: int) -> list[str]:
    """Lines no wider than this; Chinese breaks anywhere but before closing punctuation.

    >>> wrapped("每个客户的价值，按周计算。", 12)
    ['每个客户的价', '值，按周计', '算。']
    """
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width_of((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> Iterator[str]:
    """The smallest parts that a line may be broken between."""
    piece = ""
    for place, sign in enumerate(text):
        following = text[place + 1 : place + 2]
        piece += sign
        wide = width_of(sign) == 2 or (following and width_of(following) == 2)
        if sign == " " or (wide and following not in tuple(CLOSING) and sign not in "（“"):
            yield piece
            piece = ""
    if piece:
        yield piece


def width_of(text: str) -> int:
    """Places on the screen: two for East Asian wide signs."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _styled(text: str) -> str:
    plain = os.environ.get("NO_COLOR") or not sys.stdout.isatty()
    return text if plain else str(typer.style(text, bold=True))
