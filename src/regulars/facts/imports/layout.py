"""How a text file is laid out: what separates its values, whether it has a header, what its columns are called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from regulars.facts.imports.own_files import restored_names
from regulars.facts.imports.records import split_record

DELIMITERS = (",", ";", "\t", "|")
SPACES = " "  # stands for "any run of blanks"
RESERVED = "row #"  # the number of a row; no column of a file is called that
_NUMBER = re.compile(r"[-+]?[\d０-９][\d０-９.,:/\-\sT]*(?:[年月日时分秒\d\s]*)")


@dataclass(frozen=True, slots=True)
class Layout:
    """``delimiter`` is one character; ``SPACES`` for values lined up by blanks."""

    delimiter: str
    header: bool
    names: tuple[str, ...]


def layout_of(
    lines: Sequence[str], *, delimiter: str | None, header: bool | None, wanted: Collection[str] = ()
) -> Layout:
    """Find out from the first lines. What the mapping says goes before what the lines look like."""
    lines = [line for line in lines if line.strip()]
    separator = delimiter or _delimiter(lines, wanted)
    rows = [split_record(line, separator) for line in lines[:100]]
    if rows:
        rows[0] = restored_names(rows[0])
    first = rows[0] if rows else []
    if header is None:
        header = _has_header(rows, wanted)
    width = len(first) if header else Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
    names = unique_names(first) if header else tuple(str(position) for position in range(1, width + 1))
    return Layout(separator, header, names)


def unique_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Trimmed names; an empty one is called by its position, a repeated one gets a number."""
    names: list[str] = []
    taken, repeats = {RESERVED}, dict[str, int]()
    for position, cell in enumerate(cells, start=1):
        base = cell.replace("\0", "").strip() or str(position)
        # Where a name stopped the last time: a header of one name ten thousand times is no work of hours.
        name, repeat = base, repeats.get(base, 2)
        while name.casefold() in taken:  # the reader's names know no capitals
            name, repeat = f"{base} ({repeat})", repeat + 1
        repeats[base] = repeat
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def _delimiter(lines: Sequence[str], wanted: Collection[str]) -> str:
    head = lines[:100]
    if not head:
        return ","
    if wanted:  # the header that holds the mapped names was cut in the right way
        for candidate in DELIMITERS:
            if set(wanted) <= {cell.strip() for cell in restored_names(split_record(head[0], candidate))}:
                return candidate
    best, best_score = "", 0.0
    for candidate in DELIMITERS:
        widths = Counter(len(split_record(line, candidate)) for line in head)
        width, times = widths.most_common(1)[0]
        score = times / len(head) * (1 + width / 1000) if width > 1 else 0.0
        if score > best_score:
            best, best_score = candidate, score
    if best_score >= 0.5 or not _aligned(head):
        return best or ","
    return SPACES


def _aligned(lines: Sequence[str]) -> bool:
    widths = {len(line.split()) for line in lines}
    if len(widths) != 1 or widths == {1}:
        return False
    return all("  " in line.strip() or all(map(_like_a_value, line.split())) for line in lines)


def _has_header(rows: Sequence[Sequence[str]], wanted: Collection[str]) -> bool:
    if not rows:
        return True
    first = [cell.strip() for cell in rows[0]]
    if wanted and set(wanted) <= set(first):
        return True
    if wanted and all(name.isdigit() for name in wanted):
        return False
    filled = [cell for cell in first if cell]
    return bool(filled) and not any(map(_like_a_value, filled))


def _like_a_value(cell: str) -> bool:
    return _NUMBER.fullmatch(cell.strip()) is not None
