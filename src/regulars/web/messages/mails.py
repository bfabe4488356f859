"""Mail of strangers, taken apart with care: what both the mailbox of returned mail and that of cases need."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message as Mail

DEEPEST = 20  # parts within parts
MOST = 200  # parts
STUMBLES = (MessageError, RecursionError, ValueError, LookupError, TypeError, AttributeError, IndexError)
_THREE_BYTES = "\u0800"  # from here on a sign of UTF-8 has three bytes, which other bytes are by chance only


def too_deep(raw: bytes) -> bool:
    """Whether the library would take seconds for it: mails within mails within mails."""
    return raw.lower().count(b"boundary=") > DEEPEST or raw.count(b"\n--") > MOST


def parts(mail: Mail) -> Iterator[Mail]:
    """The parts, not too deep and not too many; of a mail within the mail only its first layer."""
    waiting, count = [(mail, 0)], 0
    while waiting and count < MOST:
        part, depth = waiting.pop(0)
        count += 1
        yield part
        payload = part.get_payload()
        if isinstance(payload, list) and depth < DEEPEST and part.get_content_maintype() == "multipart":
            waiting += [(one, depth + 1) for one in payload if isinstance(one, Mail)]


def text(mail: Mail, name: str) -> str:
    """A header as it stands, in one line."""
    return " ".join(str(mail.get(name, "")).replace("\0", "").split())[:2000]


def shown(mail: Mail, name: str) -> str:
    """A header for people: decoded, also bare bytes of some encoding; as it stands where it cannot be."""
    found = next((value for key, value in mail.raw_items() if key.lower() == name.lower()), "")
    return decoded_header(str(found), _hint(mail))


def _hint(mail: Mail) -> str:
    """In which encoding its bare bytes may be: that of its words."""
    return next((str(one) for part in parts(mail) if (one := part.get_content_charset())), "")


def decoded_header(found: str, hint: str = "") -> str:
    """The words of a header, or of a name in one. ``hint``: in which encoding bare bytes may be."""
    given = " ".join(found.replace("\0", "").split())[:2000]
    bare = given.encode("utf-8", "surrogateescape")
    if not bare.isascii():
        given = decoded(bare, hint)
    try:
        words = "".join(
            one.decode("latin-1") if isinstance(one, bytes) and charset is None and one.isascii()
            else decoded(one, charset or "") if isinstance(one, bytes) else one
            for one, charset in decode_header(given)
        )  # fmt: skip
    except (HeaderParseError, MessageError, LookupError, UnicodeError, ValueError):
        words = given
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())


def decoded(content: bytes, charset: str) -> str:
    """Text of bytes, whatever a mail says of its encoding: UTF-8 that says it is something else is UTF-8 all the same,
    GB 2312 is written as GB 18030, and what nothing fits keeps its readable signs.
    """
    wanted = charset.strip().strip("\"'").lower()
    wanted = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "cp950", "cn-big5": "cp950"}.get(
        wanted, wanted
    )
    unsure = wanted in ("", "us-ascii", "ascii", "iso-8859-1", "latin-1", "latin1", "windows-1252", "unknown-8bit")
    unsure = unsure or not _known(wanted)
    utf = _strict(content, "utf-8")
    if utf is not None and (unsure or any(sign >= _THREE_BYTES for sign in utf)):
        return utf
    tried = [wanted, "gb18030", "latin-1"]
    found = next((words for one in tried if (words := _strict(content, one)) is not None), None)
    return found if found is not None else content.decode("utf-8", "replace")


def _strict(content: bytes, codec: str) -> str | None:
    try:
        return str(content.decode(codec))
    except (LookupError, UnicodeError, ValueError, TypeError, AssertionError):
        return None


def _known(codec: str) -> bool:
    try:
        codecs.lookup(codec)
    except (LookupError, ValueError):
        return False
    return True


def is_automatic(mail: Mail) -> bool:
    """Whether a machine wrote it (RFC 3834)."""
    submitted = text(mail, "auto-submitted").lower().partition(";")[0].strip()
    return (
        submitted not in ("", "no")
        or text(mail, "precedence").lower() in ("auto_reply", "junk")
        or any(name in mail for name in ("x-autoreply", "x-autorespond", "x-auto-response"))
    )
