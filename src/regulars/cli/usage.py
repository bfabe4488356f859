"""What the framework says about wrong usage, said again in the reader's language.

Typer builds its errors in English and does not translate them. Its sentences are few and fixed: each pattern
here names one and the values in it. Values of options are read by ``calculations/options.py``. A sentence that
is not here is shown as it is, so nothing is lost when a new version of Typer brings one;
``tests/cli/test_usage.py`` provokes each.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from typing import Any

import typer

from regulars.cli.exits import Exit
from regulars.cli.settings import Settings
from regulars.language import Message, message

# Typer keeps its own copy of Click since 0.22 or so; the public BadParameter leads to the classes in use.
UsageError: type[Exception] = typer.BadParameter.__mro__[1]
FrameworkError: type[Exception] = UsageError.__mro__[1]

SENTENCES: tuple[tuple[str, Callable[..., Message]], ...] = (
    (r"No such option: (?P<option>[^ ]+).*", lambda option: message("There is no option {option}.", option=option)),
    (r"No such command '(?P<name>.*?)'.*", lambda name: message("There is no command {name}.", name=name)),
    (r"Missing command.*", lambda: message("Name a command.")),
    (
        r"Missing (?:option|argument) '(?P<name>[^']*)'.*",
        lambda name: message("{name} is missing. Give it a value.", name=name),
    ),
    (
        r"Option '(?P<option>[^']*)' requires (?:an|\d+) arguments?\.?",
        lambda option: message("{option} needs a value after it.", option=option),
    ),
    (
        r"Option '(?P<option>[^']*)' does not take a value\.?",
        lambda option: message("{option} takes no value.", option=option),
    ),
    (
        r"Got unexpected extra argument(?:s|\(s\))? \((?P<words>.*)\)",
        lambda words: message("More was given than the command takes: {words}.", words=words),
    ),
)


def is_usage_error(error: Exception) -> bool:
    """Whether the framework raised it because of how the command was called."""
    return isinstance(error, (FrameworkError, typer.Abort))


def show_usage_error(settings: Settings, error: Any) -> int:
    """The sentence, what was perhaps meant, and where help is to be had."""
    if isinstance(error, typer.Abort):
        settings.say(message("Stopped; nothing was changed."))
        return Exit.PROBLEM
    if type(error).__name__ == "NoArgsIsHelpError":
        settings.say(error.format_message())
        return Exit.USAGE
    settings.say(translated(error.format_message()))
    near = near_misses(error)
    if near:
        settings.say(message("Did you mean: {near}?", near=tuple(near)))
    context = getattr(error, "ctx", None)
    if context is not None:
        settings.say(message("Help: {command}", command=f"{context.command_path} --help"))
    return Exit.USAGE


def translated(sentence: str) -> Message | str:
    """The framework's sentence as a message of ours, or as it is."""
    for pattern, build in SENTENCES:
        found = re.fullmatch(pattern, sentence, re.DOTALL)
        if found:
            return build(**found.groupdict())
    return sentence


def near_misses(error: Any) -> list[str]:
    """Options or commands whose names are close to the wrong one."""
    context = getattr(error, "ctx", None)
    if context is None:
        return []
    wrong = re.match(r"No such (?:option: |command ')(?P<name>[^ ']+)", error.format_message())
    if wrong is None:
        return []
    command = context.command
    known = [option for param in command.get_params(context) for option in param.opts if option.startswith("-")]
    if "command" in wrong.group(0):
        known = list(getattr(command, "commands", ()))
    return difflib.get_close_matches(wrong["name"], known, n=3)
