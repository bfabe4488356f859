"""What holds for a whole run: the reader's language and the home folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regulars.cli.visible import visible
from regulars.language import Estimate, Language, message, reader_language, render
from regulars.language.render import formatter

if TYPE_CHECKING:
    from rich.console import Console

GLOBAL_OPTIONS = ("--home", "--language")
HOME = "REGULARS_HOME"


@dataclass(frozen=True)
class Settings:
    """``home`` is None where neither ``--home`` nor ``REGULARS_HOME`` names a folder."""

    language: Language
    home: Path | None = None

    @classmethod
    def of(cls, options: Sequence[str], environment: Mapping[str, str]) -> Settings:
        """From hoisted global options, then the environment. A wrong language is told off later, in the app."""
        given = dict(zip(options[::2], options[1::2], strict=True))
        language = Language.parse(given.get("--language", "")) or reader_language(environment)
        home = given.get("--home") or environment.get(HOME)
        return cls(language, Path(home).expanduser() if home else None)

    @property
    def home_folder(self) -> Path:
        """The home folder; without a name, the place where this system keeps a user's data."""
        return self.home or user_data_folder(os.environ)

    @property
    def facts_folder(self) -> Path:
        """Where the facts lie in the home folder."""
        return self.home_folder / "facts"

    def render(self, value: Any) -> str:
        """Anything that a message may hold, in the reader's language."""
        return render(value, self.language)

    def exact(self, estimate: Estimate, digits: int) -> Any:
        """A figure as the table of exact figures writes it: value and limits at a stated precision."""
        value, span = formatter(self.language).exact(estimate, digits)
        known = estimate.low is not None and estimate.high is not None and isfinite(estimate.high - estimate.low)
        return message("{value} ({interval})", value=value, interval=span) if known else value

    def say(self, value: Any = "") -> None:
        """A line of words, on standard error."""
        print(visible(self.render(value)), file=sys.stderr)

    def console(self, *, words: bool = False) -> Console:
        """A console on standard output; with ``words`` on standard error."""
        from rich.console import Console

        class Screen(Console):
            def on_broken_pipe(self) -> None:
                raise BrokenPipeError  # Rich would end the process with 1; the edge knows the right code

        screen = Screen(stderr=words, highlight=False)
        # Rich takes 80 columns where there is no terminal, and would cut tables that go to a file.
        return screen if screen.is_terminal else Screen(stderr=words, highlight=False, width=120)


def user_data_folder(environment: Mapping[str, str]) -> Path:
    """``$XDG_DATA_HOME/regulars``, by default ``~/.local/share/regulars``."""
    base = environment.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "regulars"


def hoist(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Take the global options out, wherever they stand: people write them last as often as first.

    >>> hoist(["nps", "a.csv", "--language", "zh", "--json"])
    (['--language', 'zh'], ['nps', 'a.csv', '--json'])
    """
    found: list[str] = []
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        word = waiting.pop(0)
        name, equals, value = word.partition("=")
        if word == "--":
            return found, [*rest, word, *waiting]
        if name in GLOBAL_OPTIONS and equals:
            found += [name, value]
        elif word in GLOBAL_OPTIONS and waiting:
            found += [word, waiting.pop(0)]
        else:
            rest.append(word)
    return found, rest
