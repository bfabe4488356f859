"""Where mail to us lies: a mailbox on a server (IMAP over TLS), or a folder on this machine (Maildir).

Nothing is ever taken out of it. What was understood is marked as read; everything else stays as it was.
"""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

PATIENCE = 30.0  # seconds for each step


@dataclass(frozen=True)
class Place:
    """Where one mail lies. ``number`` grows with each mail of a server; 0 in a folder."""

    name: str
    number: int = 0


class Box(Protocol):
    """A mailbox that is open. ``epoch``: as long as it stays, the places mean the same mails."""

    epoch: str

    def after(self, last: int) -> list[Place]:
        """The mails that came after this number, the oldest first."""

    def fetch(self, place: Place) -> bytes | None:
        """The beginning of a mail; None when it is gone."""

    def mark(self, place: Place) -> None:
        """It was understood."""


def opened(address: str, *, longest: int) -> AbstractContextManager[Box]:
    """Open the mailbox at this address, as the environment names it. Raises ``OSError`` or ``imaplib`` errors.

    ``longest``: so many bytes of a mail are read.
    """
    return _imap(address, longest) if address.startswith("imaps:") else _folder(address, longest)


def said(error: Exception) -> str:
    """Why it could not be opened, in the system's words."""
    return str(getattr(error, "strerror", "") or error or type(error).__name__)[:200]


class _Imap:
    def __init__(self, line: imaplib.IMAP4_SSL, epoch: str, longest: int) -> None:
        self._line, self.epoch, self._longest = line, epoch, longest

    def after(self, last: int) -> list[Place]:
        _, found = self._line.uid("SEARCH", f"UID {last + 1}:*")
        numbers = sorted(int(one) for one in (found[0] or b"").split() if one.isdigit())
        # "*" is the last mail, also when its number is smaller than what was asked for.
        return [Place(str(one), one) for one in numbers if one > last]

    def fetch(self, place: Place) -> bytes | None:
        # PEEK: to look at a mail does not mark it as read.
        _, found = self._line.uid("FETCH", place.name, f"(BODY.PEEK[]<0.{self._longest}>)")
        return next((one[1] for one in found if isinstance(one, tuple) and isinstance(one[1], bytes)), None)

    def mark(self, place: Place) -> None:
        self._line.uid("STORE", place.name, "+FLAGS", r"(\Seen)")


@contextmanager
def _imap(address: str, longest: int) -> Iterator[Box]:
    parts = urlsplit(address)
    line = imaplib.IMAP4_SSL(
        parts.hostname or "", parts.port or 993, ssl_context=ssl.create_default_context(), timeout=PATIENCE
    )
    try:
        line.login(unquote(parts.username or ""), unquote(parts.password or ""))
        name = unquote(parts.path.strip("/")) or "INBOX"
        code, said = line.select(_quoted(name))
        if code != "OK":
            raise imaplib.IMAP4.error(f"{name}: {said[0]!r}")
        _, epoch = line.response("UIDVALIDITY")
        yield _Imap(line, f"{parts.hostname}/{name}:{(epoch[0] or b'').decode('ascii', 'replace')}", longest)
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            line.logout()


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class _Folder:
    """A Maildir: a mail is a file, which is in ``new`` until somebody read it and then in ``cur``."""

    def __init__(self, folder: Path, longest: int) -> None:
        self._folder, self.epoch, self._longest = folder, str(folder), longest

    def after(self, last: int) -> list[Place]:
        files = (one for one in (self._folder / "new").iterdir() if one.is_file() and not one.name.startswith("."))
        return [Place(one.name) for one in sorted(files)]

    def fetch(self, place: Place) -> bytes | None:
        try:
            with (self._folder / "new" / place.name).open("rb") as file:
                return file.read(self._longest)
        except FileNotFoundError:
            return None

    def mark(self, place: Place) -> None:
        with suppress(FileNotFoundError):
            (self._folder / "new" / place.name).rename(self._folder / "cur" / f"{place.name}:2,S")


@contextmanager
def _folder(address: str, longest: int) -> Iterator[Box]:
    folder = Path(unquote(urlsplit(address).path))
    if not (folder / "new").is_dir():
        raise FileNotFoundError(2, "no Maildir", str(folder))
    (folder / "cur").mkdir(exist_ok=True)
    yield _Folder(folder, longest)
