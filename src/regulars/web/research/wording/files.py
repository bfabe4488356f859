"""The words as a workbook that a translator fills in, and such a workbook read back."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter
from django.core.files.uploadedfile import UploadedFile

from regulars.facts.imports import read_table
from regulars.language import message
from regulars.survey import Questionnaire
from regulars.survey.wording import Row, renumbered, where, wordings
from regulars.web.imports.storing import refuse_bombs
from regulars.web.research.errors import TextsFileError
from regulars.web.tables import cell
from regulars.web.words import say

PLACE = "place"
WHERE = "where"
MOST = 5_000
_UNPACKED = 100 << 20
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")  # no workbook can hold these
_WIDTHS = (24, 34, 60)


def workbook(questionnaire: Questionnaire) -> bytes:
    """A row for all words: the way to them (left alone), where they stand, a column for each language."""
    out = io.BytesIO()
    languages = questionnaire.languages
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 2)
        for column, width in enumerate((*_WIDTHS[:2], *[_WIDTHS[2]] * len(languages))):
            sheet.set_column(column, column, width, wrapped)
        sheet.write_row(0, 0, [PLACE, WHERE, *languages], book.add_format({"bold": True}))
        for at, one in enumerate(wordings(questionnaire), start=1):
            words = [one.text.words.get(tag, one.text.words.get("und", "")) for tag in languages]
            for column, value in enumerate((one.path, say(where(one.place)), *words)):
                sheet.write_string(at, column, _CONTROL.sub("", cell(value)))
    return out.getvalue()


def rows_of(sent: UploadedFile, known: Sequence[str] = ()) -> tuple[Row, ...]:
    """The rows of a file, CSV or XLSX; ``known``: languages that are there, however a column writes them.

    Raises ``RegularsError`` for what is wrong with it as a whole.
    """
    with TemporaryDirectory(prefix="regulars-") as folder:
        ending = Path(sent.name or "").suffix.lower()
        file = Path(folder) / f"texts{ending if ending in ('.csv', '.tsv', '.xlsx') else ''}"
        file.write_bytes(sent.read())
        refuse_bombs(file, most=_UNPACKED)
        table = read_table(file)
    if table.num_rows > MOST:
        raise TextsFileError(
            message(
                "The file has {count} rows; no questionnaire has more than {most}.", count=table.num_rows, most=MOST
            )
        )
    names = {name.strip(): name for name in table.column_names}
    tags = _tags(names, known)
    if PLACE not in names or not tags:
        raise TextsFileError(
            message(
                "The file needs a column “place” and one for each language, such as en. It has: {known}. Fetch the "
                "file here, and fill in its columns.",
                known=tuple(table.column_names[:12]),
            )
        )
    columns = {
        tag: [_plain(value) for value in table[names[name]].to_pylist()]
        for tag, name in ((PLACE, PLACE), *tags.items())
    }
    return renumbered(
        Row(at + 2, columns[PLACE][at], {tag: columns[tag][at] for tag in tags if columns[tag][at]})
        for at in range(table.num_rows)
    )


def _tags(names: Iterable[str], known: Sequence[str]) -> dict[str, str]:
    """Tag of a language -> its column. ``und`` is none: it stands for words of no language in particular."""
    as_known = {tag.lower(): tag for tag in known}
    found: dict[str, str] = {}
    for name in names:
        tag = as_known.get(name.lower())
        if tag is None and _TAG.fullmatch(name) and name.lower() != "und":
            tag = _usual(name)
        if tag is not None and name not in (PLACE, WHERE):
            found.setdefault(tag, name)
    return found


def _usual(tag: str) -> str:
    """As tags are written: pt-BR, zh-Hant.

    >>> _usual("PT-br"), _usual("zh-hant"), _usual("Fr")
    ('pt-BR', 'zh-Hant', 'fr')
    """
    first, *rest = tag.lower().split("-")
    parts = [part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part for part in rest]
    return "-".join([first, *parts])


def _plain(value: object) -> str:
    """Without the apostrophe that kept a spreadsheet from running it."""
    words = "" if value is None else str(value).strip()
    return words[1:] if words.startswith("'") and cell(words[1:]) == words else words
