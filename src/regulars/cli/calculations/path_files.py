"""A path model as a file: YAML, or JSON, which is YAML too."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regulars.cli.calculations.columns import existing
from regulars.cli.errors import CommandError
from regulars.language import message

if TYPE_CHECKING:
    from regulars.methods import PathModel

READY = ("ecsi", "acsi", "service_profit_chain", "satisfaction_to_loyalty")
FIELDS = ("ready", "blocks", "paths", "scheme", "scale", "modes", "consistent")


def read_model(path: str, changes: dict[str, Any]) -> PathModel:
    """The model of a file; ``changes`` are options of the command line, which go before it."""
    file = existing(path)
    data = _data(file)
    for field in data:
        if field not in FIELDS:
            raise CommandError(
                message("{file}: there is no field “{field}”. The fields are: {known}.",
                        file=file.name, field=str(field), known=FIELDS)
            )  # fmt: skip
    ready = data.pop("ready", None)
    options = {name: _pair(value) if name == "scale" else value for name, value in data.items()} | changes
    return _ready(file, ready, options) if ready is not None else _own(file, options)


def _data(file: Path) -> dict[str, Any]:
    import yaml

    try:
        data = yaml.safe_load(file.read_text("utf-8-sig"))
    except UnicodeDecodeError:
        raise CommandError(message("{file} is not UTF-8. Save it as UTF-8.", file=file.name)) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise CommandError(
            message(
                "{file}, line {line}: not valid YAML there ({problem}).",
                file=file.name,
                line=1 if mark is None else mark.line + 1,
                problem=str(error.problem or error.context),
            )
        ) from None
    except (yaml.YAMLError, ValueError) as error:
        raise CommandError(
            message("{file} is not valid YAML: {problem}.", file=file.name, problem=str(error).splitlines()[0])
        ) from None
    if not isinstance(data, Mapping):
        raise CommandError(
            message("{file} holds no model: it needs “blocks:” and “paths:”, or “ready: ecsi”.", file=file.name)
        )
    return dict(data)


def _ready(file: Path, name: Any, options: dict[str, Any]) -> PathModel:
    import regulars.methods as methods

    if name not in READY:
        raise CommandError(
            message(
                "{file}: there is no ready model {name}. There are: {known}.",
                file=file.name,
                name=str(name),
                known=READY,
            )
        )
    if "paths" in options:
        raise CommandError(
            message("{file}: {name} has its own paths. Leave out “paths”, or “ready”.", file=file.name, name=str(name))
        )
    made: PathModel = getattr(methods, name)(_lists(file, options.pop("blocks", {})), **options)
    return made


def _own(file: Path, options: dict[str, Any]) -> PathModel:
    from regulars.methods import PathModel

    for field in ("blocks", "paths"):
        if not options.get(field):
            raise CommandError(message("{file}: “{field}” is missing.", file=file.name, field=field))
    if not isinstance(options["paths"], list):
        raise CommandError(
            message("{file}: “paths” is a list of lines such as “- Quality -> Satisfaction”.", file=file.name)
        )
    blocks = _lists(file, options.pop("blocks"))
    return PathModel(blocks, [_path(path) for path in options.pop("paths")], **options)


def _lists(file: Path, blocks: Any) -> dict[str, list[str]]:
    """Each block with its columns; one column may stand without brackets."""
    if not isinstance(blocks, Mapping):
        raise CommandError(
            message("{file}: “blocks” has a line for each block, such as “Quality: [q1, q2]”.", file=file.name)
        )
    return {
        str(name): [str(item) for item in items] if isinstance(items, list) else [str(items)]
        for name, items in blocks.items()
    }


def _path(path: Any) -> Any:
    """``Quality -> Satisfaction`` or ``[Quality, Satisfaction]``."""
    if isinstance(path, str):
        cause, arrow, effect = path.replace("→", "->").partition("->")
        return (cause.strip(), effect.strip()) if arrow else path
    return tuple(path) if isinstance(path, list) else str(path)


def _pair(scale: Any) -> Any:
    if isinstance(scale, Mapping):
        return {str(item): _pair(pair) for item, pair in scale.items()}
    if isinstance(scale, str):
        from regulars.cli.calculations import options

        return options.scale("scale", scale)
    return tuple(scale) if isinstance(scale, list) else scale
