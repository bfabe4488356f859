"""Questionnaires in files: YAML that a person can write who cannot program, and the ones that come with Regulars."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Protocol, TypeVar

import yaml

from regulars.facts.errors import QuestionnaireFileError
from regulars.language import message
from regulars.survey import Questionnaire
from regulars.survey.errors import EntryError
from regulars.survey.plans import Plan

Read = TypeVar("Read")

LARGEST = 1024 * 1024
# The same in C, eight times as fast, where the package was built with it. It dies of what is nested without end.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 100
OPENING = (
    yaml.BlockMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.FlowSequenceStartToken,
)
CLOSING = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)


class Readable(Protocol):
    """A path, or a file inside the package."""

    @property
    def name(self) -> str:
        """For messages."""

    def read_bytes(self) -> bytes:
        """What it holds."""


def load_questionnaire(path: str | Path) -> Questionnaire:
    """Read a questionnaire file. Raises ``QuestionnaireFileError`` that names file, line, place and way out."""
    return _load(Path(path), Questionnaire.from_dict)


def load_plan(path: str | Path) -> Plan:
    """Read the file of a research plan. Raises ``QuestionnaireFileError`` that names file, line, place and way out."""
    return _load(Path(path), Plan.from_dict)


@cache
def studies() -> tuple[Questionnaire, ...]:
    """The questionnaires for customers and employees that come with Regulars, in order of their files."""
    return _folder("studies")


@cache
def checklists() -> tuple[Questionnaire, ...]:
    """The checklists that come with Regulars, in order of their files."""
    return _folder("checklists")


def study(name: str) -> Questionnaire:
    """A study or a checklist, by name. Raises ``QuestionnaireFileError`` with the names there are."""
    for one in (*studies(), *checklists()):
        if one.name == name:
            return one
    raise QuestionnaireFileError(
        message(
            "There is no questionnaire {name} among those that come with Regulars: {known}.",
            name=name,
            known=tuple(one.name for one in (*studies(), *checklists())),
        )
    )


def _folder(name: str) -> tuple[Questionnaire, ...]:
    folder = resources.files("regulars").joinpath("content", name)
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    return tuple(_load(file, Questionnaire.from_dict) for file in files)


def _load(file: Readable, read: Callable[[Mapping[str, Any]], Read]) -> Read:
    node, data = _parsed(file, _text(file))
    try:
        return read(data)
    except EntryError as error:
        raise QuestionnaireFileError(
            message(
                "{file}, line {line}: {problem}", file=file.name, line=_line(node, error.place), problem=error.message
            )
        ) from error


def _text(file: Readable) -> str:
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise QuestionnaireFileError(
            message("The file {file} cannot be opened: {reason}.", file=str(file), reason=error.strerror or str(error))
        ) from None
    if len(raw) > LARGEST:
        raise QuestionnaireFileError(message("{file} is too large for a questionnaire: over 1 MB.", file=file.name))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise QuestionnaireFileError(message("{file} is not UTF-8. Save it as UTF-8.", file=file.name)) from None


def _parsed(file: Readable, text: str) -> tuple[yaml.Node | None, Mapping[str, Any]]:
    """The data, and the nodes that know their lines."""
    try:
        _without_traps(file, text)
        node, data = yaml.compose(text, Loader=LOADER), yaml.load(text, Loader=LOADER)  # noqa: S506  it is a safe one
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise QuestionnaireFileError(
            message(
                "{file}, line {line}: this cannot be read ({problem}). Often a blank after a colon is missing, "
                "or words with a colon, comma or question mark need quotes.",
                file=file.name,
                line=1 if mark is None else mark.line + 1,
                problem=str(error.problem or error.context),
            )
        ) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise QuestionnaireFileError(
            message("{file} cannot be read: {problem}.", file=file.name, problem=(str(error).splitlines() or ["?"])[0])
        ) from None
    if not isinstance(data, Mapping):
        raise QuestionnaireFileError(
            message(
                "{file} holds no questionnaire: it needs lines such as “name: guests” and “blocks:”.", file=file.name
            )
        )
    return node, data


def _without_traps(file: Readable, text: str) -> None:
    """An alias can make a small file grow without end; questionnaires name their scales instead."""
    depth = 0
    for token in yaml.scan(text, Loader=LOADER):
        if isinstance(token, yaml.AliasToken):
            raise QuestionnaireFileError(
                message("{file} uses “*” to repeat a part. Give the scale a name under “scales”.", file=file.name)
            )
        depth += isinstance(token, OPENING) - isinstance(token, CLOSING)
        if depth > DEEPEST:
            raise RecursionError("nested too deep")


def _line(node: yaml.Node | None, place: tuple[str | int, ...]) -> int:
    """The line of the deepest entry on the way that the file has."""
    line = 1
    for step in place:
        match node, step:
            case yaml.MappingNode(), str():
                found = next(((key, value) for key, value in node.value if key.value == step), None)
                if found is None:
                    return line
                line, node = found[0].start_mark.line + 1, found[1]
            case yaml.SequenceNode(), int() if step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line + 1
            case _:
                return line
    return line
