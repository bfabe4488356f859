"""How an address of somebody is compared, however it was written. Pure: knows no database and no company.

What is kept as written is for people; what stands here is for machines: two of the same kind that are equal are one.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

import phonenumbers

LONGEST = 254  # characters of an address
_MAIL = re.compile(r"[^\s@,;<>()\"]+@[^\s@,;<>()\"]+\.[^\s@.,;<>()\"]{2,}")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


class Handle(StrEnum):
    """By what a customer is known somewhere."""

    EMAIL = "email"
    PHONE = "phone"
    WECHAT = "wechat"
    MEMBER = "member"
    ACCOUNT = "account"
    OTHER = "other"


def canonical(kind: str, text: str, country: str) -> str:
    """What is compared; empty where this cannot be an address of the kind. ``country``: of numbers without one.

    >>> canonical("email", "Mei@Example.COM ", "CN"), canonical("phone", "138-0013-8000", "CN")
    ('mei@example.com', '+8613800138000')
    >>> canonical("member", "M 00-17", "CN"), canonical("phone", "room 12", "CN")
    ('m00-17', '')
    """
    if kind == Handle.EMAIL:
        return mail(text)
    return telephone(text, country) if kind == Handle.PHONE else plain(text)


def mail(text: str) -> str:
    """A mailbox in small letters, its domain as it is read; empty for what is none.

    >>> mail(" Mei.Li@EXAMPLE.com"), mail("mailto:a@b.example"), mail("a@xn--mller-kva.example"), mail("mei@home")
    ('mei.li@example.com', 'a@b.example', 'a@müller.example', '')
    """
    found = plain(text).removeprefix("mailto:")
    if len(found) > LONGEST or not _MAIL.fullmatch(found):
        return ""
    box, _, domain = found.rpartition("@")
    if "xn--" in domain:
        try:
            domain = domain.encode("ascii").decode("idna")
        except UnicodeError:
            return ""
    return f"{box}@{domain.rstrip('.')}"


def telephone(text: str, country: str) -> str:
    """A telephone number in E.164, one without its country read as of this country; empty for what is none.

    >>> telephone("138-0013-8000", "CN"), telephone("0086 13800138000", "CN"), telephone("+44 7911 123456", "CN")
    ('+8613800138000', '+8613800138000', '+447911123456')
    >>> telephone("（020）８３３３ ３３３３", "CN"), telephone("room 12", "CN"), telephone("12345", "CN")
    ('+862083333333', '', '')
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)) if len(text) <= LONGEST else ""
    if not sum(sign.isdecimal() for sign in text) >= 5 or len(text) > 40 or any(sign.isalpha() for sign in text):
        return ""
    try:
        found = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(found):
        return ""
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)


def within_country(number: str) -> str:
    """The digits of a number in E.164 that are the same whether its country stands before it or not.

    >>> within_country("+8613800138000"), within_country("+447911123456")
    ('13800138000', '7911123456')
    """
    return phonenumbers.national_significant_number(phonenumbers.parse(number))


def plain(text: str) -> str:
    """Without capitals, blanks, full width and what nobody sees.

    >>> plain(" Ｗeiwei_88 "), plain("M 00-17")
    ('weiwei_88', 'm00-17')
    """
    shown = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return "".join(shown.casefold().split())
