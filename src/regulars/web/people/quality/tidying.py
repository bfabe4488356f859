"""Texts as they should have been written. Pure: what cannot be told with certainty stays as it is."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
_BLANKS = re.compile(r"\s+")
# Letters, figures and a few marks of full width; brackets and the comma of a Chinese text are right as they are.
_WIDE = {
    **{sign: sign - 0xFEE0 for sign in range(0xFF10, 0xFF5B) if chr(sign).isalnum()},
    **{sign: sign - 0xFEE0 for sign in map(ord, "＠．－＋＿／")},
    0x3000: ord(" "),
}
# The first byte of a letter in UTF-8, and one that follows it, as Western European reads them.
_FIRST = "\u00c2-\u00f4\u0152\u0153\u0160\u0161\u0178\u017d\u017e"
_NEXT = (
    "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201e\u2020-\u2022"
    "\u2026\u2030\u2039\u203a\u20ac\u2122"
)
_MULTIPLE = re.compile(f"[{_FIRST}][{_NEXT}]")
_LOST = re.compile("\ufffd|锟斤拷|烫烫|屯屯")
_HAN = re.compile("[\u3400-\u9fff]+")
_ODD = re.compile("[\u0370-\u03ff\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_ADDRESS = re.compile(r"[^\s@,;:<>()（）\"'，；]+[@＠][^\s@,;:<>()（）\"'，；]+\.[^\s@.,;:<>()（）\"'，；]{2,}")
_TELEPHONE = re.compile(r"[+(（]?[\d０-９][\d０-９\s()（）./+-]{5,24}[\d０-９]")


def tidied(text: str) -> str:
    """Without blanks around it and twice within, signs that nobody sees, and Latin letters of full width.

    >>> tidied("  Ａnna   Ｌi\u200b "), tidied("（南京）李 明")
    ('Anna Li', '（南京）李 明')
    """
    return _BLANKS.sub(" ", _INVISIBLE.sub("", text.translate(_WIDE))).strip()


def garbled(text: str) -> bool:
    """Whether a text was read in the wrong encoding, or lost its letters.

    >>> [garbled(one) for one in ("MÃ¼ller", "é”™", "寮犱笁", "锟斤拷", "Müller", "茅台", "联通", "Zoë", "李明")]
    [True, True, True, True, False, False, False, False, False]
    """
    return bool(_LOST.search(text)) or turned_back(text) is not None


def turned_back(text: str) -> str | None:
    """The text as it was before UTF-8 was read as Western European, or as GBK; None where that did not happen.

    >>> turned_back("MÃ¼ller"), turned_back("é”™"), turned_back("寮犱笁"), turned_back("李明"), turned_back("锟斤拷")
    ('Müller', '错', '张三', None, None)
    """
    if text.isascii() or _LOST.search(text):
        return None
    if _MULTIPLE.search(text):
        return _decoded(_western(text))
    if not _HAN.search(text):
        return None
    try:
        text.encode("gb2312")  # every name that people really have is there, or nearly
    except UnicodeEncodeError:
        pass
    else:
        return None
    try:
        found = _decoded(text.encode("gbk"))
    except UnicodeEncodeError:
        return None
    # Bytes of a real name may happen to be UTF-8: only what comes out as plain Chinese is believed.
    if found is None or not _HAN.fullmatch("".join(sign for sign in found if not sign.isascii()) or "-"):
        return None
    try:
        found.encode("gb2312")
    except UnicodeEncodeError:
        return None
    return found


def _western(text: str) -> bytes | None:
    found = bytearray()
    for sign in text:
        try:
            found += sign.encode("cp1252")
        except UnicodeEncodeError:
            if ord(sign) > 0xFF:
                return None
            found.append(ord(sign))  # the five that Windows leaves open are read as themselves
    return bytes(found)


def _decoded(raw: bytes | None) -> str | None:
    try:
        return None if raw is None else raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def mixed(text: str) -> bool:
    """Whether one word has letters of the Latin and of the Greek or Cyrillic script, which look alike.

    >>> mixed("Аnna"), mixed("Anna"), mixed("Анна"), mixed("李Anna"), mixed("Anna Петрова")
    (True, False, False, False, False)
    """
    return bool(_ODD.search(text)) and any(_ODD.search(word) and _LATIN.search(word) for word in text.split())


def address_in(text: str) -> str:
    """The one e-mail address that stands in a text; empty where there is none, or several.

    >>> address_in("Mei Li <mei@example.com>"), address_in("Mei"), address_in("a@b.example c@d.example")
    ('mei@example.com', '', '')
    """
    found = _ADDRESS.findall(text) if "@" in text or "＠" in text else []
    return unicodedata.normalize("NFKC", found[0]).rstrip(".") if len(found) == 1 else ""


def telephone_in(text: str) -> str:
    """The one telephone number that stands in a text.

    >>> telephone_in("李明 138-0013-8000"), telephone_in("Suite 12")
    ('138-0013-8000', '')
    """
    found = _TELEPHONE.findall(text) if any(sign.isdecimal() for sign in text) else []
    return found[0] if len(found) == 1 and sum(sign.isdecimal() for sign in found[0]) >= 7 else ""


def without(text: str, part: str) -> str:
    """What is left of a name when an address is taken out of it.

    >>> without("Mei Li <mei@example.com>", "mei@example.com"), without("mei@example.com", "mei@example.com")
    ('Mei Li', '')
    """
    rest = unicodedata.normalize("NFKC", text).replace(unicodedata.normalize("NFKC", part), " ")
    return tidied(re.sub(r"[<(\[（【]\s*[>)\]）】]", " ", rest).strip(" <>,;:|/-，；：、"))
