"""The mapping of an import: from a file, or guessed from the columns and corrected by hand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regulars.cli.errors import WrongUsageError
from regulars.cli.output import print_pairs
from regulars.cli.settings import Settings
from regulars.language import message

if TYPE_CHECKING:
    from regulars.facts.imports import PurchaseMapping
    from regulars.survey import ResponseMapping


def purchase_mapping(
    settings: Settings, file: Path, mapping_file: Path | None, corrections: dict[str, str]
) -> PurchaseMapping:
    """As the mapping file says; else guessed and shown. Corrections go before both."""
    from regulars.facts.imports import PurchaseMapping

    if mapping_file is not None:
        mapping = _load(mapping_file, PurchaseMapping)
        return PurchaseMapping.from_columns(corrections, mapping) if corrections else mapping
    mapping = _guessed(file, corrections)
    settings.say(message("Columns as guessed:"))
    print_pairs(settings, mapping.columns.items(), words=True)
    settings.say(message("If one is wrong, correct it: --column {field}=NAME", field=next(iter(mapping.columns))))
    return mapping


def response_mapping(file: Path, mapping_file: Path | None, survey: str | None) -> ResponseMapping:
    """As the mapping file says, under the survey's name given; of an SPSS file also as its own labels say."""
    from dataclasses import replace

    from regulars.survey import ResponseMapping

    if mapping_file is None and file.suffix.lower() in (".sav", ".zsav"):
        return _by_labels(file, survey)
    if mapping_file is None:
        raise WrongUsageError(
            message("Answers need a mapping that says which column is which item. Write one and add --map FILE.")
        )
    mapping = _load(mapping_file, ResponseMapping)
    return mapping if survey is None else replace(mapping, survey=replace(mapping.survey, name=survey))


def customer_mapping(file: Path, mapping_file: Path | None, corrections: dict[str, str]) -> Any:
    """As the mapping file says, else as guessed; None where there is nothing to correct in the guess."""
    import yaml

    from regulars.facts.imports.readers import read_table
    from regulars.web.people.importing.mapping import CustomerMapping, guess

    if mapping_file is None and not corrections:
        return None
    told = (
        guess(read_table(file).column_names)
        if mapping_file is None
        else yaml.safe_load(mapping_file.read_text("utf-8-sig"))
    )
    if not isinstance(told, dict):
        raise WrongUsageError(
            message("{file} is no mapping: write lines such as “number: Guest id”.", file=str(mapping_file))
        )
    return CustomerMapping.from_dict({**told, **corrections})


def corrections(given: list[str] | None) -> dict[str, str]:
    """``purchase=Invoice`` -> field and column."""
    found = {}
    for text in given or ():
        field, equals, name = text.partition("=")
        if not (field.strip() and equals and name.strip()):
            raise WrongUsageError(
                message(
                    "--column: write the field and the column, such as purchase=Invoice, not “{value}”.", value=text
                )
            )
        found[field.strip()] = name.strip()
    return found


def _guessed(file: Path, known: dict[str, str]) -> PurchaseMapping:
    """The guess alone; the import itself then runs by a mapping that was shown."""
    from regulars.facts.database import connection
    from regulars.facts.imports.columns import check_columns
    from regulars.facts.imports.guess import guess
    from regulars.facts.imports.mapping import COLUMNS
    from regulars.facts.imports.readers import Reading, SourceFile, head, temporary

    for field in known:
        if field not in COLUMNS:
            raise WrongUsageError(
                message("--column: there is no field “{field}”. The fields are: {known}.", field=field, known=COLUMNS)
            )
    with temporary() as folder, connection(folder) as db:
        source = SourceFile(file, folder, Reading(wanted=tuple(known.values()))).source()
        check_columns(source, known, file.name)
        return guess(head(db, source), **known)


def _by_labels(file: Path, survey: str | None) -> ResponseMapping:
    from regulars.facts.database import connection
    from regulars.facts.imports.answer_guess import guess_answers
    from regulars.facts.imports.readers import Reading, SourceFile, head, temporary
    from regulars.survey import ResponseMapping

    with temporary() as folder, connection(folder) as db:
        source = SourceFile(file, folder, Reading()).source()
        found = guess_answers(head(db, source), source.labels)
    name = survey or "-".join(re.findall(r"\w+", file.stem.casefold()))[:64] or "survey"
    return ResponseMapping.from_dict({"survey": {"name": name, "title": survey or file.stem}, **found})


def _load(path: Path, kind: type[Any]) -> Any:
    from regulars.facts.imports import load_mapping

    mapping = load_mapping(path)
    if not isinstance(mapping, kind):
        raise WrongUsageError(
            message("{path} is not a mapping for this kind of import: it maps the other kind.", path=str(path))
        )
    return mapping
