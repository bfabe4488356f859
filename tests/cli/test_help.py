"""Help in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from regulars.cli.app import application
from regulars.cli.commands.demo import FOLDERS
from regulars.cli.help import page, width_of, wrapped
from regulars.cli.settings import Settings
from regulars.language import Language

# Names of formats, models, variables and of the program; everything else in a Chinese page is Chinese.
NAMES = {
    "CSV", "TSV", "XLSX", "Parquet", "SPSS", "JSON", "YAML", "HTML", "PDF", "BG", "MBG", "NBD", "Gamma", "Tab",
    "Regulars", "regulars", "Blank", "CSAT", "demo", "html", "pdf", "xlsx", "json", "Ctrl", "C", "Django", "en", "zh",
    "administrator", "analyst", "manager", "agent", "interviewer", "viewer", "dealer", "showmigrations",
    "IMAG", "CUEX", "PERQ", "PERV", "CUSA", "CUSCO", "CUSL", "Value", "V", "Complaints", "PLS", "PLSc",
    "blocks", "paths", "Quality", "Satisfaction", "ready", "acsi", "scheme", "scale", "modes", "consistent",
    "bg", "mbg", "pareto", "nbd",
    "Pareto", "BB", "SERVQUAL", "SERVPERF", "LMG", "johnson", "equal", "PSM", "Gabor", "Granger",
    "svg", "png", "person", "thing", "information",
    "quality", "price", "satisfaction", "trust", "commitment", "recommend", "repurchase", "Customer", "value", "r", "s",
    "PostgreSQL", "pg", "dump", "FILE",
    "NPS", "AAPOR", "RR", "complete", "refusal", "I", "P", "R", "NC", "O", "UH", "UO", "NE",
}  # fmt: skip


def every_command(command: Any = None, name: str = "regulars", parent: Any = None) -> Iterator[tuple[Any, Any]]:
    command = command or application()
    context = command.make_context(name, [], parent=parent, resilient_parsing=True)
    yield command, context
    for child, found in getattr(command, "commands", {}).items():
        yield from every_command(found, child, context)


COMMANDS = {context.command_path: (command, context) for command, context in every_command()}


def shown(path: str, language: Language) -> str:
    command, context = COMMANDS[path]
    context.obj = Settings(language)
    return page(command, context)


@pytest.mark.parametrize("path", COMMANDS)
def test_chinese_help_has_no_english_left(path: str) -> None:
    text = re.sub(r"--[a-z-]+", "", shown(path, Language.CHINESE))
    for folder in sorted(map(str, FOLDERS.values()), key=len, reverse=True):
        text = text.replace(folder, "")  # names of folders are no English
    command, context = COMMANDS[path]
    # Another command is called by its name wherever it stands.
    known = set(NAMES) | {word for one in COMMANDS for word in re.findall(r"[A-Za-z]+", one)}
    for param in command.get_params(context):
        known |= set(re.findall(r"[A-Za-z]+", " ".join([*param.opts, param.metavar or param.name, str(param.default)])))
    known |= {word for name in getattr(command, "commands", {}) for word in name.split("-")}
    known |= set(re.findall(r"[A-Za-z]+", "REGULARS_HOME REGULARS_DATABASE FOLDER Invoice purchase -o clv"))

    assert set(re.findall(r"[A-Za-z]+", text)) - known == set()
    assert re.search(r"[\u4e00-\u9fff]", text)


@pytest.mark.parametrize("path", COMMANDS)
def test_english_help_has_no_chinese(path: str) -> None:
    assert not re.search(r"[\u3000-\u9fff]", shown(path, Language.ENGLISH))


@pytest.mark.parametrize("path", COMMANDS)
@pytest.mark.parametrize("language", Language)
def test_every_option_and_command_says_what_it_does(path: str, language: Language) -> None:
    """A name without a text would be a line that ends at the name."""
    lines = shown(path, language).splitlines()
    # A long name may stand alone, with its text on the line below, further in.
    bare = [
        line
        for line, below in zip(lines, [*lines[1:], ""], strict=True)
        if re.fullmatch(r"  (--?\S+( \S+)?|[a-z-]+|[A-Z]+)", line) and not below.startswith("     ")
    ]

    assert bare == []


@pytest.mark.parametrize("path", COMMANDS)
@pytest.mark.parametrize("language", Language)
def test_no_line_is_wider_than_the_terminal(path: str, language: Language) -> None:
    assert max(width_of(line) for line in shown(path, language).splitlines()) <= 100


def test_lines_do_not_begin_with_closing_punctuation() -> None:
    text = "每个客户的价值，按周计算。" * 5

    lines = wrapped(text, 11)

    assert "".join(lines) == text
    assert all(line[0] not in "，。" and width_of(line) <= 11 for line in lines)


@pytest.mark.parametrize(
    ("variables", "word"),
    [
        ({"REGULARS_LANGUAGE": "zh"}, "用法"),
        ({"LC_ALL": "zh_CN.UTF-8"}, "用法"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_CN.UTF-8"}, "用法"),
        ({"LANG": "zh_CN.GBK"}, "用法"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, "Usage"),
        ({"LANG": "de_DE.UTF-8"}, "Usage"),
        ({}, "Usage"),
    ],
)
def test_the_environment_chooses_the_language(regulars, monkeypatch, variables: dict[str, str], word: str) -> None:
    monkeypatch.delenv("REGULARS_LANGUAGE")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert word in regulars("--help").out


@pytest.mark.parametrize("place", [("--language", "zh", "nps", "--help"), ("nps", "--help", "--language=zh")])
def test_the_option_chooses_the_language_wherever_it_stands(regulars, place: tuple[str, ...]) -> None:
    assert "用法" in regulars(*place).out


def test_the_program_alone_shows_help_and_says_that_nothing_was_done(regulars) -> None:
    done = regulars()

    assert done.code == 2
    assert "Usage" in done.err
    assert done.out == ""


def test_the_version(regulars) -> None:
    done = regulars("--version")

    assert done.code == 0
    assert re.fullmatch(r"regulars \d+\.\d+\.\d+\S*\n", done.out)
