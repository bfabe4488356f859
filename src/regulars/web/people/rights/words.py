"""By which words somebody can be recognised: whatever the tables hold of their names, addresses and numbers.

Which fields these are is not written here: every model with a foreign key to ``Customer`` (``people/holdings.py``), and
in it every field that its app classifies as a name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.db.models import Q

from regulars.web.accounts.models import User
from regulars.web.company.models import Company, Unit
from regulars.web.messages.addresses import tidied
from regulars.web.people.holdings import Together, holdings
from regulars.web.people.models import Customer
from regulars.web.personal import Personal, classified

_HAN = re.compile("[\u3400-\u9fff]")
_PLAIN = re.compile("[A-Za-z]+")
SHORT, SHORT_NUMBER, SHORT_HAN = 4, 5, 2
_ASKED = 500  # words in one question
_OWN = ("number", "name", "email", "phone")


@dataclass(frozen=True)
class Words:
    """``sure``: looked for wherever they stand. ``whole``: so short or common that only a field of names which holds
    nothing else counts. ``shared``: how many also name somebody else, and are no trace of this person.
    """

    sure: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    shared: int = 0
    key: int | None = None

    @cached_property
    def sharp(self) -> re.Pattern[str]:
        """Finds the words themselves and not parts of other words; in text that is taken out of JSON already."""
        inner = "|".join(map(re.escape, self.sure))
        return re.compile(rf"(?<![0-9A-Za-z])(?:{inner})(?![0-9A-Za-z])" if inner else "(?!)", re.IGNORECASE)

    @cached_property
    def bytes(self) -> re.Pattern[bytes]:
        """The same in files of any encoding."""
        inner = b"|".join(re.escape(one) for one in self.forms)
        return re.compile(rb"(?<![0-9A-Za-z])(?:" + inner + rb")(?![0-9A-Za-z])" if inner else b"(?!)", re.IGNORECASE)

    @cached_property
    def forms(self) -> tuple[bytes, ...]:
        """Each as files of any encoding may hold it."""
        forms = {
            form
            for word in self.spellings
            for form in (word.encode(), *_encoded(word), quote(word, safe="@.-_ ").encode())
        }
        return tuple(sorted(forms, key=lambda one: (-len(one), one)))

    @cached_property
    def spellings(self) -> tuple[str, ...]:
        """Also as JSON writes them."""
        found = {form for word in self.sure for form in (word, json.dumps(word)[1:-1])}
        return tuple(sorted(found, key=lambda one: (-len(one), one)))

    def within(self, value: Any) -> bool:
        """Whether a value of a column names them: words, or what JSON holds at any depth (its keys too)."""
        match value:
            case str():
                opened = _opened(value)
                return bool(self.sharp.search(value)) if opened is None else self.within(opened)
            case dict():
                return any(self.within(key) or self.within(one) for key, one in value.items())
            case list() | tuple():
                return any(self.within(one) for one in value)
            case bytes() | memoryview():
                return bool(self.bytes.search(bytes(value)))
        return False


def words_of(*customers: Customer) -> Words:
    """Of one or several, whose rows all go."""
    told: set[str] = set().union(*_told(customers).values())
    own, others = _apart(told, customers)
    return _words(own(told), customers, len(others))


def words_of_each(people: Sequence[tuple[Customer | None, Iterable[str]]]) -> list[Words]:
    """Of each of those who go together, with the numbers that were given: a word that only they share is theirs."""
    customers = [customer for customer, _ in people if customer is not None]
    by_customer = _told(customers)
    told = [{*also, *(by_customer[one.pk] if one else ())} for one, also in people]
    own, others = _apart(set().union(*told), customers)
    return [
        _words(own(words), [one] if one else [], len(others & _tidied(words)))
        for (one, _), words in zip(people, told, strict=True)
    ]


def _told(customers: Sequence[Customer]) -> dict[int, set[str]]:
    """What their rows hold in fields of names, by the customer's key in our table."""
    found = {one.pk: {getattr(one, name) for name in _OWN} for one in customers}
    for holding in holdings():
        names = [
            field.name
            for field in holding.model._meta.concrete_fields
            if classified(holding.model).get(field.name) is Personal.NAME
        ]
        if names and customers and holding.together is not Together.DERIVED:
            for pk, *row in holding.of(*customers).values_list(holding.column, *names).distinct():
                found[pk].update(one for one in row if isinstance(one, str))
    return found


def _apart(told: set[str], customers: Sequence[Customer]) -> tuple[Callable[[set[str]], set[str]], set[str]]:
    """What takes out of words those that name somebody else as well, and these."""
    others = _of_others(_tidied(told), [one.pk for one in customers])
    return (lambda words: _tidied(words) - others), others


def _tidied(words: Iterable[str]) -> set[str]:
    told = {one.strip() for one in words if one and one.strip()}
    return told | {tidied(one) for one in told}


def _words(own: set[str], customers: Sequence[Customer], shared: int) -> Words:
    names = {one.name.strip() for one in customers}
    sure = {one for one in own if _is_sure(one, name=one in names)}
    key = customers[0].key if len(customers) == 1 else None
    return Words(tuple(sorted(sure)), tuple(sorted(own - sure)), shared, key)


def _is_sure(word: str, *, name: bool) -> bool:
    """Whether it can hardly stand in a text by chance: “Rose” can, “Rose Miller” and “G-1773” cannot."""
    if _HAN.search(word):
        return len(word) >= SHORT_HAN
    if word.isdecimal():
        return len(word) >= SHORT_NUMBER
    return len(word) >= SHORT and not (name and _PLAIN.fullmatch(word))


def _of_others(words: set[str], pks: list[int]) -> set[str]:
    """Those that name somebody or something else as well."""
    own = set(pks)
    found = set[str]()
    for start in range(0, len(words), _ASKED):
        some = sorted(words)[start : start + _ASKED]
        same = Q(name__in=some) | Q(email__in=some) | Q(phone__in=some) | Q(number__in=some)
        rows = Customer.objects.filter(same).values_list("pk", *_OWN)
        found |= {one for pk, *row in rows if pk not in own for one in row}
    found |= {one for row in User.objects.values_list("email", "name") for one in row}
    for name, code in Unit.objects.values_list("name", "code"):
        found |= {code, *name.words.values()}
    company = Company.current()
    found |= {*company.name.words.values(), company.sender_name, company.sender_address}
    return words & found


def _opened(value: str) -> Any:
    """What JSON says, if it is some."""
    if value[:1] not in ("{", "["):
        return None
    try:
        return json.loads(value)
    except ValueError:
        return None


def _encoded(word: str) -> Iterable[bytes]:
    for encoding in ("gb18030", "utf-16-le"):
        if not word.isascii():
            yield word.encode(encoding, "ignore")
