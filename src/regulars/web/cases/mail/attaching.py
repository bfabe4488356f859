"""What is attached to a mail: kept where it is something that we take, and else said why not."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from regulars.language import Message, message
from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.cases.mail.models import Mail
from regulars.web.cases.mail.reading import LONGEST, MOST_FILES, File
from regulars.web.files.access import readable
from regulars.web.files.actions import keep
from regulars.web.files.errors import FilesError
from regulars.web.files.kinds import PICTURES, Kind, kind_of
from regulars.web.files.metadata import without_metadata
from regulars.web.words import stored

LARGEST = 15 << 20
TAKEN = (*PICTURES, Kind.PDF, Kind.XLSX, Kind.CSV, Kind.JSON)


def attach(mail: Mail, files: Iterable[File]) -> None:
    """Keep them, in the transaction of the mail. One that is refused says why; the others stay."""
    refused: list[dict[str, Any]] = []
    for number, one in enumerate(files):
        why = _wrong(one, number) or _kept(mail, one)
        if why is not None:
            name = "".join(sign for sign in one.name if sign.isprintable())[:120]
            refused.append({"name": name, "why": stored(why)})
    if refused:
        mail.refused = refused[: 2 * MOST_FILES]
        mail.save(update_fields=["refused"])


def _wrong(one: File, number: int) -> Message | None:
    if one.closed:
        return message("A mail within the mail is not opened.")
    if number >= MOST_FILES:
        return message("At most {count} files of one mail are kept.", count=str(MOST_FILES))
    if one.cut or len(one.content) > LARGEST:
        return message("It is too large: at most {limit} MB are kept.", limit=str(min(LARGEST, LONGEST) >> 20))
    return None if one.content else message("It is empty.")


def _kept(mail: Mail, one: File) -> Message | None:
    """Store it; told by its content, never unpacked, and pictures without what a camera writes beside them."""
    with NamedTemporaryFile(prefix="regulars-mail-") as part:
        part.write(one.content)
        part.flush()
        kind = kind_of(Path(part.name))
    try:
        content = without_metadata(one.content, kind) if kind in PICTURES else one.content
        keep(content, name=one.name, owner=mail, accept=TAKEN, limit=LARGEST)
    except FilesError as error:
        return error.message
    return None


@readable("casemail.mail")
def sees_the_case(user: Any, mail: Mail) -> bool:
    """Whoever sees the case; of a mail without one, who works on cases of its unit."""
    unit = mail.case.unit_id if mail.case else mail.unit_id
    scope = scope_of(user, Permission.SEE_CASES if mail.case else Permission.WORK_CASES)
    return scope.whole or (unit is not None and unit in (scope.unit_ids or ()))
