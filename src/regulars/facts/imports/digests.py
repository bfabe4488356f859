"""What a file and its mapping are known by, and the report for one that is in already."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from regulars.facts.imports.reasons import Reason
from regulars.facts.imports.report import ImportReport
from regulars.facts.imports.set_aside import SetAside
from regulars.language import message

if TYPE_CHECKING:
    from regulars.facts.store import Facts


def import_digest(file_digest: str, mapping: Mapping[str, Any]) -> str:
    """Stands for a file together with the way it is read: another mapping is another import."""
    text = json.dumps(mapping, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(f"{file_digest}\n{text}".encode()).hexdigest()


def done_digest(digest: str, aside: SetAside) -> str:
    """The digest under which a file is done with; one with rows of tomorrow is looked at again tomorrow."""
    if Reason.FUTURE not in aside.reasons:
        return digest
    return hashlib.sha256(f"{digest}{datetime.now(UTC):%Y%m%d}".encode()).hexdigest()


def known_report(facts: Facts, table: str, digest: str) -> ImportReport | None:
    """The report for a file that is in already; ``None`` for any other."""
    rows = facts.already_imported(table, digest)
    if rows is None:
        return None
    notes: Mapping[str, str] = next(
        (one.note for one in facts.imports() if one.digest == digest and not one.undone), {}
    )
    n_bad = int(notes.get("n_bad", "0"))
    return ImportReport(
        rows=rows + n_bad,
        known=rows,
        n_bad=n_bad,
        already_imported=True,
        warnings=(message("This file was imported before with this mapping; nothing was changed."),),
    )
