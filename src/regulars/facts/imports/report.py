"""What became of the rows of a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from regulars.language import Message

if TYPE_CHECKING:
    from regulars.facts.imports.preview import Preview

FIRST_BAD = 1000


@dataclass(frozen=True, slots=True)
class BadRow:
    """One row that was set aside; or, where ``kept``, one answer that was left out of a row that went in.

    ``row`` 1 is the first line below the header. ``column`` is ``None`` when the whole row cannot be read.
    """

    row: int
    column: str | None
    value: str
    reason: Message
    way_out: Message
    kept: bool = False


@dataclass(frozen=True)
class ImportReport:
    """Every row of the file is in exactly one of new, known, replaced, erased and ``n_bad``.

    Attributes:
        rows: data rows in the file; blank lines are none.
        new: rows that were not in the facts. In a dry run: rows that would be brought in.
        known: rows that were there already, with the same values.
        replaced: corrections: the same key with other values.
        erased: rows of people whose data was erased; they are not let in again.
        n_bad: rows that were set aside.
        n_bad_values: answers that were left out while the rest of their row went in (responses only).
        bad: the first thousand of both, by row; ``bad_rows_file`` holds them all.
        bad_by_reason: all of them, counted.
        walk_ins: rows of ids that the mapping names as walk-ins; they went in as anonymous sales.
        anonymous: rows without a customer, walk-ins among them.
    """

    rows: int = 0
    new: int = 0
    known: int = 0
    replaced: int = 0
    erased: int = 0
    n_bad: int = 0
    n_bad_values: int = 0
    bad: tuple[BadRow, ...] = ()
    bad_by_reason: tuple[tuple[Message, int], ...] = ()
    bad_rows_file: Path | None = None
    walk_ins: int = 0
    anonymous: int = 0
    warnings: tuple[Message, ...] = ()
    dry_run: bool = False
    already_imported: bool = False
    import_id: str = ""
    preview: Preview | None = None

    def __post_init__(self) -> None:
        found = self.new + self.known + self.replaced + self.erased + self.n_bad
        if found != self.rows:  # a row that nobody counted was lost: never say that all is well
            raise AssertionError(f"{self.rows} rows in the file, {found} in the report")
