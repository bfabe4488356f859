"""What a mail says. Everything in it comes from strangers: nothing is unpacked, nothing runs, no part is believed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Mail
from email.utils import getaddresses
from hashlib import sha256
from typing import Any

from regulars.web.cases.mail.bodies import of_html, tidy, written_and_quoted
from regulars.web.messages.addresses import LONGEST as ADDRESS
from regulars.web.messages.addresses import is_address
from regulars.web.messages.mails import (
    STUMBLES,
    decoded,
    decoded_header,
    is_automatic,
    parts,
    shown,
    text,
    too_deep,
)

LONGEST = 24 << 20  # bytes of a mail that are read; what lies behind is said to be missing
MOST_FILES = 20
_NAME = re.compile(r"<[^<>\s]{3,290}>")
_TO = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
# A heading alone says it where a mail program sets no sign of an automatic answer.
_AWAY = re.compile(
    r"^\W*(?:(?:re|回复)[:：]\s*)?(?:auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|自动回复|自动答复)",
    re.IGNORECASE,
)
_SEALS = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")


@dataclass(frozen=True)
class File:
    """Something attached. ``cut``: its end lies behind what was read. ``closed``: a mail within the mail."""

    name: str
    content: bytes
    cut: bool = False
    closed: bool = False


@dataclass(frozen=True)
class Arrived:
    """``own_name``: what the mail is known by, with its sender; ``references``: names of mails that it answers."""

    own_name: str
    sender: str = ""
    sender_name: str = ""
    to: tuple[str, ...] = ()
    message_id: str = ""
    references: tuple[str, ...] = ()
    subject: str = ""
    written: str = ""
    quoted: str = ""
    files: tuple[File, ...] = ()
    automatic: bool = False
    listed: bool = False
    returned: bool = False
    unreadable: bool = False

    @property
    def language(self) -> str:
        """In which it is written, told by its signs."""
        return language_of(f"{self.subject} {self.written}")


def language_of(words: str) -> str:
    """Chinese where a tenth of the letters is, else English.

    >>> language_of("房间很冷 302"), language_of("The room was cold, 很冷!")
    ('zh', 'en')
    """
    letters = [sign for sign in words[:5000] if sign.isalpha()]
    han = sum("\u3400" <= sign <= "\u9fff" for sign in letters)
    return "zh" if han and han * 5 >= len(letters) else "en"


def read(raw: bytes) -> Arrived:
    """What it says; one that cannot be read says at least from whom it is, as far as that can be told."""
    own = sha256(raw).hexdigest()
    if not too_deep(raw):
        try:
            return _read(message_from_bytes(raw), own, cut=len(raw) >= LONGEST)
        except STUMBLES:
            pass  # the library's parser was written for honest mail
    try:
        head = message_from_bytes(raw[: 64 << 10].partition(b"\n\n")[0].partition(b"\r\n\r\n")[0])
        return Arrived(own_name=own, unreadable=True, **_envelope(head))
    except STUMBLES:
        return Arrived(own_name=own, unreadable=True)


def _read(mail: Mail, own: str, *, cut: bool) -> Arrived:
    about = _envelope(mail)
    body, files = _contents(mail, cut=cut)
    written, quoted = written_and_quoted(body)
    return Arrived(
        own_name=f"{about['message_id']} {about['sender'].lower()}" if about["message_id"] else own,
        written=written,
        quoted=quoted,
        files=tuple(files),
        automatic=is_automatic(mail) or bool(_AWAY.match(about["subject"])),
        listed=text(mail, "precedence").lower() in ("bulk", "list") or "list-id" in mail or "list-unsubscribe" in mail,
        returned=_is_report(mail, about["sender"]),
        **about,
    )


def _envelope(mail: Mail) -> dict[str, Any]:
    name, sender = next(iter(getaddresses([text(mail, "from")])), ("", ""))
    to = [value for key in _TO for value in mail.get_all(key, [])]
    return {
        "sender": sender if is_address(sender) else "",
        "sender_name": tidy(decoded_header(name), 200).replace("\n", " "),
        "to": tuple(
            one.lower() for _, one in getaddresses([str(one)[:2000] for one in to[:50]]) if len(one) <= ADDRESS
        ),
        "message_id": next(iter(_NAME.findall(text(mail, "message-id"))), ""),
        "references": tuple(
            dict.fromkeys(_NAME.findall(text(mail, "in-reply-to")) + _NAME.findall(text(mail, "references"))[-20:])
        ),
        "subject": tidy(shown(mail, "subject"), 250).replace("\n", " "),
    }


def _is_report(mail: Mail, sender: str) -> bool:
    """Of a mail server: it has no one to answer to."""
    nobody = text(mail, "return-path") == "<>"
    machine = sender.lower().partition("@")[0] in ("mailer-daemon", "postmaster")
    return mail.get_content_type() == "multipart/report" or nobody or machine


def _contents(mail: Mail, *, cut: bool) -> tuple[str, list[File]]:
    plain: list[str] = []
    pages: list[str] = []
    files: list[File] = []
    leaves = [one for one in parts(mail) if one.get_content_maintype() != "multipart"]
    for part in leaves:
        kind, name = part.get_content_type(), decoded_header(str(part.get_filename() or ""))
        last = cut and part is leaves[-1]
        if kind in ("text/plain", "text/html") and not name and part.get_content_disposition() != "attachment":
            words = decoded(part.get_payload(decode=True) or b"", str(part.get_content_charset() or ""))
            (plain if kind == "text/plain" else pages).append(words)
        elif part.get_content_maintype() == "message":
            files.append(File(name or "mail.eml", b"", closed=True))
        elif kind not in _SEALS:
            content = b"" if last else part.get_payload(decode=True) or b""
            files.append(File(name or "file", content, cut=last))
    body = "\n\n".join(words for words in plain if words.strip())
    return tidy(body or "\n".join(of_html(words) for words in pages)), files
