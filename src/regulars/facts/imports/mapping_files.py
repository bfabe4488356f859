"""Mapping files: YAML for both kinds, purchases and responses."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from regulars.facts.imports.errors import MappingFileError
from regulars.facts.imports.mapping import PurchaseMapping
from regulars.language import message
from regulars.survey import ResponseMapping


def load_mapping(path: str | Path) -> PurchaseMapping | ResponseMapping:
    """Read a mapping file; one with ``survey`` or ``items`` is a mapping of responses."""
    path = Path(path)
    data = _plain_data(path)
    if "survey" in data or "items" in data:
        return ResponseMapping.from_dict(data)
    return PurchaseMapping.from_dict(data)


def _plain_data(path: Path) -> Mapping[str, Any]:
    try:
        data = yaml.safe_load(path.read_text("utf-8-sig"))
    except OSError:
        raise MappingFileError(message("The mapping file {file} cannot be opened.", file=str(path))) from None
    except UnicodeDecodeError:
        raise MappingFileError(
            message("The mapping file {file} is not UTF-8. Save it as UTF-8.", file=path.name)
        ) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise MappingFileError(
            message(
                "{file}, line {line}: not valid YAML there ({problem}). "
                "Often a blank after the colon or a quote is missing.",
                file=path.name,
                line=1 if mark is None else mark.line + 1,
                problem=str(error.problem or error.context),
            )
        ) from None
    except (yaml.YAMLError, ValueError) as error:
        raise MappingFileError(
            message("{file} is not valid YAML: {problem}.", file=path.name, problem=str(error).splitlines()[0])
        ) from None
    if not isinstance(data, Mapping):
        raise MappingFileError(
            message("{file} holds no mapping: it needs lines such as “customer: Customer ID”.", file=path.name)
        )
    return data
